// The forward pass of layers; their parameters live on the managed side.
#include "denormals.h"
#include "shim.h"

SHIM_API Tensor* shim_embedding(const Tensor* weight, const Tensor* indices, int64_t padding_idx, bool scale_grad_by_freq, bool sparse) {
  return boxed([&] { return at::embedding(*weight, *indices, padding_idx, scale_grad_by_freq, sparse); });
}

// Scales the rows that indices name down to max_norm, in place.
SHIM_API int32_t shim_embedding_renorm_(Tensor* weight, const Tensor* indices, double max_norm, double norm_type) {
  return status([&] {
    at::NoGradGuard no_grad;
    at::embedding_renorm_(*weight, indices->contiguous(), max_norm, norm_type);
  });
}

SHIM_API Tensor* shim_linear(const Tensor* input, const Tensor* weight, const Tensor* bias) {
  return boxed([&] { return at::linear(*input, *weight, or_nothing(bias)); });
}

SHIM_API Tensor* shim_dropout(const Tensor* input, double p, bool training) {
  return boxed([&] { return at::dropout(*input, p, training); });
}

SHIM_API int32_t shim_dropout_(Tensor* input, double p, bool training) {
  return status([&] { at::dropout_(*input, p, training); });
}

// What the three recurrent layers have in common.
struct RecurrentOptions {
  int64_t layers;
  double dropout;
  int32_t cell;  // 0 RNN with tanh, 1 RNN with ReLU, 2 LSTM, 3 GRU
  bool has_biases;
  bool training;
  bool bidirectional;
  bool batch_first;
};

// states: h0, and c0 for LSTM. outputs: output and h_n, and c_n for LSTM.
SHIM_API int32_t shim_recurrent(
    const Tensor* input,
    const Tensor* const* states,
    int32_t state_count,
    const Tensor* const* weights,
    int32_t weight_count,
    const RecurrentOptions* options,
    Tensor** outputs) {
  return status([&] {
    FlushDenormals flush;
    const auto state = to_list(states, state_count);
    const auto weight = to_list(weights, weight_count);
    if (options->cell == 2) {
      auto result = at::lstm(
          *input, state, weight, options->has_biases, options->layers, options->dropout, options->training, options->bidirectional,
          options->batch_first);
      outputs[0] = new Tensor(std::get<0>(result));
      outputs[1] = new Tensor(std::get<1>(result));
      outputs[2] = new Tensor(std::get<2>(result));
      return;
    }
    const auto run = [&](auto layer) {
      return layer(
          *input, state[0], weight, options->has_biases, options->layers, options->dropout, options->training, options->bidirectional,
          options->batch_first);
    };
    const auto result = options->cell == 3   ? run([](auto&&... args) { return at::gru(args...); })
                        : options->cell == 1 ? run([](auto&&... args) { return at::rnn_relu(args...); })
                                             : run([](auto&&... args) { return at::rnn_tanh(args...); });
    outputs[0] = new Tensor(std::get<0>(result));
    outputs[1] = new Tensor(std::get<1>(result));
  });
}

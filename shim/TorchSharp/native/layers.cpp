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

// Calls the layer for the cell: inputs are a padded tensor and the flag batch_first, or the data and the batch sizes of a packed one.
template <class Call>
void run_recurrent(const RecurrentOptions* options, const std::vector<Tensor>& state, Tensor** outputs, Call&& call) {
  FlushDenormals flush;
  if (options->cell == 2) {
    auto result = call([](auto&&... args) { return at::lstm(args...); }, state);
    outputs[0] = new Tensor(std::get<0>(result));
    outputs[1] = new Tensor(std::get<1>(result));
    outputs[2] = new Tensor(std::get<2>(result));
    return;
  }
  const auto result = options->cell == 3   ? call([](auto&&... args) { return at::gru(args...); }, state[0])
                      : options->cell == 1 ? call([](auto&&... args) { return at::rnn_relu(args...); }, state[0])
                                           : call([](auto&&... args) { return at::rnn_tanh(args...); }, state[0]);
  outputs[0] = new Tensor(std::get<0>(result));
  outputs[1] = new Tensor(std::get<1>(result));
}

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
    const auto weight = to_list(weights, weight_count);
    run_recurrent(options, to_list(states, state_count), outputs, [&](auto layer, const auto& state) {
      return layer(
          *input, state, weight, options->has_biases, options->layers, options->dropout, options->training, options->bidirectional,
          options->batch_first);
    });
  });
}

// The same over a packed sequence, whose texts are in the order of their lengths; so are the states.
SHIM_API int32_t shim_recurrent_packed(
    const Tensor* data,
    const Tensor* batch_sizes,
    const Tensor* const* states,
    int32_t state_count,
    const Tensor* const* weights,
    int32_t weight_count,
    const RecurrentOptions* options,
    Tensor** outputs) {
  return status([&] {
    const auto weight = to_list(weights, weight_count);
    run_recurrent(options, to_list(states, state_count), outputs, [&](auto layer, const auto& state) {
      return layer(
          *data, *batch_sizes, state, weight, options->has_biases, options->layers, options->dropout, options->training,
          options->bidirectional);
    });
  });
}

// outputs: data, batch sizes, and, unless the lengths are sorted already, the order of the texts and its inverse.
SHIM_API int32_t shim_pack_padded_sequence(
    const Tensor* input, const Tensor* lengths, bool batch_first, bool enforce_sorted, Tensor** outputs) {
  return status([&] {
    const Tensor given = lengths->to(at::kLong);
    if (enforce_sorted) {
      auto result = at::_pack_padded_sequence(*input, given, batch_first);
      outputs[0] = new Tensor(std::get<0>(result));
      outputs[1] = new Tensor(std::get<1>(result));
      return;
    }
    const auto sorted = at::sort(given, -1, /*descending=*/true);
    const Tensor order = std::get<1>(sorted).to(input->device());
    auto result = at::_pack_padded_sequence(input->index_select(batch_first ? 0 : 1, order), std::get<0>(sorted), batch_first);
    outputs[0] = new Tensor(std::get<0>(result));
    outputs[1] = new Tensor(std::get<1>(result));
    outputs[2] = new Tensor(order);
    outputs[3] = new Tensor(at::empty_like(order).scatter_(0, order, at::arange(order.numel(), order.options())));
  });
}

// outputs: the padded tensor and the lengths. total_length: -1 for the longest.
SHIM_API int32_t shim_pad_packed_sequence(
    const Tensor* data,
    const Tensor* batch_sizes,
    const Tensor* unsorted_indices,
    bool batch_first,
    double padding_value,
    int64_t total_length,
    Tensor** outputs) {
  return status([&] {
    auto result =
        at::_pad_packed_sequence(*data, *batch_sizes, batch_first, padding_value, total_length < 0 ? batch_sizes->size(0) : total_length);
    auto [padded, lengths] = std::move(result);
    if (unsorted_indices) {
      padded = padded.index_select(batch_first ? 0 : 1, *unsorted_indices);
      lengths = lengths.index_select(0, unsorted_indices->to(lengths.device()));
    }
    outputs[0] = new Tensor(padded);
    outputs[1] = new Tensor(lengths);
  });
}

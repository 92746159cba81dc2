// Losses, and the clipping of the gradients that follow from them.
#include "shim.h"

SHIM_API Tensor* shim_binary_cross_entropy(const Tensor* input, const Tensor* target, const Tensor* weight, int64_t reduction) {
  return boxed([&] { return at::binary_cross_entropy(*input, *target, or_nothing(weight), reduction); });
}

SHIM_API Tensor* shim_binary_cross_entropy_with_logits(
    const Tensor* input, const Tensor* target, const Tensor* weight, const Tensor* pos_weight, int64_t reduction) {
  return boxed(
      [&] { return at::binary_cross_entropy_with_logits(*input, *target, or_nothing(weight), or_nothing(pos_weight), reduction); });
}

SHIM_API Tensor* shim_cross_entropy(
    const Tensor* input, const Tensor* target, const Tensor* weight, int64_t ignore_index, int64_t reduction, double label_smoothing) {
  return boxed(
      [&] { return at::cross_entropy_loss(*input, *target, or_nothing(weight), reduction, ignore_index, label_smoothing); });
}

namespace {
// TorchSharp's clipping does not count sparse gradients.
std::vector<Tensor> dense_gradients(const Tensor* const* parameters, int32_t count) {
  std::vector<Tensor> found;
  for (int32_t i = 0; i < count; ++i) {
    const Tensor& gradient = parameters[i]->grad();
    if (gradient.defined() && !gradient.is_sparse()) {
      found.push_back(gradient);
    }
  }
  return found;
}
}  // namespace

SHIM_API int32_t shim_clip_grad_norm_(
    const Tensor* const* parameters, int32_t count, double max_norm, double norm_type, double* total_norm) {
  return status([&] {
    at::NoGradGuard no_grad;
    *total_norm = 0;
    const auto grads = dense_gradients(parameters, count);
    if (grads.empty()) {
      return;
    }

    std::vector<Tensor> norms;
    for (const auto& grad : grads) {
      norms.push_back(grad.numel() == 0 ? at::zeros({}, grad.options()) : at::norm(grad, norm_type));
    }
    const Tensor total = norms.size() == 1 ? norms[0] : at::norm(at::stack(norms), norm_type);

    // The coefficient stays a tensor, so that the product is rounded as PyTorch rounds it.
    const Tensor coefficient = at::clamp_max(max_norm / (total + 1e-6), 1.0);
    for (const auto& grad : grads) {
      grad.mul_(coefficient.to(grad.device()));
    }
    *total_norm = total.item().toDouble();
  });
}

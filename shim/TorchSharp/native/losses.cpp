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

namespace {
std::vector<Tensor> gradients(const Tensor* const* parameters, int32_t count) {
  std::vector<Tensor> found;
  for (int32_t i = 0; i < count; ++i) {
    if (parameters[i]->grad().defined()) {
      found.push_back(parameters[i]->grad());
    }
  }
  return found;
}

// Duplicate rows of a sparse gradient add up before they count towards a norm.
Tensor coalesced_values(const Tensor& gradient) { return gradient.is_sparse() ? gradient.coalesce()._values() : gradient; }
}  // namespace

SHIM_API int32_t shim_clip_grad_norm_(
    const Tensor* const* parameters, int32_t count, double max_norm, double norm_type, double* total_norm) {
  return status([&] {
    at::NoGradGuard no_grad;
    *total_norm = 0;
    const auto grads = gradients(parameters, count);
    if (grads.empty()) {
      return;
    }

    std::vector<Tensor> norms;
    for (const auto& grad : grads) {
      const Tensor values = coalesced_values(grad);
      norms.push_back(values.numel() == 0 ? at::zeros({}, values.options()) : at::norm(values, norm_type));
    }
    const Tensor total = norms.size() == 1 ? norms[0] : at::norm(at::stack(norms), norm_type);

    // The coefficient stays a tensor, so that the product is rounded as PyTorch rounds it.
    const Tensor coefficient = at::clamp_max(max_norm / (total + 1e-6), 1.0);
    for (const auto& grad : grads) {
      (grad.is_sparse() ? grad._values() : grad).mul_(coefficient.to(grad.device()));
    }
    *total_norm = total.item().toDouble();
  });
}

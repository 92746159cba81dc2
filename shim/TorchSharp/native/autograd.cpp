// Gradients, and the modes that switch their recording.
#include "denormals.h"
#include "shim.h"

#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

SHIM_API bool shim_requires_grad(const Tensor* self) { return self->requires_grad(); }

SHIM_API int32_t shim_set_requires_grad(const Tensor* self, bool requires_grad) {
  return status([&] { self->set_requires_grad(requires_grad); });
}

SHIM_API bool shim_is_leaf(const Tensor* self) { return self->is_leaf(); }

// *grad stays null where there is no gradient.
SHIM_API int32_t shim_grad(const Tensor* self, Tensor** grad) {
  return status([&] {
    const Tensor& value = self->grad();
    *grad = value.defined() ? new Tensor(value) : nullptr;
  });
}

SHIM_API int32_t shim_set_grad(const Tensor* self, const Tensor* grad) {
  return status([&] { self->mutable_grad() = or_undefined(grad); });
}

SHIM_API Tensor* shim_detach(const Tensor* self) {
  return boxed([&] { return self->detach(); });
}

// A leaf that shares self's memory.
SHIM_API Tensor* shim_leaf(const Tensor* self, bool requires_grad) {
  return boxed([&] { return self->detach().set_requires_grad(requires_grad); });
}

SHIM_API int32_t shim_backward(
    const Tensor* self,
    const Tensor* const* grad_tensors,
    int32_t grad_count,
    bool retain_graph,
    bool create_graph,
    const Tensor* const* inputs,
    int32_t input_count) {
  return status([&] {
    FlushDenormals flush;
    torch::autograd::backward(
        {*self}, to_list(grad_tensors, grad_count), retain_graph, create_graph, to_list(inputs, input_count));
  });
}

SHIM_API bool shim_grad_mode() { return at::GradMode::is_enabled(); }
SHIM_API void shim_set_grad_mode(bool enabled) { at::GradMode::set_enabled(enabled); }

// The guard must be freed on the thread that made it, in reverse order.
SHIM_API c10::InferenceMode* shim_inference_mode(bool enabled) { return new c10::InferenceMode(enabled); }
SHIM_API void shim_free_inference_mode(c10::InferenceMode* guard) { delete guard; }

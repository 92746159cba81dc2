// Generators, and the tensors they fill.
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>

#include <mutex>

namespace {
}  // namespace

SHIM_API int32_t shim_manual_seed(int64_t seed) {
  return status([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}

SHIM_API at::Generator* shim_default_generator() { return new at::Generator(at::detail::getDefaultCPUGenerator()); }

SHIM_API at::Generator* shim_new_generator(uint64_t seed) { return new at::Generator(at::detail::createCPUGenerator(seed)); }

SHIM_API void shim_free_generator(at::Generator* generator) { delete generator; }

SHIM_API void shim_generator_manual_seed(at::Generator* generator, int64_t seed) {
  std::lock_guard<std::mutex> lock(generator->mutex());
  generator->set_current_seed(static_cast<uint64_t>(seed));
}

SHIM_API int64_t shim_generator_initial_seed(const at::Generator* generator) {
  return static_cast<int64_t>(generator->current_seed());
}

SHIM_API Tensor* shim_generator_get_state(at::Generator* generator) {
  return boxed([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    return generator->get_state();
  });
}

SHIM_API int32_t shim_generator_set_state(at::Generator* generator, const Tensor* state) {
  return status([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_state(*state);
  });
}

SHIM_API int32_t shim_uniform_(Tensor* self, double from, double to, const at::Generator* generator) {
  return status([&] { self->uniform_(from, to, or_default(generator)); });
}

SHIM_API int32_t shim_normal_(Tensor* self, double mean, double std, const at::Generator* generator) {
  return status([&] { self->normal_(mean, std, or_default(generator)); });
}

SHIM_API int32_t shim_bernoulli_(Tensor* self, double p, const at::Generator* generator) {
  return status([&] { self->bernoulli_(p, or_default(generator)); });
}

SHIM_API int32_t shim_bernoulli_tensor_(Tensor* self, const Tensor* p, const at::Generator* generator) {
  return status([&] { self->bernoulli_(*p, or_default(generator)); });
}

// Fills self with rows, or columns, that are orthonormal, times gain: the Q of a matrix of normal draws, its signs fixed.
SHIM_API int32_t shim_orthogonal_(Tensor* self, double gain) {
  return status([&] {
    at::NoGradGuard no_grad;
    TORCH_CHECK(self->dim() >= 2, "orthogonal_ needs at least 2 dimensions, found ", self->dim());
    if (self->numel() == 0) {
      return;
    }
    const int64_t rows = self->size(0);
    const int64_t columns = self->numel() / rows;
    Tensor draws = at::empty({rows, columns}, self->options().requires_grad(false)).normal_(0, 1);
    const auto [q, r] = at::linalg_qr(rows < columns ? draws.t() : draws);
    const Tensor signed_q = q * at::sign(at::diag(r));
    self->view({rows, columns}).copy_(rows < columns ? signed_q.t() : signed_q);
    self->mul_(gain);
  });
}

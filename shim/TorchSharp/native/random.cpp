// Generators, and the tensors they fill.
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>

#include <mutex>

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

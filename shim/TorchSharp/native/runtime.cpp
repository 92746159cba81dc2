// Devices and threads.
#include "shim.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>

at::Device to_device(int32_t type, int32_t index) {
  return at::Device(static_cast<at::DeviceType>(type), static_cast<at::DeviceIndex>(index));
}

SHIM_API bool shim_cuda_is_available() { return at::hasCUDA(); }
SHIM_API int32_t shim_cuda_device_count() { return static_cast<int32_t>(at::detail::getCUDAHooks().getNumGPUs()); }

SHIM_API int32_t shim_get_num_threads() { return at::get_num_threads(); }

SHIM_API int32_t shim_set_num_threads(int32_t count) {
  return status([&] { at::set_num_threads(count); });
}

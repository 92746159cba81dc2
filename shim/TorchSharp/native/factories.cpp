// New tensors.
#include "shim.h"

#include <cstring>

at::TensorOptions to_options(TensorLayout layout) {
  auto options = at::TensorOptions().device(to_device(layout.device_type, layout.device_index));
  return layout.dtype < 0 ? options : options.dtype(static_cast<at::ScalarType>(layout.dtype));
}

namespace {
template <class Body>
Tensor* made(TensorLayout layout, Body&& body) {
  return boxed([&] {
    Tensor tensor = body(to_options(layout));
    return layout.requires_grad ? tensor.set_requires_grad(true) : tensor;
  });
}
}  // namespace

SHIM_API Tensor* shim_empty(const int64_t* sizes, int32_t count, TensorLayout layout) {
  return made(layout, [&](auto options) { return at::empty(to_sizes(sizes, count), options); });
}

SHIM_API Tensor* shim_zeros(const int64_t* sizes, int32_t count, TensorLayout layout) {
  return made(layout, [&](auto options) { return at::zeros(to_sizes(sizes, count), options); });
}

SHIM_API Tensor* shim_ones(const int64_t* sizes, int32_t count, TensorLayout layout) {
  return made(layout, [&](auto options) { return at::ones(to_sizes(sizes, count), options); });
}

SHIM_API Tensor* shim_full(const int64_t* sizes, int32_t count, ScalarValue value, TensorLayout layout) {
  return made(layout, [&](auto options) { return at::full(to_sizes(sizes, count), to_scalar(value), options); });
}

SHIM_API Tensor* shim_rand(const int64_t* sizes, int32_t count, const at::Generator* generator, TensorLayout layout) {
  return made(layout, [&](auto options) { return at::rand(to_sizes(sizes, count), or_default(generator), options); });
}

SHIM_API Tensor* shim_randn(const int64_t* sizes, int32_t count, const at::Generator* generator, TensorLayout layout) {
  return made(layout, [&](auto options) { return at::randn(to_sizes(sizes, count), or_default(generator), options); });
}

SHIM_API Tensor* shim_randperm(int64_t n, const at::Generator* generator, TensorLayout layout) {
  return made(layout, [&](auto options) { return at::randperm(n, or_default(generator), options); });
}

SHIM_API Tensor* shim_arange(ScalarValue start, ScalarValue stop, ScalarValue step, TensorLayout layout) {
  return made(layout, [&](auto options) { return at::arange(to_scalar(start), to_scalar(stop), to_scalar(step), options); });
}

// Copies `bytes` bytes of elements of type `dtype` from managed memory, then converts to the layout.
SHIM_API Tensor* shim_from_data(const void* data, int64_t bytes, int32_t dtype, const int64_t* sizes, int32_t count, TensorLayout layout) {
  return made(layout, [&](auto options) {
    Tensor tensor = at::empty(to_sizes(sizes, count), at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)));
    TORCH_CHECK(
        static_cast<int64_t>(tensor.nbytes()) == bytes, "the dimensions ask for ", tensor.nbytes(), " bytes of data, found ", bytes);
    if (bytes > 0) {
      std::memcpy(tensor.data_ptr(), data, static_cast<size_t>(bytes));
    }
    return tensor.to(options);
  });
}

// Operations that fold elements together, products of matrices included.
#include "shim.h"

SHIM_API Tensor* shim_matmul(const Tensor* self, const Tensor* other) {
  return boxed([&] { return at::matmul(*self, *other); });
}

SHIM_API Tensor* shim_sum(const Tensor* self, int32_t dtype) {
  return boxed([&] { return at::sum(*self, or_same_dtype(dtype)); });
}

SHIM_API Tensor* shim_sum_dim(const Tensor* self, const int64_t* dims, int32_t count, bool keepdim, int32_t dtype) {
  return boxed([&] { return at::sum(*self, to_sizes(dims, count), keepdim, or_same_dtype(dtype)); });
}

SHIM_API Tensor* shim_mean(const Tensor* self) {
  return boxed([&] { return at::mean(*self); });
}

SHIM_API Tensor* shim_mean_dim(const Tensor* self, const int64_t* dims, int32_t count, bool keepdim, int32_t dtype) {
  return boxed([&] { return at::mean(*self, to_sizes(dims, count), keepdim, or_same_dtype(dtype)); });
}

SHIM_API Tensor* shim_norm(const Tensor* self, float p) {
  return boxed([&] { return at::norm(*self, at::Scalar(p)); });
}

SHIM_API Tensor* shim_max(const Tensor* self) {
  return boxed([&] { return at::max(*self); });
}

SHIM_API Tensor* shim_max_other(const Tensor* self, const Tensor* other) {
  return boxed([&] { return at::max(*self, *other); });
}

SHIM_API int32_t shim_max_dim(const Tensor* self, int64_t dim, bool keepdim, Tensor** values, Tensor** indices) {
  return status([&] {
    auto result = at::max(*self, dim, keepdim);
    *values = new Tensor(std::get<0>(result));
    *indices = new Tensor(std::get<1>(result));
  });
}

SHIM_API Tensor* shim_softmax(const Tensor* self, int64_t dim, int32_t dtype) {
  return boxed([&] { return at::softmax(*self, dim, or_same_dtype(dtype)); });
}

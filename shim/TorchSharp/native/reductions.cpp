// Operations that fold elements together, products of matrices included.
#include "shim.h"

SHIM_API Tensor* shim_matmul(const Tensor* self, const Tensor* other) {
  return boxed([&] { return at::matmul(*self, *other); });
}

SHIM_API Tensor* shim_mm(const Tensor* self, const Tensor* other) {
  return boxed([&] { return at::mm(*self, *other); });
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

SHIM_API Tensor* shim_norm_dim(const Tensor* self, int64_t dim, bool keepdim, float p) {
  return boxed([&] { return at::norm(*self, at::Scalar(p), at::IntArrayRef(&dim, 1), keepdim); });
}

SHIM_API Tensor* shim_all(const Tensor* self) {
  return boxed([&] { return at::all(*self); });
}

SHIM_API Tensor* shim_all_dim(const Tensor* self, int64_t dim, bool keepdim) {
  return boxed([&] { return at::all(*self, dim, keepdim); });
}

SHIM_API Tensor* shim_any(const Tensor* self) {
  return boxed([&] { return at::any(*self); });
}

SHIM_API Tensor* shim_any_dim(const Tensor* self, int64_t dim, bool keepdim) {
  return boxed([&] { return at::any(*self, dim, keepdim); });
}

#define EXTREMUM(name) \
  SHIM_API Tensor* shim_##name(const Tensor* self) { \
    return boxed([&] { return at::name(*self); }); \
  } \
  SHIM_API Tensor* shim_##name##_other(const Tensor* self, const Tensor* other) { \
    return boxed([&] { return at::name(*self, *other); }); \
  } \
  SHIM_API int32_t shim_##name##_dim(const Tensor* self, int64_t dim, bool keepdim, Tensor** values, Tensor** indices) { \
    return status([&] { \
      auto result = at::name(*self, dim, keepdim); \
      *values = new Tensor(std::get<0>(result)); \
      *indices = new Tensor(std::get<1>(result)); \
    }); \
  } \
  SHIM_API Tensor* shim_arg##name(const Tensor* self) { \
    return boxed([&] { return at::arg##name(*self); }); \
  } \
  SHIM_API Tensor* shim_arg##name##_dim(const Tensor* self, int64_t dim, bool keepdim) { \
    return boxed([&] { return at::arg##name(*self, dim, keepdim); }); \
  }

EXTREMUM(max)
EXTREMUM(min)

SHIM_API int32_t shim_equal(const Tensor* self, const Tensor* other, bool* result) {
  return status([&] { *result = at::equal(*self, *other); });
}

SHIM_API int32_t shim_allclose(const Tensor* self, const Tensor* other, double rtol, double atol, bool equal_nan, bool* result) {
  return status([&] { *result = at::allclose(*self, *other, rtol, atol, equal_nan); });
}

// What a tensor is: its lifetime, type, shape, place and memory.
#include "shim.h"

#include <algorithm>
#include <cstring>

at::Scalar to_scalar(ScalarValue value) {
  switch (value.kind) {
    case 0:
      return at::Scalar(value.bits);
    case 2:
      return at::Scalar(value.bits != 0);
    default: {
      double real;
      std::memcpy(&real, &value.bits, sizeof real);
      return at::Scalar(real);
    }
  }
}

SHIM_API void shim_free(Tensor* self) { delete self; }

// Another handle on the same tensor.
SHIM_API int32_t shim_same(const Tensor* self, Tensor** same) {
  return status([&] { *same = new Tensor(*self); });
}

SHIM_API Tensor* shim_alias(const Tensor* self) {
  return boxed([&] { return *self; });
}

SHIM_API int32_t shim_dtype(const Tensor* self) { return static_cast<int32_t>(self->scalar_type()); }
SHIM_API int64_t shim_dim(const Tensor* self) { return self->dim(); }
SHIM_API int64_t shim_numel(const Tensor* self) { return self->numel(); }
SHIM_API int64_t shim_element_size(const Tensor* self) { return static_cast<int64_t>(self->element_size()); }
SHIM_API int32_t shim_device_type(const Tensor* self) { return static_cast<int32_t>(self->device().type()); }
SHIM_API int32_t shim_device_index(const Tensor* self) { return self->device().index(); }
SHIM_API bool shim_is_sparse(const Tensor* self) { return self->is_sparse(); }
SHIM_API bool shim_is_contiguous(const Tensor* self) { return !self->is_sparse() && self->is_contiguous(); }

SHIM_API void shim_sizes(const Tensor* self, int64_t* sizes) {
  std::copy(self->sizes().begin(), self->sizes().end(), sizes);
}

SHIM_API int32_t shim_strides(const Tensor* self, int64_t* strides) {
  return status([&] { std::copy(self->strides().begin(), self->strides().end(), strides); });
}

SHIM_API void* shim_data(const Tensor* self) {
  try {
    return self->data_ptr();
  } catch (...) {
    remember_current_exception();
    return nullptr;
  }
}

SHIM_API int32_t shim_item_double(const Tensor* self, double* value) {
  return status([&] { *value = self->item().toDouble(); });
}

SHIM_API int32_t shim_item_int64(const Tensor* self, int64_t* value) {
  return status([&] { *value = self->item().toLong(); });
}

SHIM_API Tensor* shim_to(const Tensor* self, int32_t dtype, int32_t device_type, int32_t device_index, bool copy, bool non_blocking) {
  return boxed([&] {
    auto options = self->options().dtype(static_cast<at::ScalarType>(dtype)).device(to_device(device_type, device_index));
    return self->to(options, non_blocking, copy);
  });
}

SHIM_API Tensor* shim_contiguous(const Tensor* self) {
  return boxed([&] { return self->contiguous(); });
}

SHIM_API Tensor* shim_clone(const Tensor* self) {
  return boxed([&] { return self->clone(); });
}

SHIM_API int32_t shim_copy_(Tensor* self, const Tensor* source, bool non_blocking) {
  return status([&] { self->copy_(*source, non_blocking); });
}

SHIM_API Tensor* shim_to_dense(const Tensor* self) {
  return boxed([&] { return self->is_sparse() ? self->to_dense() : *self; });
}

SHIM_API Tensor* shim_sparse_indices(const Tensor* self) {
  return boxed([&] { return self->_indices(); });
}

SHIM_API Tensor* shim_sparse_values(const Tensor* self) {
  return boxed([&] { return self->_values(); });
}

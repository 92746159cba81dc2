// Views, and the operations that pick, join and rearrange elements.
#include "shim.h"

SHIM_API Tensor* shim_view(const Tensor* self, const int64_t* sizes, int32_t count) {
  return boxed([&] { return self->view(to_sizes(sizes, count)); });
}

SHIM_API Tensor* shim_reshape(const Tensor* self, const int64_t* sizes, int32_t count) {
  return boxed([&] { return self->reshape(to_sizes(sizes, count)); });
}

SHIM_API Tensor* shim_squeeze(const Tensor* self) {
  return boxed([&] { return self->squeeze(); });
}

SHIM_API Tensor* shim_squeeze_dim(const Tensor* self, int64_t dim) {
  return boxed([&] { return self->squeeze(dim); });
}

SHIM_API Tensor* shim_unsqueeze(const Tensor* self, int64_t dim) {
  return boxed([&] { return self->unsqueeze(dim); });
}

SHIM_API Tensor* shim_transpose(const Tensor* self, int64_t dim0, int64_t dim1) {
  return boxed([&] { return self->transpose(dim0, dim1); });
}

SHIM_API Tensor* shim_select(const Tensor* self, int64_t dim, int64_t index) {
  return boxed([&] { return self->select(dim, index); });
}

SHIM_API Tensor* shim_narrow(const Tensor* self, int64_t dim, int64_t start, int64_t length) {
  return boxed([&] { return self->narrow(dim, start, length); });
}

SHIM_API Tensor* shim_cat(const Tensor* const* tensors, int32_t count, int64_t dim) {
  return boxed([&] { return at::cat(to_list(tensors, count), dim); });
}

SHIM_API Tensor* shim_stack(const Tensor* const* tensors, int32_t count, int64_t dim) {
  return boxed([&] { return at::stack(to_list(tensors, count), dim); });
}

SHIM_API Tensor* shim_index_select(const Tensor* self, int64_t dim, const Tensor* index) {
  return boxed([&] { return self->index_select(dim, *index); });
}

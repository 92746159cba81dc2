// Views, and the operations that pick, join and rearrange elements.
#include "shim.h"

SHIM_API Tensor* shim_view(const Tensor* self, const int64_t* sizes, int32_t count) {
  return boxed([&] { return self->view(to_sizes(sizes, count)); });
}

SHIM_API Tensor* shim_reshape(const Tensor* self, const int64_t* sizes, int32_t count) {
  return boxed([&] { return self->reshape(to_sizes(sizes, count)); });
}

SHIM_API Tensor* shim_expand(const Tensor* self, const int64_t* sizes, int32_t count, bool implicit) {
  return boxed([&] { return self->expand(to_sizes(sizes, count), implicit); });
}

SHIM_API Tensor* shim_permute(const Tensor* self, const int64_t* dims, int32_t count) {
  return boxed([&] { return self->permute(to_sizes(dims, count)); });
}

SHIM_API Tensor* shim_flip(const Tensor* self, const int64_t* dims, int32_t count) {
  return boxed([&] { return self->flip(to_sizes(dims, count)); });
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

SHIM_API Tensor* shim_t(const Tensor* self) {
  return boxed([&] { return self->t(); });
}

SHIM_API Tensor* shim_select(const Tensor* self, int64_t dim, int64_t index) {
  return boxed([&] { return self->select(dim, index); });
}

SHIM_API Tensor* shim_narrow(const Tensor* self, int64_t dim, int64_t start, int64_t length) {
  return boxed([&] { return self->narrow(dim, start, length); });
}

SHIM_API Tensor* shim_slice(const Tensor* self, int64_t dim, int64_t start, int64_t finish, int64_t step) {
  return boxed([&] { return self->slice(dim, start, finish, step); });
}

SHIM_API Tensor* shim_cat(const Tensor* const* tensors, int32_t count, int64_t dim) {
  return boxed([&] { return at::cat(to_list(tensors, count), dim); });
}

SHIM_API Tensor* shim_stack(const Tensor* const* tensors, int32_t count, int64_t dim) {
  return boxed([&] { return at::stack(to_list(tensors, count), dim); });
}

// One part for each size: managed code knows how many there are and allots parts.
SHIM_API int32_t shim_split(const Tensor* self, const int64_t* sizes, int32_t count, int64_t dim, Tensor** parts) {
  return status([&] {
    const auto split = self->split_with_sizes(to_sizes(sizes, count), dim);
    for (size_t i = 0; i < split.size(); ++i) {
      parts[i] = new Tensor(split[i]);
    }
  });
}

SHIM_API Tensor* shim_index_select(const Tensor* self, int64_t dim, const Tensor* index) {
  return boxed([&] { return self->index_select(dim, *index); });
}

SHIM_API Tensor* shim_gather(const Tensor* self, int64_t dim, const Tensor* index, bool sparse_grad) {
  return boxed([&] { return self->gather(dim, *index, sparse_grad); });
}

SHIM_API int32_t shim_index_add_(Tensor* self, int64_t dim, const Tensor* index, const Tensor* source, ScalarValue alpha) {
  return status([&] { self->index_add_(dim, *index, *source, to_scalar(alpha)); });
}

SHIM_API int32_t shim_index_copy_(Tensor* self, int64_t dim, const Tensor* index, const Tensor* source) {
  return status([&] { self->index_copy_(dim, *index, *source); });
}

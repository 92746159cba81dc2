// Operations that work element by element, with broadcasting.
#include "shim.h"

#define UNARY(name) \
  SHIM_API Tensor* shim_##name(const Tensor* self) { \
    return boxed([&] { return at::name(*self); }); \
  }

UNARY(abs)
UNARY(exp)
UNARY(log)
UNARY(neg)
UNARY(relu)
UNARY(sigmoid)
UNARY(sqrt)
UNARY(tanh)

#define BINARY(name) \
  SHIM_API Tensor* shim_##name(const Tensor* self, const Tensor* other) { \
    return boxed([&] { return at::name(*self, *other); }); \
  } \
  SHIM_API Tensor* shim_##name##_scalar(const Tensor* self, ScalarValue other) { \
    return boxed([&] { return at::name(*self, to_scalar(other)); }); \
  }

BINARY(add)
BINARY(div)
BINARY(eq)
BINARY(ge)
BINARY(gt)
BINARY(le)
BINARY(lt)
BINARY(mul)
BINARY(ne)
BINARY(sub)

#define IN_PLACE(name) \
  SHIM_API int32_t shim_##name##_(Tensor* self, const Tensor* other) { \
    return status([&] { self->name##_(*other); }); \
  } \
  SHIM_API int32_t shim_##name##_scalar_(Tensor* self, ScalarValue other) { \
    return status([&] { self->name##_(to_scalar(other)); }); \
  }

IN_PLACE(add)
IN_PLACE(mul)
IN_PLACE(sub)

SHIM_API int32_t shim_div_scalar_(Tensor* self, ScalarValue other) {
  return status([&] { self->div_(to_scalar(other)); });
}

// self + alpha * other
SHIM_API Tensor* shim_add_scaled(const Tensor* self, const Tensor* other, ScalarValue alpha) {
  return boxed([&] { return at::add(*self, *other, to_scalar(alpha)); });
}

SHIM_API int32_t shim_add_scaled_(Tensor* self, const Tensor* other, ScalarValue alpha) {
  return status([&] { self->add_(*other, to_scalar(alpha)); });
}

SHIM_API int32_t shim_addcmul_(Tensor* self, const Tensor* tensor1, const Tensor* tensor2, ScalarValue value) {
  return status([&] { self->addcmul_(*tensor1, *tensor2, to_scalar(value)); });
}

SHIM_API int32_t shim_addcdiv_(Tensor* self, const Tensor* tensor1, const Tensor* tensor2, ScalarValue value) {
  return status([&] { self->addcdiv_(*tensor1, *tensor2, to_scalar(value)); });
}

SHIM_API int32_t shim_fill_(Tensor* self, ScalarValue value) {
  return status([&] { self->fill_(to_scalar(value)); });
}

SHIM_API int32_t shim_zero_(Tensor* self) {
  return status([&] { self->zero_(); });
}

SHIM_API Tensor* shim_masked_fill(const Tensor* self, const Tensor* mask, ScalarValue value) {
  return boxed([&] { return self->masked_fill(*mask, to_scalar(value)); });
}

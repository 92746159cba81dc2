// Operations that work element by element, with broadcasting.
#include "shim.h"

#define UNARY(name) \
  SHIM_API Tensor* shim_##name(const Tensor* self) { \
    return boxed([&] { return at::name(*self); }); \
  }

UNARY(abs)
UNARY(exp)
UNARY(isfinite)
UNARY(isnan)
UNARY(log)
UNARY(neg)
UNARY(relu)
UNARY(sigmoid)
UNARY(sqrt)
UNARY(tanh)

#define COMPARISON(name) \
  SHIM_API Tensor* shim_##name(const Tensor* self, const Tensor* other) { \
    return boxed([&] { return at::name(*self, *other); }); \
  } \
  SHIM_API Tensor* shim_##name##_scalar(const Tensor* self, ScalarValue other) { \
    return boxed([&] { return at::name(*self, to_scalar(other)); }); \
  }

COMPARISON(eq)
COMPARISON(ge)
COMPARISON(gt)
COMPARISON(le)
COMPARISON(lt)
COMPARISON(ne)
COMPARISON(pow)

// a + alpha * b and a - alpha * b
#define SCALED(name) \
  SHIM_API Tensor* shim_##name(const Tensor* self, const Tensor* other, ScalarValue alpha) { \
    return boxed([&] { return at::name(*self, *other, to_scalar(alpha)); }); \
  } \
  SHIM_API int32_t shim_##name##_(Tensor* self, const Tensor* other, ScalarValue alpha) { \
    return status([&] { self->name##_(*other, to_scalar(alpha)); }); \
  } \
  SHIM_API Tensor* shim_##name##_scalar(const Tensor* self, ScalarValue other, ScalarValue alpha) { \
    return boxed([&] { return at::name(*self, to_scalar(other), to_scalar(alpha)); }); \
  } \
  SHIM_API int32_t shim_##name##_scalar_(Tensor* self, ScalarValue other, ScalarValue alpha) { \
    return status([&] { self->name##_(to_scalar(other), to_scalar(alpha)); }); \
  }

SCALED(add)
SCALED(sub)

SHIM_API Tensor* shim_mul(const Tensor* self, const Tensor* other) {
  return boxed([&] { return at::mul(*self, *other); });
}

SHIM_API int32_t shim_mul_(Tensor* self, const Tensor* other) {
  return status([&] { self->mul_(*other); });
}

SHIM_API Tensor* shim_mul_scalar(const Tensor* self, ScalarValue other) {
  return boxed([&] { return at::mul(*self, to_scalar(other)); });
}

SHIM_API int32_t shim_mul_scalar_(Tensor* self, ScalarValue other) {
  return status([&] { self->mul_(to_scalar(other)); });
}

// RoundingMode on the managed side: 0 none, 1 towards zero, 2 down.
#define DIVISION(suffix, type, divisor) \
  SHIM_API Tensor* shim_div##suffix(const Tensor* self, type other, int32_t mode) { \
    return boxed([&] { return mode == 0 ? at::div(*self, divisor) : at::div(*self, divisor, mode == 1 ? "trunc" : "floor"); }); \
  } \
  SHIM_API int32_t shim_div##suffix##_(Tensor* self, type other, int32_t mode) { \
    return status([&] { mode == 0 ? self->div_(divisor) : self->div_(divisor, mode == 1 ? "trunc" : "floor"); }); \
  }

DIVISION(, const Tensor*, *other)
DIVISION(_scalar, ScalarValue, to_scalar(other))

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

SHIM_API Tensor* shim_round(const Tensor* self, int64_t decimals) {
  return boxed([&] { return at::round(*self, decimals); });
}

namespace {
Optional<at::Scalar> or_unbounded(const ScalarValue* bound) {
  return bound ? Optional<at::Scalar>(to_scalar(*bound)) : Optional<at::Scalar>();
}
}  // namespace

SHIM_API Tensor* shim_clamp(const Tensor* self, const ScalarValue* min, const ScalarValue* max) {
  return boxed([&] { return at::clamp(*self, or_unbounded(min), or_unbounded(max)); });
}

SHIM_API int32_t shim_clamp_(Tensor* self, const ScalarValue* min, const ScalarValue* max) {
  return status([&] { self->clamp_(or_unbounded(min), or_unbounded(max)); });
}

SHIM_API Tensor* shim_where(const Tensor* condition, const Tensor* self, const Tensor* other) {
  return boxed([&] { return at::where(*condition, *self, *other); });
}

SHIM_API Tensor* shim_masked_fill(const Tensor* self, const Tensor* mask, ScalarValue value) {
  return boxed([&] { return at::masked_fill(*self, *mask, to_scalar(value)); });
}

SHIM_API int32_t shim_masked_fill_(Tensor* self, const Tensor* mask, ScalarValue value) {
  return status([&] { self->masked_fill_(*mask, to_scalar(value)); });
}

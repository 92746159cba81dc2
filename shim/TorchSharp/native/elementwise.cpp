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

namespace {
// RoundingMode on the managed side: 0 none, 1 towards zero, 2 down.
c10::optional<c10::string_view> rounding(int32_t mode) {
  switch (mode) {
    case 1:
      return c10::string_view("trunc");
    case 2:
      return c10::string_view("floor");
    default:
      return c10::nullopt;
  }
}
}  // namespace

SHIM_API Tensor* shim_div(const Tensor* self, const Tensor* other, int32_t mode) {
  return boxed([&] { return at::div(*self, *other, rounding(mode)); });
}

SHIM_API int32_t shim_div_(Tensor* self, const Tensor* other, int32_t mode) {
  return status([&] { self->div_(*other, rounding(mode)); });
}

SHIM_API Tensor* shim_div_scalar(const Tensor* self, ScalarValue other, int32_t mode) {
  return boxed([&] { return at::div(*self, to_scalar(other), rounding(mode)); });
}

SHIM_API int32_t shim_div_scalar_(Tensor* self, ScalarValue other, int32_t mode) {
  return status([&] { self->div_(to_scalar(other), rounding(mode)); });
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

SHIM_API Tensor* shim_round(const Tensor* self, int64_t decimals) {
  return boxed([&] { return at::round(*self, decimals); });
}

// A null bound is no bound.
SHIM_API Tensor* shim_clamp(const Tensor* self, const ScalarValue* min, const ScalarValue* max) {
  return boxed([&] {
    return at::clamp(
        *self,
        min ? c10::optional<at::Scalar>(to_scalar(*min)) : c10::nullopt,
        max ? c10::optional<at::Scalar>(to_scalar(*max)) : c10::nullopt);
  });
}

SHIM_API int32_t shim_clamp_(Tensor* self, const ScalarValue* min, const ScalarValue* max) {
  return status([&] {
    self->clamp_(
        min ? c10::optional<at::Scalar>(to_scalar(*min)) : c10::nullopt,
        max ? c10::optional<at::Scalar>(to_scalar(*max)) : c10::nullopt);
  });
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

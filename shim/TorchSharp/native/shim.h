// What every part of the library shares: the C ABI's types, and the line no C++ exception crosses.
#pragma once

#include <ATen/ATen.h>
#include <torch/version.h>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#if defined(_WIN32)
#define SHIM_API extern "C" __declspec(dllexport)
#else
#define SHIM_API extern "C" __attribute__((visibility("default")))
#endif

// libtorch had an optional of its own before it took C++17's.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 3)
template <class T>
using Optional = std::optional<T>;
#else
template <class T>
using Optional = c10::optional<T>;
#endif

// A tensor on the managed side is the address of one of these, freed by shim_free.
using Tensor = at::Tensor;

// Managed code reads the message with shim_last_error after a call that failed.
void remember_current_exception() noexcept;

// A number of a type that only run time knows; blittable, two registers wide.
struct ScalarValue {
  int64_t kind;  // 0 integer, 1 floating point, 2 bool
  int64_t bits;  // the integer itself, or the bits of the double
};

at::Scalar to_scalar(ScalarValue value);

// Where and as what a new tensor is made; -1 in dtype keeps libtorch's default.
struct TensorLayout {
  int32_t dtype;
  int32_t device_type;
  int32_t device_index;
  bool requires_grad;
};

at::Device to_device(int32_t type, int32_t index);
at::TensorOptions to_options(TensorLayout layout);

inline at::IntArrayRef to_sizes(const int64_t* sizes, int32_t count) {
  return at::IntArrayRef(sizes, static_cast<size_t>(count));
}

inline std::vector<Tensor> to_list(const Tensor* const* tensors, int32_t count) {
  std::vector<Tensor> list;
  list.reserve(static_cast<size_t>(count));
  for (int32_t i = 0; i < count; ++i) {
    list.push_back(*tensors[i]);
  }
  return list;
}

// An absent tensor is a null pointer here and an undefined tensor, or no value, in libtorch.
inline Tensor or_undefined(const Tensor* tensor) { return tensor ? *tensor : Tensor(); }

inline Optional<Tensor> or_nothing(const Tensor* tensor) { return tensor ? Optional<Tensor>(*tensor) : Optional<Tensor>(); }

inline Optional<at::Generator> or_default(const at::Generator* generator) {
  return generator ? Optional<at::Generator>(*generator) : Optional<at::Generator>();
}

inline Optional<at::ScalarType> or_same_dtype(int32_t dtype) {
  return dtype < 0 ? Optional<at::ScalarType>() : Optional<at::ScalarType>(static_cast<at::ScalarType>(dtype));
}

// Runs body and boxes the tensor it returns; null after an exception.
template <class Body>
Tensor* boxed(Body&& body) noexcept {
  try {
    return new Tensor(std::forward<Body>(body)());
  } catch (...) {
    remember_current_exception();
    return nullptr;
  }
}

// Runs body for its effect; 0, or 1 after an exception.
template <class Body>
int32_t status(Body&& body) noexcept {
  try {
    std::forward<Body>(body)();
    return 0;
  } catch (...) {
    remember_current_exception();
    return 1;
  }
}

// Gradients that vanish over a hundred time steps end as denormal numbers, which x86 multiplies a hundred times slower
// than others: the backward pass of a plain RNN takes ten times as long for results below 1e-38.
#pragma once

#if defined(__SSE2__) || defined(_M_X64)
#include <xmmintrin.h>
#define SHIM_HAS_MXCSR 1
#endif

// Reads denormals as zero and flushes them to zero on this thread, until the end of the scope.
class FlushDenormals {
 public:
#ifdef SHIM_HAS_MXCSR
  FlushDenormals() : before_(_mm_getcsr()) { _mm_setcsr(before_ | flush_to_zero | denormals_are_zero); }
  ~FlushDenormals() { _mm_setcsr(before_); }
#else
  FlushDenormals() = default;
#endif
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

#ifdef SHIM_HAS_MXCSR
 private:
  static constexpr unsigned int flush_to_zero = 0x8000;
  static constexpr unsigned int denormals_are_zero = 0x0040;
  unsigned int before_;
#endif
};

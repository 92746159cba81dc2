#include "shim.h"

#include <exception>
#include <string>

namespace {
thread_local std::string last_error;
}

void remember_current_exception() noexcept {
  try {
    throw;
  } catch (const std::exception& exception) {
    last_error = exception.what();
  } catch (...) {
    last_error = "an exception of an unknown type left libtorch";
  }
}

// The message of this thread's last failure; valid until its next one.
SHIM_API const char* shim_last_error() { return last_error.c_str(); }

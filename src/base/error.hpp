// Errors of the library. All are std::runtime_error, so Python sees RuntimeError; ArgumentTypeError becomes TypeError.
// Unsupported: the official module refuses it too, or the device could not do it. NotImplemented: valid, but not here
// yet. InternalError: a mistake of ours. Messages name the operation, the argument, the value and the remedy.
#pragma once
#include <stdexcept>
#include <string>

#include "base/str.hpp"

namespace ttnn {

struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct Unsupported : Error {
    using Error::Error;
};
struct NotImplemented : Error {
    using Error::Error;
};
struct InternalError : Error {
    using Error::Error;
};
struct ArgumentTypeError : Error {
    using Error::Error;
};
struct OutOfMemory : Error {
    using Error::Error;
};

/// Raises Unsupported with the concatenated text of `args` unless `ok`.
template <class... Args>
void require(bool ok, const Args&... args) {
    if (!ok) [[unlikely]]
        throw Unsupported(str(args...));
}

template <class... Args>
[[noreturn]] void fail(const Args&... args) {
    throw Unsupported(str(args...));
}

/// Checks an invariant of our own.
template <class... Args>
void ensure(bool ok, const Args&... args) {
    if (!ok) [[unlikely]]
        throw InternalError(str("internal error: ", args...));
}

}  // namespace ttnn

// Working memory of kernels: a buffer for each thread and purpose, kept from call to call, so that nothing is allocated
// in the steady state and pages stay in the core's cache.
#pragma once
#include <cstddef>
#include <memory>
#include <new>

namespace ttnn {

/// At least `count` elements, aligned to cache lines, contents unspecified, valid until the thread's next call with the
/// same Tag. A Tag belongs to one function that does not call itself.
template <class Tag, class T>
T* scratch(size_t count) {
    struct Free {
        void operator()(std::byte* p) const { ::operator delete[](p, std::align_val_t{64}); }
    };
    static thread_local std::unique_ptr<std::byte[], Free> memory;
    static thread_local size_t size = 0;
    if (const size_t bytes = count * sizeof(T); bytes > size) {
        memory.reset();
        size = 0;
        memory.reset(static_cast<std::byte*>(::operator new[](bytes, std::align_val_t{64})));
        size = bytes;
    }
    return reinterpret_cast<T*>(memory.get());
}

}  // namespace ttnn

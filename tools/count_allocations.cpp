// A library for LD_PRELOAD that counts what a process asks of the heap, for the benchmark's steady states.
#include <atomic>
#include <cstddef>
#include <cstdint>

extern "C" {
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);

static std::atomic<uint64_t> count{0};

__attribute__((visibility("default"))) uint64_t allocations() { return count; }

__attribute__((visibility("default"))) void* malloc(size_t n) {
    ++count;
    return __libc_malloc(n);
}
__attribute__((visibility("default"))) void* calloc(size_t n, size_t size) {
    ++count;
    return __libc_calloc(n, size);
}
__attribute__((visibility("default"))) void* realloc(void* p, size_t n) {
    ++count;
    return __libc_realloc(p, n);
}
__attribute__((visibility("default"))) void* aligned_alloc(size_t alignment, size_t n) {
    ++count;
    return __libc_memalign(alignment, n);
}
}

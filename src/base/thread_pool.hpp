// Fork-join parallelism for kernels: parallel_for hands out the indices 0..n-1 to the host threads. The division of
// work into indices is the caller's and never depends on the number of threads, so results have the same bits with any
// number; an index goes to whichever thread comes first, so a thread that the system puts aside delays nobody.
#pragma once
#include <cstddef>
#include <memory>
#include <type_traits>

namespace ttnn {

/// Number of threads that parallel_for uses: TESSERA_THREADS, or else the processors that this process may use.
int num_threads();
/// Sets it (1 to 1024); takes effect with the next parallel_for.
void set_num_threads(int n);

enum class Schedule {
    Shares,      ///< each thread its own run of indices, then what others left: its cache may hold them already
    Neighbours,  ///< one by one: threads work side by side, on what they read together
};

namespace detail {
void run_parallel(size_t n, void (*body)(void*, size_t), void* context, Schedule schedule);
}

/// Calls body(i) for each i in [0, n), on all threads; returns when all calls have returned. An exception of the first
/// failing call is rethrown.
template <class Body>
void parallel_for(size_t n, Body&& body, Schedule schedule = Schedule::Shares) {
    using Plain = std::remove_reference_t<Body>;
    detail::run_parallel(
        n, [](void* context, size_t i) { (*static_cast<Plain*>(context))(i); },
        const_cast<void*>(static_cast<const void*>(std::addressof(body))), schedule);
}

/// How many of n items a piece gets if there are as few pieces of at most `most` items as give all threads equally
/// many.
size_t even_grain(size_t n, size_t most);

/// Calls body(begin, end) for consecutive pieces of [0, n) of at most `grain` items.
template <class Body>
void parallel_pieces(size_t n, size_t grain, Body&& body) {
    const size_t pieces = (n + grain - 1) / grain;
    parallel_for(pieces, [&](size_t i) { body(i * grain, i * grain + grain < n ? i * grain + grain : n); });
}

}  // namespace ttnn

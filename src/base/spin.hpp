// Waiting without sleeping, for what is likely to come within microseconds.
#pragma once
#include <chrono>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace ttnn {

/// Tells the processor that this is a waiting loop.
inline void spin_pause() {
#if defined(__x86_64__)
    _mm_pause();
#endif
}

/// Longest time that a thread spins before it sleeps: about what waking it costs, so that waiting costs at most twice
/// what the better way would have.
inline constexpr auto kSpinTime = std::chrono::microseconds(40);

/// Spins until done() or for kSpinTime; whether it is done.
template <class Done>
bool spin_until(Done done) {
    const auto end = std::chrono::steady_clock::now() + kSpinTime;
    do {
        for (int i = 0; i < 16; ++i) {
            if (done()) return true;
            spin_pause();
        }
    } while (std::chrono::steady_clock::now() < end);
    return done();
}

}  // namespace ttnn

// Copies of whole cache lines, past the caches where they are large: the library's memcpy believes that the processor's
// whole last-level cache is ours and reads every line of the destination first.
#pragma once
#include <cstddef>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace ttnn {

inline constexpr size_t kLine = 64;

/// Copies `lines` lines; `streaming` needs a destination on a line, and finish_streaming before others are told.
inline void copy_lines(std::byte* dst, const std::byte* src, size_t lines, [[maybe_unused]] bool streaming) {
#if defined(__SSE2__)
    if (streaming) {
        auto* to = reinterpret_cast<__m128i*>(dst);
        const auto* from = reinterpret_cast<const __m128i*>(src);
        for (size_t i = 0; i < lines * 4; ++i) _mm_stream_si128(to + i, _mm_loadu_si128(from + i));
        return;
    }
#endif
    std::memcpy(dst, src, lines * kLine);
}
inline void finish_streaming() {
#if defined(__SSE2__)
    _mm_sfence();
#endif
}

/// memcpy by all threads.
void copy_bytes(std::byte* dst, const std::byte* src, size_t bytes);

}  // namespace ttnn

// Pieces of 32 elements in registers: the width of a tile, and a cache line of bf16. Kernels that keep the order of
// elements and touch each once or twice are written with them.
#pragma once
#include "kernels/vector.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace {

constexpr size_t kPieceSize = 32, kPieceParts = kPieceSize / kLanes;
struct Piece {
    Vector v[kPieceParts];
};

// f(vectors...) part by part.
template <class F, class... P>
KERNEL_INLINE Piece each(F f, const P&... p) {
    Piece out;
    for (size_t i = 0; i < kPieceParts; ++i) out.v[i] = f(p.v[i]...);
    return out;
}
KERNEL_INLINE Piece broadcast_piece(float x) {
    return each([x](Vector) { return broadcast(x); }, Piece{});
}
KERNEL_INLINE Piece load_piece(const float* p) {
    Piece out;
    for (size_t i = 0; i < kPieceParts; ++i) out.v[i] = load(p + i * kLanes);
    return out;
}
KERNEL_INLINE Piece load_piece(const uint16_t* p) {
    Piece out;
    for (size_t i = 0; i < kPieceParts; ++i) out.v[i] = widen(p + i * kLanes);
    return out;
}
// Even and odd elements apart, which takes half the instructions where their order does not matter.
KERNEL_INLINE Piece load_pairs(const uint16_t* p) {
    Piece out;
    for (size_t i = 0; i < kPieceParts; i += 2) {
        const Words pairs = load_words(p + i * kLanes);
        out.v[i] = (Vector)(pairs << 16);
        out.v[i + 1] = (Vector)(pairs & 0xFFFF0000u);
    }
    return out;
}
KERNEL_INLINE void store_piece(float* p, const Piece& x) {
    for (size_t i = 0; i < kPieceParts; ++i) store(p + i * kLanes, x.v[i]);
}

KERNEL_INLINE Vector sum_parts(const Piece& x) {
    Vector sum = x.v[0];
    for (size_t i = 1; i < kPieceParts; ++i) sum += x.v[i];
    return sum;
}

// To bf16 in the high half of each word, to nearest even, NaN as 0x7FC0: the bits of format/convert.
KERNEL_INLINE Words round_words(Vector x) {
    const Words w = (Words)x, rounded = w + 0x7FFFu + ((w >> 16) & 1u);
    return x == x ? rounded : Words{} + 0x7FC00000u;
}

// 32 halves as they go to memory.
#if defined(__AVX512BW__)
typedef __m512i HalfPiece;
KERNEL_INLINE HalfPiece high_halves(Words low, Words high) {
    alignas(64) static constexpr uint16_t kOdd[32] = {1,  3,  5,  7,  9,  11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31,
                                                      33, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59, 61, 63};
    return _mm512_permutex2var_epi16((__m512i)low, _mm512_load_si512(kOdd), (__m512i)high);
}
KERNEL_INLINE HalfPiece narrow(const Piece& x) {
#if defined(__AVX512BF16__)
    // The instruction differs for denormals and NaN alone.
    constexpr int special = 0xA1;
    const __mmask16 any =
        _mm512_fpclass_ps_mask((__m512)x.v[0], special) | _mm512_fpclass_ps_mask((__m512)x.v[1], special);
    if (__builtin_expect(any == 0, 1)) return (HalfPiece)_mm512_cvtne2ps_pbh((__m512)x.v[1], (__m512)x.v[0]);
#endif
    return high_halves(round_words(x.v[0]), round_words(x.v[1]));
}
KERNEL_INLINE void store_halves(uint16_t* p, HalfPiece h, bool stream) {
    if (stream) _mm512_stream_si512(reinterpret_cast<__m512i*>(p), h);
    else _mm512_storeu_si512(p, h);
}
#elif defined(__AVX2__)
struct HalfPiece {
    __m256i v[2];
};
KERNEL_INLINE HalfPiece narrow(const Piece& x) {
    HalfPiece out;
    for (size_t i = 0; i < 2; ++i) {
        const __m256i low = (__m256i)(round_words(x.v[2 * i]) >> 16),
                      high = (__m256i)(round_words(x.v[2 * i + 1]) >> 16);
        out.v[i] = _mm256_permute4x64_epi64(_mm256_packus_epi32(low, high), 0xD8);
    }
    return out;
}
KERNEL_INLINE void store_halves(uint16_t* p, const HalfPiece& h, bool stream) {
    auto* to = reinterpret_cast<__m256i*>(p);
    for (int i = 0; i < 2; ++i) stream ? _mm256_stream_si256(to + i, h.v[i]) : _mm256_storeu_si256(to + i, h.v[i]);
}
#else
struct HalfPiece {
    uint16_t v[kPieceSize];
};
KERNEL_INLINE HalfPiece narrow(const Piece& x) {
    HalfPiece out;
    for (size_t i = 0; i < kPieceParts; ++i)
        *reinterpret_cast<LooseHalves*>(out.v + i * kLanes) =
            __builtin_convertvector(round_words(x.v[i]) >> 16, LooseHalves);
    return out;
}
KERNEL_INLINE void store_halves(uint16_t* p, const HalfPiece& h, [[maybe_unused]] bool stream) {
#if defined(__SSE2__)
    for (size_t i = 0; stream && i < 4; ++i)
        _mm_stream_si128(reinterpret_cast<__m128i*>(p) + i, _mm_loadu_si128(reinterpret_cast<const __m128i*>(h.v) + i));
    if (stream) return;
#endif
    __builtin_memcpy(p, h.v, sizeof h);
}
#endif

// For rows, whose results need not have the same bits everywhere: denormals may become zero, and NaN keeps its bits.
KERNEL_INLINE HalfPiece narrow_quickly(const Piece& x) {
#if defined(__AVX512BF16__)
    return (HalfPiece)_mm512_cvtne2ps_pbh((__m512)x.v[1], (__m512)x.v[0]);
#else
    return narrow(x);
#endif
}

KERNEL_INLINE HalfPiece narrow_pairs_quickly(const Piece& x) {
#if defined(__AVX512BF16__)
    alignas(64) static constexpr uint16_t kPairs[32] = {0, 16, 1, 17, 2,  18, 3,  19, 4,  20, 5,  21, 6,  22, 7,  23,
                                                        8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31};
    return _mm512_permutexvar_epi16(_mm512_load_si512(kPairs), narrow_quickly(x));
#else
    HalfPiece out;
    for (size_t i = 0; i < kPieceParts; i += 2) {
        const Words pairs = (round_words(x.v[i]) >> 16) | (round_words(x.v[i + 1]) & 0xFFFF0000u);
        __builtin_memcpy(reinterpret_cast<char*>(&out) + i / 2 * sizeof pairs, &pairs, sizeof pairs);
    }
    return out;
#endif
}

/// To be called after streaming stores, before other threads are told.
KERNEL_INLINE void finish_streaming([[maybe_unused]] bool stream) {
#if defined(__SSE2__)
    if (stream) _mm_sfence();
#endif
}

}  // namespace

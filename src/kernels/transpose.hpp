// Transposition of matrices of 32-bit elements (floats, or pairs of bfloat16), rows and columns at multiples of 8.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "kernels/math.hpp"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace {

typedef uint32_t Word32 __attribute__((may_alias, aligned(2)));

#if defined(__AVX2__)
KERNEL_INLINE void transpose_8x8(const Word32* in, size_t in_stride, Word32* out, size_t out_stride) {
    __m256 r[8], t[8];
    // Halves of rows i and i + 4 side by side, so that what follows stays within halves.
    for (size_t i = 0; i < 4; ++i) {
        const float *top = reinterpret_cast<const float*>(in + i * in_stride),
                    *low = reinterpret_cast<const float*>(in + (i + 4) * in_stride);
        r[i] = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(top)), _mm_loadu_ps(low), 1);
        r[i + 4] = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(top + 4)), _mm_loadu_ps(low + 4), 1);
    }
    for (size_t h = 0; h < 8; h += 4) {
        t[0] = _mm256_unpacklo_ps(r[h], r[h + 1]);
        t[1] = _mm256_unpackhi_ps(r[h], r[h + 1]);
        t[2] = _mm256_unpacklo_ps(r[h + 2], r[h + 3]);
        t[3] = _mm256_unpackhi_ps(r[h + 2], r[h + 3]);
        float* to = reinterpret_cast<float*>(out + h * out_stride);
        _mm256_storeu_ps(to, _mm256_shuffle_ps(t[0], t[2], 0x44));
        _mm256_storeu_ps(to + out_stride, _mm256_shuffle_ps(t[0], t[2], 0xEE));
        _mm256_storeu_ps(to + 2 * out_stride, _mm256_shuffle_ps(t[1], t[3], 0x44));
        _mm256_storeu_ps(to + 3 * out_stride, _mm256_shuffle_ps(t[1], t[3], 0xEE));
    }
}
#else
KERNEL_INLINE void transpose_8x8(const Word32* in, size_t in_stride, Word32* out, size_t out_stride) {
    for (size_t i = 0; i < 8; ++i)
        for (size_t j = 0; j < 8; ++j) out[j * out_stride + i] = in[i * in_stride + j];
}
#endif

KERNEL_INLINE void transpose32(const Word32* in, size_t in_stride, size_t rows, size_t columns, Word32* out,
                               size_t out_stride) {
    for (size_t i = 0; i < rows; i += 8)
        for (size_t j = 0; j < columns; j += 8)
            transpose_8x8(in + i * in_stride + j, in_stride, out + j * out_stride + i, out_stride);
}

}  // namespace

// What a softmax in bf16 needs: an exponential good to 5e-6, and the largest element.
#pragma once
#include "kernels/pieces.hpp"

namespace {

constexpr float kLog2eFloat = 1.44269504f;

// b > a ? b : a, for which the compiler does not find the one instruction.
template <class V>
KERNEL_INLINE V larger(V a, V b) {
#if defined(__AVX512F__)
    if constexpr (sizeof(V) == 64) return (V)_mm512_max_ps((__m512)b, (__m512)a);
#endif
#if defined(__AVX2__)
    if constexpr (sizeof(V) == 32) return (V)_mm256_max_ps((__m256)b, (__m256)a);
    if constexpr (sizeof(V) == 16) return (V)_mm_max_ps((__m128)b, (__m128)a);
#endif
    return b > a ? b : a;
}

// c[0] + c[1] x + ...
template <int N>
KERNEL_INLINE Vector polynomial(const float (&c)[N], Vector x) {
    Vector p = broadcast(c[N - 1]);
#pragma GCC unroll 4
    for (int i = N - 2; i >= 0; --i) p = fma(p, x, broadcast(c[i]));
    return p;
}

// 2^x for x up to 1, within 5e-6; below 2^-126 it may be off by that much. 0 for -inf, and NaN stays.
KERNEL_INLINE Vector exp2_short(Vector x) {
#if defined(__AVX512DQ__)
    constexpr int above_the_integer_below = 1;
    const Vector f = (Vector)_mm512_reduce_ps((__m512)x, above_the_integer_below);
    return (Vector)_mm512_scalef_ps((__m512)polynomial(kShortExp2UpFloat, f), (__m512)x);
#else
    const Vector bounded = larger(x, broadcast(-127.0f)), magic = broadcast(12582912.0f), t = bounded + magic;
    return (Vector)((Words)polynomial(kShortExp2Float, bounded - (t - magic)) + ((Words)t << 23));
#endif
}

KERNEL_INLINE float largest(Vector v) {
    return fold(v, [](auto a, auto b) { return larger(a, b); });
}

}  // namespace

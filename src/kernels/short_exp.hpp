// What a softmax in bf16 needs: an exponential good to 5e-6, and the largest element.
#pragma once
#include "kernels/pieces.hpp"

namespace {

constexpr float kLog2eFloat = 1.44269504f;

// 2^x for x up to 1, within 5e-6: far below 2^-126 it is 0, and NaN stays.
KERNEL_INLINE Vector exp2_short(Vector x) {
    const Vector magic = broadcast(12582912.0f), t = x + magic, f = x - (t - magic);
    Vector p = broadcast(kShortExp2Float[4]);
#pragma GCC unroll 4
    for (int i = 3; i >= 0; --i) p = fma(p, f, broadcast(kShortExp2Float[i]));
    return x < -125.0f ? Vector{} : (Vector)((Words)p + ((Words)t << 23));
}

template <class V>
KERNEL_INLINE V larger(V a, V b) {
    return b > a ? b : a;
}
KERNEL_INLINE float largest(Vector v) {
    return fold(v, [](auto a, auto b) { return larger(a, b); });
}

}  // namespace

// The few vector operations that matrix kernels are written with, for whatever width the instruction set has.
// Everything is internal to its object file.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "kernels/math.hpp"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace {

#if defined(__AVX512F__)
constexpr size_t kLanes = 16;
#elif defined(__AVX2__)
constexpr size_t kLanes = 8;
#else
constexpr size_t kLanes = 4;
#endif
typedef float Vector __attribute__((vector_size(kLanes * 4)));
typedef uint32_t Words __attribute__((vector_size(kLanes * 4)));
typedef int32_t Integers __attribute__((vector_size(kLanes * 4)));
typedef float LooseVector __attribute__((vector_size(kLanes * 4), aligned(4), may_alias));
typedef uint32_t LooseWords __attribute__((vector_size(kLanes * 4), aligned(2), may_alias));
typedef uint16_t LooseHalves __attribute__((vector_size(kLanes * 2), aligned(2), may_alias));

KERNEL_INLINE Vector load(const float* p) { return *reinterpret_cast<const LooseVector*>(p); }
KERNEL_INLINE void store(float* p, Vector v) { *reinterpret_cast<LooseVector*>(p) = v; }
KERNEL_INLINE Words load(const int32_t* p) { return (Words) * reinterpret_cast<const LooseWords*>(p); }
KERNEL_INLINE void store(int32_t* p, Words v) { *reinterpret_cast<LooseWords*>(p) = v; }
KERNEL_INLINE Words load_words(const void* p) { return *static_cast<const LooseWords*>(p); }
// One instruction; filling the elements in a loop becomes one masked move each.
KERNEL_INLINE Vector broadcast(float x) { return x - Vector{}; }
// By instruction where there is one; the compiler widens piece by piece.
KERNEL_INLINE Vector widen(const uint16_t* p) {
#if defined(__AVX512F__)
    return (Vector)_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))),
                                     16);
#elif defined(__AVX2__)
    return (Vector)_mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))), 16);
#else
    return (Vector)(__builtin_convertvector(*reinterpret_cast<const LooseHalves*>(p), Words) << 16);
#endif
}
KERNEL_INLINE float widen(uint16_t x) { return from_bits(static_cast<uint32_t>(x) << 16); }
KERNEL_INLINE Vector fma(Vector a, Vector b, Vector c) {
#if defined(__AVX512F__)
    return (Vector)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#elif defined(__FMA__)
    return (Vector)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
#else
    return a * b + c;  // sums may differ between instruction sets
#endif
}
// The elements joined by f, halves first, in registers.
template <class F>
KERNEL_INLINE float fold(Vector v, F f) {
#if defined(__AVX2__)
#if defined(__AVX512F__)
    typedef float Half __attribute__((vector_size(32)));
    const __m256d upper = _mm512_extractf64x4_pd((__m512d)v, 1);
    const Half half = f((Half)_mm512_castps512_ps256((__m512)v), (Half)upper);
#else
    const Vector half = v;
#endif
    typedef float Quarter __attribute__((vector_size(16)));
    Quarter x = f((Quarter)_mm256_castps256_ps128((__m256)half), (Quarter)_mm256_extractf128_ps((__m256)half, 1));
    x = f(x, (Quarter)_mm_movehl_ps((__m128)x, (__m128)x));
    return f(x, (Quarter)_mm_movehdup_ps((__m128)x))[0];
#else
    float lanes[kLanes];
    store(lanes, v);
    for (size_t w = kLanes / 2; w; w /= 2)
        for (size_t j = 0; j < w; ++j) lanes[j] = f(lanes[j], lanes[j + w]);
    return lanes[0];
#endif
}
KERNEL_INLINE float total(Vector v) {
    return fold(v, [](auto a, auto b) { return a + b; });
}

}  // namespace

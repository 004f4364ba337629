// Mathematical functions of one value, branch-free, so that loops over them vectorise for every instruction set. Only
// selections, explicit fma and correctly rounded operations are used, so a result has the same bits everywhere. Most
// compute in double and round once, which keeps them within an ulp of float; exp, tanh, sigmoid and their kin, which
// models live on, compute in float. Everything is internal to its object file.
#pragma once
#include <math.h>
#include <stdint.h>

#include "kernels/polynomials.hpp"

namespace {

#define KERNEL_INLINE [[maybe_unused]] static inline __attribute__((always_inline))

constexpr float kInf = __builtin_inff(), kNan = __builtin_nanf("");
constexpr double kLn2 = 0.693147180559945309417, kLog2e = 1.44269504088896340736, kPi = 3.14159265358979323846;

// Unrolled by order: a loop left inside keeps the loop over the values from being vectorised.
template <int N>
KERNEL_INLINE double horner(const double (&c)[N], double x) {
    double r = c[N - 1];
#pragma GCC unroll 32
    for (int i = N - 2; i >= 0; --i) r = __builtin_fma(r, x, c[i]);
    return r;
}
template <int N>
KERNEL_INLINE float horner(const float (&c)[N], float x) {
    float r = c[N - 1];
#pragma GCC unroll 32
    for (int i = N - 2; i >= 0; --i) r = __builtin_fmaf(r, x, c[i]);
    return r;
}
KERNEL_INLINE uint32_t bits(float x) { return __builtin_bit_cast(uint32_t, x); }
KERNEL_INLINE uint64_t bits(double x) { return __builtin_bit_cast(uint64_t, x); }
KERNEL_INLINE float from_bits(uint32_t x) { return __builtin_bit_cast(float, x); }
KERNEL_INLINE double from_bits(uint64_t x) { return __builtin_bit_cast(double, x); }
KERNEL_INLINE double from_bits(unsigned long long x) { return __builtin_bit_cast(double, x); }
KERNEL_INLINE float fabs_(float x) { return from_bits(bits(x) & 0x7FFFFFFFu); }
KERNEL_INLINE double fabs_(double x) { return from_bits(bits(x) & 0x7FFFFFFFFFFFFFFFull); }
KERNEL_INLINE float copysign_(float x, float s) { return from_bits((bits(x) & 0x7FFFFFFFu) | (bits(s) & 0x80000000u)); }
KERNEL_INLINE double copysign_(double x, double s) {
    return from_bits((bits(x) & 0x7FFFFFFFFFFFFFFFull) | (bits(s) & 0x8000000000000000ull));
}
KERNEL_INLINE bool isnan_(float x) { return x != x; }
KERNEL_INLINE float min_(float a, float b) { return a < b ? a : b; }
KERNEL_INLINE float max_(float a, float b) { return a > b ? a : b; }
KERNEL_INLINE float to_bfloat16_(float x) {
    const uint32_t w = bits(x), rounded = (w + 0x7FFFu + ((w >> 16) & 1u)) & 0xFFFF0000u;
    return from_bits(isnan_(x) ? 0x7FC00000u : rounded);
}

// --- in double; arguments are floats, so there is room on either side

KERNEL_INLINE double expm1_reduced(double r) { return __builtin_fma(r * r, horner(kExp, r), r); }
constexpr double kRound =
    6755399441055744.0;  // 1.5 * 2^52: adding it rounds to an integer, which is then in the low bits

KERNEL_INLINE double exp_d(double x) {
    x = x < -700 ? -700 : x > 700 ? 700 : x;
    const double t = __builtin_fma(x, kLog2e, kRound), n = t - kRound;
    const double r = __builtin_fma(n, -1.908214929270587700e-10, __builtin_fma(n, -6.93147180369123816490e-01, x));
    return from_bits(bits(1.0 + expm1_reduced(r)) + (bits(t) << 52));
}
KERNEL_INLINE double expm1_d(double x) {
    x = x < -700 ? -700 : x > 700 ? 700 : x;
    const double t = __builtin_fma(x, kLog2e, kRound), n = t - kRound;
    const double r = __builtin_fma(n, -1.908214929270587700e-10, __builtin_fma(n, -6.93147180369123816490e-01, x));
    const double scale = from_bits((bits(t) << 52) + 0x3FF0000000000000ull);
    return __builtin_fma(scale, expm1_reduced(r), scale - 1.0);
}
// For x > 0, normal in double (every positive float is).
KERNEL_INLINE double log_d(double x) {
    const uint64_t shifted = bits(x) - 0x3FE6A09E667F3BCDull;  // m in [sqrt(1/2), sqrt(2))
    const int32_t k = static_cast<int32_t>(static_cast<int64_t>(shifted) >> 52);
    const double m = from_bits((shifted & 0xFFFFFFFFFFFFFull) + 0x3FE6A09E667F3BCDull);
    const double s = (m - 1.0) / (m + 1.0), z = s * s;
    return __builtin_fma(static_cast<double>(k), kLn2, __builtin_fma(s * z, horner(kLog, z), 2.0 * s));
}
KERNEL_INLINE double log1p_d(double u) {  // u > -1
    const double w = 1.0 + u;
    return fabs_(u) < 1e-15 ? u : log_d(w) - ((w - 1.0) - u) / w;
}
KERNEL_INLINE double erfc_positive_d(double z) {
    z = z > 27 ? 27 : z;
    return exp_d(-z * z) * horner(kErfc, (z - 2.0) / (z + 2.0));
}
KERNEL_INLINE double erf_d(double x) {
    const double z = fabs_(x), small = z < 1 ? z : 1;
    const double value = z < 1 ? small * horner(kErf, small * small) : 1.0 - erfc_positive_d(z);
    return copysign_(value, x);
}
KERNEL_INLINE double erfc_d(double x) {
    const double z = fabs_(x), tail = erfc_positive_d(z), small = z < 1 ? x : 1;
    return z < 1 ? 1.0 - small * horner(kErf, small * small) : x < 0 ? 2.0 - tail : tail;
}
KERNEL_INLINE double atan_d(double x) {
    const double a = fabs_(x), inverse = a > 1 ? 1.0 / a : a;
    const bool upper = inverse > 0.41421356237309503;
    const double r = upper ? (inverse - 1.0) / (inverse + 1.0) : inverse, z = r * r;
    double v = __builtin_fma(r * z, horner(kAtan, z), r);
    v = upper ? v + kPi / 4 : v;
    v = a > 1 ? kPi / 2 - v : v;
    return copysign_(v, x);
}
KERNEL_INLINE double asin_d(double x) {
    const double a = fabs_(x);
    const bool upper = a > 0.5;
    const double z = upper ? (1.0 - a) * 0.5 : a * a, r = upper ? __builtin_sqrt(z) : a;
    const double v = __builtin_fma(r * z, horner(kAsin, z), r);
    return copysign_(upper ? kPi / 2 - 2.0 * v : v, x);
}
// Angle in quarter turns and the rest, for |x| up to 2^30; larger ones are done apart (see sin_large).
struct Reduced {
    double r;
    uint64_t quarter;
};
KERNEL_INLINE Reduced reduce_d(double x) {
    const double t = __builtin_fma(x, 2.0 / kPi, kRound), n = t - kRound;
    double r = __builtin_fma(n, -1.57079632679489655800e+00, x);
    r = __builtin_fma(n, -6.12323399573676603587e-17, r);
    return {r, bits(t)};
}
KERNEL_INLINE double sin_reduced(double r) { return __builtin_fma(r * (r * r), horner(kSin, r * r), r); }
KERNEL_INLINE double cos_reduced(double r) { return __builtin_fma(r * r, horner(kCos, r * r), 1.0); }
KERNEL_INLINE double sin_d(double x) {
    const Reduced a = reduce_d(x);
    const double v = a.quarter & 1 ? cos_reduced(a.r) : sin_reduced(a.r);
    return a.quarter & 2 ? -v : v;
}
KERNEL_INLINE double cos_d(double x) {
    const Reduced a = reduce_d(x);
    const double v = a.quarter & 1 ? sin_reduced(a.r) : cos_reduced(a.r);
    return (a.quarter + 1) & 2 ? -v : v;
}
KERNEL_INLINE double tan_d(double x) {
    const Reduced a = reduce_d(x);
    const double s = sin_reduced(a.r), c = cos_reduced(a.r);
    return a.quarter & 1 ? -c / s : s / c;
}

// --- floats

KERNEL_INLINE float exp_(float x) {
    const float c = x < -104.0f ? -104.0f : x > 89.0f ? 89.0f : x;
    const float t = __builtin_fmaf(c, 1.44269504f, 12582912.0f), n = t - 12582912.0f;
    // c - n ln 2 in two parts, the larger of which is exact; the rounding of 1 + high goes into the small terms.
    const float high = __builtin_fmaf(n, -0.693145752f, c), low = n * -1.42860682e-06f, r = high + low;
    const float sum = 1.0f + high, lost = high - (sum - 1.0f);
    const float p = sum + (lost + __builtin_fmaf(r * r, horner(kExpFloat, r), low));
    // In two factors, as 2^n alone may be too large or too small.
    const int32_t k = static_cast<int32_t>(bits(t) - 0x4B400000u), half = k >> 1;
    const float first = from_bits(static_cast<uint32_t>(half + 127) << 23),
                second = from_bits(static_cast<uint32_t>(k - half + 127) << 23);
    const float v = p * first * second;
    return isnan_(x) ? x : v;
}
KERNEL_INLINE float sigmoid_(float x) {
    const float e = exp_(-fabs_(x)), v = 1.0f / (1.0f + e);
    const float r = x < 0 ? e * v : v;
    return isnan_(x) ? x : r;
}
KERNEL_INLINE float expm1_(float x) {
    const double v = expm1_d(x);
    return isnan_(x) ? x : x == 0 ? x : static_cast<float>(v);
}
KERNEL_INLINE float tanh_(float x) {
    const double a = fabs_(static_cast<double>(x)), e = expm1_d(2.0 * (a < 12 ? a : 12)), v = e / (e + 2.0);
    return isnan_(x) ? x : x == 0 ? x : static_cast<float>(copysign_(v, static_cast<double>(x)));
}
// Positive arguments go to f; zero, negative, infinite and NaN ones are the same for all logarithms.
KERNEL_INLINE float log_special(float x, double v) {
    const float r = x == 0 ? -kInf : x < 0 ? kNan : static_cast<float>(v);
    return isnan_(x) ? x : x == kInf ? kInf : r;
}
KERNEL_INLINE double positive(float x) { return x > 0 && x < kInf ? static_cast<double>(x) : 1.0; }
KERNEL_INLINE float log_(float x) { return log_special(x, log_d(positive(x))); }
KERNEL_INLINE float log2_(float x) { return log_special(x, log_d(positive(x)) * kLog2e); }
KERNEL_INLINE float log10_(float x) { return log_special(x, log_d(positive(x)) * 0.434294481903251827651); }
KERNEL_INLINE float log1p_(float x) {
    const double v = log1p_d(x > -1 && x < kInf ? static_cast<double>(x) : 0.0);
    const float r = x == -1 ? -kInf : x < -1 ? kNan : static_cast<float>(v);
    return isnan_(x) ? x : x == kInf ? kInf : x == 0 ? x : r;
}
KERNEL_INLINE float exp2_(float x) {
    const double v = exp_d(static_cast<double>(x) * kLn2);
    return isnan_(x) ? x : x > 128 ? kInf : static_cast<float>(v);
}
KERNEL_INLINE float finite_or_nan(float x, double v) { return fabs_(x) < kInf ? static_cast<float>(v) : kNan; }
KERNEL_INLINE float sin_(float x) { return x == 0 ? x : finite_or_nan(x, sin_d(x)); }
KERNEL_INLINE float cos_(float x) { return finite_or_nan(x, cos_d(x)); }
KERNEL_INLINE float tan_(float x) { return x == 0 ? x : finite_or_nan(x, tan_d(x)); }
KERNEL_INLINE float asin_(float x) { return fabs_(x) <= 1 ? (x == 0 ? x : static_cast<float>(asin_d(x))) : kNan; }
KERNEL_INLINE float acos_(float x) {
    // pi/2 - asin loses nothing in double before the rounding to float, except near 1, where the half-angle form
    // serves.
    const double a = static_cast<double>(x),
                 near_one = 2.0 * asin_d(__builtin_sqrt((1.0 - (a > 0.5 && a <= 1 ? a : 1.0)) * 0.5));
    const double v = a > 0.5 ? near_one : kPi / 2 - asin_d(a >= -1 && a <= 1 ? a : 0);
    return fabs_(x) <= 1 ? static_cast<float>(v) : kNan;
}
KERNEL_INLINE float atan_(float x) { return isnan_(x) ? x : x == 0 ? x : static_cast<float>(atan_d(x)); }
KERNEL_INLINE float sinh_(float x) {
    const double a = fabs_(static_cast<double>(x)), e = expm1_d(a < 100 ? a : 100), v = 0.5 * (e + e / (e + 1.0));
    return isnan_(x) ? x : x == 0 ? x : static_cast<float>(copysign_(v, static_cast<double>(x)));
}
KERNEL_INLINE float cosh_(float x) {
    const double a = fabs_(static_cast<double>(x)), e = exp_d(a < 100 ? a : 100);
    return isnan_(x) ? x : static_cast<float>(0.5 * (e + 1.0 / e));
}
KERNEL_INLINE float asinh_(float x) {
    const double a = fabs_(x) < kInf ? fabs_(static_cast<double>(x)) : 1.0,
                 v = log1p_d(a + a * a / (1.0 + __builtin_sqrt(a * a + 1.0)));
    return fabs_(x) < kInf ? (x == 0 ? x : static_cast<float>(copysign_(v, static_cast<double>(x)))) : x;
}
KERNEL_INLINE float acosh_(float x) {
    const double t = x >= 1 && x < kInf ? static_cast<double>(x) - 1.0 : 0.0,
                 v = log1p_d(t + __builtin_sqrt(t * (t + 2.0)));
    return x == kInf ? kInf : x >= 1 ? static_cast<float>(v) : kNan;
}
KERNEL_INLINE float atanh_(float x) {
    const double a = fabs_(x) < 1 ? fabs_(static_cast<double>(x)) : 0.0, v = 0.5 * log1p_d(2.0 * a / (1.0 - a));
    const float r = fabs_(x) == 1 ? copysign_(kInf, x) : kNan;
    return fabs_(x) < 1 ? (x == 0 ? x : static_cast<float>(copysign_(v, static_cast<double>(x)))) : r;
}
KERNEL_INLINE float erf_(float x) { return isnan_(x) ? x : x == 0 ? x : static_cast<float>(erf_d(x)); }
KERNEL_INLINE float erfc_(float x) { return isnan_(x) ? x : static_cast<float>(erfc_d(x)); }
KERNEL_INLINE float erfinv_(float x) {
    const double a = fabs_(x) < 1 ? fabs_(static_cast<double>(x)) : 0.5, w = -log_d((1.0 - a) * (1.0 + a));
    const double center = a * horner(kErfinvCenter, (w < 5 ? w : 5) - 2.5),
                 tail = horner(kErfinvTail, __builtin_sqrt(w > 5 ? w : 5) - 3.1);
    const float r = static_cast<float>(copysign_(w < 5 ? center : tail, static_cast<double>(x)));
    return fabs_(x) < 1 ? (x == 0 ? x : r) : fabs_(x) == 1 ? copysign_(kInf, x) : kNan;
}
KERNEL_INLINE float cbrt_(float x) {
    const double a = fabs_(x) > 0 && fabs_(x) < kInf ? fabs_(static_cast<double>(x)) : 1.0;
    double y = exp_d(log_d(a) * (1.0 / 3.0));
    y = y - (y * y * y - a) / (3.0 * y * y);
    const float r = static_cast<float>(copysign_(y, static_cast<double>(x)));
    return fabs_(x) > 0 && fabs_(x) < kInf ? r : x;
}
KERNEL_INLINE float rsqrt_(float x) { return static_cast<float>(1.0 / __builtin_sqrt(static_cast<double>(x))); }
// In the steps of the usual float32 formula: what is lost when erf nears -1 (x below -5) is lost on the card, too.
KERNEL_INLINE float gelu_(float x) { return x == -kInf ? 0.0f : x * 0.5f * (1.0f + erf_(x * 0.70710678118654752440f)); }
KERNEL_INLINE float gelu_tanh_(float x) {
    const double a = x < -40  ? -40.0
                     : x > 40 ? 40.0
                              : static_cast<double>(x),
                 u = 1.5957691216057307 * __builtin_fma(0.044715 * a * a, a, a);
    return isnan_(x) ? x : x > 40 ? x : static_cast<float>(a / (1.0 + exp_d(-u)));
}
KERNEL_INLINE float silu_(float x) { return x == -kInf ? 0.0f : x * sigmoid_(x); }
KERNEL_INLINE float softplus_(float x, float beta, float threshold) {
    const float s = x * beta;
    const double a = s < -200  ? -200.0
                     : s > 200 ? 200.0
                               : static_cast<double>(s),
                 v = log1p_d(exp_d(a)) / static_cast<double>(beta);
    return isnan_(x) ? x : s > threshold ? x : static_cast<float>(v);
}
KERNEL_INLINE float mish_(float x) {
    const double a = x < -100 ? -100.0 : x > 40 ? 40.0 : static_cast<double>(x), e = exp_d(a), n = e * (e + 2.0);
    return isnan_(x) ? x : x > 40 ? x : x == -kInf ? -0.0f : static_cast<float>(a * (n / (n + 2.0)));
}
KERNEL_INLINE float log_sigmoid_(float x) {
    const double a = x < -110 ? -110.0 : x > 110 ? 110.0 : static_cast<double>(x), v = -log1p_d(exp_d(-a));
    return isnan_(x) ? x : x < -110 ? x : static_cast<float>(v);
}
KERNEL_INLINE float i0_(float x) {
    const double a = fabs_(static_cast<double>(x)), s = a < 8 ? a : 8, l = a > 8 ? (a < 200 ? a : 200) : 8;
    const double small = __builtin_fma(s * s, horner(kI0Small, s * s), 1.0),
                 large = exp_d(l) / __builtin_sqrt(l) * horner(kI0Large, 1.0 / l);
    return isnan_(x) ? x : static_cast<float>(a < 8 ? small : large);
}
KERNEL_INLINE float i1_(float x) {
    const double a = fabs_(static_cast<double>(x)), s = a < 8 ? a : 8, l = a > 8 ? (a < 200 ? a : 200) : 8;
    const double small = s * horner(kI1Small, s * s), large = exp_d(l) / __builtin_sqrt(l) * horner(kI1Large, 1.0 / l);
    return isnan_(x) ? x : static_cast<float>(copysign_(a < 8 ? small : large, static_cast<double>(x)));
}
KERNEL_INLINE float trunc_(float x) { return __builtin_truncf(x); }
KERNEL_INLINE float floor_(float x) { return __builtin_floorf(x); }
KERNEL_INLINE float ceil_(float x) { return __builtin_ceilf(x); }
KERNEL_INLINE float round_(float x, float scale) {
    const float r = __builtin_rintf(x * scale) / scale;
    return fabs_(x) < kInf && fabs_(x * scale) < kInf ? r : x;
}
KERNEL_INLINE float sign_(float x) { return x > 0 ? 1.0f : x < 0 ? -1.0f : x == 0 ? x : 0.0f; }
// Without short circuits, which would keep the loop scalar.
KERNEL_INLINE float pow_(float x, float y) {
    const float size = fabs_(x);
    const bool general = (size > 0) & (size < kInf);
    double e = log_d(general ? static_cast<double>(size) : 1.0) * static_cast<double>(isnan_(y) ? 0.0f : y);
    e = e < -600 ? -600 : e > 600 ? 600 : e;
    const auto magnitude = static_cast<float>(exp_d(e));
    const float whole = __builtin_truncf(y), half = y * 0.5f;
    const bool integral = y == whole, odd = integral & (fabs_(y) < 16777216.0f) & (__builtin_truncf(half) != half);
    const float edge = (size == 0) == (y < 0) ? kInf : 0.0f;  // of 0 and of infinite x
    float r = general ? magnitude : edge;
    r = odd ? copysign_(r, x) : r;
    r = (x < 0) & general & !integral ? kNan : r;
    r = isnan_(x) | isnan_(y) ? kNan : r;
    return (y == 0) | (x == 1) | ((x == -1) & (fabs_(y) == kInf)) ? 1.0f : r;
}
KERNEL_INLINE float fmod_(float a, float b) { return ::fmodf(a, b); }
KERNEL_INLINE float remainder_(float a, float b) {
    const float r = ::fmodf(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}
KERNEL_INLINE float digamma_(float x) {
    // Recurrence up to 6, then the asymptotic series (Abramowitz and Stegun 6.3.18); reflection below zero.
    if (x == 0) return -kInf;
    double a = x, r = 0;
    if (a < 0) {
        if (a == ::floor(a)) return kNan;
        r = -kPi / ::tan(kPi * a);
        a = 1 - a;
    }
    for (; a < 8; a += 1) r -= 1 / a;
    const double z = 1 / (a * a);
    return static_cast<float>(r + ::log(a) - 0.5 / a -
                              z * (1.0 / 12 - z * (1.0 / 120 - z * (1.0 / 252 - z * (1.0 / 240 - z / 132)))));
}
KERNEL_INLINE float polygamma_(float x, float order) {
    // (-1)^(n+1) n! sum 1 / (x + k)^(n+1), with the Euler-Maclaurin tail.
    const int n = static_cast<int>(order);
    double a = x, sum = 0, factorial = 1;
    for (int i = 2; i <= n; ++i) factorial *= i;
    for (int k = 0; k < 20; ++k, a += 1) sum += ::pow(a, -(n + 1));
    const double p = ::pow(a, -n);
    sum += p / n + p / (2 * a) + (n + 1) * p / (12 * a * a) - (n + 1.0) * (n + 2) * (n + 3) * p / (720 * a * a * a * a);
    return static_cast<float>((n % 2 ? 1 : -1) * factorial * sum);
}

}  // namespace

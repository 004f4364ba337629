#include "kernels/attention.hpp"

#include "kernels/isa.hpp"
#include "kernels/short_exp.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

constexpr size_t kKeys = 8;

// Sums of eight vectors' lanes.
KERNEL_INLINE void reduce(const Vector (&v)[kKeys], float* out) {
#if defined(__AVX2__)
    __m256 half[kKeys];
    for (size_t i = 0; i < kKeys; ++i) {
#if defined(__AVX512F__)
        half[i] = _mm256_add_ps(_mm512_castps512_ps256((__m512)v[i]), _mm512_extractf32x8_ps((__m512)v[i], 1));
#else
        half[i] = (__m256)v[i];
#endif
    }
    const __m256 a = _mm256_hadd_ps(_mm256_hadd_ps(half[0], half[1]), _mm256_hadd_ps(half[2], half[3])),
                 b = _mm256_hadd_ps(_mm256_hadd_ps(half[4], half[5]), _mm256_hadd_ps(half[6], half[7]));
    _mm256_storeu_ps(out, _mm256_add_ps(_mm256_permute2f128_ps(a, b, 0x20), _mm256_permute2f128_ps(a, b, 0x31)));
#else
    for (size_t i = 0; i < kKeys; ++i) out[i] = total(v[i]);
#endif
}

// Keys follow one another in memory: those of the next rows of tiles.
template <class T>
KERNEL_INLINE void fetch_ahead(const T* rows) {
    constexpr size_t ahead = 16384 / sizeof(T);
    for (size_t at = 0; at < kKeys * 32; at += 64 / sizeof(T)) __builtin_prefetch(rows + ahead + at, 0, 2);
}

// Scalar products, a register of elements at a time.
struct FloatProduct {
    using Element = float;
    using Row = Vector;
    static constexpr size_t kCount = kLanes;
    KERNEL_INLINE Row load_row(const float* p) { return load(p); }
    KERNEL_INLINE Vector multiply(Row a, Row b, Vector sum) { return fma(a, b, sum); }
};

struct HalfProduct {
    using Element = uint16_t;
#if defined(__AVX512BF16__)
    using Row = __m512bh;
    static constexpr size_t kCount = 32;
    KERNEL_INLINE Row load_row(const uint16_t* p) { return (__m512bh)_mm512_loadu_si512(p); }
    KERNEL_INLINE Vector multiply(Row a, Row b, Vector sum) { return (Vector)_mm512_dpbf16_ps((__m512)sum, a, b); }
#else
    using Row = Vector;
    static constexpr size_t kCount = kLanes;
    KERNEL_INLINE Row load_row(const uint16_t* p) { return widen(p); }
    KERNEL_INLINE Vector multiply(Row a, Row b, Vector sum) { return fma(a, b, sum); }
#endif
};

template <class Product, class T = typename Product::Element>
void scores(const T* q, size_t m, size_t pieces, const T* tiles, size_t tile_step, float* out, size_t ldo) {
    for (size_t key = 0; key < 32; key += kKeys)
        for (size_t r = 0; r < m; ++r) {
            Vector sum[kKeys] = {};
            for (size_t p = 0; p < pieces; ++p)
                for (size_t v = 0; v < 32; v += Product::kCount) {
                    const auto x = Product::load_row(q + (r * pieces + p) * 32 + v);
                    const T* row = tiles + p * tile_step + key * 32 + v;
                    if (v == 0 && r == 0) fetch_ahead(row);
#pragma GCC unroll 8
                    for (size_t i = 0; i < kKeys; ++i)
                        sum[i] = Product::multiply(x, Product::load_row(row + i * 32), sum[i]);
                }
            reduce(sum, out + r * ldo + key);
        }
}

// exp for x <= 0 (what lies below 1e-37 becomes 0), in half the steps of the general one: 2^n goes straight into the
// exponent. NaN stays.
KERNEL_INLINE float exp_negative(float x) {
    constexpr float least = -85.0f;
    const float c = x < least ? least : x;
    const float t = __builtin_fmaf(c, 1.44269504f, 12582912.0f), n = t - 12582912.0f;
    const float r = __builtin_fmaf(n, -1.42860682e-06f, __builtin_fmaf(n, -0.693145752f, c));
    const float p = __builtin_fmaf(r * r, horner(kExpFloat, r), r) + 1.0f;
    const float v = from_bits(bits(p) + (bits(t) << 23));
    return x < least ? 0.0f : x == x ? v : x;
}

float softmax_step(float* scores, size_t step, size_t blocks, float scale, SoftmaxState* state) {
    float lanes[32];
    for (size_t j = 0; j < 32; ++j) lanes[j] = state->max;
    for (size_t b = 0; b < blocks; ++b)
        for (size_t j = 0; j < 32; ++j) {
            const float x = scores[b * step + j] * scale;  // a NaN need not stay here, it does below
            lanes[j] = lanes[j] > x ? lanes[j] : x;
        }
    for (size_t w = 16; w; w /= 2)
        for (size_t j = 0; j < w; ++j) lanes[j] = lanes[j] > lanes[j + w] ? lanes[j] : lanes[j + w];
    const float top = lanes[0], shift = fabs_(top) < kInf ? top : 0.0f;
    float sums[32] = {};
    for (size_t b = 0; b < blocks; ++b) {
        float* run = scores + b * step;
        for (size_t j = 0; j < 32; ++j) {
            const float e = exp_negative(__builtin_fmaf(run[j], scale, -shift));
            run[j] = e;
            sums[j] += e;
        }
    }
    for (size_t w = 16; w; w /= 2)
        for (size_t j = 0; j < w; ++j) sums[j] += sums[j + w];
    const float factor = exp_negative(state->max - shift);
    state->sum = state->sum * factor + sums[0];
    state->max = top;
    return factor;
}

// The largest scaled scores of some rows, or what they were before.
template <size_t Rows, bool Positive>
KERNEL_INLINE void find_tops(const float* scores, size_t step, size_t blocks, float scale, const SoftmaxState* states,
                             float* tops) {
    const auto scaled = [=](Vector x) { return Positive ? x : x * broadcast(scale); };
    Vector most[Rows];
    for (size_t r = 0; r < Rows; ++r) most[r] = broadcast(-kInf);
    for (size_t b = 0; b < blocks; ++b)
#pragma GCC unroll 4
        for (size_t r = 0; r < Rows; ++r) {
            const Piece x = load_piece(scores + b * step + r * 32);
            Vector here = scaled(x.v[0]);  // by itself: the chain of comparisons is what takes time
#pragma GCC unroll 8
            for (size_t i = 1; i < kPieceParts; ++i) here = larger(here, scaled(x.v[i]));
            most[r] = larger(most[r], here);
        }
#pragma GCC unroll 4
    for (size_t r = 0; r < Rows; ++r)
        tops[r] = larger(states[r].max, Positive ? largest(most[r]) * scale : largest(most[r]));
}

// Several rows at a time: what joins a row's elements is a chain of steps that wait for one another.
template <size_t Rows>
KERNEL_INLINE void softmax_rows(const float* scores, size_t step, size_t blocks, float scale, SoftmaxState* states,
                                uint16_t* weights, float* factors) {
    float tops[Rows], shifts[Rows], sums[Rows];
    if (scale > 0) find_tops<Rows, true>(scores, step, blocks, scale, states, tops);
    else find_tops<Rows, false>(scores, step, blocks, scale, states, tops);
    for (size_t r = 0; r < Rows; ++r) shifts[r] = fabs_(tops[r]) < kInf ? tops[r] : 0.0f;
    const Vector scale2 = broadcast(scale * kLog2eFloat);
    for (size_t r = 0; r < Rows; ++r) {
        const Vector shift2 = broadcast(-shifts[r] * kLog2eFloat);
        Vector sum = {};
        for (size_t b = 0; b < blocks; ++b) {
            const size_t at = b * step + r * 32;
            const Piece e = each([=](Vector x) { return exp2_short(fma(x, scale2, shift2)); }, load_piece(scores + at));
            store_halves(weights + at, narrow_quickly(e), false);
            sum += sum_parts(e);
        }
        sums[r] = total(sum);
    }
    for (size_t r = 0; r < Rows; ++r) factors[r] = exp_negative(states[r].max - shifts[r]);
    for (size_t r = 0; r < Rows; ++r) states[r] = {tops[r], states[r].sum * factors[r] + sums[r]};
}

void softmax_halves(const float* scores, size_t step, size_t blocks, size_t rows, float scale, SoftmaxState* states,
                    uint16_t* weights, float* factors) {
    size_t r = 0;
    for (; r + 4 <= rows; r += 4)
        softmax_rows<4>(scores + r * 32, step, blocks, scale, states + r, weights + r * 32, factors + r);
    for (; r < rows; ++r)
        softmax_rows<1>(scores + r * 32, step, blocks, scale, states + r, weights + r * 32, factors + r);
}

void rescale(float* x, size_t step, size_t blocks, float factor) {
    for (size_t b = 0; b < blocks; ++b)
        for (size_t j = 0; j < 32; ++j) x[b * step + j] *= factor;
}

}  // namespace

void fill_attention(Attention& t) {
    t = {scores<FloatProduct>, scores<HalfProduct>, softmax_step, softmax_halves, rescale};
}

}  // namespace ttnn::kernels::KERNEL_ISA

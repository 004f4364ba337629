#include "kernels/attention.hpp"

#include "kernels/isa.hpp"
#include "kernels/vector.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

constexpr size_t kParts = 32 / kLanes, kKeys = 8;

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

template <class T, class LoadRow>
KERNEL_INLINE void scores_of(const float* q, size_t m, size_t pieces, const T* tiles, size_t tile_step, float* out,
                             size_t ldo, LoadRow load_row) {
    for (size_t key = 0; key < 32; key += kKeys)
        for (size_t r = 0; r < m; ++r) {
            Vector sum[kKeys] = {};
            for (size_t p = 0; p < pieces; ++p)
                for (size_t v = 0; v < kParts; ++v) {
                    const Vector x = load(q + (r * pieces + p) * 32 + v * kLanes);
                    const T* row = tiles + p * tile_step + key * 32 + v * kLanes;
#pragma GCC unroll 8
                    for (size_t i = 0; i < kKeys; ++i) sum[i] = fma(x, load_row(row + i * 32), sum[i]);
                }
            reduce(sum, out + r * ldo + key);
        }
}

void scores_float(const float* q, size_t m, size_t pieces, const float* tiles, size_t tile_step, float* out,
                  size_t ldo) {
    scores_of(q, m, pieces, tiles, tile_step, out, ldo, [](const float* p) { return load(p); });
}
void scores_bfloat16(const float* q, size_t m, size_t pieces, const uint16_t* tiles, size_t tile_step, float* out,
                     size_t ldo) {
    scores_of(q, m, pieces, tiles, tile_step, out, ldo, [](const uint16_t* p) { return widen(p); });
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

void rescale(float* x, size_t step, size_t blocks, float factor) {
    for (size_t b = 0; b < blocks; ++b)
        for (size_t j = 0; j < 32; ++j) x[b * step + j] *= factor;
}

}  // namespace

void fill_attention(Attention& t) { t = {scores_float, scores_bfloat16, softmax_step, rescale}; }

}  // namespace ttnn::kernels::KERNEL_ISA

#include "kernels/rows.hpp"

#include "kernels/isa.hpp"
#include "kernels/math.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

// Sixteen partial results, the same on every instruction set, then a tree.
constexpr size_t kWays = 16;

template <class Step, class Join>
KERNEL_INLINE float reduce(size_t n, float start, Step step, Join join) {
    float part[kWays];
    for (size_t j = 0; j < kWays; ++j) part[j] = start;
    size_t i = 0;
    for (; i + kWays <= n; i += kWays)
        for (size_t j = 0; j < kWays; ++j) part[j] = step(part[j], i + j);
    for (size_t j = 0; i + j < n; ++j) part[j] = step(part[j], i + j);
    for (size_t w = kWays / 2; w; w /= 2)
        for (size_t j = 0; j < w; ++j) part[j] = join(part[j], part[j + w]);
    return part[0];
}
KERNEL_INLINE float plus(float a, float b) { return a + b; }
KERNEL_INLINE float larger(float a, float b) { return a != a ? a : b > a || b != b ? b : a; }
KERNEL_INLINE float smaller(float a, float b) { return a != a ? a : b < a || b != b ? b : a; }

float sum(const float* x, size_t n) {
    constexpr size_t kLanes = 32, kSteps = 16, kFold = 8;
    float total[kLanes] = {}, tail = 0;
    size_t i = 0;
    while (i + kLanes <= n) {
        float part[kLanes] = {};
        for (size_t step = 0; step < kSteps && i + kLanes <= n; ++step, i += kLanes)
            for (size_t j = 0; j < kLanes; ++j) part[j] += x[i + j];
        for (size_t j = 0; j < kLanes; ++j) total[j] += part[j];
    }
    for (; i + kFold <= n; i += kFold)
        for (size_t j = 0; j < kFold; ++j) total[j] += x[i + j];
    for (size_t w = kFold; w < kLanes; w += kFold)
        for (size_t j = 0; j < kFold; ++j) total[j] += total[w + j];
    for (; i < n; ++i) tail += x[i];
    for (size_t j = 0; j < kFold; ++j) tail += total[j];
    return tail;
}
float max(const float* x, size_t n) {
    return reduce(
        n, -kInf, [x](float s, size_t i) { return larger(s, x[i]); }, larger);
}
float min(const float* x, size_t n) {
    return reduce(
        n, kInf, [x](float s, size_t i) { return smaller(s, x[i]); }, smaller);
}
float dot(const float* x, const float* y, size_t n) {
    return reduce(
        n, 0.0f, [x, y](float s, size_t i) { return __builtin_fmaf(x[i], y[i], s); }, plus);
}
float sum_of_squares(const float* x, float mean, size_t n) {
    return reduce(
        n, 0.0f, [x, mean](float s, size_t i) { return __builtin_fmaf(x[i] - mean, x[i] - mean, s); }, plus);
}

void softmax(float* x, size_t n, bool stable) {
    const float top = stable ? max(x, n) : 0.0f;
    const float shift = fabs_(top) < kInf ? top : 0.0f;  // a row of -inf gives NaN, as 0 / 0
    for (size_t i = 0; i < n; ++i) x[i] = exp_(x[i] - shift);
    const float inverse = 1.0f / sum(x, n);
    for (size_t i = 0; i < n; ++i) x[i] *= inverse;
}

void scale_shift(float* x, size_t n, float mean, float scale, const float* weight, const float* bias) {
    for (size_t i = 0; i < n; ++i) x[i] = (x[i] - mean) * scale;
    if (weight)
        for (size_t i = 0; i < n; ++i) x[i] *= weight[i];
    if (bias)
        for (size_t i = 0; i < n; ++i) x[i] += bias[i];
}
void axpy(float a, const float* x, float* y, size_t n) {
    for (size_t i = 0; i < n; ++i) y[i] = __builtin_fmaf(a, x[i], y[i]);
}
void multiply_add(float* y, const float* a, const float* b, size_t n) {
    for (size_t i = 0; i < n; ++i) y[i] = __builtin_fmaf(a[i], b[i], y[i]);
}
void accumulate_sum(float* y, const float* x, size_t n) {
    for (size_t i = 0; i < n; ++i) y[i] += x[i];
}
void accumulate_squares(float* y, const float* x, const float* mean, size_t n) {
    for (size_t i = 0; i < n; ++i) y[i] = __builtin_fmaf(x[i] - mean[i], x[i] - mean[i], y[i]);
}
void accumulate_max(float* y, const float* x, size_t n) {
    for (size_t i = 0; i < n; ++i) y[i] = larger(y[i], x[i]);
}
void accumulate_min(float* y, const float* x, size_t n) {
    for (size_t i = 0; i < n; ++i) y[i] = smaller(y[i], x[i]);
}
void accumulate_product(float* y, const float* x, size_t n) {
    for (size_t i = 0; i < n; ++i) y[i] *= x[i];
}

}  // namespace

void fill_rows(Rows& t) {
    t = {sum,
         max,
         min,
         dot,
         sum_of_squares,
         softmax,
         scale_shift,
         axpy,
         multiply_add,
         accumulate_sum,
         accumulate_squares,
         accumulate_max,
         accumulate_min,
         accumulate_product};
}

}  // namespace ttnn::kernels::KERNEL_ISA

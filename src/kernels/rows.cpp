#include "kernels/rows.hpp"

#include "kernels/isa.hpp"
#include "kernels/math.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

// Sixteen partial results, the same on every instruction set, then a tree.
constexpr size_t kWays = 16;

template <class Step>
KERNEL_INLINE float reduce(size_t n, Step step) {
    float part[kWays] = {};
    size_t i = 0;
    for (; i + kWays <= n; i += kWays)
        for (size_t j = 0; j < kWays; ++j) part[j] = step(part[j], i + j);
    for (size_t j = 0; i + j < n; ++j) part[j] = step(part[j], i + j);
    for (size_t w = kWays / 2; w; w /= 2)
        for (size_t j = 0; j < w; ++j) part[j] += part[j + w];
    return part[0];
}

// Sixteen on every instruction set; compilers leave the scalar form, with its NaN, scalar.
typedef float Sixteen __attribute__((vector_size(kWays * sizeof(float))));
typedef float LooseSixteen __attribute__((vector_size(kWays * sizeof(float)), aligned(4), may_alias));
KERNEL_INLINE Sixteen load_sixteen(const float* x) { return *reinterpret_cast<const LooseSixteen*>(x); }

// Which of two an extreme takes; NaN stays.
struct Larger {
    template <class T>
    KERNEL_INLINE auto before(T a, T b) {
        return a > b;
    }
};
struct Smaller {
    template <class T>
    KERNEL_INLINE auto before(T a, T b) {
        return a < b;
    }
};
template <class Order>
KERNEL_INLINE float pick(float a, float b) {
    return a != a ? a : Order::before(b, a) || b != b ? b : a;
}
template <class Order>
KERNEL_INLINE Sixteen pick(Sixteen a, Sixteen b) {
    return (a == a) & (Order::before(b, a) | (b != b)) ? b : a;
}

template <class Order>
KERNEL_INLINE float extreme(const float* x, size_t n, float start) {
    constexpr size_t chains = 4;  // that do not wait for one another
    alignas(Sixteen) float part[chains * kWays];
    Sixteen sum[chains];
    for (Sixteen& s : sum) s = start - Sixteen{};
    size_t i = 0;
    for (; i + chains * kWays <= n; i += chains * kWays)
        for (size_t c = 0; c < chains; ++c) sum[c] = pick<Order>(sum[c], load_sixteen(x + i + c * kWays));
    __builtin_memcpy(part, sum, sizeof(part));
    for (size_t j = 0; i + j < n; ++j) part[j] = pick<Order>(part[j], x[i + j]);
    for (size_t w = chains * kWays / 2; w; w /= 2)
        for (size_t j = 0; j < w; ++j) part[j] = pick<Order>(part[j], part[j + w]);
    return part[0];
}

template <class Order>
KERNEL_INLINE void accumulate_extreme(float* y, const float* x, size_t n) {
    size_t i = 0;
    for (; i + kWays <= n; i += kWays)
        *reinterpret_cast<LooseSixteen*>(y + i) = pick<Order>(load_sixteen(y + i), load_sixteen(x + i));
    for (; i < n; ++i) y[i] = pick<Order>(y[i], x[i]);
}

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
float max(const float* x, size_t n) { return extreme<Larger>(x, n, -kInf); }
float min(const float* x, size_t n) { return extreme<Smaller>(x, n, kInf); }
float dot(const float* x, const float* y, size_t n) {
    return reduce(n, [x, y](float s, size_t i) { return __builtin_fmaf(x[i], y[i], s); });
}
float sum_of_squares(const float* x, float mean, size_t n) {
    return reduce(n, [x, mean](float s, size_t i) { return __builtin_fmaf(x[i] - mean, x[i] - mean, s); });
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
void accumulate_max(float* y, const float* x, size_t n) { accumulate_extreme<Larger>(y, x, n); }
void accumulate_min(float* y, const float* x, size_t n) { accumulate_extreme<Smaller>(y, x, n); }
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

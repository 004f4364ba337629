// Functions over rows of floats: reductions, softmax, normalisation. Sums run in a fixed order, whatever the threads.
#pragma once
#include <stddef.h>

namespace ttnn::kernels {

struct Rows {
    /// 32 lanes in blocks of 16 steps, which are then added up: errors grow with the logarithm of n, not with n.
    float (*sum)(const float* x, size_t n);
    float (*max)(const float* x, size_t n);  ///< NaN if there is one
    float (*min)(const float* x, size_t n);
    float (*dot)(const float* x, const float* y, size_t n);
    float (*sum_of_squares)(const float* x, float mean, size_t n);  ///< of x - mean
    /// x = exp(x - max(x)) / sum; `stable` false leaves out the subtraction.
    void (*softmax)(float* x, size_t n, bool stable);
    /// x = (x - mean) * scale * weight + bias; weight and bias may be null.
    void (*scale_shift)(float* x, size_t n, float mean, float scale, const float* weight, const float* bias);
    /// y += a * x
    void (*axpy)(float a, const float* x, float* y, size_t n);
    /// y += a * b
    void (*multiply_add)(float* y, const float* a, const float* b, size_t n);
    /// Elementwise y = op(y, x) for reductions over rows.
    void (*accumulate_sum)(float* y, const float* x, size_t n);
    void (*accumulate_squares)(float* y, const float* x, const float* mean, size_t n);  ///< y += (x - mean)^2
    void (*accumulate_max)(float* y, const float* x, size_t n);
    void (*accumulate_min)(float* y, const float* x, size_t n);
    void (*accumulate_product)(float* y, const float* x, size_t n);
};

}  // namespace ttnn::kernels

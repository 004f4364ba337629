// What attention needs beside matrix products: scores of few queries, and softmax that proceeds block by block of keys
// (the running maximum and sum of a row are its state, and what was summed before is scaled when the maximum grows).
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace ttnn::kernels {

struct SoftmaxState {
    float max, sum;
};

struct Attention {
    /// out[r * ldo + key] = q[r] . key for m rows of q (pieces * 32 elements each) and the 32 keys that are the rows of
    /// tiles in natural order, `tile_step` elements apart along the head.
    void (*scores_float)(const float* q, size_t m, size_t pieces, const float* tiles, size_t tile_step, float* out,
                         size_t ldo);
    void (*scores_bfloat16)(const uint16_t* q, size_t m, size_t pieces, const uint16_t* tiles, size_t tile_step,
                            float* out, size_t ldo);
    /// One row: `blocks` runs of 32 scores, `step` apart, become exp(scale * score - max); returns the factor for what
    /// was summed under the former maximum.
    float (*softmax_step)(float* scores, size_t step, size_t blocks, float scale, SoftmaxState* state);
    /// The same for `rows` rows, whose runs follow one another, to weights of bfloat16 that lie like the scores; a
    /// factor each.
    void (*softmax_halves)(const float* scores, size_t step, size_t blocks, size_t rows, float scale,
                           SoftmaxState* states, uint16_t* weights, float* factors);
    /// `blocks` runs of 32 floats, `step` apart, times `factor`.
    void (*rescale)(float* x, size_t step, size_t blocks, float factor);
};

}  // namespace ttnn::kernels

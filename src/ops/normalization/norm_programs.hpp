// What the card's programs of layer_norm, rms_norm and softmax hold in L1. A core works on whole rows of tiles; rows
// that do not fit beside what L1 already holds are streamed in pieces of a fixed width.
#pragma once
#include "ops/normalization/layer_norm.hpp"

namespace ttnn {

DeviceProgram norm_device_program(const NormArguments& n, bool subtract_mean);

struct SoftmaxShape {
    const Tensor& input;
    const Tensor* mask;
    bool stable;
    std::optional<ComputeKernelConfig> compute;
    int64_t dim;   ///< from the end: -1 is the width
    bool general;  ///< the program for any dimension and rank
};
DeviceProgram softmax_device_program(const SoftmaxShape& s);

}  // namespace ttnn

// fold and slice_write: a regular region moved into another arrangement or into a part of another tensor.
#pragma once
#include "ops/data_movement/movement_op.hpp"

namespace ttnn {

struct Fold {
    static constexpr const char* name = "ttnn.fold";
    static constexpr const char* doc =
        "[N, H, W, C] to [N, H / stride_h, W / stride_w, stride_h * stride_w * C]: each window of pixels becomes one "
        "with their channels in a row.";
    Tensor input;
    int64_t stride_h = 1, stride_w = 1;
    bool use_transpose_as_fold = false;
    std::optional<Shape> output_shape;
    std::vector<int64_t> padding = {0, 0};
    std::optional<CoreRangeSet> grid_size;
    std::optional<MemoryConfig> override_memory_config;
    bool collapse_output = false;
    static constexpr auto fields() {
        return std::tuple(
            arg("input", &Fold::input, "tensor of rank 4, channels last"),
            arg("stride_h", &Fold::stride_h, "rows of a window"),
            arg("stride_w", &Fold::stride_w, "columns of a window"),
            opt("use_transpose_as_fold", &Fold::use_transpose_as_fold, "of no effect here"),
            opt("output_shape", &Fold::output_shape, "of no effect here"),
            opt("padding", &Fold::padding,
                "zeros around: [h, w], [top, bottom, left, right], or with channels before and after too"),
            opt("grid_size", &Fold::grid_size, "cores that the program may use"),
            opt("override_memory_config", &Fold::override_memory_config, "where the output goes"),
            opt("collapse_output", &Fold::collapse_output, "output [1, 1, N * H * W, C]"));
    }
    Tensor compose() const;
};

/// The device operation below fold.
struct FoldMovement {
    static constexpr const char* name = "ttnn.fold";
    static constexpr const char* doc = "Moves the pixels of windows into channels.";
    Tensor input;
    int64_t stride_h = 1, stride_w = 1;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input", &FoldMovement::input, "tensor"),
                          arg("stride_h", &FoldMovement::stride_h, "rows"),
                          arg("stride_w", &FoldMovement::stride_w, "columns"),
                          kw("memory_config", &FoldMovement::memory_config, "where the output goes"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct SliceWrite {
    static constexpr const char* name = "ttnn.experimental.slice_write";
    static constexpr const char* doc =
        "Writes the input into the region of output_tensor from start to end (exclusive) in steps; returns "
        "output_tensor.";
    Tensor input_tensor, output_tensor;
    std::vector<int64_t> start, end, step;
    Tensor destination() const { return output_tensor; }
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &SliceWrite::input_tensor, "new elements"),
                          arg("output_tensor", &SliceWrite::output_tensor, "tensor that changes"),
                          arg("start", &SliceWrite::start, "first positions"),
                          arg("end", &SliceWrite::end, "positions after the last"),
                          arg("step", &SliceWrite::step, "steps"));
    }
    void validate() const;
    TensorSpec output() const { return output_tensor.spec(); }
    Program program() const;
};

}  // namespace ttnn

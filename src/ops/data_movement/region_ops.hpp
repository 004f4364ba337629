// Operations that copy regions: slice, concat, pad, repeat and repeat_interleave.
#pragma once
#include "ops/data_movement/movement_op.hpp"

namespace ttnn {

struct Slice {
    static constexpr const char* name = "ttnn.slice";
    static constexpr const char* doc =
        "The region from slice_start to slice_end (exclusive) in steps of slice_step; negative positions count from "
        "the end.";
    Tensor input_tensor;
    std::vector<int64_t> slice_start, slice_end;
    std::optional<std::vector<int64_t>> slice_step;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    std::optional<double> pad_value;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Slice::input_tensor, "tensor of any rank"),
                          arg("slice_start", &Slice::slice_start, "first positions"),
                          arg("slice_end", &Slice::slice_end, "positions after the last"),
                          opt("slice_step", &Slice::slice_step, "steps, 1 each unless given"),
                          kw("memory_config", &Slice::memory_config, "where the output goes"),
                          out("output_tensor", &Slice::output_tensor),
                          kw("pad_value", &Slice::pad_value, "accepted for compatibility: padding is never visible"),
                          kw("sub_core_grids", &Slice::sub_core_grids, "cores that the program may use"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;

 private:
    struct Range {
        int64_t start, step, count;
    };
    std::vector<Range> ranges() const;
    bool begins_at_tile() const;
};

/// Starts and ends that were computed on the device are read back before the region is taken.
struct SliceByTensors {
    static constexpr const char* name = "ttnn.slice";
    static constexpr const char* doc =
        "The region whose first positions and positions after the last are in two integer tensors of one dimension, "
        "which are read back first: the call waits for the device.";
    Tensor input_tensor, starts, ends;
    std::optional<std::vector<int64_t>> slice_step;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    std::optional<double> pad_value;
    std::optional<int64_t> slice_dim, num_devices;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        using S = SliceByTensors;
        return std::tuple(
            arg("input_tensor", &S::input_tensor, "tensor of any rank"),
            arg("slice_start", &S::starts, "first positions, [rank]", kIntegers),
            arg("slice_end", &S::ends, "positions after the last, [rank]", kIntegers),
            opt("slice_step", &S::slice_step, "steps, 1 each unless given"),
            kw("memory_config", &S::memory_config, "where the output goes"), out("output_tensor", &S::output_tensor),
            kw("pad_value", &S::pad_value, "accepted for compatibility: padding is never visible"),
            kw("slice_dim", &S::slice_dim, "dimension of which each device takes a part; with num_devices"),
            kw("num_devices", &S::num_devices,
               "equal parts of slice_dim, of which this device's is between the tensors' positions"),
            kw("sub_core_grids", &S::sub_core_grids, "cores that the program may use"));
    }
    Tensor compose() const;

 private:
    void check_part(const std::vector<int64_t>& first, const std::vector<int64_t>& last) const;
};

struct Concat {
    static constexpr const char* name = "ttnn.concat";
    static constexpr const char* doc =
        "Tensors one after another along a dimension; the other extents, dtype and device must agree.";
    std::vector<Tensor> tensors;
    int64_t dim = 0;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    int64_t groups = 1;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(arg("tensors", &Concat::tensors, "list of tensors"),
                          opt("dim", &Concat::dim, "dimension that grows"),
                          kw("memory_config", &Concat::memory_config, "where the output goes"),
                          out("output_tensor", &Concat::output_tensor),
                          kw("groups", &Concat::groups, "the tensors' parts alternate in this many groups"),
                          kw("sub_core_grids", &Concat::sub_core_grids, "cores that the program may use"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;

 private:
    enum class Tiled { None, Some, All };
    Tiled is_tiled() const;
    bool pads_along(int64_t d) const;
    bool keeps_shards() const;
    void check_shards() const;
};

struct Pad {
    static constexpr const char* name = "ttnn.pad";
    static constexpr const char* doc =
        "The tensor with `value` around it: padding gives (before, after) for each dimension, or for the last ones.";
    Tensor input_tensor;
    std::vector<std::pair<int64_t, int64_t>> padding;
    double value = 0;
    bool use_multicore = true;
    std::optional<MemoryConfig> memory_config;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Pad::input_tensor, "tensor of any rank"),
                          arg("padding", &Pad::padding, "(before, after) a dimension"),
                          arg("value", &Pad::value, "of the new elements"),
                          kw("use_multicore", &Pad::use_multicore, "of no effect here"),
                          kw("memory_config", &Pad::memory_config, "where the output goes"),
                          kw("sub_core_grids", &Pad::sub_core_grids, "cores that the program may use"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct PadToShape {
    static constexpr const char* name = "ttnn.pad";
    static constexpr const char* doc =
        "The tensor inside one of shape output_padded_shape, from input_tensor_start on, with `value` around it.";
    Tensor input_tensor;
    std::vector<int64_t> output_padded_shape, input_tensor_start;
    double value = 0;
    bool use_multicore = true;
    std::optional<MemoryConfig> memory_config;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &PadToShape::input_tensor, "tensor of any rank"),
                          arg("output_padded_shape", &PadToShape::output_padded_shape, "extents of the output"),
                          arg("input_tensor_start", &PadToShape::input_tensor_start, "position of the input in it"),
                          arg("value", &PadToShape::value, "of the new elements"),
                          kw("use_multicore", &PadToShape::use_multicore, "of no effect here"),
                          kw("memory_config", &PadToShape::memory_config, "where the output goes"),
                          kw("sub_core_grids", &PadToShape::sub_core_grids, "cores that the program may use"));
    }
    Tensor compose() const;
};

struct Repeat {
    static constexpr const char* name = "ttnn.repeat";
    static constexpr const char* doc = "The tensor repeat_dims[i] times along dimension i, as torch.Tensor.repeat.";
    Tensor input_tensor;
    std::vector<int64_t> repeat_dims;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> optional_output_tensor;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Repeat::input_tensor, "tensor of any rank"),
                          arg("repeat_dims", &Repeat::repeat_dims, "times for each dimension"),
                          kw("memory_config", &Repeat::memory_config, "where the output goes"),
                          out("optional_output_tensor", &Repeat::optional_output_tensor));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;

 private:
    std::vector<int64_t> times() const;
};

struct RepeatInterleave {
    static constexpr const char* name = "ttnn.repeat_interleave";
    static constexpr const char* doc =
        "Each slice along a dimension `repeats` times in a row, as torch.repeat_interleave.";
    Tensor input_tensor;
    int64_t repeats = 1, dim = 0;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &RepeatInterleave::input_tensor, "tensor of any rank"),
                          arg("repeats", &RepeatInterleave::repeats, "times"),
                          arg("dim", &RepeatInterleave::dim, "dimension"),
                          kw("memory_config", &RepeatInterleave::memory_config, "where the output goes"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn

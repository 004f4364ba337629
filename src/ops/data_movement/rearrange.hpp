// Movements of the experimental modules and of partly sharded tensors: most are one movement or made of other calls.
#pragma once
#include "ops/data_movement/movement_op.hpp"

namespace ttnn {

struct TosaGather {
    static constexpr const char* name = "ttnn.tosa_gather";
    static constexpr const char* doc = "out[n, w, c] = input[n, index[n, w], c]: [N, K, C] by [N, W] to [N, W, C].";
    Tensor input, index;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = TosaGather;
        return std::tuple(arg("input", &S::input, "[N, K, C]"), arg("index", &S::index, "[N, W], integers", kIntegers),
                          kw("memory_config", &S::memory_config, "where the output goes"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct TosaScatter {
    static constexpr const char* name = "ttnn.tosa_scatter";
    static constexpr const char* doc = "input [N, K, C] with out[n, index[n, w], c] = src[n, w, c].";
    Tensor input, index, src;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = TosaScatter;
        return std::tuple(arg("input", &S::input, "[N, K, C]"), arg("index", &S::index, "[N, W], integers", kIntegers),
                          arg("src", &S::src, "[N, W, C]"),
                          kw("memory_config", &S::memory_config, "where the output goes"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct FillRm {
    static constexpr const char* name = "ttnn.fill_rm";
    static constexpr const char* doc =
        "A ROW_MAJOR tensor [N, C, H, W]: val_hi in the first hOnes rows and wOnes columns, val_lo elsewhere; dtype "
        "and "
        "device are those of `any`.";
    int64_t n = 1, c = 1, h = 1, w = 1, h_ones = 0, w_ones = 0;
    Tensor any;
    double val_hi = 1, val_lo = 0;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = FillRm;
        return std::tuple(arg("N", &S::n, "extent"), arg("C", &S::c, "extent"), arg("H", &S::h, "rows"),
                          arg("W", &S::w, "columns"), arg("hOnes", &S::h_ones, "rows of val_hi"),
                          arg("wOnes", &S::w_ones, "columns of val_hi"), arg("any", &S::any, "tensor on the device"),
                          arg("val_hi", &S::val_hi, "inside"), arg("val_lo", &S::val_lo, "outside"),
                          kw("memory_config", &S::memory_config, "where the output goes"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct FillOnesRm {
    static constexpr const char* name = "ttnn.fill_ones_rm";
    static constexpr const char* doc = "fill_rm with ones inside and zeros outside.";
    int64_t n = 1, c = 1, h = 1, w = 1, h_ones = 0, w_ones = 0;
    Tensor any;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = FillOnesRm;
        return std::tuple(arg("N", &S::n, "extent"), arg("C", &S::c, "extent"), arg("H", &S::h, "rows"),
                          arg("W", &S::w, "columns"), arg("hOnes", &S::h_ones, "rows of ones"),
                          arg("wOnes", &S::w_ones, "columns of ones"), arg("any", &S::any, "tensor on the device"),
                          kw("memory_config", &S::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

struct ReshapeOnDevice {
    static constexpr const char* name = "ttnn.reshape_on_device";
    static constexpr const char* doc = "The elements in the shape [W, Z, Y, X]; one extent may be -1.";
    Tensor input_tensor;
    int64_t w = 1, z = 1, y = 1, x = 1;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = ReshapeOnDevice;
        return std::tuple(arg("input_tensor", &S::input_tensor, "tensor of any rank"), arg("W", &S::w, "extent"),
                          arg("Z", &S::z, "extent"), arg("Y", &S::y, "extent"), arg("X", &S::x, "extent"),
                          kw("memory_config", &S::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

struct InterleavedToShardedPartial {
    static constexpr const char* name = "ttnn.interleaved_to_sharded_partial";
    static constexpr const char* doc =
        "One of num_slices equal parts of the rows of an interleaved tensor, in shards: [1, 1, rows / num_slices, W].";
    Tensor input_tensor;
    std::variant<CoreCoord, CoreRangeSet> grid;
    std::vector<int64_t> shard_shape;
    int64_t num_slices = 1, slice_index = 0;
    TensorMemoryLayout shard_scheme = TensorMemoryLayout::HEIGHT_SHARDED;
    ShardOrientation shard_orientation = ShardOrientation::ROW_MAJOR;
    std::optional<DataType> output_dtype;
    static constexpr auto fields() {
        using S = InterleavedToShardedPartial;
        return std::tuple(arg("input_tensor", &S::input_tensor, "interleaved tensor"),
                          arg("grid", &S::grid, "cores, or the extent of a grid of them"),
                          arg("shard_shape", &S::shard_shape, "height and width of a shard"),
                          arg("num_slices", &S::num_slices, "parts of the rows"),
                          arg("slice_index", &S::slice_index, "part wanted"),
                          arg("shard_scheme", &S::shard_scheme, "how the part is divided"),
                          arg("shard_orientation", &S::shard_orientation, "order of the cores"),
                          kw("output_dtype", &S::output_dtype, "of the output"));
    }
    Tensor compose() const;
};

struct ShardedToInterleavedPartial {
    static constexpr const char* name = "ttnn.sharded_to_interleaved_partial";
    static constexpr const char* doc =
        "Writes a sharded tensor into one of num_slices equal parts of the rows of cache_tensor, in place; gives "
        "cache_tensor.";
    Tensor input_tensor, cache_tensor;
    int64_t num_slices = 1, slice_index = 0;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> output_dtype;
    Tensor destination() const { return cache_tensor; }
    static constexpr auto fields() {
        using S = ShardedToInterleavedPartial;
        return std::tuple(arg("input_tensor", &S::input_tensor, "sharded tensor"),
                          arg("cache_tensor", &S::cache_tensor, "interleaved tensor that changes"),
                          arg("num_slices", &S::num_slices, "parts of the rows"),
                          arg("slice_index", &S::slice_index, "part written"),
                          kw("memory_config", &S::memory_config, "of no effect: the result is in cache_tensor"),
                          kw("output_dtype", &S::output_dtype, "cache_tensor's"));
    }
    void validate() const;
    TensorSpec output() const { return cache_tensor.spec(); }
    Program program() const;
};

struct PaddedSlice {
    static constexpr const char* name = "ttnn.experimental.padded_slice";
    static constexpr const char* doc = "The region from start to end (exclusive) in steps, in shards of memory_config.";
    Tensor input_tensor;
    std::vector<int64_t> padded_slice_start, padded_slice_end;
    std::optional<std::vector<int64_t>> padded_slice_step;
    MemoryConfig memory_config;
    std::optional<Tensor> output_tensor;
    std::optional<double> pad_value;
    static constexpr auto fields() {
        using S = PaddedSlice;
        return std::tuple(arg("input_tensor", &S::input_tensor, "tensor of rank 4"),
                          arg("padded_slice_start", &S::padded_slice_start, "first positions"),
                          arg("padded_slice_end", &S::padded_slice_end, "positions after the last"),
                          opt("padded_slice_step", &S::padded_slice_step, "steps, 1 each unless given"),
                          req("memory_config", &S::memory_config, "where the output goes"),
                          kw("output_tensor", &S::output_tensor, "receives the result"),
                          kw("pad_value", &S::pad_value, "accepted for compatibility: padding is never visible"));
    }
    Tensor compose() const;
};

struct ConvertToChw {
    static constexpr const char* name = "ttnn.experimental.convert_to_chw";
    static constexpr const char* doc =
        "[1, 1, HW, C] in height shards becomes [1, 1, C, HW], ROW_MAJOR, in width shards.";
    Tensor input;
    std::optional<DataType> dtype;
    static constexpr auto fields() {
        using S = ConvertToChw;
        return std::tuple(arg("input", &S::input, "[1, 1, HW, C], height-sharded"),
                          kw("dtype", &S::dtype, "of the output"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct ConvertToHwc {
    static constexpr const char* name = "ttnn.experimental.convert_to_hwc";
    static constexpr const char* doc =
        "[1, B, C, HW], ROW_MAJOR, becomes [1, 1, B * HW, C] in height shards: of memory_config, or on the input's "
        "cores.";
    Tensor input;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    static constexpr auto fields() {
        using S = ConvertToHwc;
        return std::tuple(arg("input", &S::input, "[1, B, C, HW], ROW_MAJOR, width-sharded or in DRAM"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("dtype", &S::dtype, "of the output"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct TransposeRm {
    static constexpr const char* name = "ttnn.experimental.transpose_rm";
    static constexpr const char* doc =
        "The last two dimensions of a ROW_MAJOR float32 or bfloat16 tensor swapped; both are multiples of 32.";
    Tensor input;
    static constexpr auto fields() { return std::tuple(arg("input", &TransposeRm::input, "[..., A, B], ROW_MAJOR")); }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct IsIn {
    static constexpr const char* name = "ttnn.experimental.isin";
    static constexpr const char* doc =
        "1 where the element is among test_elements, else 0 (the reverse with invert), as uint8 in ROW_MAJOR layout.";
    Tensor elements, test_elements;
    bool assume_unique = false, invert = false;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        using S = IsIn;
        return std::tuple(arg("elements", &S::elements, "tensor of any rank"),
                          arg("test_elements", &S::test_elements, "tensor of any rank"),
                          kw("assume_unique", &S::assume_unique, "of no effect here"),
                          kw("invert", &S::invert, "1 where it is not among them"), out("out", &S::output_tensor));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn

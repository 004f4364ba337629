// Operations that change how a tensor is stored, not what it holds: layout, dtype and memory config.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

/// The device operation below all of them: the elements of a tensor under another spec, of the same logical shape or
/// one that begins at the same corner (zeros beyond).
struct Restore {
    static constexpr const char* name = "ttnn.to_layout";
    static constexpr const char* doc = "Stores the elements under another spec.";
    Tensor input_tensor;
    TensorSpec spec;
    std::string device_operation;  ///< official name; it decides the device programs
    std::optional<Tensor> output_tensor;
    std::optional<double> pad_value;  ///< of the tiles' padding, where it may be seen
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Restore::input_tensor, "tensor"), arg("spec", &Restore::spec, "target"),
                          arg("device_operation", &Restore::device_operation, "official name"),
                          out("output_tensor", &Restore::output_tensor),
                          kw("pad_value", &Restore::pad_value, "of the padding"));
    }
    void validate() const {}
    TensorSpec output() const;
    Program program() const;
};

struct ToLayout {
    static constexpr const char* name = "ttnn.to_layout";
    static constexpr const char* doc =
        "The tensor in ROW_MAJOR or TILE layout; block floats become bfloat16 when they leave tiles. Host tensors too.";
    Tensor tensor;
    Layout layout = Layout::ROW_MAJOR;
    std::optional<DataType> dtype;
    std::optional<MemoryConfig> memory_config;
    std::optional<CoreRangeSet> sub_core_grids;
    double pad_value = 0;
    static constexpr auto fields() {
        return std::tuple(arg("tensor", &ToLayout::tensor, "tensor of any rank"),
                          arg("layout", &ToLayout::layout, "target layout"),
                          opt("dtype", &ToLayout::dtype, "of the output; only towards TILE"),
                          opt("memory_config", &ToLayout::memory_config, "where the output goes"),
                          opt("sub_core_grids", &ToLayout::sub_core_grids, "cores that the program may use"),
                          opt("pad_value", &ToLayout::pad_value, "of the tiles' padding"));
    }
    Tensor compose() const;
};

struct Tilize {
    static constexpr const char* name = "ttnn.tilize";
    static constexpr const char* doc = "ROW_MAJOR to TILE layout; height and width must be multiples of the tile's.";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    bool use_multicore = true, use_low_perf = false;
    Tile tile;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Tilize::input_tensor, "ROW_MAJOR tensor"),
                          kw("memory_config", &Tilize::memory_config, "where the output goes"),
                          kw("dtype", &Tilize::dtype, "of the output"),
                          kw("use_multicore", &Tilize::use_multicore, "of no effect here"),
                          kw("use_low_perf", &Tilize::use_low_perf, "of no effect here"),
                          kw("tile", &Tilize::tile, "tile shape"),
                          kw("sub_core_grids", &Tilize::sub_core_grids, "cores that the program may use"));
    }
    Tensor compose() const;
};

struct TilizeWithZeroPadding {
    static constexpr const char* name = "ttnn.tilize_with_zero_padding";
    static constexpr const char* doc = "ROW_MAJOR to TILE layout, padded with zeros to whole tiles.";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> output_dtype;
    bool use_multicore = true;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &TilizeWithZeroPadding::input_tensor, "ROW_MAJOR tensor"),
            kw("memory_config", &TilizeWithZeroPadding::memory_config, "where the output goes"),
            kw("output_dtype", &TilizeWithZeroPadding::output_dtype, "of the output"),
            kw("use_multicore", &TilizeWithZeroPadding::use_multicore, "of no effect here"),
            kw("sub_core_grids", &TilizeWithZeroPadding::sub_core_grids, "cores that the program may use"));
    }
    Tensor compose() const;
};

struct TilizeWithValPadding {
    static constexpr const char* name = "ttnn.tilize_with_val_padding";
    static constexpr const char* doc = "ROW_MAJOR to TILE layout, padded to output_tensor_shape.";
    Tensor input_tensor;
    Shape output_tensor_shape;
    Scalar pad_value;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    bool use_multicore = true;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &TilizeWithValPadding::input_tensor, "ROW_MAJOR tensor"),
            arg("output_tensor_shape", &TilizeWithValPadding::output_tensor_shape, "padded shape"),
            arg("pad_value", &TilizeWithValPadding::pad_value, "of the padding"),
            kw("memory_config", &TilizeWithValPadding::memory_config, "where the output goes"),
            kw("dtype", &TilizeWithValPadding::dtype, "of the output"),
            kw("use_multicore", &TilizeWithValPadding::use_multicore, "of no effect here"),
            kw("sub_core_grids", &TilizeWithValPadding::sub_core_grids, "cores that the program may use"));
    }
    Tensor compose() const;
};

struct Untilize {
    static constexpr const char* name = "ttnn.untilize";
    static constexpr const char* doc = "TILE to ROW_MAJOR layout; block floats become bfloat16.";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    bool use_multicore = true;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Untilize::input_tensor, "TILE tensor"),
                          kw("memory_config", &Untilize::memory_config, "where the output goes"),
                          kw("use_multicore", &Untilize::use_multicore, "of no effect here"),
                          kw("sub_core_grids", &Untilize::sub_core_grids, "cores that the program may use"));
    }
    Tensor compose() const;
};

struct UntilizeWithUnpadding {
    static constexpr const char* name = "ttnn.untilize_with_unpadding";
    static constexpr const char* doc =
        "TILE to ROW_MAJOR layout, cut after the positions of output_tensor_end (inclusive).";
    Tensor input_tensor;
    Shape output_tensor_end;
    std::optional<MemoryConfig> memory_config;
    bool use_multicore = true;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &UntilizeWithUnpadding::input_tensor, "TILE tensor"),
            arg("output_tensor_end", &UntilizeWithUnpadding::output_tensor_end, "last position in each dimension"),
            kw("memory_config", &UntilizeWithUnpadding::memory_config, "where the output goes"),
            kw("use_multicore", &UntilizeWithUnpadding::use_multicore, "of no effect here"),
            kw("sub_core_grids", &UntilizeWithUnpadding::sub_core_grids, "cores that the program may use"));
    }
    Tensor compose() const;
};

struct Typecast {
    static constexpr const char* name = "ttnn.typecast";
    static constexpr const char* doc =
        "The tensor in another dtype. Floats round to nearest even; floats to integers truncate and saturate. Host "
        "tensors too.";
    Tensor input_tensor;
    DataType dtype = DataType::BFLOAT16;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Typecast::input_tensor, "tensor of any rank"),
                          arg("dtype", &Typecast::dtype, "target dtype"),
                          kw("memory_config", &Typecast::memory_config, "where the output goes"),
                          out("output_tensor", &Typecast::output_tensor),
                          kw("sub_core_grids", &Typecast::sub_core_grids, "cores that the program may use"));
    }
    Tensor compose() const;
};

struct TypecastFrom {
    static constexpr const char* name = "ttnn.typecast";
    static constexpr const char* doc = "The same with the input's dtype named too.";
    Tensor input_tensor;
    DataType input_dtype = DataType::BFLOAT16, output_dtype = DataType::BFLOAT16;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &TypecastFrom::input_tensor, "tensor of any rank"),
                          arg("input_dtype", &TypecastFrom::input_dtype, "the tensor's dtype"),
                          arg("output_dtype", &TypecastFrom::output_dtype, "target dtype"),
                          kw("memory_config", &TypecastFrom::memory_config, "where the output goes"),
                          out("output_tensor", &TypecastFrom::output_tensor),
                          kw("sub_core_grids", &TypecastFrom::sub_core_grids, "cores that the program may use"));
    }
    Tensor compose() const;
};

struct ToMemoryConfig {
    static constexpr const char* name = "ttnn.to_memory_config";
    static constexpr const char* doc = "The tensor in another memory config, and dtype if asked.";
    Tensor tensor;
    MemoryConfig memory_config;
    std::optional<DataType> dtype;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        return std::tuple(arg("tensor", &ToMemoryConfig::tensor, "tensor on a device"),
                          arg("memory_config", &ToMemoryConfig::memory_config, "target"),
                          opt("dtype", &ToMemoryConfig::dtype, "of the output"),
                          opt("output_tensor", &ToMemoryConfig::output_tensor, "preallocated output"));
    }
    Tensor compose() const;
};

struct InterleavedToSharded {
    static constexpr const char* name = "ttnn.interleaved_to_sharded";
    static constexpr const char* doc = "An interleaved tensor in shards.";
    Tensor input_tensor;
    MemoryConfig sharded_memory_config;
    std::optional<DataType> output_dtype;
    std::optional<bool> keep_l1_aligned = false;
    std::optional<Tensor> preallocated_output;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &InterleavedToSharded::input_tensor, "interleaved tensor"),
                          arg("sharded_memory_config", &InterleavedToSharded::sharded_memory_config, "target"),
                          opt("output_dtype", &InterleavedToSharded::output_dtype, "of the output"),
                          kw("keep_l1_aligned", &InterleavedToSharded::keep_l1_aligned, "of no effect here"),
                          out("preallocated_output", &InterleavedToSharded::preallocated_output));
    }
    Tensor compose() const;
};

/// Cores as a set, or as the extent of a grid whose first core is (0, 0).
CoreRangeSet cores_of(const std::variant<CoreCoord, CoreRangeSet>& grid);

struct InterleavedToShardsOfGrid {
    static constexpr const char* name = "ttnn.interleaved_to_sharded";
    static constexpr const char* doc = "An interleaved tensor in shards in L1, by their extents and cores.";
    Tensor input_tensor;
    std::variant<CoreCoord, CoreRangeSet> grid;
    std::vector<int64_t> shard_shape;
    TensorMemoryLayout shard_scheme = TensorMemoryLayout::HEIGHT_SHARDED;
    ShardOrientation shard_orientation = ShardOrientation::ROW_MAJOR;
    std::optional<DataType> output_dtype;
    std::optional<bool> keep_l1_aligned = false;
    static constexpr auto fields() {
        using S = InterleavedToShardsOfGrid;
        return std::tuple(arg("input_tensor", &S::input_tensor, "interleaved tensor"),
                          arg("grid", &S::grid, "cores, or the extent of a grid of them"),
                          arg("shard_shape", &S::shard_shape, "height and width of a shard, in elements"),
                          arg("shard_scheme", &S::shard_scheme, "how the tensor is divided"),
                          arg("shard_orientation", &S::shard_orientation, "order of the cores"),
                          opt("output_dtype", &S::output_dtype, "of the output; the input's"),
                          kw("keep_l1_aligned", &S::keep_l1_aligned, "of no effect here"));
    }
    Tensor compose() const;
};

struct ShardedToInterleaved {
    static constexpr const char* name = "ttnn.sharded_to_interleaved";
    static constexpr const char* doc = "A sharded tensor interleaved over banks (DRAM unless given).";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> output_dtype;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &ShardedToInterleaved::input_tensor, "sharded tensor"),
                          opt("memory_config", &ShardedToInterleaved::memory_config, "target"),
                          opt("output_dtype", &ShardedToInterleaved::output_dtype, "of the output"));
    }
    Tensor compose() const;
};

struct Reshard {
    static constexpr const char* name = "ttnn.reshard";
    static constexpr const char* doc = "A sharded tensor in other shards.";
    Tensor input_tensor;
    MemoryConfig output_memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Reshard::input_tensor, "sharded tensor"),
                          arg("output_memory_config", &Reshard::output_memory_config, "target"),
                          opt("output_tensor", &Reshard::output_tensor, "preallocated output"));
    }
    Tensor compose() const;
};

struct Move {
    static constexpr const char* name = "ttnn.move";
    static constexpr const char* doc = "A copy of the tensor, which is deallocated.";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Move::input_tensor, "tensor on a device"),
                          kw("memory_config", &Move::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

struct Reallocate {
    static constexpr const char* name = "ttnn.reallocate";
    static constexpr const char* doc =
        "Moves the tensor to the best free place of its memory; the old one is deallocated.";
    Tensor tensor;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("tensor", &Reallocate::tensor, "tensor on a device"),
                          opt("memory_config", &Reallocate::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

struct Copy {
    static constexpr const char* name = "ttnn.copy";
    static constexpr const char* doc = "Copies the elements of input_a into input_b, converting its dtype.";
    Tensor input_a, input_b;
    static constexpr auto fields() {
        return std::tuple(arg("input_a", &Copy::input_a, "source"), arg("input_b", &Copy::input_b, "destination"));
    }
    Tensor destination() const { return input_b; }
    void validate() const;
    TensorSpec output() const { return input_b.spec(); }
    Program program() const;
};

}  // namespace ttnn

#include "ops/layout/layout_ops.hpp"

#include "op/destination.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/eltwise/unary.hpp"
#include "ops/host_convert.hpp"

namespace ttnn {
namespace {

Tensor restored(const Tensor& t, const TensorSpec& spec, const char* operation, const char* factory,
                const std::optional<Tensor>& out = {}) {
    return call(Restore{
        .input_tensor = t, .spec = spec, .device_operation = operation, .factory = factory, .output_tensor = out});
}

bool can_tilize(DataType t) { return t != DataType::UINT8; }

void check_shards(const MemoryConfig& m, const char* name) {
    require(!m.is_sharded() || m.shard_spec() || m.nd_shard_spec(), "[", name,
            "] memory_config: a sharded layout needs a shard spec (bad optional access)");
}

// Row-major shards need not be whole tiles; a tensor that becomes tiles keeps its shards only if they are.
MemoryConfig tile_memory_config(const Tensor& t, const std::optional<MemoryConfig>& asked) {
    return asked.value_or(t.memory_config());
}

}  // namespace

TensorSpec Restore::output() const {
    if (output_tensor) return destination_spec(name, *this, &Restore::output_tensor, DestinationDtype::Any);
    return spec;
}

Program Restore::program() const {
    Program p;
    const auto& from = input_tensor.spec();
    const Tile tile;
    const auto cores = input_tensor.device()->all_cores();
    p.device_programs = {{device_operation,
                          factory,
                          {{StaticBufferKind::Dataflow, static_cast<int64_t>(2 * tile.bytes(from.dtype())), cores},
                           {StaticBufferKind::Dataflow, static_cast<int64_t>(2 * tile.bytes(spec.dtype())), cores}},
                          {}}};
    p.run = [](const Operands& o) { convert_view(o.in[0], o.out[0]); };
    return p;
}

Tensor ToLayout::compose() const {
    const auto& s = tensor.spec();
    if (!tensor.on_device()) {
        require(!memory_config, "to_layout: memory_config cannot be given for a host tensor");
        const DataType t = dtype.value_or(s.dtype());
        if (layout == Layout::ROW_MAJOR && is_block_float(t))
            return convert_host(tensor, TensorSpec(s.logical_shape(), DataType::FLOAT32, layout));
        return convert_host(tensor, TensorSpec(s.logical_shape(), t, layout, {}, s.tile()));
    }
    check_on_device(name, tensor);
    if (layout == s.layout()) {
        require(!dtype || *dtype == s.dtype(),
                "ttnn::to_layout: dtype cannot be different from tensor dtype when converting to the same layout: got ",
                *dtype);
        require(!memory_config || *memory_config == s.memory_config(),
                "ttnn::to_layout: memory_config cannot be different from tensor memory_config when layout stays");
        return tensor;
    }
    if (layout == Layout::TILE) {
        require(can_tilize(s.dtype()),
                "Can only tilize bfloat16/float32 or int32/uint32/uint16 or fp8_e4m3 tensors: [ttnn.to_layout] got ",
                s.dtype());
        return restored(
            tensor, {s.logical_shape(), dtype.value_or(s.dtype()), layout, tile_memory_config(tensor, memory_config)},
            "TilizeWithValPaddingDeviceOperation", "TilizeWithValPaddingMultiCoreDefaultFactory");
    }
    require(!dtype || *dtype == s.dtype(), "dtype cannot be specified when converting to ROW_MAJOR_LAYOUT!");
    const DataType t = is_block_float(s.dtype()) ? DataType::BFLOAT16 : s.dtype();
    return restored(tensor, {s.logical_shape(), t, layout, memory_config.value_or(s.memory_config())},
                    "UntilizeDeviceOperation", "UntilizeMultiCoreProgramFactory");
}

namespace {

Tensor tilized(const char* name, const Tensor& t, const std::optional<MemoryConfig>& config,
               const std::optional<DataType>& dtype, Tile tile, const std::optional<Shape>& padded) {
    check_on_device(name, t);
    const auto& s = t.spec();
    require(s.layout() == Layout::ROW_MAJOR, "Can only tilize row major data: [", name, "] got ", s.layout());
    require(can_tilize(s.dtype()), "Can only tilize bfloat16/float32 or int32/uint32/uint16 or fp8_e4m3 tensors: [",
            name, "] got ", s.dtype());
    TensorSpec spec(s.logical_shape(), dtype.value_or(s.dtype()), Layout::TILE, config.value_or(s.memory_config()),
                    tile);
    if (padded) spec = spec.with_padded_shape(*padded);
    return restored(t, spec, padded ? "TilizeWithValPaddingDeviceOperation" : "TilizeDeviceOperation",
                    "TilizeMultiCoreDefaultProgramFactory");
}

Tensor untilized(const char* name, const Tensor& t, const std::optional<MemoryConfig>& config) {
    check_on_device(name, t);
    const auto& s = t.spec();
    require(s.layout() == Layout::TILE, "Can only untilize tile major data: [", name, "] got ", s.layout());
    const DataType d = is_block_float(s.dtype()) ? DataType::BFLOAT16 : s.dtype();
    return restored(t, {s.logical_shape(), d, Layout::ROW_MAJOR, config.value_or(s.memory_config())},
                    "UntilizeDeviceOperation", "UntilizeMultiCoreProgramFactory");
}

}  // namespace

Tensor Tilize::compose() const {
    const auto& s = input_tensor.spec();
    require(s.physical_width() % tile.width == 0, "Input tensor width (", s.physical_width(),
            ") must be divisible by tile width (", tile.width, "); use ttnn.tilize_with_zero_padding");
    require(s.physical_height() % tile.height == 0, "Input tensor physical height (", s.physical_height(),
            ") must be divisible by tile height (", tile.height, "); use ttnn.tilize_with_zero_padding");
    return tilized(name, input_tensor, memory_config, dtype, tile, {});
}
Tensor TilizeWithZeroPadding::compose() const {
    return tilized(name, input_tensor, memory_config, output_dtype, {}, {});
}
Tensor TilizeWithValPadding::compose() const {
    const Shape& s = input_tensor.shape();
    require(output_tensor_shape.rank() == s.rank(),
            "[ttnn.tilize_with_val_padding] output_tensor_shape: expected rank ", s.rank(), ", got ",
            output_tensor_shape);
    for (size_t i = 0; i < s.rank(); ++i)
        require(output_tensor_shape.begin()[i] >= s.begin()[i],
                "Output tensor shape must be larger than the input's: [ttnn.tilize_with_val_padding] got ",
                output_tensor_shape, " for ", s);
    require(output_tensor_shape.width() % 32 == 0 && output_tensor_shape.height() % 32 == 0,
            "To be tilizable output tensor shape ", output_tensor_shape,
            " must be divisible by tile size: [ttnn.tilize_with_val_padding]");
    return tilized(name, input_tensor, memory_config, dtype, {}, output_tensor_shape);
}
Tensor Untilize::compose() const { return untilized(name, input_tensor, memory_config); }

Tensor UntilizeWithUnpadding::compose() const {
    const Tensor rows = untilized(name, input_tensor, memory_config);
    const Shape& s = rows.shape();
    require(output_tensor_end.rank() == s.rank(), "[ttnn.untilize_with_unpadding] output_tensor_end: expected rank ",
            s.rank(), ", got ", output_tensor_end);
    std::vector<int64_t> dims;
    for (size_t i = 0; i < s.rank(); ++i) dims.push_back(std::min(s.begin()[i], output_tensor_end.begin()[i] + 1));
    if (Shape(dims) == s) return rows;
    fail("[ttnn.untilize_with_unpadding] output_tensor_end ", output_tensor_end, " cuts logical elements of ", s,
         "; use ttnn.slice");
}

Tensor Typecast::compose() const {
    const auto& s = input_tensor.spec();
    const TensorSpec plain(s.logical_shape(), dtype, s.layout(), s.memory_config(), s.tile());
    if (!input_tensor.on_device()) return convert_host(input_tensor, plain);
    check_on_device(name, input_tensor);
    if (dtype == s.dtype() && !memory_config && !output_tensor) return input_tensor;
    require(!output_tensor || output_tensor->dtype() == dtype,
            "If both output dtype and output tensor provided dtype should match: [ttnn.typecast]");
    return restored(input_tensor, plain.with_memory_config(elementwise_memory_config(memory_config, input_tensor)),
                    "TypecastDeviceOperation", "TypecastProgramFactory", output_tensor);
}

Tensor ToMemoryConfig::compose() const {
    check_on_device(name, tensor);
    check_shards(memory_config, name);
    const auto& s = tensor.spec();
    const DataType t = dtype.value_or(s.dtype());
    if (memory_config == s.memory_config() && t == s.dtype() && !output_tensor) return tensor;
    const TensorSpec spec(s.logical_shape(), t, s.layout(), memory_config, s.tile());
    const bool from = s.memory_config().is_sharded(), to = memory_config.is_sharded();
    const char* operation = !from && to   ? "InterleavedToShardedDeviceOperation"
                            : from && !to ? "ShardedToInterleavedDeviceOperation"
                            : from        ? "ReshardDeviceOperation"
                                          : "CopyDeviceOperation";
    return restored(tensor, spec, operation, "ProgramFactory", output_tensor);
}

Tensor InterleavedToSharded::compose() const {
    check_on_device(name, input_tensor);
    require(!input_tensor.is_sharded(), "Input tensor must be Interleaved: [ttnn.interleaved_to_sharded]");
    require(sharded_memory_config.is_sharded(), "[ttnn.interleaved_to_sharded] sharded_memory_config must be sharded");
    check_shards(sharded_memory_config, name);
    const auto& s = input_tensor.spec();
    return restored(input_tensor,
                    {s.logical_shape(), output_dtype.value_or(s.dtype()), s.layout(), sharded_memory_config, s.tile()},
                    "InterleavedToShardedDeviceOperation", "InterleavedToShardedProgramFactory", preallocated_output);
}

Tensor ShardedToInterleaved::compose() const {
    check_on_device(name, input_tensor);
    const auto& s = input_tensor.spec();
    const MemoryConfig target = memory_config.value_or(DRAM_MEMORY_CONFIG);
    if (!s.memory_config().is_sharded()) return input_tensor;
    require(!target.is_sharded(), "[ttnn.sharded_to_interleaved] memory_config must be interleaved");
    return restored(input_tensor, {s.logical_shape(), output_dtype.value_or(s.dtype()), s.layout(), target, s.tile()},
                    "ShardedToInterleavedDeviceOperation", "ShardedToInterleavedProgramFactory");
}

Tensor Reshard::compose() const {
    check_on_device(name, input_tensor);
    require(input_tensor.is_sharded(), "input must be sharded: [ttnn.reshard]");
    require(output_memory_config.is_sharded(), "output must be sharded: [ttnn.reshard]");
    check_shards(output_memory_config, name);
    const auto& s = input_tensor.spec();
    return restored(input_tensor, {s.logical_shape(), s.dtype(), s.layout(), output_memory_config, s.tile()},
                    "ReshardDeviceOperation", "ReshardGenericFactory", output_tensor);
}

Tensor Move::compose() const {
    check_on_device(name, input_tensor);
    const auto& s = input_tensor.spec();
    const TensorSpec spec = s.with_memory_config(memory_config.value_or(s.memory_config()));
    Tensor old = input_tensor;
    // The card gives the source's memory back first, so that the copy may close a gap in front of it. The contents stay
    // where they are unless a view shares them.
    if (spec == s && s.host_bytes() && old.buffer().use_count() == 1) {
        const auto device = old.device();
        const auto bytes = old.bytes();
        old.deallocate();
        const Tensor fresh = Tensor::on_device(spec, device, bytes);
        return restored(fresh, spec, "MoveDeviceOperation", "MoveProgramFactory", fresh);
    }
    Tensor out = restored(input_tensor, spec, "MoveDeviceOperation", "MoveProgramFactory");
    old.deallocate();
    return out;
}

void Copy::validate() const {
    check_on_device(name, input_a);
    check_on_device(name, input_b);
    require(input_a.shape() == input_b.shape(), "[ttnn.copy] input_b: expected shape ", input_a.shape(), ", got ",
            input_b.shape());
    require(input_a.layout() == input_b.layout(), "[ttnn.copy] input_b: expected layout ", input_a.layout(), ", got ",
            input_b.layout());
}

Program Copy::program() const {
    Program p;
    p.device_programs = {{"CopyDeviceOperation",
                          "CopyProgramFactory",
                          {{StaticBufferKind::Dataflow, static_cast<int64_t>(2 * Tile{}.bytes(input_a.dtype())),
                            input_a.device()->all_cores()}},
                          {}}};
    p.run = [](const Operands& o) { convert_view(o.in[0], o.out[0]); };
    return p;
}

}  // namespace ttnn

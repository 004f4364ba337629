#include "ops/layout/layout_ops.hpp"

#include <algorithm>

#include "op/destination.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/eltwise/element_work.hpp"
#include "ops/eltwise/flat.hpp"
#include "ops/eltwise/unary.hpp"
#include "ops/host_convert.hpp"
#include "ops/layout/layout_programs.hpp"
#include "ops/layout/padding.hpp"
#include "ops/streaming.hpp"

namespace ttnn {
namespace {

Tensor restored(const Tensor& t, const TensorSpec& spec, const char* operation, const std::optional<Tensor>& out = {},
                std::optional<double> pad_value = {}) {
    return call(Restore{
        .input_tensor = t, .spec = spec, .device_operation = operation, .output_tensor = out, .pad_value = pad_value});
}

bool is_padded(const TensorSpec& s) { return s.logical_shape().rank() < 2 || s.logical_shape() != s.padded_shape(); }

// The shards of tiles that become rows, with the rows and columns that are left without padding.
MemoryConfig unpadded_shards(const TensorSpec& s) {
    const MemoryConfig& own = s.memory_config();
    if (!is_padded(s) || !own.shard_spec()) return own;
    ShardSpec shards = *own.shard_spec();
    auto& [height, width] = shards.shape;
    const int64_t matrix = s.padded_shape().height();
    if (own.memory_layout() == TensorMemoryLayout::WIDTH_SHARDED) height = s.logical_shape().rows();
    if (own.memory_layout() == TensorMemoryLayout::HEIGHT_SHARDED) {
        width = s.logical_shape().width();
        if (height > matrix && height % matrix == 0) height = height / matrix * s.logical_shape().height();
    }
    return own.with_shard_spec(shards);
}

// The card's program that adds padding does not know bytes.
void check_can_tilize(const char* name, DataType t, bool pads) {
    require(t != DataType::UINT8 || !pads,
            "Can only tilize bfloat16/float32 or int32/uint32/uint16 or fp8_e4m3 tensors: [", name, "] got ", t);
}

void check_shards(const MemoryConfig& m, const char* name) {
    require(!m.is_sharded() || m.shard_spec() || m.nd_shard_spec(), "[", name,
            "] memory_config: a sharded layout needs a shard spec (bad optional access)");
}

bool is_plain_float(DataType t) { return t == DataType::FLOAT32 || t == DataType::BFLOAT16; }

// What both shapes have, from their first elements on.
Movement common_corner(const Shape& from, const Shape& to) {
    StridedCopy c;
    const auto src = strides_of(from), dst = strides_of(to);
    for (size_t i = 0; i < from.rank(); ++i) c.append(std::min(from.begin()[i], to.begin()[i]), src[i], dst[i]);
    return {{std::move(c)}, 0.0};
}

void convert_elements(const Operands& o, int64_t first, int64_t size, bool streaming) {
    for_blocks(first, size, kBlock, [&](int64_t begin, int64_t count) {
        float block[kBlock];
        load_flat(o.in[0], begin, count, block);
        store_flat(o.out[0], begin, count, block, streaming);
    });
}

}  // namespace

TensorSpec Restore::output() const {
    if (output_tensor) return destination_spec(name, *this, &Restore::output_tensor, DestinationDtype::Any);
    return spec;
}

Program Restore::program() const {
    const TensorSpec &from = input_tensor.spec(), to = output();
    Program p;
    p.device_programs = layout_device_programs(device_operation, *input_tensor.device(), from, to);
    const bool floats = is_plain_float(from.dtype()) && is_plain_float(to.dtype());
    if (from.logical_shape() != to.logical_shape())
        p.run = movement_program({}, common_corner(from.logical_shape(), to.logical_shape())).run;
    else if (pad_value && is_padded(to))
        p.run = [value = *pad_value](const Operands& o) {
            convert_view(o.in[0], o.out[0]);
            fill_padding(o.out[0], value);
        };
    else if (floats && from.dtype() != to.dtype() && lies_like(from, to))
        set_element_work(p, {&to, &from}, convert_elements);
    else p.run = [](const Operands& o) { convert_view(o.in[0], o.out[0]); };
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
    if (layout == s.layout()) return tensor;  // the card ignores dtype and memory_config then
    if (layout == Layout::TILE) {
        const TensorSpec spec(s.logical_shape(), dtype.value_or(s.dtype()), layout,
                              memory_config.value_or(s.memory_config()));
        check_can_tilize(name, s.dtype(), is_padded(spec));
        const char* operation = is_padded(spec) ? "TilizeWithValPaddingDeviceOperation" : "TilizeDeviceOperation";
        return restored(tensor, spec, operation, {}, pad_value ? std::optional(pad_value) : std::nullopt);
    }
    const DataType t = is_block_float(s.dtype()) ? DataType::BFLOAT16 : s.dtype();
    require(!dtype || *dtype == s.dtype() || *dtype == t,
            "dtype cannot be different from tensor dtype when converting to ROW_MAJOR_LAYOUT on device (allowed "
            "exception: BFLOAT8_B -> BFLOAT16): [ttnn.to_layout] got ",
            dtype.value_or(t), " for ", s.dtype(), "; use ttnn.typecast");
    return restored(tensor, {s.logical_shape(), t, layout, memory_config.value_or(unpadded_shards(s))},
                    is_padded(s) ? "UntilizeWithUnpaddingDeviceOperation" : "UntilizeDeviceOperation");
}

namespace {

Tensor tilized(const char* name, const Tensor& t, const std::optional<MemoryConfig>& config,
               const std::optional<DataType>& dtype, Tile tile, const std::optional<double>& pad_value,
               const std::optional<Shape>& padded = {}) {
    const bool pads = pad_value.has_value();
    check_on_device(name, t);
    const auto& s = t.spec();
    if (s.is_tile() && (pads || s.logical_shape().volume() == 0) && !padded) return t;  // nothing to do
    require(s.layout() == Layout::ROW_MAJOR, "Can only tilize row major data: [", name, "] got ", s.layout());
    check_can_tilize(name, s.dtype(), pads);
    TensorSpec spec(s.logical_shape(), dtype.value_or(s.dtype()), Layout::TILE, config.value_or(s.memory_config()),
                    tile);
    if (padded) spec = spec.with_padded_shape(*padded);
    return restored(t, spec, pads ? "TilizeWithValPaddingDeviceOperation" : "TilizeDeviceOperation", {}, pad_value);
}

Tensor untilized(const char* name, const Tensor& t, const std::optional<MemoryConfig>& config, const char* operation,
                 const std::optional<Shape>& shape = {}) {
    check_on_device(name, t);
    const auto& s = t.spec();
    require(s.layout() == Layout::TILE, "Can only untilize tile major data: [", name, "] got ", s.layout());
    const DataType d = is_block_float(s.dtype()) ? DataType::BFLOAT16 : s.dtype();
    const Shape logical = shape.value_or(s.logical_shape());
    return restored(t, {logical, d, Layout::ROW_MAJOR, config.value_or(s.memory_config())}, operation);
}

}  // namespace

Tensor Tilize::compose() const {
    const auto& s = input_tensor.spec();
    const bool empty = s.logical_shape().volume() == 0;
    require(empty || s.physical_width() % tile.width == 0, "Input tensor width (", s.physical_width(),
            ") must be divisible by tile width (", tile.width, "); use ttnn.tilize_with_zero_padding");
    require(empty || s.physical_height() % tile.height == 0, "Input tensor height (", s.physical_height(),
            ") must be divisible by tile height (", tile.height, "); use ttnn.tilize_with_zero_padding");
    return tilized(name, input_tensor, memory_config, dtype, tile, {});
}
Tensor TilizeWithZeroPadding::compose() const {
    return tilized(name, input_tensor, memory_config, output_dtype, {}, 0.0);
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
    return tilized(name, input_tensor, memory_config, dtype, {}, pad_value.value, output_tensor_shape);
}
Tensor Untilize::compose() const { return untilized(name, input_tensor, memory_config, "UntilizeDeviceOperation"); }

Tensor UntilizeWithUnpadding::compose() const {
    auto dims = output_tensor_end.dims();
    require(dims.size() == input_tensor.shape().rank(),
            "[ttnn.untilize_with_unpadding] output_tensor_end: expected rank ", input_tensor.shape().rank(), ", got ",
            output_tensor_end);
    for (auto& n : dims) ++n;
    return untilized(name, input_tensor, memory_config, "UntilizeWithUnpaddingDeviceOperation", Shape(dims));
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
                    "TypecastDeviceOperation", output_tensor);
}

Tensor TypecastFrom::compose() const {
    require(input_dtype == input_tensor.dtype(), "[ttnn.typecast] input_dtype: expected the tensor's dtype ",
            input_tensor.dtype(), ", got ", input_dtype);
    return call(Typecast{.input_tensor = input_tensor,
                         .dtype = output_dtype,
                         .memory_config = memory_config,
                         .output_tensor = output_tensor,
                         .sub_core_grids = sub_core_grids});
}

namespace {

// The card's operation between two memory configs. Rows that do not fill 16 bytes are copied element by element, and so
// is what changes its dtype between shards; rows go from one kind of shards to another by way of interleaved pages.
const char* placement_operation(const TensorSpec& s, const MemoryConfig& target, bool asks_dtype) {
    const MemoryConfig& own = s.memory_config();
    const bool from = own.is_sharded(), to = target.is_sharded();
    const bool ragged = !s.is_tile() && s.physical_width() * static_cast<int64_t>(element_size(s.dtype())) % 16 != 0;
    if (ragged || (!from && !to) || (from && to && asks_dtype)) return "CopyDeviceOperation";
    if (!from) return "InterleavedToShardedDeviceOperation";
    if (!to) return "ShardedToInterleavedDeviceOperation";
    return s.is_tile() || own.memory_layout() == target.memory_layout() ? "ReshardDeviceOperation"
                                                                        : "ShardedToInterleavedDeviceOperation";
}

}  // namespace

Tensor ToMemoryConfig::compose() const {
    check_on_device(name, tensor);
    check_shards(memory_config, name);
    const auto& s = tensor.spec();
    if (memory_config == s.memory_config() && !output_tensor) return tensor;  // the card ignores dtype then
    const TensorSpec spec(s.logical_shape(), dtype.value_or(s.dtype()), s.layout(), memory_config, s.tile());
    return restored(tensor, spec, placement_operation(s, memory_config, dtype.has_value()), output_tensor);
}

Tensor InterleavedToSharded::compose() const {
    check_on_device(name, input_tensor);
    require(!input_tensor.is_sharded(), "Input tensor must be Interleaved: [ttnn.interleaved_to_sharded]");
    require(sharded_memory_config.is_sharded(),
            "Output memory config must be sharded: [ttnn.interleaved_to_sharded] got ", sharded_memory_config);
    check_shards(sharded_memory_config, name);
    const auto& s = input_tensor.spec();
    return restored(input_tensor,
                    {s.logical_shape(), output_dtype.value_or(s.dtype()), s.layout(), sharded_memory_config, s.tile()},
                    "InterleavedToShardedDeviceOperation", preallocated_output);
}

CoreRangeSet cores_of(const std::variant<CoreCoord, CoreRangeSet>& grid) {
    if (auto* set = std::get_if<CoreRangeSet>(&grid)) return *set;
    const auto& extent = std::get<CoreCoord>(grid);
    return CoreRangeSet(CoreRange{{0, 0}, {extent.x - 1, extent.y - 1}});
}

Tensor InterleavedToShardsOfGrid::compose() const {
    check_on_device(name, input_tensor);
    require(shard_shape.size() == 2, "[", name, "] shard_shape: expected height and width, got ", shard_shape.size(),
            " numbers");
    if (auto* extent = std::get_if<CoreCoord>(&grid))
        require(extent->x > 0 && extent->y > 0, "[", name, "] grid: expected at least one core, got ", *extent);
    InterleavedToSharded op;
    op.input_tensor = input_tensor;
    op.sharded_memory_config = MemoryConfig(
        shard_scheme, BufferType::L1, ShardSpec{cores_of(grid), {shard_shape[0], shard_shape[1]}, shard_orientation});
    op.output_dtype = output_dtype;
    op.keep_l1_aligned = keep_l1_aligned;
    return op.compose();
}

Tensor ShardedToInterleaved::compose() const {
    check_on_device(name, input_tensor);
    const auto& s = input_tensor.spec();
    const MemoryConfig target = memory_config.value_or(DRAM_MEMORY_CONFIG);
    if (!s.memory_config().is_sharded()) return input_tensor;
    require(!target.is_sharded(), "[ttnn.sharded_to_interleaved] memory_config must be interleaved");
    return restored(input_tensor, {s.logical_shape(), output_dtype.value_or(s.dtype()), s.layout(), target, s.tile()},
                    "ShardedToInterleavedDeviceOperation");
}

Tensor Reshard::compose() const {
    check_on_device(name, input_tensor);
    require(input_tensor.is_sharded(), "input must be sharded: [ttnn.reshard]");
    require(output_memory_config.is_sharded(), "output must be sharded: [ttnn.reshard]");
    check_shards(output_memory_config, name);
    require(!output_tensor || output_tensor->memory_config() == output_memory_config, "[", name,
            "] output_tensor: expected the memory config asked for, ", output_memory_config, ", got ",
            output_tensor ? output_tensor->memory_config() : output_memory_config);
    const auto& s = input_tensor.spec();
    return restored(input_tensor, {s.logical_shape(), s.dtype(), s.layout(), output_memory_config, s.tile()},
                    "ReshardDeviceOperation", output_tensor);
}

namespace {

// The card gives the source's memory back first, so that the copy may close a gap in front of it. The contents stay
// where they are unless a view shares them.
Tensor moved(const char* name, const Tensor& t, const std::optional<MemoryConfig>& asked) {
    check_on_device(name, t);
    const auto& s = t.spec();
    MemoryConfig target = asked.value_or(s.memory_config());
    if (target.is_sharded() && !target.shard_spec() && !target.nd_shard_spec())
        target = target.with_shard_spec(s.memory_config().shard_spec());
    const TensorSpec spec = s.with_memory_config(target);
    Tensor old = t;
    if (spec == s && s.host_bytes() && old.buffer().use_count() == 1) {
        const auto device = old.device();
        const auto bytes = old.bytes();
        old.deallocate();
        const Tensor fresh = Tensor::on_device(spec, device, bytes);
        return restored(fresh, spec, "MoveDeviceOperation", fresh);
    }
    Tensor out = restored(t, spec, "MoveDeviceOperation");
    old.deallocate();
    return out;
}

}  // namespace

Tensor Move::compose() const { return moved(name, input_tensor, memory_config); }
Tensor Reallocate::compose() const { return moved(name, tensor, memory_config); }

void Copy::validate() const {
    check_on_device(name, input_a);
    check_on_device(name, input_b);
    require(input_a.shape() == input_b.shape(), "Input tensor shape ", input_a.shape(),
            " does not match output tensor shape ", input_b.shape(), ": [ttnn.copy]");
    require(input_a.layout() == input_b.layout(), "Input tensor layout (", input_a.layout(),
            ") must equal output tensor layout (", input_b.layout(), "): [ttnn.copy]");
}

Program Copy::program() const {
    Program p;
    p.device_programs =
        layout_device_programs("CopyDeviceOperation", *input_a.device(), input_a.spec(), input_b.spec());
    p.run = [](const Operands& o) { convert_view(o.in[0], o.out[0]); };
    return p;
}

}  // namespace ttnn

#include "ops/eltwise/unary.hpp"

#include <algorithm>

#include "base/scratch.hpp"
#include "ops/eltwise/element_work.hpp"
#include "ops/eltwise/flat.hpp"
#include "ops/eltwise/half_function.hpp"
#include "ops/streaming.hpp"

namespace ttnn {
namespace {

bool mixed_float(DataType t) {
    return t == DataType::BFLOAT16 || t == DataType::FLOAT32 || t == DataType::BFLOAT8_B || t == DataType::BFLOAT4_B;
}

int64_t round_up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }

// A sharded layout without a shard spec: one shard for each core of the grid, as many as are needed.
ShardSpec spread(const TensorSpec& s, TensorMemoryLayout layout, CoreCoord grid) {
    const int64_t unit_h = s.is_tile() ? s.tile().height : 1, unit_w = s.is_tile() ? s.tile().width : 1;
    const int64_t h = std::max(s.physical_height(), unit_h), w = std::max(s.physical_width(), unit_w),
                  cores = grid.x * grid.y;
    auto part = [](int64_t n, int64_t by, int64_t unit) {
        return round_up(std::max<int64_t>(1, (n + by - 1) / by), unit);
    };
    ShardSpec spec;
    if (layout == TensorMemoryLayout::HEIGHT_SHARDED) spec.shape = {part(h, cores, unit_h), w};
    else if (layout == TensorMemoryLayout::WIDTH_SHARDED) spec.shape = {h, part(w, cores, unit_w)};
    else spec.shape = {part(h, grid.y, unit_h), part(w, grid.x, unit_w)};
    auto parts = [](int64_t n, int64_t each) { return std::max<int64_t>(1, (n + each - 1) / each); };
    const int64_t down = parts(h, spec.shape[0]), across = parts(w, spec.shape[1]);
    if (layout == TensorMemoryLayout::BLOCK_SHARDED) spec.grid = CoreRange{{0, 0}, {across - 1, down - 1}};
    else spec.grid = num_cores_to_corerangeset(down * across, grid, true);
    return spec;
}

}  // namespace

MemoryConfig elementwise_memory_config(const std::optional<MemoryConfig>& asked, const Tensor& like) {
    if (!asked) return like.memory_config();
    if (!asked->is_sharded() || asked->shard_spec() || asked->nd_shard_spec()) return *asked;
    const auto& own = like.memory_config();
    if (own.shard_spec()) return asked->with_shard_spec(own.shard_spec());
    const auto device = like.device();
    return asked->with_shard_spec(
        spread(like.spec(), asked->memory_layout(), device ? device->grid() : CoreCoord{8, 8}));
}

void UnaryCall::validate() const {
    require(!chain.empty(), "Op chain cannot be empty");
    require(input.on_device(), "[", name,
            "] Input tensor must be on device, got storage type: StorageType::HOST; move it with ttnn.to_device");
    const DataType from = input.dtype(), to = output_tensor ? output_tensor->dtype() : dtype.value_or(from);
    if (is_integer(from))
        for (const auto& u : chain)
            require(supports_integer(u.op_type, from), "Unary: ", u.op_type, " does not support integer input dtype ",
                    from, "; use ttnn.typecast first");
    if (!output_tensor) return;
    require(to == from || dtype == to || (mixed_float(to) && mixed_float(from)), "Preallocated output dtype ", to,
            " must match the input dtype ", from, " or both must be floating point: [", name, "]");
    require(output_tensor->shape() == input.shape(),
            "Unary: Preallocated output shape must match computed shape. Computed: ", input.shape(),
            ", Preallocated: ", output_tensor->shape());
    require(output_tensor->layout() == input.layout(),
            "Unary: Output format (tile/row-major) must match input when preallocated. Output: ",
            static_cast<int>(output_tensor->layout()), ", Input: ", static_cast<int>(input.layout()));
}

TensorSpec UnaryCall::output() const {
    if (output_tensor) return output_tensor->spec();
    const auto& s = input.spec();
    TensorSpec out(s.logical_shape(), dtype.value_or(s.dtype()), s.layout(),
                   elementwise_memory_config(memory_config, input), s.tile());
    return out;
}

namespace {

// Two tiles each for input and output, or the shard itself when both are sharded alike.
DeviceProgram device_program(const UnaryCall& u, const TensorSpec& out) {
    const auto device = u.input.device();
    const CoreRangeSet cores = u.sub_core_grids.value_or(device->all_cores());
    const auto& in = u.input.spec();
    const Tile tile;
    DeviceProgram p{"UnaryDeviceOperation", "ProgramFactory", {}, {}};
    const bool alike = in.memory_config().is_sharded() && in.memory_config() == out.memory_config();
    auto bytes = [&](const TensorSpec& s) {
        if (!alike) return static_cast<int64_t>(2 * tile.bytes(s.dtype()));
        const auto c = s.buffer_config();
        return c.pages_per_bank * c.page_size;
    };
    p.buffers.push_back({StaticBufferKind::Dataflow, bytes(in), cores, alike});
    for (int i = 0; i < u.temporaries; ++i) p.buffers.push_back({StaticBufferKind::Dataflow, bytes(in), cores, false});
    p.buffers.push_back({StaticBufferKind::Dataflow, bytes(out), cores, alike});
    return p;
}

template <class Function>
void run_floats(const Function& function, const Operands& o, int64_t from, int64_t size, bool streaming) {
    for_blocks(from, size, block_elements(*o.in[0].spec), [&](int64_t begin, int64_t count) {
        float block[kBlock];
        load_flat(o.in[0], begin, count, block);
        function.run(block, static_cast<size_t>(count));
        store_flat(o.out[0], begin, count, block, streaming);
    });
}

void run_integers(const CompiledChain& chain, const Operands& o, int64_t first, int64_t size) {
    for_blocks(first, size, kBlock, [&](int64_t begin, int64_t count) {
        int32_t block[kBlock];
        load_flat(o.in[0], begin, count, block);
        chain.run(block, static_cast<size_t>(count));
        store_flat(o.out[0], begin, count, block);
    });
}

// Padding may differ between the two (sharded row-major, preallocated outputs): then rows are walked instead of the
// storage.
void run_rows(const CompiledChain& chain, const Operands& o) {
    const RowPieces pieces(*o.out[0].spec);
    const int64_t width = o.in[0].spec->logical_shape().width();
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        const Scratch<float> rows(static_cast<size_t>((end - begin) * width));
        load_rows(o.in[0], begin, end - begin, rows.data(), width);
        chain.run(rows.data(), rows.size());
        store_rows(o.out[0], begin, end - begin, rows.data(), width);
    });
}

void run_integer_rows(const CompiledChain& chain, const Operands& o) {
    const RowPieces pieces(*o.out[0].spec);
    const int64_t width = o.in[0].spec->logical_shape().width();
    const DataType from = o.in[0].spec->dtype(), to = o.out[0].spec->dtype();
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        const auto n = static_cast<size_t>((end - begin) * width);
        const Scratch<int32_t> rows(n);
        const Scratch<std::byte> raw(n * sizeof(int32_t));
        load_rows_raw(o.in[0], begin, end - begin, raw.data(), width);
        load_integers(from, raw.data(), rows.data(), static_cast<int64_t>(n));
        chain.run(rows.data(), n);
        store_integers(to, rows.data(), raw.data(), static_cast<int64_t>(n));
        store_rows_raw(o.out[0], begin, end - begin, raw.data(), width);
    });
}

}  // namespace

Program UnaryCall::program() const {
    const TensorSpec out = output();
    Program p;
    p.device_programs = {device_program(*this, out)};
    const bool integers = is_integer(input.dtype()) && is_integer(out.dtype());
    const CompiledChain compiled(chain);
    if (!lies_like(input.spec(), out))
        p.run = [compiled, integers](const Operands& o) {
            integers ? run_integer_rows(compiled, o) : run_rows(compiled, o);
        };
    else if (input.dtype() == DataType::BFLOAT16 && out.dtype() == DataType::BFLOAT16)
        set_element_work(p, {&out, &input.spec()}, work_of(HalfFunction(chain)));
    else if (input.dtype() == DataType::BFLOAT16 || is_block_float(input.dtype()))
        set_element_work(p, {&out, &input.spec()},
                         [f = WideFunction(chain)](const Operands& o, int64_t begin, int64_t count, bool streaming) {
                             run_floats(f, o, begin, count, streaming);
                         });
    else
        set_element_work(p, {&out, &input.spec()},
                         [compiled, integers](const Operands& o, int64_t begin, int64_t count, bool streaming) {
                             integers ? run_integers(compiled, o, begin, count)
                                      : run_floats(compiled, o, begin, count, streaming);
                         });
    return p;
}

void load_integers(DataType t, const std::byte* src, int32_t* dst, int64_t count) {
    if (t == DataType::UINT16) {
        const auto* s = reinterpret_cast<const uint16_t*>(src);
        for (int64_t i = 0; i < count; ++i) dst[i] = s[i];
    } else if (t == DataType::UINT8) {
        const auto* s = reinterpret_cast<const uint8_t*>(src);
        for (int64_t i = 0; i < count; ++i) dst[i] = s[i];
    } else {
        std::memcpy(dst, src, static_cast<size_t>(count) * 4);
    }
}

void store_integers(DataType t, const int32_t* src, std::byte* dst, int64_t count) {
    if (t == DataType::UINT16) {
        auto* d = reinterpret_cast<uint16_t*>(dst);
        for (int64_t i = 0; i < count; ++i) d[i] = static_cast<uint16_t>(src[i]);
    } else if (t == DataType::UINT8) {
        auto* d = reinterpret_cast<uint8_t*>(dst);
        for (int64_t i = 0; i < count; ++i) d[i] = static_cast<uint8_t>(src[i]);
    } else {
        std::memcpy(dst, src, static_cast<size_t>(count) * 4);
    }
}

void load_flat(const View& src, int64_t begin, int64_t count, int32_t* dst) {
    const DataType t = src.spec->dtype();
    load_integers(t, src.data + static_cast<size_t>(begin) * element_size(t), dst, count);
}

void store_flat(const View& dst, int64_t begin, int64_t count, const int32_t* src, bool) {
    const DataType t = dst.spec->dtype();
    store_integers(t, src, dst.data + static_cast<size_t>(begin) * element_size(t), count);
}

}  // namespace ttnn

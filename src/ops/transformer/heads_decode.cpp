#include "ops/transformer/heads_decode.hpp"

#include <algorithm>

#include "ops/data_movement/logical_elements.hpp"
#include "ops/transformer/head_parts.hpp"

namespace ttnn {
namespace {

// Heads from columns of a row of users: out [1, users, heads, d] from in [1, 1, batch, width].
Movement token_heads(const Shape& in, int64_t users, int64_t column, int64_t heads, int64_t d) {
    StridedCopy c;
    c.dims = {users, heads, d};
    c.src_strides = {in[3], d, 1};
    c.dst_strides = {heads * d, d, 1};
    c.src_offset = column;
    return {{c}, {}};
}

// The same from user `first` on.
Movement from_user(Movement heads, int64_t first, int64_t width) {
    heads.copies[0].src_offset += first * width;
    return heads;
}

constexpr int64_t up32(int64_t n) { return (n + 31) / 32 * 32; }

// The cores [first, first + count) of a set, row by row.
CoreRangeSet cores_from(const CoreRangeSet& all, int64_t first, int64_t count) {
    const auto cores = all.cores();
    require(first + count <= static_cast<int64_t>(cores.size()), "Target number of cores ", first + count,
            " is greater than total number of available cores ", cores.size());
    std::vector<CoreRange> rows;
    for (int64_t i = first; i < first + count; ++i) {
        const CoreCoord c = cores[static_cast<size_t>(i)];
        if (!rows.empty() && rows.back().end.y == c.y && rows.back().end.x + 1 == c.x) rows.back().end = c;
        else rows.emplace_back(c);
        const size_t n = rows.size();
        // Whole rows of the same extent join.
        if (n > 1 && rows[n - 2].start.x == rows[n - 1].start.x && rows[n - 2].end.x == rows[n - 1].end.x &&
            rows[n - 2].end.y + 1 == rows[n - 1].start.y &&
            (i + 1 == first + count || cores[static_cast<size_t>(i + 1)].y != c.y)) {
            rows[n - 2].end = rows[n - 1].end;
            rows.pop_back();
        }
    }
    return rows;
}

}  // namespace

void NlpCreateQkvHeadsDecode::validate() const {
    check_heads_input(name, input_tensor);
    const Shape& s = input_tensor.shape();
    require(are_head_counts(num_heads, kv_heads()) && num_heads >= kv_heads(), "[", name,
            "] num_heads and num_kv_heads: got ", num_heads, " and ", kv_heads());
    require(s[0] == 1 && s[1] == 1, "Unsupported input shape ", s, ": [", name, "] expected [1, 1, batch, width]");
    require(s[3] % (num_heads + 2 * kv_heads()) == 0, "Input shape ", s[3],
            " must be divisible by num_heads + 2*num_kv_heads = ", num_heads + 2 * kv_heads(), ": [", name, "]");
    require(head_dim() % 32 == 0, "[", name, "] head dimension: expected a multiple of 32, got ", head_dim());
    require(batch_offset.has_value() == slice_size.has_value(), "[", name,
            "] batch_offset and slice_size: give both or neither");
    require(!memory_config || memory_config->memory_layout() == TensorMemoryLayout::HEIGHT_SHARDED, "[", name,
            "] memory_config: expected HEIGHT_SHARDED");
    const auto grid = input_tensor.device()->grid();
    require(users() <= grid.x * grid.y, "[", name, "] ", users(), " users need as many cores; the device has ",
            grid.x * grid.y);
    if (!input_tensor.is_sharded()) return;
    const auto& config = input_tensor.memory_config();
    require(config.memory_layout() == TensorMemoryLayout::WIDTH_SHARDED && config.shard_spec(), "[", name,
            "] input_tensor: expected WIDTH_SHARDED, got ", config.memory_layout());
    require(overlap_qk_coregrid.value_or(true) || head_dim() % config.shard_spec()->shape[1] == 0,
            "We don't support partial heads in shards when q and k heads are not overlapping coregrid: [", name, "]");
}

// The buffer that is a shard of the output itself.
static StaticBuffer shard_buffer(const TensorSpec& s) {
    const auto& shard = *s.memory_config().shard_spec();
    const int64_t tiles = shard.shape[0] / 32 * (shard.shape[1] / 32);
    return {StaticBufferKind::Dataflow, tiles * static_cast<int64_t>(Tile{}.bytes(s.dtype())), shard.grid, true};
}

std::vector<TensorSpec> NlpCreateQkvHeadsDecode::output() const {
    const bool apart = input_tensor.is_sharded() && !overlap_qk_coregrid.value_or(true);
    const CoreRangeSet all = input_tensor.device()->all_cores();
    const auto spec = [&](int64_t heads, int64_t first) {
        const ShardSpec shards{cores_from(all, first, users()), {up32(heads), head_dim()}};
        return TensorSpec(Shape({1, users(), heads, head_dim()}), input_tensor.dtype(), Layout::TILE,
                          MemoryConfig(TensorMemoryLayout::HEIGHT_SHARDED, BufferType::L1, shards));
    };
    return {spec(num_heads, 0), spec(kv_heads(), apart ? users() : 0), spec(kv_heads(), 0)};
}

Program NlpCreateQkvHeadsDecode::program() const {
    Program p;
    p.device_programs = {{"NLPCreateQKVHeadsDecodeDeviceOperation",
                          input_tensor.is_sharded() ? "NLPCreateQKVHeadsDecodeShardedProgramFactory"
                                                    : "NLPCreateQKVHeadsDecodeInterleavedProgramFactory",
                          {},
                          {}}};
    for (const auto& out : output()) p.device_programs[0].buffers.push_back(shard_buffer(out));
    const int64_t q = num_heads, kv = kv_heads(), d = head_dim(), count = users();
    const Shape& in = input_tensor.shape();
    std::vector<Movement> parts = {token_heads(in, count, 0, q, d), token_heads(in, count, q * d, kv, d),
                                   token_heads(in, count, (q + kv) * d, kv, d)};
    p.run = [parts = std::move(parts), count](const Operands& o) {
        const Shape& s = o.in[0].spec->logical_shape();
        const int64_t first = o.in[1] ? SignedIntegers(o.in[1])[0] : 0;
        require(first >= 0 && first + count <= s[2], "[", name, "] batch_offset: users ", first, " to ",
                first + count - 1, " are not in a batch of ", s[2]);
        for (size_t i = 0; i < 3; ++i) {
            const Operands part{o.in, o.out.subspan(i, 1)};
            if (first) run_movement(from_user(parts[i], first, s[3]), part);
            else run_movement(parts[i], part);
        }
    };
    return p;
}

void NlpConcatHeadsDecode::validate() const {
    check_heads_input(name, input_tensor);
    require(input_tensor.is_sharded(), "Input tensor must be sharded: [", name, "] one user a core");
    const auto& config = input_tensor.memory_config();
    const Shape& s = input_tensor.shape();
    require(config.memory_layout() == TensorMemoryLayout::HEIGHT_SHARDED && config.shard_spec(), "[", name,
            "] input_tensor: expected HEIGHT_SHARDED, got ", config.memory_layout());
    require(s[0] == 1, "[", name, "] input_tensor: expected [1, batch, heads, head_dim], got ", s);
    require(config.shard_spec()->shape[0] == input_tensor.padded_shape()[-2], "Shard spec shape[0] (",
            config.shard_spec()->shape[0], ") must match input tensor padded shape[-2] (",
            input_tensor.padded_shape()[-2], "): [", name, "]");
    require(num_heads > 0 && num_heads <= input_tensor.padded_shape()[2] && s[1] <= 32, "[", name,
            "] num_heads: expected at most ", input_tensor.padded_shape()[2], " and a batch of at most 32, got ",
            num_heads, " and ", s[1]);
    require(s[3] % 32 == 0, "[", name, "] head dimension: expected a multiple of 32, got ", s[3]);
    const int64_t cores = (sub_core_grids ? *sub_core_grids : input_tensor.device()->all_cores()).num_cores();
    require(num_heads <= cores, "Target number of cores ", num_heads,
            " is greater than total number of available cores ", cores, ": [", name, "]");
}

TensorSpec NlpConcatHeadsDecode::output() const {
    const int64_t d = input_tensor.shape()[3];
    const auto cores = cores_from(sub_core_grids ? *sub_core_grids : input_tensor.device()->all_cores(), 0, num_heads);
    return {Shape({1, 1, 32, num_heads * d}), input_tensor.dtype(), Layout::TILE,
            MemoryConfig(TensorMemoryLayout::WIDTH_SHARDED, BufferType::L1, ShardSpec{cores, {32, d}})};
}

Program NlpConcatHeadsDecode::program() const {
    Program p;
    p.device_programs = {
        {"NLPConcatHeadsDecodeDeviceOperation",
         sub_core_grids ? "NLPConcatHeadsDecodeSubcoregridsProgramFactory" : "NLPConcatHeadsDecodeProgramFactory",
         {shard_buffer(output())},
         {}}};
    const Shape& s = input_tensor.shape();
    StridedCopy c;
    // Heads beyond the logical ones of the input are its padding, which nothing may read: they stay zero.
    c.dims = {s[1], std::min(num_heads, s[2]), s[3]};
    c.src_strides = {s[2] * s[3], s[3], 1};
    c.dst_strides = {num_heads * s[3], s[3], 1};
    p.run = [m = Movement{{c}, 0.0}](const Operands& o) { run_movement(m, o); };
    return p;
}

}  // namespace ttnn

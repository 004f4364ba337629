#include "ops/matmul/matmul_programs.hpp"

#include "base/div_up.hpp"

#include <algorithm>

namespace ttnn {
namespace {

using Factory = MatmulBlocks::Factory;

int64_t tile_bytes(DataType t) { return static_cast<int64_t>(Tile{}.bytes(t)); }

struct ShardTiles {
    int64_t h, w;
    CoreRangeSet cores;
};
std::optional<ShardTiles> shard_tiles(const TensorSpec& s) {
    const auto& shard = s.memory_config().shard_spec();
    if (!s.memory_config().is_sharded() || !shard) return {};
    return ShardTiles{div_up(shard->shape[0], 32), div_up(shard->shape[1], 32), shard->grid};
}

// The element type of partial sums. With the packer's accumulation in L1 they are wider than a block-float output.
int64_t partial_bytes(const MatmulArguments& m, const TensorSpec& out, int64_t k_blocks) {
    const auto& c = m.compute_kernel_config;
    if (c ? c->fp32_dest_acc_en : out.dtype() == DataType::FLOAT32) return tile_bytes(DataType::FLOAT32);
    const bool in_l1 = !c || c->packer_l1_acc;
    return in_l1 && k_blocks > 1 ? tile_bytes(DataType::BFLOAT16) : tile_bytes(out.dtype());
}

struct Buffers {
    DeviceProgram& program;
    CoreRangeSet cores;
    void add(int64_t bytes, bool borrows = false) const {
        program.buffers.push_back({StaticBufferKind::Dataflow, bytes, cores, borrows});
    }
};

// The cores that have blocks of their own; shards keep theirs.
CoreRangeSet cores_of(const MatmulBlocks& b, const ProductSize& s, const std::optional<ShardTiles>& shard) {
    const int64_t rows = b.fuse_batch ? s.m * s.batch_a : s.m;
    const int64_t down = div_up(rows, b.per_core_m), across = div_up(s.n, b.per_core_n);
    if (b.factory == Factory::Mcast2D) {
        if (shard) return CoreRange{{0, 0}, {b.grid.x - 1, b.grid.y - 1}};
        return b.cores(across, down);
    }
    if (b.gather_in0 && shard) return shard->cores;
    return num_cores_to_corerangeset(std::min(down * across, b.grid.x * b.grid.y), b.grid, true);
}

DeviceProgram multi_core(const MatmulArguments& m, const ProductSize& s, const TensorSpec& out) {
    DeviceProgram p{"MatmulDeviceOperation", "MatmulMultiCoreProgramFactory", {}, {}};
    const CoreCoord grid = m.input_tensor_a.device()->grid();
    const int64_t tiles = std::max<int64_t>(1, std::max(s.batch_a, s.batch_b) * s.m * s.n);
    const Buffers buffers{p, num_cores_to_corerangeset(std::min(tiles, grid.x * grid.y), grid).merge({})};
    for (auto t : {m.input_tensor_a.dtype(), m.input_tensor_b.dtype(), out.dtype()}) buffers.add(2 * tile_bytes(t));
    return p;
}

DeviceProgram reuse(const MatmulArguments& m, const MatmulBlocks& b, const ProductSize& s, const TensorSpec& out) {
    DeviceProgram p{"MatmulDeviceOperation", "MatmulMultiCoreReuseOptimizedProgramFactory", {}, {}};
    const auto shard = shard_tiles(m.input_tensor_a.spec());
    const int64_t blocks = div_up(s.batch_a * s.m * s.n, b.per_core_m * b.per_core_n), cores = b.grid.x * b.grid.y;
    const Buffers buffers{p,
                          shard ? shard->cores : num_cores_to_corerangeset(std::min(blocks, cores), b.grid).merge({})};
    const int64_t area = b.per_core_m * b.per_core_n, partial = partial_bytes(m, out, s.k / b.in0_block_w);
    buffers.add(b.per_core_m * b.in0_block_w * (shard ? 1 : 2) * tile_bytes(m.input_tensor_a.dtype()),
                shard.has_value());
    buffers.add(2 * b.per_core_n * b.in0_block_w * tile_bytes(m.input_tensor_b.dtype()));
    buffers.add(area * tile_bytes(out.dtype()), out.memory_config().is_sharded());
    if (partial != tile_bytes(out.dtype())) buffers.add(area * partial);
    return p;
}

// The first operand: read in blocks, or gathered from the shards of its own tensor.
void add_first(const Buffers& buffers, const MatmulBlocks& b, const std::optional<ShardTiles>& shard, int64_t copies,
               int64_t tile, bool transposed) {
    const int64_t block = b.block_h * b.in0_block_w * tile;
    const bool height = shard && b.factory == Factory::Mcast1D && !b.mcast_in0;
    if (height) {
        const bool whole = b.block_h == b.per_core_m;
        buffers.add(b.per_core_m * b.in0_block_w * tile, whole);
        if (!whole) buffers.add(block, true);
    } else {
        buffers.add(copies * block);
        if (shard)
            buffers.program.buffers.push_back(
                {StaticBufferKind::Dataflow, shard->h * shard->w * tile, shard->cores, true});
        const CoreRangeSet idle = shard ? shard->cores.subtract(buffers.cores) : CoreRangeSet{};
        if (!idle.empty()) buffers.program.buffers.push_back({StaticBufferKind::Dataflow, copies * block, idle});
    }
    if (transposed) buffers.add(copies * block);
}

DeviceProgram multi_cast(const MatmulArguments& m, const MatmulBlocks& b, const ProductSize& s, const TensorSpec& out,
                         bool bias) {
    const bool one = b.factory == Factory::Mcast1D;
    DeviceProgram p{"MatmulDeviceOperation",
                    one ? "MatmulMultiCoreReuseMcast1DProgramFactory" : "MatmulMultiCoreReuseMcast2DProgramFactory",
                    {},
                    {}};
    const auto shard = shard_tiles(m.input_tensor_a.spec()), second = shard_tiles(m.input_tensor_b.spec());
    const Buffers buffers{p, cores_of(b, s, shard)};
    // What changes while a core works is read ahead: two blocks of it.
    const int64_t k_blocks = std::max<int64_t>(1, s.k / b.in0_block_w), batches = b.fuse_batch ? 1 : s.batch_a;
    const int64_t tile_b = tile_bytes(m.input_tensor_b.dtype()), tile_out = tile_bytes(out.dtype());
    add_first(buffers, b, shard, batches * k_blocks > 1 ? 2 : 1, tile_bytes(m.input_tensor_a.dtype()), m.transpose_a);
    if (second) buffers.add(second->h * second->w * tile_b, true);
    else buffers.add(b.block_w * b.in0_block_w * (s.batch_b * k_blocks > 1 ? 2 : 1) * tile_b);
    const int64_t block = b.block_h * b.block_w, area = b.per_core_m * b.per_core_n,
                  partial = partial_bytes(m, out, k_blocks);
    const bool sharded = out.memory_config().is_sharded();
    buffers.add((sharded ? area : block) * tile_out, sharded);
    if (partial != tile_out || (sharded && block != area)) buffers.add(block * partial);
    if (bias) buffers.add(b.block_w * tile_bytes(m.bias->dtype()));
    return p;
}

DeviceProgram add_bias(const MatmulArguments& m, const TensorSpec& out) {
    DeviceProgram p{"BinaryNgDeviceOperation", "ProgramFactory", {}, {}};
    const Shape &s = m.bias->shape(), &o = out.logical_shape();
    const int64_t tile = 2 * tile_bytes(out.dtype()), other = 2 * tile_bytes(m.bias->dtype());
    const bool alike = s.rank() >= 2 && s.height() == (o.rank() >= 2 ? o.height() : 1) && s.width() == o.width();
    for (int64_t bytes : {tile, other, alike ? 0 : other, tile})
        if (bytes) p.buffers.push_back({StaticBufferKind::Circular, bytes, m.input_tensor_a.device()->all_cores()});
    return p;
}

DeviceProgram activate(const MatmulArguments& m, const TensorSpec& out) {
    const CoreRangeSet cores = m.input_tensor_a.device()->all_cores();
    const bool sharded = out.memory_config().is_sharded();
    const auto config = out.buffer_config();
    const int64_t bytes = sharded ? config.pages_per_bank * config.page_size : 2 * tile_bytes(out.dtype());
    return {"UnaryDeviceOperation",
            "ProgramFactory",
            {{StaticBufferKind::Dataflow, bytes, cores, sharded}, {StaticBufferKind::Dataflow, bytes, cores, sharded}},
            {}};
}

// A bias is fused when it is one row and the blocks are the user's or all is in DRAM.
bool fuses_bias(const MatmulArguments& m, const MatmulBlocks& b, const ProductSize& size, const TensorSpec& out) {
    if (!m.bias || size.batch_b > 1 || b.factory == Factory::MultiCore || b.factory == Factory::Reuse) return false;
    const Shape& s = m.bias->shape();
    const bool row = m.bias->layout() == Layout::TILE && s.rank() >= 1 && s.volume() == s.width() &&
                     s.width() == out.logical_shape().width();
    auto dram = [](const TensorSpec& t) { return t.memory_config().is_dram() && !t.memory_config().is_sharded(); };
    return row && (b.by_user || m.input_tensor_a.is_sharded() ||
                   (dram(m.input_tensor_a.spec()) && dram(m.input_tensor_b.spec()) && dram(out)));
}

}  // namespace

std::vector<DeviceProgram> matmul_device_programs(const MatmulArguments& m, const ProductSize& size,
                                                  const TensorSpec& out) {
    const MatmulBlocks b = choose_blocks(m, size, out.dtype(), out.memory_config());
    const bool fused = fuses_bias(m, b, size, out);
    std::vector<DeviceProgram> programs = {b.factory == Factory::MultiCore ? multi_core(m, size, out)
                                           : b.factory == Factory::Reuse   ? reuse(m, b, size, out)
                                                                           : multi_cast(m, b, size, out, fused)};
    if (m.bias && !fused) programs.push_back(add_bias(m, out));
    if (m.activation && !b.by_user) programs.push_back(activate(m, out));
    return programs;
}

}  // namespace ttnn

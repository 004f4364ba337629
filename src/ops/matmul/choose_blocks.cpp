// The automatic program configuration of a matrix product (see matmul_programs.hpp).
#include <algorithm>
#include <map>

#include "base/div_up.hpp"
#include "base/str.hpp"
#include "ops/matmul/matmul_programs.hpp"

namespace ttnn {

std::ostream& operator<<(std::ostream& out, const MatmulBlocks& b) {
    static constexpr const char* kNames[] = {"MatmulMultiCore", "MatmulMultiCoreReuse", "MatmulMultiCoreReuseMcast1D",
                                             "MatmulMultiCoreReuseMcast2D"};
    return out << kNames[static_cast<int>(b.factory)] << "(grid=" << b.grid << ",in0_block_w=" << b.in0_block_w
               << ",out_block_h=" << b.block_h << ",out_block_w=" << b.block_w << ",per_core_M=" << b.per_core_m
               << ",per_core_N=" << b.per_core_n << ",mcast_in0=" << b.mcast_in0 << ",fuse_batch=" << b.fuse_batch
               << ")";
}

namespace {

using Factory = MatmulBlocks::Factory;

int64_t tile_bytes(DataType t) { return static_cast<int64_t>(Tile{}.bytes(t)); }
bool in_dram(const MemoryConfig& c) { return c.is_dram() && !c.is_sharded(); }

// The bytes of a core that blocks of given sizes would need: both operands twice, outputs and partial sums.
struct Estimate {
    int64_t in0, in1, out, partial;  ///< bytes of a tile
    int64_t space;                   ///< bytes that L1 has free

    bool fits(int64_t m, int64_t n, int64_t k) const {
        return 2 * m * k * in0 + 2 * n * k * in1 + m * n * (out + partial) < space;
    }
};

std::vector<int64_t> divisors(int64_t n) {
    std::vector<int64_t> out;
    for (int64_t d = n; d >= 1; --d)
        if (n % d == 0) out.push_back(d);
    return out;
}

// The largest block of outputs that fits, the most square of equal ones; `shrink_k` may also read K in smaller steps.
void fit_blocks(MatmulBlocks& b, const Estimate& e, bool shrink_k) {
    b.block_h = b.per_core_m;
    b.block_w = b.per_core_n;
    if (e.fits(b.block_h, b.block_w, b.in0_block_w)) return;
    std::map<int64_t, std::vector<std::pair<int64_t, int64_t>>, std::greater<>> by_area;
    for (auto h : divisors(b.per_core_m))
        for (auto w : divisors(b.per_core_n)) by_area[h * w].emplace_back(h, w);
    const auto steps = shrink_k ? divisors(b.in0_block_w) : std::vector{b.in0_block_w};
    for (auto& [area, pairs] : by_area) {
        std::sort(pairs.begin(), pairs.end(), [](auto p, auto q) {
            return std::pair{std::max(p.first, p.second), p.first} < std::pair{std::max(q.first, q.second), q.first};
        });
        for (auto [h, w] : pairs)
            for (auto k : steps)
                if (e.fits(h, w, k)) {
                    b.block_h = h;
                    b.block_w = w;
                    b.in0_block_w = k;
                    return;
                }
    }
    b.block_h = b.block_w = 1;
}

struct Chooser {
    const MatmulArguments& m;
    const ProductSize& s;
    const MemoryConfig& out;
    CoreCoord grid;
    Estimate estimate;
    int64_t pair_k;  ///< two tiles of K at a time where K is even

    bool sharded_out() const { return out.is_sharded(); }

    MatmulBlocks one_dimension(bool mcast_in0, bool fuse, CoreCoord on, int64_t k, bool fit, bool shrink_k) const {
        const int64_t rows = fuse ? s.m * s.batch_a : s.m, cores = on.x * on.y;
        MatmulBlocks b{.factory = Factory::Mcast1D, .grid = on, .in0_block_w = k};
        b.per_core_m = b.block_h = mcast_in0 ? rows : div_up(rows, cores);
        b.per_core_n = b.block_w = mcast_in0 ? div_up(s.n, cores) : s.n;
        b.mcast_in0 = mcast_in0;
        b.fuse_batch = fuse;
        if (fit) fit_blocks(b, estimate, shrink_k);
        if (sharded_out() && !mcast_in0 && b.block_w != b.per_core_n) b.block_h = 1;
        return b;
    }

    MatmulBlocks two_dimensions(int64_t per_m, int64_t per_n, int64_t k, bool fuse, CoreCoord on) const {
        return {.factory = Factory::Mcast2D,
                .grid = on,
                .per_core_m = per_m,
                .per_core_n = per_n,
                .block_h = per_m,
                .block_w = per_n,
                .in0_block_w = k,
                .fuse_batch = fuse};
    }

    MatmulBlocks on_users_grid(CoreCoord on) const {
        const int64_t rows = s.batch_a * s.m, cores = on.x * on.y;
        MatmulBlocks b{.factory = Factory::Reuse, .grid = on, .per_core_m = s.m, .per_core_n = s.n};
        b.by_user = true;
        if (s.batch_b > 1) return b;
        auto dividing = [&](int64_t k) {
            while (s.k % k) --k;
            return k;
        };
        if (std::max(rows, s.n) / std::min(rows, s.n) > 8 || s.m == 1 || s.n == 1) {
            b = one_dimension(rows <= s.n, true, on, dividing(div_up(s.k, cores)), true, false);
        } else {
            b = two_dimensions(div_up(rows, on.y), div_up(s.n, on.x), dividing(4), true, on);
            fit_blocks(b, estimate, false);
        }
        b.by_user = true;
        return b;
    }

    MatmulBlocks on_shards(const MemoryConfig& a) const {
        const auto& shard = *a.shard_spec();
        const CoreRange box = shard.grid.bounding_box();
        const CoreCoord on{box.width(), box.height()};
        const int64_t h = div_up(shard.shape[0], 32), w = div_up(shard.shape[1], 32);
        if (s.batch_b > 1)
            return {.factory = Factory::Reuse, .grid = on, .per_core_m = h, .per_core_n = s.n, .in0_block_w = w};
        if (a.memory_layout() != TensorMemoryLayout::BLOCK_SHARDED)
            return one_dimension(a.memory_layout() == TensorMemoryLayout::WIDTH_SHARDED, true, on, w, true, false);
        MatmulBlocks b = two_dimensions(div_up(s.batch_a * s.m, on.y), div_up(s.n, on.x), w, true, on);
        fit_blocks(b, estimate, false);
        return b;
    }

    MatmulBlocks all_in_dram() const {
        if (std::max(s.m, s.n) / std::min(s.m, s.n) > 8 || s.m == 1 || s.n == 1)
            return one_dimension(s.n >= s.m, false, grid, pair_k, true, true);
        MatmulBlocks b =
            two_dimensions(div_up(s.m, grid.y), div_up(s.n, grid.x), s.k % grid.x ? 1 : s.k / grid.x, false, grid);
        fit_blocks(b, estimate, true);
        return b;
    }

    // With tensors in L1: square blocks of up to 16x16 tiles, where there are several and the grid has room for them.
    MatmulBlocks square_blocks() const {
        if (s.batch_b == 1 && std::max(s.m, s.n) / std::min(s.m, s.n) > 8)
            return one_dimension(s.n >= s.m, false, grid, pair_k, false, false);
        int64_t side = 16;
        while (side > 1 && !estimate.fits(side, side, 2)) side /= 2;
        const int64_t down = div_up(s.m, side), across = div_up(s.n, side);
        if (s.batch_b == 1 && down * across > 1 && down <= grid.y && across <= grid.x) {
            if (down == 1 || across == 1) return one_dimension(down == 1, false, grid, pair_k, false, false);
            return two_dimensions(side, side, pair_k, false, grid);
        }
        const auto layout = out.memory_layout();
        if (layout == TensorMemoryLayout::BLOCK_SHARDED)
            return two_dimensions(std::min(side, s.m), std::min(side, s.n), pair_k, false, grid);
        if (sharded_out())
            return one_dimension(layout == TensorMemoryLayout::WIDTH_SHARDED, false, grid, pair_k, false, false);
        return {.grid = grid};
    }

    MatmulBlocks choose() const {
        const auto& a = m.input_tensor_a.spec();
        if (m.core_grid) return on_users_grid({std::min(m.core_grid->x, grid.x), std::min(m.core_grid->y, grid.y)});
        if (a.memory_config().is_sharded() && a.memory_config().shard_spec()) return on_shards(a.memory_config());
        const bool dram = in_dram(a.memory_config()) && in_dram(m.input_tensor_b.memory_config()) && in_dram(out);
        if (s.batch_b > s.batch_a) return one_dimension(false, false, grid, pair_k, dram, true);
        return dram ? all_in_dram() : square_blocks();
    }
};

// A configuration of the user's.
MatmulBlocks from_config(const MatmulProgramConfig& config, CoreCoord grid) {
    MatmulBlocks b{.grid = grid};
    b.by_user = true;
    std::visit(
        [&](const auto& c) {
            using C = std::remove_cvref_t<decltype(c)>;
            if constexpr (requires { c.per_core_M; }) {
                b.factory = Factory::Reuse;
                b.per_core_m = b.block_h = c.per_core_M;
                b.per_core_n = b.block_w = c.per_core_N;
                b.in0_block_w = c.in0_block_w;
            }
            if constexpr (requires { c.compute_with_storage_grid_size; }) b.grid = c.compute_with_storage_grid_size;
            if constexpr (requires { c.out_block_h; }) {
                b.factory = Factory::Mcast2D;
                b.block_h = c.out_block_h;
                b.block_w = c.out_block_w;
                b.fuse_batch = c.fuse_batch;
            }
            if constexpr (requires { c.transpose_mcast; }) b.transposed = c.transpose_mcast;
            if constexpr (std::is_same_v<C, MatmulMultiCoreReuseMultiCast1DProgramConfig>) {
                b.factory = Factory::Mcast1D;
                b.mcast_in0 = c.mcast_in0;
                b.gather_in0 = c.gather_in0;
            }
        },
        config);
    return b;
}

}  // namespace

MatmulBlocks choose_blocks(const MatmulArguments& m, const ProductSize& size, DataType out_type,
                           const MemoryConfig& out) {
    const auto device = m.input_tensor_a.device();
    if (m.program_config) return from_config(*m.program_config, device->grid());
    const DataType a = m.input_tensor_a.dtype();
    const bool wide = m.input_tensor_a.memory_config().is_sharded() || out_type == DataType::FLOAT32 ||
                      (m.compute_kernel_config && m.compute_kernel_config->fp32_dest_acc_en);
    const int64_t space = device->region(BufferType::L1).lowest_in_use() - device->l1_base();
    const Estimate estimate{tile_bytes(a), tile_bytes(m.input_tensor_b.dtype()), tile_bytes(a), wide ? 4096 : 2048,
                            space};
    return Chooser{m, size, out, device->grid(), estimate, size.k % 2 ? 1 : 2}.choose();
}

CoreRange MatmulBlocks::cores(int64_t across, int64_t down) const {
    if (transposed) std::swap(across, down);
    return {{0, 0}, {std::min(across, grid.x) - 1, std::min(down, grid.y) - 1}};
}

ShardSpec output_shards(const MatmulArguments& m, const MatmulBlocks& b, const ProductSize& s) {
    const int64_t batch = std::max(s.batch_a, s.batch_b), down = div_up(s.m * batch, b.per_core_m),
                  across = div_up(s.n, b.per_core_n);
    const std::array<int64_t, 2> shard = {b.per_core_m * 32, b.per_core_n * 32};
    const auto& own = m.input_tensor_a.memory_config().shard_spec();
    if (b.factory == Factory::Mcast2D)
        return {b.cores(across, down), shard, b.transposed ? ShardOrientation::COL_MAJOR : ShardOrientation::ROW_MAJOR};
    if ((b.factory == Factory::Reuse || b.gather_in0) && own) return {own->grid, shard};
    const int64_t cores = down * across, room = b.grid.x * b.grid.y;
    require(cores <= room, "Target number of cores ", cores, " is greater than total number of available cores ", room,
            ": [ttnn.matmul] the output's shards follow from the blocks of the program");
    return {num_cores_to_corerangeset(cores, b.grid, true), shard};
}

}  // namespace ttnn

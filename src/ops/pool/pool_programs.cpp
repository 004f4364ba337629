#include "ops/pool/pool_programs.hpp"

#include <algorithm>

#include "base/div_up.hpp"
#include "ops/conv/halo.hpp"
#include "ops/data_movement/program_chain.hpp"
#include "ops/reduction/reduce_programs.hpp"

namespace ttnn {
namespace {

int64_t up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }
// The shards of the image follow the outputs' cores.
struct Plan {
    const Pool2d& p;
    const ShardSpec& out;
    bool tiled = p.input.layout() == Layout::TILE;
    int64_t channels = p.input.shape().width();
    int64_t cores_down, columns, in_rows, stick;  ///< stick: bytes of a pixel's channels on one core

    Plan(const Pool2d& pool, const ShardSpec& shards) : p(pool), out(shards) {
        using L = TensorMemoryLayout;
        const auto layout = p.memory_config.memory_layout();
        const CoreRange box = out.grid.bounding_box();
        columns = layout == L::WIDTH_SHARDED ? out.grid.num_cores() : layout == L::BLOCK_SHARDED ? box.width() : 1;
        cores_down = layout == L::WIDTH_SHARDED ? 1 : layout == L::BLOCK_SHARDED ? box.height() : out.grid.num_cores();
        const int64_t pixels = p.window.batch * p.window.height * p.window.width;
        in_rows = up(div_up(pixels, cores_down), tiled ? 32 : 1);
        stick = 2 * (columns > 1 ? out.shape[1] : up(channels, tiled ? 32 : 8));
    }
    CoreRangeSet input_cores() const {
        const int64_t down = div_up(p.window.batch * p.window.height * p.window.width, in_rows);
        if (p.memory_config.memory_layout() == TensorMemoryLayout::BLOCK_SHARDED)
            return CoreRange{{0, 0}, {columns - 1, down - 1}};
        return num_cores_to_corerangeset(down * columns, p.input.device()->grid(), true);
    }
    int64_t tile_bytes() const { return static_cast<int64_t>(Tile{}.bytes(p.input.dtype())); }
    int64_t shard_bytes() const {
        return tiled ? in_rows / 32 * div_up(stick / 2, 32) * tile_bytes() : in_rows * stick;
    }
};

// A window's pixels in rows of tiles, twice; factor and identity; results.
DeviceProgram reduce(const Plan& plan, const Halo& halo) {
    constexpr int64_t tile = 2048;
    const Pool2d& p = plan.p;
    DeviceProgram d{"Pool2D", "MultiCore", {}, {}};
    auto add = [&](int64_t bytes, bool borrows = false) {
        d.buffers.push_back({StaticBufferKind::Circular, bytes, plan.out.grid, borrows});
    };
    const bool varies = p.kind == PoolKind::Average && !p.divisor && !p.count_include_pad &&
                        (p.window.round_up || p.window.top || p.window.left) && halo.divisors > 1;
    for (int i = 0; i < (varies ? 2 : 1); ++i) add(2 * tile);
    add(tile);
    add(halo.pixels * 2 * std::min(plan.channels, plan.stick / 2), true);
    add(up(2 + 2 * halo.segments, 4), true);
    const int64_t wide = std::min<int64_t>(up(plan.stick / 2, 16), p.with_indices ? 32 : 256),
                  padded = wide > 16 ? up(wide, 32) : wide;
    const int64_t pixels = std::min<int64_t>(p.window.taps(), 32);
    for (int i = 0; i < 2; ++i) add(2 * up(pixels * padded * 2, tile));
    if (p.with_indices)
        for (int i = 0; i < (p.window.taps() > 16 && wide <= 16 ? 9 : 7); ++i) add(tile);
    if (p.layout == Layout::TILE) add(div_up(plan.out.shape[1], 32) * tile);
    const int64_t result = plan.out.shape[0] * plan.out.shape[1] * 2;
    for (int i = 0; i < (p.with_indices ? 2 : 1); ++i) add(result, true);
    if (varies) add(6 * halo.divisors, true);
    return d;
}

// An average over whole images is a reduction of [N, 1, H W, C]. Tiles that the new shape would cut become rows.
std::vector<DeviceProgram> average_of_images(const Pool2d& p) {
    const MeshDevice& d = *p.input.device();
    const Window& w = p.window;
    ProgramChain chain(d, p.input.spec());
    if (!p.memory_config.is_sharded() && !p.input.is_sharded()) chain.move_to(p.memory_config);
    const int64_t rows = w.height * w.width, tile = p.input.spec().tile().height;
    const Shape images{w.batch, 1, rows, p.input.shape().width()};
    if (rows % tile) chain.untilize(true);
    if (chain.spec().is_tile() && p.input.shape().height() % tile) chain.reshape(images);
    chain.view(chain.spec().with_shape(images));
    const bool rows_of_blocks = !chain.spec().is_tile() && is_block_float(p.dtype);
    chain.add(mean_of_rows_programs(d, chain.spec(), rows_of_blocks ? DataType::BFLOAT16 : p.dtype));
    return chain.take();
}

}  // namespace

std::vector<DeviceProgram> pool_device_programs(const Pool2d& given) {
    Pool2d p = given;
    const bool back = !p.memory_config.is_sharded();
    if (back && (p.nhwc || p.window.kernel == Pair{p.window.height, p.window.width}))  // a reduction
        return average_of_images(p);
    if (!p.memory_config.shard_spec()) p.memory_config = pool_shards(p, {}, p.input.device()->grid());
    const ShardSpec& shards = *p.memory_config.shard_spec();
    const Plan plan(p, shards);
    const Halo halo = halo_of(p.window, plan.in_rows, shards.shape[0], plan.tiled);
    std::vector<DeviceProgram> out;
    HaloShards image{plan.input_cores(), plan.shard_bytes(), plan.stick, plan.tiled ? plan.tile_bytes() : 0};
    if (!p.input.is_sharded())
        out.push_back(image_to_shards_program(image, p.input.device()->alignment(BufferType::DRAM)));
    image.cores = shards.grid;
    out.push_back(halo_program(halo, image));
    out.push_back(reduce(plan, halo));
    if (back)
        out.push_back({"ShardedToInterleavedDeviceOperation",
                       "ShardedToInterleavedProgramFactory",
                       {{StaticBufferKind::Dataflow, shards.shape[0] * shards.shape[1] * 2, shards.grid, true}},
                       {}});
    return out;
}

}  // namespace ttnn

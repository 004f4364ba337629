#include "ops/normalization/group_norm_programs.hpp"

#include "base/div_up.hpp"

#include <algorithm>

namespace ttnn {
namespace {

constexpr int64_t kTileBytes = 2048;  // the sums, masks and vectors are bfloat16
constexpr auto kDataflow = StaticBufferKind::Dataflow;

void add(DeviceProgram& p, StaticBufferKind kind, const CoreRangeSet& cores, std::initializer_list<int64_t> bytes,
         int times = 1) {
    for (int i = 0; i < times; ++i)
        for (auto b : bytes) p.buffers.push_back({kind, b, cores});
}

// One range a core, column by column.
CoreRangeSet single_cores(CoreCoord grid) {
    std::vector<CoreRange> out;
    for (int64_t x = 0; x < grid.x; ++x)
        for (int64_t y = 0; y < grid.y; ++y) out.push_back({{x, y}, {x, y}});
    return CoreRangeSet(std::move(out));
}

// The shard, tilized and normalised; a group at a time is masked out of it.
DeviceProgram sharded(const GroupNorm& g, int64_t group_tiles) {
    const auto& shard = *g.input_tensor.memory_config().shard_spec();
    const int64_t h = div_up(shard.shape[0], 32), w = div_up(shard.shape[1], 32),
                  element = g.input_tensor.dtype() == DataType::FLOAT32 ? 4 : 2;
    DeviceProgram p{"GroupNormDeviceOperation", "GroupNormShardedProgramFactory", {}, {}};
    const auto kind = StaticBufferKind::Circular;
    p.buffers.push_back({kind, shard.shape[0] * div_up(shard.shape[1] * element, 16) * 16, shard.grid, true});
    add(p, kind, shard.grid, {h * w * kTileBytes}, 2);
    add(p, kind, shard.grid, {kTileBytes}, 3);
    add(p, kind, shard.grid, {2 * group_tiles * kTileBytes});
    if (shard.shape[1] % 32) add(p, kind, shard.grid, {2 * w * kTileBytes});  // rows are repacked to tiles
    for (const auto* v : {&g.weight, &g.bias})
        if (*v) add(p, kind, shard.grid, {w * kTileBytes});
    add(p, kind, shard.grid, {h * group_tiles * kTileBytes});
    add(p, kind, shard.grid, {kTileBytes}, 5);
    return p;
}

}  // namespace

GroupGrid group_grid(const CoreGrid& grid, const Shape& s, int64_t groups) {
    const int64_t gx = grid.x, gy = grid.y;
    int64_t columns = std::min(gx, groups);
    while (columns > 1 && (s[3] / columns % 32 != 0 || groups % columns != 0)) --columns;
    return {columns, columns ? gx / columns * gy : 0};
}

int64_t group_mask_width(int64_t group, int64_t core_channels) {
    int64_t tiles = 0;
    for (int64_t first = 0; first < core_channels; first += group)
        tiles = std::max(tiles, (first % 32 + group + 31) / 32);
    return tiles * 32;
}

// The rows of a virtual column's cores, a group wide; without partners nothing is sent.
DeviceProgram group_norm_device_program(const GroupNorm& g) {
    const Shape& s = g.input_tensor.shape();
    const auto& config = g.input_tensor.memory_config();
    const int64_t held = config.shard_spec() ? config.shard_spec()->shape[1] : s[3],
                  group_tiles = group_mask_width(s[3] / g.num_groups, held) / 32;
    if (config.is_sharded() && config.shard_spec()) return sharded(g, group_tiles);
    const CoreGrid grid = g.core_grid.value_or(g.input_tensor.device()->core_grid());
    const auto [columns, rows] = group_grid(grid, s, g.num_groups);
    const bool alone = rows <= s[0];
    DeviceProgram p{
        "GroupNormDeviceOperation", alone ? "GroupNormNoMcastProgramFactory" : "GroupNormMcastProgramFactory", {}, {}};
    const CoreRangeSet box = grid.ranges(), cores = single_cores({grid.x, grid.y});
    const int64_t height = div_up(s[0] * div_up(s[2], 32), std::max<int64_t>(1, rows));
    // Seven copies of a block must fit beside the rest; who names a number of blocks gets it.
    int64_t blocks = std::max<int64_t>(1, g.num_out_blocks.value_or(1));
    const int64_t room = g.input_tensor.device()->model().l1_bank_bytes() * 3 / 4;
    while (!g.num_out_blocks && blocks < height && 7 * div_up(height, blocks) * group_tiles * kTileBytes > room)
        ++blocks;
    const int64_t block = div_up(height, blocks) * group_tiles * kTileBytes;
    const auto kind = StaticBufferKind::Circular;
    add(p, kind, cores, {block}, 7);
    if (alone) add(p, kind, {}, {0}, 7);
    add(p, kind, box, {kTileBytes}, 3);
    for (const auto* v : {&g.weight, &g.bias})
        if (*v) add(p, kind, box, {s[3] / columns / 32 * kTileBytes});
    add(p, kind, box, {2 * group_tiles * kTileBytes});
    add(p, kind, box, {kTileBytes}, 6);
    return p;
}

DeviceProgram batch_norm_device_program(const BatchNorm& b) {
    const int64_t in = 2 * static_cast<int64_t>(Tile{}.bytes(b.input.dtype()));
    DeviceProgram p{"BatchNormOperation", "BatchNormFactory", {}, {}};
    const CoreRangeSet cores = b.input.device()->all_cores();
    add(p, kDataflow, cores, {in}, 7);
    for (const auto* v : {&b.weight, &b.bias})
        add(p, kDataflow, cores, {*v ? 2 * static_cast<int64_t>(Tile{}.bytes((*v)->dtype())) : 2 * kTileBytes});
    return p;
}

}  // namespace ttnn

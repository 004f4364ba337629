#include "ops/layout/layout_programs.hpp"

#include <algorithm>
#include <numeric>

#include "base/div_up.hpp"
#include "ops/data_movement/device_programs.hpp"

namespace ttnn {
namespace {

constexpr auto kDataflow = StaticBufferKind::Dataflow;

int64_t up(int64_t n, int64_t to) { return div_up(n, to) * to; }
int64_t bytes_of(DataType t) { return static_cast<int64_t>(is_block_float(t) ? 1 : element_size(t)); }
int64_t tile_bytes(const TensorSpec& s) { return static_cast<int64_t>(s.tile().bytes(s.dtype())); }
int64_t tile_bytes(const TensorSpec& s, DataType t) { return static_cast<int64_t>(s.tile().bytes(t)); }
int64_t num_cores(const MeshDevice& d) { return d.grid().x * d.grid().y; }
bool is_sharded(const TensorSpec& s) { return s.memory_config().is_sharded() && s.memory_config().shard_spec(); }
bool is_padded(const TensorSpec& s) { return s.logical_shape().rank() < 2 || s.logical_shape() != s.padded_shape(); }

// Rows and columns of tiles.
struct TileGrid {
    explicit TileGrid(const TensorSpec& tiled)
        : rows(tiled.physical_height() / tiled.tile().height), columns(tiled.physical_width() / tiled.tile().width) {}
    int64_t rows, columns;
    // Wide tensors are divided in both directions instead of by rows alone.
    bool by_blocks() const { return columns > 32 && (rows > 32 || columns > rows); }
};

// What a core holds of a sharded tensor, and the cores that hold something.
struct Shards {
    explicit Shards(const TensorSpec& s) : spec(s), shard(*s.memory_config().shard_spec()) {}
    int64_t bytes(DataType t) const {
        const int64_t elements = shard.shape[0] * shard.shape[1];
        return spec.is_tile() ? elements / static_cast<int64_t>(spec.tile().volume()) * tile_bytes(spec, t)
                              : elements * bytes_of(t);
    }
    int64_t down() const { return div_up(spec.physical_height(), shard.shape[0]); }
    int64_t across() const { return div_up(spec.physical_width(), shard.shape[1]); }
    CoreRangeSet cores() const {
        const auto all = shard.grid.cores(shard.orientation == ShardOrientation::ROW_MAJOR);
        const int64_t n = down() * across();
        if (n >= static_cast<int64_t>(all.size())) return shard.grid;
        if (spec.memory_config().memory_layout() == TensorMemoryLayout::BLOCK_SHARDED) {
            const CoreCoord start = shard.grid.bounding_box().start;
            return CoreRange{start, {start.x + across() - 1, start.y + down() - 1}};
        }
        std::vector<CoreRange> first(all.begin(), all.begin() + n);
        return CoreRangeSet().merge(CoreRangeSet(std::move(first)));
    }
    const TensorSpec& spec;
    const ShardSpec& shard;
};

StaticBuffer borrowed(int64_t bytes, const CoreRangeSet& cores, StaticBufferKind kind = kDataflow) {
    return {kind, bytes, cores, true};
}

// Blocks of `side` by `side` tiles, the fewest that leave a core free; the last of a row of blocks may be narrower.
struct BlockCores {
    BlockCores(const TileGrid& grid, const MeshDevice& d, bool by_rows) {
        while (div_up(grid.columns, side) * div_up(grid.rows, side) >= num_cores(d)) ++side;
        const int64_t across = div_up(grid.columns, side), n = across * div_up(grid.rows, side);
        narrow = grid.columns % side;
        std::vector<CoreRange> whole, rest;
        for (int64_t i = 0; i < n; ++i) {
            const CoreCoord c =
                by_rows ? CoreCoord{i % d.grid().x, i / d.grid().x} : CoreCoord{i / d.grid().y, i % d.grid().y};
            (narrow && i % across == across - 1 ? rest : whole).emplace_back(c);
        }
        full = joined(std::move(whole));
        last = joined(std::move(rest));
    }
    static CoreRangeSet joined(std::vector<CoreRange> cores) {
        auto ranges = CoreRangeSet().merge(CoreRangeSet(std::move(cores))).ranges();
        std::sort(ranges.begin(), ranges.end());
        return CoreRangeSet(std::move(ranges));
    }
    int64_t side = 1, narrow = 0;
    CoreRangeSet full, last;
};

// `row`: bytes of an element when rows are gathered in a buffer of their own before they become tiles.
DeviceProgram blocks_program(std::string_view operation, const char* factory, const MeshDevice& d,
                             const BlockCores& blocks, int64_t in, int64_t out, int64_t row) {
    DeviceProgram p{std::string(operation), factory, {}, {}};
    const int64_t slack = 2 * d.alignment(BufferType::DRAM);
    for (const auto& [cores, width] : {std::pair(blocks.full, blocks.side), std::pair(blocks.last, blocks.narrow)}) {
        if (cores.empty() || width == 0) continue;
        p.buffers.push_back({kDataflow, width * in, cores});
        p.buffers.push_back({kDataflow, width * out, cores});
        if (row) p.buffers.push_back({kDataflow, width * 32 * row + slack, cores});
    }
    return p;
}

// As many cores as have a row of tiles, each with a row of both formats (or two, when it works on several).
DeviceProgram rows_program(std::string_view operation, const char* factory, const MeshDevice& d, const TileGrid& grid,
                           int64_t in, int64_t out, bool by_rows, bool doubled) {
    const int64_t per_core = std::max<int64_t>(1, div_up(grid.rows, num_cores(d))), n = div_up(grid.rows, per_core),
                  width = grid.columns * (doubled && per_core > 1 ? 2 : 1);
    return program_on(std::string(operation).c_str(), factory,
                      by_rows ? first_cores_by_rows(n, d.grid()) : first_cores(n, d.grid()), {width * in, width * out});
}

// The generated untilize program divides rows of tiles among all cores; {} when its buffers do not fit.
std::optional<DeviceProgram> generated_untilize(const MeshDevice& d, const TensorSpec& from, const TensorSpec& to) {
    if (to.dtype() != DataType::BFLOAT16) return {};
    const TileGrid grid(from);
    const int64_t chunks =
        is_padded(from) ? 1 : std::clamp<int64_t>(num_cores(d) / std::max<int64_t>(1, grid.rows), 1, grid.columns);
    const int64_t width = 2 * div_up(grid.columns, chunks), in = tile_bytes(from), out = tile_bytes(from, to.dtype()),
                  rows = div_up(grid.rows, std::max<int64_t>(1, div_up(grid.rows, num_cores(d))));
    if (width * (in + out) > d.model().l1_size - d.l1_base()) return {};
    return program_on("UntilizeCodegenDeviceOperation", "UntilizeCodegenProgramFactory",
                      first_cores_by_rows(std::min(rows, num_cores(d)) * chunks, d.grid()), {width * in, width * out});
}

DeviceProgram untilize_shards(const MeshDevice&, const TensorSpec& from, const TensorSpec& to) {
    const Shards shards(from);
    const auto cores = shards.cores();
    if (is_sharded(to))
        return {"UntilizeDeviceOperation",
                "UntilizeMultiCoreInputAndOutputShardTypeAndShardSpecIdenticalProgramFactory",
                {borrowed(shards.bytes(from.dtype()), cores), borrowed(shards.bytes(to.dtype()), cores)},
                {}};
    const int64_t rows = shards.shard.shape[0] / 32, columns = shards.shard.shape[1] / 32;
    const bool even = from.physical_width() % shards.shard.shape[1] == 0;
    const int64_t width = columns * (rows > 1 ? 2 : 1);
    DeviceProgram p{"UntilizeDeviceOperation", "UntilizeMultiCoreProgramFactory", {}, {}};
    if (even) p.buffers.push_back(borrowed(shards.bytes(from.dtype()), cores));
    else p.buffers.push_back({kDataflow, width * tile_bytes(from), cores});
    p.buffers.push_back({kDataflow, width * tile_bytes(from, to.dtype()), cores});
    return p;
}

// `cut`: the operation that leaves padding behind was asked for, not the general one.
DeviceProgram untilize_program(const MeshDevice& d, const TensorSpec& from, const TensorSpec& to, bool cut) {
    if (is_sharded(from)) return untilize_shards(d, from, to);
    const bool padded = is_padded(from);
    if (!(cut && padded))
        if (auto p = generated_untilize(d, from, to)) return *p;
    const TileGrid grid(from);
    const int64_t in = tile_bytes(from), out = tile_bytes(from, to.dtype());
    const char* operation = padded ? "UntilizeWithUnpaddingDeviceOperation" : "UntilizeDeviceOperation";
    if (grid.by_blocks())
        return blocks_program(operation,
                              padded ? "UntilizeWithUnpaddingMultiCoreBlockInterleavedProgramFactory"
                                     : "UntilizeMultiCoreBlockProgramFactory",
                              d, BlockCores(grid, d, !padded), in, out, 0);
    if (padded)
        return rows_program(operation, "UntilizeWithUnpaddingMultiCoreInterleavedProgramFactory", d, grid, in, out,
                            false, false);
    return rows_program(operation, "UntilizeMultiCoreProgramFactory", d, grid, in, out, true, true);
}

DeviceProgram typecast_program(const MeshDevice& d, const TensorSpec& from, const TensorSpec& to) {
    const char* operation = "TypecastDeviceOperation";
    if (!from.is_tile()) {  // in chunks of 1024 elements
        const int64_t units = from.physical_height() * div_up(from.physical_width(), 1024);
        return program_on(operation, "TypecastRowMajorChunkedProgramFactory", first_cores_by_rows(units, d.grid()),
                          {2048 * bytes_of(from.dtype()), 2048 * bytes_of(to.dtype())});
    }
    if (is_sharded(from) && is_sharded(to) && from.memory_config() == to.memory_config() &&
        tile_bytes(from) == tile_bytes(to)) {
        const Shards shards(from);
        const auto buffer = borrowed(shards.bytes(from.dtype()), shards.cores());
        return {operation, "TypecastShardedProgramFactory", {buffer, buffer}, {}};
    }
    return program_on(operation, "TypecastProgramFactory", first_cores(from.num_tiles(), d.grid()),
                      {2 * tile_bytes(from), 2 * tile_bytes(to)});
}

// Bytes of a page of rows: a row, or the part of it that a shard has.
int64_t row_page(const TensorSpec& s) {
    return (is_sharded(s) ? s.memory_config().shard_spec()->shape[1] : s.physical_width()) * bytes_of(s.dtype());
}

DeviceProgram copy_program(const MeshDevice& d, const TensorSpec& from, const TensorSpec& to) {
    const char* operation = "CopyDeviceOperation";
    const bool same = from.memory_config() == to.memory_config();
    const bool cast = from.dtype() != to.dtype();
    DeviceProgram p{operation,
                    same             ? "SameMemoryConfig"
                    : from.is_tile() ? "DefaultTilized"
                                     : "DefaultRowMajor",
                    {},
                    {}};
    const auto kind = same ? StaticBufferKind::Circular : kDataflow;
    const int64_t units = from.is_tile() ? from.num_tiles() : from.physical_height();
    const auto cores = first_cores(units, d.grid());
    auto add = [&](int64_t bytes) { p.buffers.push_back({kind, bytes, cores}); };
    if (from.is_tile()) {
        add(2 * tile_bytes(from));
        if (cast) add(2 * tile_bytes(to));
        return p;
    }
    add(2 * up(row_page(to), d.alignment(to.memory_config().buffer_type())));
    add(row_page(from));
    return p;
}

DeviceProgram to_shards_program(const MeshDevice& d, const TensorSpec& from, const TensorSpec& to) {
    const Shards shards(to);
    const auto cores = shards.cores();
    DeviceProgram p{"InterleavedToShardedDeviceOperation", "InterleavedToShardedProgramFactory", {}, {}};
    p.buffers.push_back(borrowed(shards.bytes(to.dtype()), cores));
    if (from.is_tile() && from.dtype() != to.dtype())
        p.buffers.push_back({kDataflow, shards.bytes(from.dtype()), cores});
    if (!from.is_tile()) {
        const int64_t alignment = d.alignment(BufferType::DRAM);
        p.buffers.push_back({kDataflow, 4 * (up(row_page(to), alignment) + alignment), cores});
    }
    return p;
}

DeviceProgram from_shards_program(const TensorSpec& from, DataType to) {
    const Shards shards(from);
    const auto cores = shards.cores();
    DeviceProgram p{"ShardedToInterleavedDeviceOperation", "ShardedToInterleavedProgramFactory", {}, {}};
    p.buffers.push_back(borrowed(shards.bytes(from.dtype()), cores));
    if (from.dtype() != to) p.buffers.push_back({kDataflow, shards.bytes(to), cores});
    return p;
}

DeviceProgram reshard_program(const TensorSpec& from, const TensorSpec& to) {
    const Shards shards(to);
    const bool height = from.memory_config().memory_layout() == TensorMemoryLayout::HEIGHT_SHARDED &&
                        to.memory_config().memory_layout() == TensorMemoryLayout::HEIGHT_SHARDED;
    return {"ReshardDeviceOperation",
            height ? "ReshardSameWidthFactory<true>" : "ReshardGenericFactory",
            {borrowed(shards.bytes(to.dtype()), shards.cores(), StaticBufferKind::Circular)},
            {}};
}

}  // namespace

DeviceProgram tilize_program(std::string_view operation, const MeshDevice& d, const TensorSpec& from,
                             const TensorSpec& to) {
    const bool pads = operation == "TilizeWithValPaddingDeviceOperation";
    if (!pads && is_sharded(from) && is_sharded(to)) {
        const Shards shards(to);
        const auto cores = shards.cores();
        return {std::string(operation),
                "TilizeMultiCoreShardedProgramFactory",
                {borrowed(Shards(from).bytes(from.dtype()), cores), borrowed(shards.bytes(to.dtype()), cores)},
                {}};
    }
    const TileGrid grid(to);
    const int64_t in = tile_bytes(to, from.dtype()), out = tile_bytes(to);
    if (grid.by_blocks())
        return blocks_program(
            operation,
            pads ? "TilizeWithValPaddingMultiCoreBlockInterleavedFactory" : "TilizeMultiCoreBlockProgramFactory", d,
            BlockCores(grid, d, false), in, out, bytes_of(from.dtype()));
    return rows_program(operation,
                        pads ? "TilizeWithValPaddingMultiCoreDefaultFactory" : "TilizeMultiCoreDefaultProgramFactory",
                        d, grid, in, out, false, false);
}

std::vector<DeviceProgram> layout_device_programs(std::string_view operation, const MeshDevice& d,
                                                  const TensorSpec& from, const TensorSpec& to) {
    if (from.padded_shape().volume() == 0) return {};
    if (operation.starts_with("Tilize")) return {tilize_program(operation, d, from, to)};
    if (operation.starts_with("Untilize"))
        return {untilize_program(d, from, to, operation == "UntilizeWithUnpaddingDeviceOperation")};
    if (operation == "TypecastDeviceOperation") return {typecast_program(d, from, to)};
    const bool whole_shards = (!from.memory_config().is_sharded() || is_sharded(from)) &&
                              (!to.memory_config().is_sharded() || is_sharded(to));
    if (!whole_shards) return {DeviceProgram{std::string(operation), "ProgramFactory", {}, {}}};
    if (operation == "MoveDeviceOperation") return {move_program(d, from, to)};
    if (operation == "InterleavedToShardedDeviceOperation") return {to_shards_program(d, from, to)};
    if (operation == "ReshardDeviceOperation") return {reshard_program(from, to)};
    if (operation == "ShardedToInterleavedDeviceOperation") {
        if (!is_sharded(to)) return {from_shards_program(from, to.dtype())};
        return {from_shards_program(from, from.dtype()), to_shards_program(d, from, to)};
    }
    return {copy_program(d, from, to)};
}

DeviceProgram fill_pad_program(const MeshDevice& d, const TensorSpec& s) {
    const bool bottom = s.logical_shape().rank() < 2 || s.logical_shape().height() % s.tile().height != 0,
               right = s.logical_shape().width() % s.tile().width != 0;
    const int64_t down = s.padded_shape().height() / s.tile().height,
                  across = s.padded_shape().width() / s.tile().width;
    const int64_t tiles =
        s.padded_shape().outer_volume() * ((bottom ? across : 0) + (right ? down : 0) - (bottom && right ? 1 : 0));
    const int64_t t = tile_bytes(s);
    DeviceProgram p =
        program_on("FillPadDeviceOperation", "FillPadProgramFactory", first_cores(tiles, d.grid()), {2 * t, t, 2 * t});
    if (bottom && right) p.buffers.push_back({kDataflow, t, p.buffers[0].cores});
    return p;
}

namespace {

// How many pieces of tile rows (16 elements at most) make a full output tile. Pieces of 16 rows that follow one pattern
// are listed once for both faces.
int64_t pieces_of_tile(const Shape& from, const Shape& to) {
    const int64_t width = to.width(), rows = std::min<int64_t>(32, to.height()), columns = std::min<int64_t>(32, width),
                  given = from.width();
    if (width == 1) return std::min<int64_t>(rows, 16);
    if (given == 1) return rows * std::min<int64_t>(columns, 16);
    if ((given % 16 == 0 && width % 16 == 0) || given == width) {
        const int64_t faces = columns > 16 ? 2 : 1;
        return std::min<int64_t>(faces * std::min<int64_t>(rows, 16), 16) +
               std::min<int64_t>(faces * std::max<int64_t>(rows - 16, 0), 16);
    }
    int64_t pieces = 0;
    for (int64_t r = 0; r < rows; ++r)
        for (int64_t c = 0; c < columns; ++c) {
            const int64_t column = (r * width + c) % given;
            pieces += c % 16 == 0 || column % 16 == 0;
        }
    return pieces;
}

}  // namespace

DeviceProgram reshape_tiles_program(const MeshDevice& d, const TensorSpec& from, const TensorSpec& to) {
    const DataType moved = is_block_float(from.dtype()) ? DataType::BFLOAT16 : from.dtype();
    const int64_t page = tile_bytes(to, moved);
    DeviceProgram p = program_on("ReshapeViewDeviceOperation", "ReshapeViewTiledProgramFactory",
                                 first_cores(to.num_tiles(), d.grid()),
                                 {32 * pieces_of_tile(from.logical_shape(), to.logical_shape()), page});
    p.buffers.push_back({StaticBufferKind::Scratchpad, page, p.buffers[0].cores});
    return p;
}

DeviceProgram reshape_rows_program(const MeshDevice& d, const TensorSpec& input, const TensorSpec& out) {
    // Two processors share rows that are whole words of 16 bytes.
    auto bytes = [](const TensorSpec& s) { return s.physical_width() * bytes_of(s.dtype()); };
    const int64_t row = bytes(out), from = 2 * up(bytes(input), 64) + 128,
                  to = row % 16 || bytes(input) % 16 ? 8 * up(row, 64) + 128 : row + 16;
    DeviceProgram p{"ReshapeViewDeviceOperation", "ReshapeViewRMProgramFactory", {}, {}};
    for (int i = 0; i < (row % 16 ? 1 : 2); ++i)
        for (int64_t page : {from, to}) p.buffers.push_back({StaticBufferKind::Scratchpad, page, d.all_cores()});
    return p;
}

DeviceProgram clone_program(const MeshDevice& d, const TensorSpec& from, const TensorSpec& to) {
    const auto& config = from.memory_config();
    const int64_t units = from.is_tile() ? from.num_tiles() : from.physical_height();
    const auto cores = is_sharded(from) ? config.shard_spec()->grid : first_cores(units, d.grid());
    auto two = [&](const TensorSpec& s) {
        return 2 * (s.is_tile() ? tile_bytes(s) : up(row_page(s), d.alignment(s.memory_config().buffer_type())));
    };
    DeviceProgram p = program_on("CloneOperation", "CloneProgramFactory", cores, {two(from)});
    if (from.dtype() != to.dtype()) p.buffers.push_back({kDataflow, two(to), cores});
    return p;
}

DeviceProgram move_program(const MeshDevice& d, const TensorSpec& from, const TensorSpec& to) {
    if (is_sharded(from) && from.memory_config() == to.memory_config()) {
        const auto buffer = borrowed(Shards(from).bytes(from.dtype()), from.memory_config().shard_spec()->grid,
                                     StaticBufferKind::Circular);
        return {"MoveDeviceOperation", "MoveShardedProgramFactory", {buffer, buffer}, {}};
    }
    const int64_t units = from.is_tile() ? from.num_tiles() : from.physical_height(),
                  page = from.is_tile() ? tile_bytes(from)
                                        : up(row_page(from), d.alignment(from.memory_config().buffer_type()));
    return {"MoveDeviceOperation",
            "MoveProgramFactory",
            {{StaticBufferKind::Circular, 2 * page, first_cores(units, d.grid())}},
            {}};
}

}  // namespace ttnn

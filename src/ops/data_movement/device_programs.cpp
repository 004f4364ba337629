#include "ops/data_movement/device_programs.hpp"

#include <algorithm>
#include <numeric>

#include "ops/layout/layout_programs.hpp"

namespace ttnn {
namespace {

constexpr auto kDataflow = StaticBufferKind::Dataflow;

int64_t up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }
int64_t tile_bytes(const TensorSpec& s) { return static_cast<int64_t>(s.tile().bytes(s.dtype())); }
// A row as it lies in memory, rounded up to the alignment of its bank.
int64_t row_bytes(const MeshDevice& d, const TensorSpec& s) {
    return up(s.physical_width() * static_cast<int64_t>(element_size(s.dtype())),
              d.alignment(s.memory_config().buffer_type()));
}

std::vector<int64_t> swapped(size_t rank, size_t a, size_t b) {
    std::vector<int64_t> out(rank);
    std::iota(out.begin(), out.end(), 0);
    std::swap(out[a], out[b]);
    return out;
}

// Shorter orders get dimensions in front, as the operation works on at least four.
std::vector<int64_t> at_least_four(std::vector<int64_t> order) {
    while (order.size() < 4) {
        for (auto& d : order) ++d;
        order.insert(order.begin(), 0);
    }
    return order;
}

// `type`: what the elements are while they move.
DeviceProgram tiled_permute(const MeshDevice& in, const TensorSpec& from, const std::vector<int64_t>& order,
                            const TensorSpec& out, DataType type) {
    const int64_t two = 2 * static_cast<int64_t>(out.tile().bytes(type)), tiles = out.num_tiles(),
                  most = std::max(from.num_tiles(), tiles),
                  element = static_cast<int64_t>(is_block_float(type) ? 1 : element_size(type));
    // Rows of a face with zeros, for outputs whose last tile rows have padding.
    const bool pads = out.logical_shape().height() % 32 != 0;
    auto with_padding = [&](std::vector<std::pair<StaticBufferKind, int64_t>> buffers, int64_t bytes) {
        if (pads) buffers.emplace_back(kDataflow, bytes);
        return buffers;
    };
    const auto rank = static_cast<int64_t>(order.size());
    const bool four = rank == 4;
    if (four && order == swapped(4, 2, 3))
        return units_program("TransposeDeviceOperation", "TransposeWHProgramFactory", in, tiles,
                             {{kDataflow, two}, {kDataflow, two}});
    if (four && order == swapped(4, 0, 1))
        return units_program("TransposeDeviceOperation", "TransposeCNProgramFactory", in, tiles, {{kDataflow, two}});
    if (four && order == swapped(4, 1, 2))
        return units_program("TransposeDeviceOperation", "TransposeHCTiledInterleavedProgramFactory", in, most,
                             with_padding({{kDataflow, two}}, 256 * element));
    const int64_t last = order[static_cast<size_t>(rank - 1)], before = order[static_cast<size_t>(rank - 2)];
    const char* operation = "PermuteDeviceOperation";
    if (last == rank - 1 && before == rank - 2)
        return units_program(operation, "MultiCoreTileInvariant", in, tiles, {{kDataflow, two}});
    if (last == rank - 2 && before == rank - 1)
        return units_program(operation, "MultiCoreTileInvariant", in, tiles, {{kDataflow, two}, {kDataflow, two}});
    if (last == rank - 1)
        return units_program(operation, "MultiCoreTileRowInvariant", in, most,
                             with_padding({{kDataflow, two}}, 16 * element));
    if (last == rank - 2)
        return units_program(operation, "MultiCoreTileRowInvariant", in, most,
                             with_padding({{kDataflow, two}, {kDataflow, two}}, 16 * element));
    return units_program(operation, "MultiCoreTiledGeneric", in, most,
                         with_padding({{kDataflow, two}, {kDataflow, two}, {kDataflow, two}}, 16 * element));
}

// Whether elements leave the tile row that they are in (other than by a transposition of whole tiles).
bool breaks_tiles(const std::vector<int64_t>& order) {
    const auto rank = static_cast<int64_t>(order.size());
    const int64_t last = order.back(), before = order[order.size() - 2];
    return !(last + before == 2 * rank - 3 && std::min(last, before) == rank - 2) && (rank == 4 || last < rank - 1);
}

DeviceProgram row_permute(const MeshDevice& in, const TensorSpec& from, const std::vector<int64_t>& order,
                          const TensorSpec& out) {
    const auto rank = static_cast<int64_t>(order.size());
    const char* operation = "PermuteDeviceOperation";
    if (order.back() == rank - 1)
        return units_program(operation, "MultiCoreRowInvariant", in, out.physical_height(),
                             {{kDataflow, 2 * row_bytes(in, from)}});
    // Blocks of 32 by 32 over the old and the new last dimension.
    const int64_t width = from.logical_shape().width(), other = out.logical_shape().width(),
                  blocks = (width + 31) / 32 * ((other + 31) / 32);
    const int64_t outer = from.logical_shape().volume() / std::max<int64_t>(1, width * other),
                  bytes = 2 * 32 * 32 * static_cast<int64_t>(element_size(from.dtype()));
    return units_program(operation, "MultiCoreBlockedGeneric", in, outer * blocks,
                         {{kDataflow, bytes}, {kDataflow, bytes}, {kDataflow, bytes}});
}

}  // namespace

CoreRangeSet first_cores(int64_t units, CoreCoord grid) {
    if (units <= 0) return {};
    const int64_t n = std::min<int64_t>(units, grid.x * grid.y), full = n / grid.y, rest = n % grid.y;
    if (full == 0 || rest == 0) return num_cores_to_corerangeset(n, grid);
    return CoreRangeSet(std::vector<CoreRange>{{{0, 0}, {full, rest - 1}}, {{0, rest}, {full - 1, grid.y - 1}}});
}

CoreRangeSet first_cores_by_rows(int64_t units, CoreCoord grid) {
    return num_cores_to_corerangeset(std::clamp<int64_t>(units, 1, grid.x * grid.y), grid, true);
}

DeviceProgram program_on(const char* operation, const char* factory, const CoreRangeSet& cores,
                         std::initializer_list<int64_t> dataflow_bytes) {
    DeviceProgram p{operation, factory, {}, {}};
    for (int64_t bytes : dataflow_bytes) p.buffers.push_back({kDataflow, bytes, cores});
    return p;
}

DeviceProgram units_program(const char* operation, const char* factory, const MeshDevice& device, int64_t units,
                            const std::vector<std::pair<StaticBufferKind, int64_t>>& buffers) {
    const CoreRangeSet cores = first_cores(units, device.grid());
    DeviceProgram p{operation, factory, {}, {}};
    for (const auto& [kind, bytes] : buffers) p.buffers.push_back({kind, bytes, cores});
    return p;
}

std::vector<DeviceProgram> permute_device_programs(const MeshDevice& device, const TensorSpec& input,
                                                   const std::vector<int64_t>& given, const TensorSpec& out) {
    if (given.empty()) return layout_device_programs("CopyDeviceOperation", device, input, out);
    if (!input.is_tile()) return {row_permute(device, input, given, out)};
    const auto order = at_least_four(given);
    const DataType type = input.dtype();
    if (!breaks_tiles(order) || !is_block_float(type)) return {tiled_permute(device, input, order, out, type)};
    // Elements of block floats cannot move alone: they go through bfloat16.
    const int64_t narrow = 2 * tile_bytes(out), wide = 2 * static_cast<int64_t>(out.tile().bytes(DataType::BFLOAT16));
    const auto cast = [&](int64_t tiles, int64_t from, int64_t to) {
        return units_program("TypecastDeviceOperation", "TypecastProgramFactory", device, tiles,
                             {{kDataflow, from}, {kDataflow, to}});
    };
    return {cast(input.num_tiles(), narrow, wide), tiled_permute(device, input, order, out, DataType::BFLOAT16),
            cast(out.num_tiles(), wide, narrow)};
}

}  // namespace ttnn

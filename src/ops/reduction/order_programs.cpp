#include "ops/reduction/order_programs.hpp"

#include <algorithm>
#include <numeric>

#include "base/div_up.hpp"
#include "ops/data_movement/device_programs.hpp"
#include "ops/data_movement/program_chain.hpp"
#include "ops/layout/layout_programs.hpp"

namespace ttnn {
namespace {

int64_t up(int64_t n, int64_t to) { return div_up(n, to) * to; }
int64_t tile_bytes(DataType t) { return static_cast<int64_t>(Tile{}.bytes(t)); }

// The cores that first_cores(n) leaves, in the rectangles of the card's reports.
CoreRangeSet other_cores(int64_t n, CoreCoord grid) {
    const int64_t column = n / grid.y, row = n % grid.y;
    std::vector<CoreRange> out;
    out.emplace_back(CoreCoord{column, row}, CoreCoord{grid.x - 1, grid.y - 1});
    if (row && column + 1 < grid.x) out.emplace_back(CoreCoord{column + 1, 0}, CoreCoord{grid.x - 1, row - 1});
    return CoreRangeSet(std::move(out));
}

// Rows are divided among cores in groups of elements; one core joins what they found. An output page holds the results
// of `page` rows.
DeviceProgram argmax_of_rows(const Tensor& input, int64_t width, int64_t page) {
    const auto& d = *input.device();
    const CoreCoord grid = d.grid();
    const int64_t element = static_cast<int64_t>(element_size(input.dtype())),
                  group = d.alignment(BufferType::DRAM) / 2, groups = div_up(width, group),
                  cores = std::min(groups, grid.x * grid.y), more = groups % cores, reads = page > 1 ? 2 : 1;
    auto place = [&](int64_t bytes) { return up(page * bytes, 32); };
    const auto all = first_cores(cores, grid);
    DeviceProgram p{"ArgMaxDeviceOperation", "ArgMaxMultiCoreProgramFactory", {}, {}};
    auto add = [&](int64_t bytes, const CoreRangeSet& on) {
        p.buffers.push_back({StaticBufferKind::Dataflow, bytes, on});
    };
    const int64_t share = groups / cores * group * element * reads;
    if (more) {
        add(share + group * element * reads, first_cores(more, grid));
        add(share, other_cores(more, grid));
    } else {
        add(share, all);
    }
    add(place(4), all);
    add(cores * place(4), all);
    add(cores * (page > 1 ? place(element) : place(4)), all);
    return p;
}

}  // namespace

std::vector<DeviceProgram> argmax_device_programs(const Tensor& input, std::optional<int64_t> dim,
                                                  const TensorSpec& output) {
    const auto& d = *input.device();
    const Shape& s = input.shape();
    const auto rank = static_cast<int64_t>(s.rank());
    if (s.volume() == 0 || rank == 0) return {};
    const bool last = !dim || *dim == rank - 1;
    if (!input.spec().is_tile() && last) {
        const bool kept = dim && output.logical_shape().rank() == s.rank();
        return {argmax_of_rows(input, s.width(), !dim || kept || rank < 2 ? 1 : s.height())};
    }
    ProgramChain chain(d, input.spec());
    chain.tilize();
    const int64_t tile = tile_bytes(input.dtype());
    if (last || *dim == rank - 2) {
        // An output page holds a row of results.
        const int64_t page = 4 * std::max<int64_t>(1, output.physical_width());
        DeviceProgram p =
            program_on("ArgMaxDeviceOperation", "ArgMaxSingleCoreProgramFactory", first_cores(1, d.grid()), {tile});
        p.buffers.push_back({StaticBufferKind::Scratchpad, page, p.buffers[0].cores});
        chain.add(std::move(p));
        return chain.take();
    }
    Shape kept = s;
    kept.set(*dim, 1);
    const TensorSpec to = chain.spec().with_shape(kept).with_dtype(DataType::UINT32);
    chain.step(program_on("ArgMaxNCDeviceOperation", "DirectDescriptorFactory",
                          first_cores_by_rows(to.num_tiles(), d.grid()), {2 * tile, 2 * tile_bytes(DataType::UINT32)}),
               to);
    chain.untilize(true);
    return chain.take();
}

std::vector<DeviceProgram> cumulative_device_programs(const Tensor& input, int64_t dim, const TensorSpec& output,
                                                      bool reverse, bool product) {
    const auto& d = *input.device();
    std::vector<DeviceProgram> programs;
    auto add = [&](std::vector<DeviceProgram> more) {
        for (auto& p : more) programs.push_back(std::move(p));
    };
    TensorSpec spec = input.spec();
    if (spec.dtype() != output.dtype()) {
        add(layout_device_programs("TypecastDeviceOperation", d, spec, spec.with_dtype(output.dtype())));
        spec = spec.with_dtype(output.dtype());
    }
    const auto rank = static_cast<int64_t>(spec.logical_shape().rank());
    const int64_t four = 4 * tile_bytes(spec.dtype());
    const char *operation = "AccumulationDeviceOperation", *factory = "AccumulationProgramFactory";
    if (!product && !reverse && spec.dtype() == DataType::BFLOAT16 && dim >= rank - 2) {
        const int64_t down = spec.physical_height() / 32, across = spec.physical_width() / 32,
                      images = spec.padded_shape().outer_volume();
        add({program_on(operation, factory, first_cores(dim == rank - 1 ? down : images * across, d.grid()),
                        {four, four})});
        return programs;
    }
    // The dimension comes to the front of at least four.
    const int64_t total = std::max<int64_t>(4, rank), at = dim + total - rank;
    const Shape shape = spec.logical_shape().to_rank(static_cast<size_t>(total));
    std::vector<int64_t> order(static_cast<size_t>(total));
    std::iota(order.begin(), order.end(), 0);
    std::swap(order[0], order[static_cast<size_t>(at)]);
    Shape turned = shape;
    turned.set(0, shape[at]);
    turned.set(at, shape[0]);
    const TensorSpec own = spec.with_shape(shape), moved = spec.with_shape(turned);
    const bool moves = at != 0 && !(at < total - 2 && shape[0] == 1 && shape[at] == 1);
    if (moves) add(permute_device_programs(d, own, order, moved));
    const DataType t = spec.dtype();
    DeviceProgram p =
        program_on(operation, factory, first_cores(moved.num_tiles() / std::max<int64_t>(1, turned[0]), d.grid()),
                   {four, four, is_integer(t) ? tile_bytes(t) : tile_bytes(DataType::FLOAT32)});
    if (!product && t == DataType::FLOAT32)
        p.buffers.push_back({StaticBufferKind::Dataflow, tile_bytes(t), p.buffers[0].cores});
    add({std::move(p)});
    if (moves) add(permute_device_programs(d, moved, order, own));
    return programs;
}

}  // namespace ttnn

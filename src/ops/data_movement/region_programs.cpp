#include "ops/data_movement/region_programs.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "ops/data_movement/device_programs.hpp"
#include "ops/data_movement/program_chain.hpp"

namespace ttnn {
namespace {

constexpr auto kCircular = StaticBufferKind::Circular, kDataflow = StaticBufferKind::Dataflow,
               kScratchpad = StaticBufferKind::Scratchpad;

int64_t up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }
int64_t tile_bytes(const TensorSpec& s) { return static_cast<int64_t>(s.tile().bytes(s.dtype())); }
int64_t plain_row_bytes(const TensorSpec& s) {
    return s.physical_width() * static_cast<int64_t>(element_size(s.dtype()));
}
int64_t alignment(const MeshDevice& d, const TensorSpec& s) { return d.alignment(s.memory_config().buffer_type()); }
// A row as it lies in memory, rounded up to the alignment of its bank.
int64_t row_bytes(const MeshDevice& d, const TensorSpec& s) { return up(plain_row_bytes(s), alignment(d, s)); }

MemoryConfig interleaved(const MemoryConfig& config) { return {TensorMemoryLayout::INTERLEAVED, config.buffer_type()}; }

DeviceProgram slice_rows(const MeshDevice& d, const TensorSpec& input, const TensorSpec& out, const SliceForm& form) {
    const char* operation = "SliceDeviceOperation";
    if (form.strided)
        return units_program(operation, "SliceRmStrideProgramFactory", d, out.physical_height(),
                             {{kDataflow, 2 * up(plain_row_bytes(input), alignment(d, out))}});
    // Rows are read in batches, the largest power of two up to 32 that fits 4 KiB; with room to shift them where they
    // do not begin at an aligned address.
    const int64_t aligned = alignment(d, out),
                  shift = form.first_column * static_cast<int64_t>(element_size(out.dtype())) % aligned,
                  row = std::max<int64_t>(1, up(plain_row_bytes(out), shift ? 2 * aligned : aligned)),
                  batch = std::bit_floor(static_cast<uint64_t>(std::clamp<int64_t>(4096 / row, 1, 32)));
    return units_program(
        operation, "SliceRmProgramFactory", d, out.physical_height(),
        {{kDataflow, 2 * row * batch}, {kScratchpad, 4 * static_cast<int64_t>(out.logical_shape().rank())}});
}

// `tensors` in rows along a dimension, into the shape of `out`. Rows of which a bank's alignment cuts the end cannot be
// joined at their ends: they are turned on their side and back.
void concat_rows(const MeshDevice& d, std::vector<ProgramChain>& tensors, int64_t dim, ProgramChain& out,
                 const Shape& shape) {
    const auto rank = static_cast<int64_t>(shape.rank());
    const TensorSpec& first = tensors[0].spec();
    const bool turned = dim == rank - 1 && std::any_of(tensors.begin(), tensors.end(), [&](const auto& t) {
                            return plain_row_bytes(t.spec()) % alignment(d, t.spec()) != 0;
                        });
    const Shape joined = turned && rank == 1 ? shape.to_rank(2) : shape;
    Shape in_order = joined;
    if (turned) {
        in_order.set(-1, joined[-2]);
        in_order.set(-2, joined[-1]);
        for (auto& t : tensors) {
            ProgramChain one(d, t.spec().with_shape(t.spec().logical_shape().to_rank(joined.rank())));
            one.swap(-1, -2);
            out.add(one.take());
        }
    }
    const TensorSpec result = TensorSpec(in_order, first.dtype(), Layout::ROW_MAJOR, out.spec().memory_config());
    out.step(units_program("ConcatDeviceOperation", "ConcatProgramFactory", d, result.physical_height(),
                           {{kDataflow, 2 * up(plain_row_bytes(result), alignment(d, first))}}),
             result);
    if (turned) out.swap(-1, -2);
}

// Tiles of which the last are not full, row of tiles by row of tiles; nothing where a core has no room for one.
std::optional<DeviceProgram> concat_unaligned_tiles(const MeshDevice& d, std::span<const TensorSpec> inputs,
                                                    const TensorSpec& out) {
    const int64_t tile = tile_bytes(out), rows = out.physical_height() / out.tile().height,
                  width = out.physical_width() / out.tile().width;
    int64_t in = 0;
    for (const auto& t : inputs) in += t.physical_width() / t.tile().width;
    if (3 * (in + width) * tile > d.model().l1_size - d.l1_base()) return {};
    std::vector<CoreRange> each;
    for (int64_t i = 0; i < std::min(rows, d.grid().x * d.grid().y); ++i)
        each.emplace_back(CoreCoord{i / d.grid().y, i % d.grid().y});
    const CoreRangeSet cores(std::move(each));
    DeviceProgram p{"ConcatDeviceOperation", "ConcatTiledUnalignedProgramFactory", {}, {}};
    for (int64_t tiles : {2 * in, in, width, 2 * width}) p.buffers.push_back({kCircular, tiles * tile, cores});
    return p;
}

DeviceProgram pad_rows(const MeshDevice& d, const TensorSpec& out, int64_t in_front) {
    // 32 KiB of rows, in a number of 16, and a row of padding; another where rows must be shifted.
    const int64_t row = up(plain_row_bytes(out), 16), page = up(row, alignment(d, out));
    std::vector<std::pair<StaticBufferKind, int64_t>> buffers = {{kDataflow, up((32768 + row - 1) / row, 16) * row},
                                                                 {kScratchpad, page}};
    if (in_front || row != page) buffers.emplace_back(kScratchpad, page);
    return units_program("PadDeviceOperation", "PadRmReaderWriterMultiCoreDefaultProgramFactory", d,
                         out.physical_height(), buffers);
}

// A program with one circular buffer of eight pages.
DeviceProgram repeat_pages(const MeshDevice& d, const char* factory, const TensorSpec& out, int64_t alignment) {
    const int64_t units = out.is_tile() ? out.num_tiles() : out.physical_height(),
                  page = out.is_tile() ? tile_bytes(out) : up(plain_row_bytes(out), alignment);
    const auto cores = num_cores_to_corerangeset(std::clamp<int64_t>(units, 1, d.grid().x * d.grid().y), d.grid());
    return {"RepeatDeviceOperation", factory, {{kCircular, 8 * page, cores}}, {}};
}

// The program for ranks that the generated one does not take: two processors with a page each, in words of 16 bytes
// where rows grow.
DeviceProgram repeat_rows(const MeshDevice& d, const TensorSpec& in, bool last) {
    const int64_t row = plain_row_bytes(in), page = (last ? std::lcm(row, int64_t{16}) : row) + 128;
    const StaticBuffer buffer{kScratchpad, page, d.all_cores()};
    return {"RepeatDeviceOperation",
            last ? "RepeatProgramFactoryLastDim" : "RepeatProgramFactoryHigherDim",
            {buffer, buffer},
            {}};
}

TensorSpec with_extent(const TensorSpec& s, int64_t dim, int64_t extent) {
    Shape shape = s.logical_shape();
    shape.set(dim, extent);
    return s.with_shape(shape);
}

// Whether whole tiles can be repeated along a dimension.
bool repeats_tiles(const TensorSpec& s, int64_t dim) {
    const auto rank = static_cast<int64_t>(s.logical_shape().rank());
    return dim < rank - 2 || s.logical_shape()[dim] == s.padded_shape()[dim - rank];
}

}  // namespace

std::vector<DeviceProgram> slice_device_programs(const MeshDevice& d, const TensorSpec& input, const TensorSpec& out,
                                                 const SliceForm& form) {
    if (out.logical_shape().volume() == 0) return {};
    ProgramChain chain(d, input);
    if (!form.strided && out.logical_shape() == input.logical_shape()) {
        chain.move_to(out.memory_config());
        return chain.take();
    }
    if (input.is_tile() && form.at_tile && !form.strided && out.logical_shape().rank() > 1)
        return {units_program(
            "SliceDeviceOperation", "SliceTileProgramFactory", d, out.num_tiles(),
            {{kDataflow, 2 * tile_bytes(out)}, {kScratchpad, 4 * static_cast<int64_t>(out.logical_shape().rank())}})};
    const auto& memory = input.memory_config();
    chain.untilize(true);
    // Rows that shards cut are joined first, unless the region begins where they do.
    const bool cut = form.first_column && !input.is_tile() && memory.is_sharded() &&
                     !out.memory_config().is_sharded() && memory.memory_layout() != TensorMemoryLayout::HEIGHT_SHARDED;
    if (cut) chain.move_to(interleaved(memory));
    const TensorSpec rows(out.logical_shape(), out.dtype(), Layout::ROW_MAJOR,
                          cut ? interleaved(memory) : out.memory_config());
    chain.step(slice_rows(d, chain.spec(), rows, form), rows);
    if (out.is_tile()) chain.tilize();
    chain.move_to(out.memory_config());
    return chain.take();
}

std::vector<DeviceProgram> concat_device_programs(const MeshDevice& d, std::span<const TensorSpec> inputs, int64_t dim,
                                                  bool pads, const TensorSpec& out) {
    std::vector<TensorSpec> filled;
    for (const auto& t : inputs)
        if (t.logical_shape().volume()) filled.push_back(t);
    if (filled.empty()) return {};
    const bool sharded =
        std::any_of(filled.begin(), filled.end(), [](const auto& t) { return t.memory_config().is_sharded(); });
    const bool by_tiles = out.is_tile() && !pads, last = dim + 1 == static_cast<int64_t>(out.logical_shape().rank());
    std::vector<ProgramChain> tensors;
    ProgramChain chain(d, out);
    for (const auto& t : filled) {
        ProgramChain& one = tensors.emplace_back(d, t);
        if (sharded) one.move_to(MemoryConfig{});
    }
    std::optional<DeviceProgram> unaligned;
    if (out.is_tile() && pads && last && dim > 0 && !is_block_float(filled[0].dtype()))
        unaligned = concat_unaligned_tiles(d, filled, out);
    for (auto& t : tensors) {
        if (by_tiles) t.tilize();
        else if (!unaligned) t.untilize(true);
        chain.add(t.take());
    }
    if (unaligned) chain.add(std::move(*unaligned));
    else if (by_tiles)
        chain.add(units_program("ConcatDeviceOperation", "ConcatProgramFactory", d, out.num_tiles(),
                                {{kDataflow, 2 * tile_bytes(out)}}));
    else {
        concat_rows(d, tensors, dim, chain, out.logical_shape());
        if (out.is_tile()) chain.tilize();
    }
    return chain.take();
}

std::vector<DeviceProgram> pad_device_programs(const MeshDevice& d, const TensorSpec& input, const TensorSpec& out,
                                               int64_t in_front, bool multicore) {
    if (out.logical_shape() == input.logical_shape() || out.logical_shape().volume() == 0) return {};
    if (!input.is_tile()) return {pad_rows(d, out, in_front)};
    ProgramChain chain(d, input);
    const DataType own = input.dtype();
    auto as_bfloat16 = [&](auto step) {
        if (is_block_float(own)) chain.typecast(DataType::BFLOAT16);
        step();
        chain.typecast(own);
    };
    if (has_padding(input)) as_bfloat16([&] { chain.fill_padding(); });
    if (out.padded_shape() == input.padded_shape()) return chain.take();
    as_bfloat16([&] {
        const TensorSpec to = out.with_dtype(chain.spec().dtype());
        const int64_t tile = tile_bytes(to);
        chain.step(units_program("PadDeviceOperation",
                                 multicore ? "PadTileMulticoreProgramFactory" : "PadTileCoreProgramFactory", d,
                                 multicore ? to.num_tiles() : 1, {{kDataflow, 2 * tile}, {kScratchpad, tile}}),
                   to);
    });
    return chain.take();
}

std::vector<DeviceProgram> repeat_device_programs(const MeshDevice& d, const TensorSpec& input,
                                                  std::span<const int64_t> times, const TensorSpec& out) {
    if (out.logical_shape().volume() == 0) return {};
    ProgramChain chain(d, input.with_shape(input.logical_shape().to_rank(times.size())));
    const auto rank = static_cast<int64_t>(times.size());
    const MemoryConfig& memory = out.memory_config();
    auto n_of = [&](int64_t i) { return times[static_cast<size_t>(i)]; };
    bool whole = true, repeated = false;
    for (int64_t i = 0; i < rank; ++i) whole = whole && (n_of(i) == 1 || repeats_tiles(chain.spec(), i));
    const bool block = is_block_float(input.dtype()), generated = rank > 1 && rank <= 4 && (whole || !block);
    whole = whole && generated;
    if (!whole) chain.untilize(block || !generated);
    for (int64_t i = rank - 1; i >= 0; --i) {
        if (n_of(i) == 1) continue;
        const bool last = i == rank - 1;
        TensorSpec to = with_extent(chain.spec(), i, chain.spec().logical_shape()[i] * n_of(i));
        // Repeating a dimension of one repeats what is behind it once more.
        for (; !last && i > 0 && to.logical_shape()[i - 1] == 1; --i) to = with_extent(to, i - 1, n_of(i - 1));
        to = to.with_memory_config(memory);
        // All of a tensor is written to L1 tile by tile.
        const bool all = to.is_tile() && memory.is_l1() && i == 0 && rank > 2;
        if (!generated) chain.step(repeat_rows(d, chain.spec(), last), to);
        else if (all)
            chain.step({"RepeatDeviceOperation",
                        "RepeatCodegenProgramFactory",
                        {{kCircular, tile_bytes(to),
                          num_cores_to_corerangeset(
                              std::clamp<int64_t>(chain.spec().num_tiles(), 1, d.grid().x * d.grid().y), d.grid())}},
                        {}},
                       to);
        else
            chain.step(repeat_pages(d, "RepeatCodegenProgramFactory", to,
                                    d.alignment((last ? memory : input.memory_config()).buffer_type())),
                       to);
        repeated = true;
    }
    if (!repeated) chain.move_to(memory);
    if (input.is_tile() && !whole) chain.tilize(input.dtype());
    return chain.take();
}

std::vector<DeviceProgram> repeat_interleave_device_programs(const MeshDevice& d, const TensorSpec& input, int64_t dim,
                                                             int64_t repeats, const TensorSpec& out) {
    const auto rank = static_cast<int64_t>(input.logical_shape().rank());
    ProgramChain chain(d, input);
    const bool one = rank == 1, last = dim == rank - 1 && !one, by_rows = input.is_tile() && dim >= rank - 2;
    if (out.logical_shape().volume() == 0) return {};
    if (one) chain.reshape(Shape{input.logical_shape()[0], 1});  // a column
    if (repeats > 1 && !last && !by_rows && !one)
        return {repeat_pages(d, "RepeatInterleaveCodegenProgramFactory", out, alignment(d, out))};
    if (repeats > 1) {
        if (last) chain.swap(-1, -2);
        if (by_rows) chain.untilize(true);
        const int64_t at = last || one ? -2 : dim;
        const TensorSpec to = with_extent(chain.spec(), at, chain.spec().logical_shape()[at] * repeats);
        chain.step(units_program("ConcatDeviceOperation", "ConcatProgramFactory", d, to.physical_height(),
                                 {{kDataflow, 2 * row_bytes(d, to)}}),
                   to);
        if (by_rows) chain.tilize();
        if (last) chain.swap(-1, -2);
    }
    if (one) chain.reshape(out.logical_shape());
    chain.move_to(out.memory_config());
    return chain.take();
}

std::vector<DeviceProgram> reshape_device_programs(const MeshDevice& d, const TensorSpec& input,
                                                   const TensorSpec& out) {
    ProgramChain chain(d, input);
    if (input.logical_shape() == out.logical_shape()) chain.move_to(out.memory_config());
    else chain.reshape(out.logical_shape());
    return chain.take();
}

}  // namespace ttnn

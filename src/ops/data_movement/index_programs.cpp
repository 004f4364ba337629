#include "ops/data_movement/index_programs.hpp"

#include <algorithm>

#include "ops/data_movement/device_programs.hpp"
#include "ops/data_movement/program_chain.hpp"

namespace ttnn {
namespace {

constexpr auto kCircular = StaticBufferKind::Circular, kDataflow = StaticBufferKind::Dataflow,
               kScratchpad = StaticBufferKind::Scratchpad;

int64_t up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }
int64_t tile_bytes(const TensorSpec& s) { return static_cast<int64_t>(s.tile().bytes(s.dtype())); }
int64_t row_bytes(const TensorSpec& s) { return s.physical_width() * static_cast<int64_t>(element_size(s.dtype())); }

ProgramChain with_dim_last(const MeshDevice& d, const TensorSpec& spec, int64_t dim) {
    ProgramChain chain(d, spec);
    if (dim + 1 != static_cast<int64_t>(spec.logical_shape().rank())) chain.swap(dim, -1);
    return chain;
}

// Padding of the index must name a place; padding of the input must not be taken for one.
void without_padding(const MeshDevice& d, ProgramChain& index, ProgramChain& input) {
    index.fill_padding();
    const Shape& shape = input.spec().logical_shape();
    if (shape.rank() > 1 && shape.height() % input.spec().tile().height == 0) return input.fill_padding();
    input.add(units_program("SliceDeviceOperation", "SliceTileProgramFactory", d, input.spec().num_tiles(),
                            {{kDataflow, 2 * tile_bytes(input.spec())}, {kScratchpad, 16}}));
    Shape whole = input.spec().logical_shape();
    if (whole.rank() > 1) whole.set(-2, up(whole[-2], input.spec().tile().height));
    input.view(input.spec().with_shape(whole));
    input.fill_padding();
}

}  // namespace

std::vector<DeviceProgram> gather_device_programs(const MeshDevice& d, const TensorSpec& input, const TensorSpec& index,
                                                  int64_t dim) {
    if (index.logical_shape().volume() == 0 || input.logical_shape().rank() == 0) return {};
    ProgramChain places = with_dim_last(d, index, dim), chain = with_dim_last(d, input, dim);
    const TensorSpec result = places.spec().with_dtype(input.dtype());
    const auto& in = chain.spec();
    const char* operation = "GatherDeviceOperation";
    if (!input.is_tile()) {
        const auto cores = first_cores_by_rows(result.physical_height(), d.grid());
        DeviceProgram p{operation, "RmSingleRowSingleCore", {}, {}};
        for (int64_t bytes : {row_bytes(in), row_bytes(places.spec()), row_bytes(result)})
            p.buffers.push_back({kCircular, bytes, cores});
        chain.add(places.take());
        chain.step(std::move(p), result);
    } else {
        without_padding(d, places, chain);
        const int64_t across = in.physical_width() / in.tile().width, tile = tile_bytes(in);
        const auto cores =
            num_cores_to_corerangeset(std::clamp<int64_t>(result.num_tiles(), 1, d.grid().x * d.grid().y), d.grid());
        DeviceProgram p{operation,
                        across > 1 ? "GatherCodegenProgramFactoryTiled" : "GatherCodegenProgramFactoryInterleaved",
                        {},
                        {}};
        for (int64_t bytes : {across * tile, tile_bytes(places.spec()), 4 * tile})
            p.buffers.push_back({kCircular, bytes, cores});
        chain.add(places.take());
        chain.step(std::move(p), result);
    }
    if (dim + 1 != static_cast<int64_t>(input.logical_shape().rank())) chain.swap(dim, -1);
    return chain.take();
}

std::vector<DeviceProgram> scatter_device_programs(const MeshDevice& d, const TensorSpec& input,
                                                   const TensorSpec& index, const TensorSpec& source, int64_t dim,
                                                   bool combines, const TensorSpec& out) {
    if (input.logical_shape().volume() == 0 || input.logical_shape().rank() == 0) return {};
    ProgramChain chain(d, input);
    std::vector<int64_t> rows;
    TensorSpec turned = input;
    for (const TensorSpec* t : {&input, &index, &source}) {
        ProgramChain one(d, *t);
        one.untilize(true);
        if (dim + 1 != static_cast<int64_t>(input.logical_shape().rank())) one.swap(dim, -1);
        rows.push_back(up(row_bytes(one.spec()), d.alignment(one.spec().memory_config().buffer_type())));
        if (t == &input) turned = one.spec();
        chain.add(one.take());
    }
    std::vector<std::pair<StaticBufferKind, int64_t>> buffers = {
        {kDataflow, rows[0]}, {kScratchpad, rows[0]}, {kScratchpad, rows[1]}, {kScratchpad, rows[2]}};
    const bool widens = combines && turned.dtype() == DataType::BFLOAT16;  // sums are kept in float32
    if (widens) buffers.emplace_back(kScratchpad, up(4 * turned.physical_width(), d.alignment(BufferType::DRAM)));
    chain.step(units_program("ScatterDeviceOperation",
                             widens ? "ScatterReduceBfloat16ProgramFactory" : "ScatterProgramFactory", d,
                             turned.physical_height(), buffers),
               turned);
    if (dim + 1 != static_cast<int64_t>(input.logical_shape().rank())) chain.swap(dim, -1);
    if (out.is_tile()) chain.tilize(out.dtype());
    return chain.take();
}

}  // namespace ttnn

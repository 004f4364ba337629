#include <algorithm>
#include <bit>

#include "ops/data_movement/device_programs.hpp"
#include "ops/data_movement/program_chain.hpp"
#include "ops/data_movement/region_programs.hpp"
#include "ops/layout/layout_programs.hpp"
#include "ops/reduction/order_programs.hpp"

namespace ttnn {
namespace {

using Buffers = std::initializer_list<int64_t>;

int64_t tile_bytes(DataType t) { return static_cast<int64_t>(Tile{}.bytes(t)); }
int64_t tiles_across(const TensorSpec& s) { return s.physical_width() / s.tile().width; }
int64_t tiles_down(const TensorSpec& s) { return s.physical_height() / s.tile().height; }

// Lines lie in rows of tiles.
void turn(ProgramChain& chain, int64_t dim) {
    if (dim + 1 != static_cast<int64_t>(chain.spec().logical_shape().rank())) chain.swap(dim, -1);
}

void fill(ProgramChain& chain) {
    const DataType own = chain.spec().dtype();
    if (!has_padding(chain.spec())) return;
    if (is_block_float(own)) chain.typecast(DataType::BFLOAT16);
    chain.fill_padding();
    chain.typecast(own);
}

void widen(const MeshDevice& d, ProgramChain& chain, int64_t width) {
    Shape wider = chain.spec().logical_shape();
    wider.set(-1, width);
    const TensorSpec to = chain.spec().with_shape(wider);
    chain.add(pad_device_programs(d, chain.spec(), to, 0, true));
    chain.view(to);
}

// What came out of wider rows, or rows of another direction, as the caller gets it.
void put_back(const MeshDevice& d, ProgramChain& chain, const TensorSpec& out, int64_t dim, bool cut) {
    const auto rank = static_cast<int64_t>(out.logical_shape().rank());
    Shape turned = out.logical_shape();
    turned.set(dim, out.logical_shape()[-1]);
    turned.set(-1, out.logical_shape()[dim]);
    chain.view(out.with_shape(turned));
    if (cut)
        chain.add(units_program(
            "SliceDeviceOperation", "SliceTileProgramFactory", d, chain.spec().num_tiles(),
            {{StaticBufferKind::Dataflow, 2 * tile_bytes(out.dtype())}, {StaticBufferKind::Scratchpad, 16}}));
    if (dim + 1 != rank) chain.swap(dim, -1);
}

DeviceProgram sort_program(const MeshDevice& d, const TensorSpec& rows, int64_t tiles, DataType index) {
    const char* operation = "SortDeviceOperation";
    const DataType type = rows.dtype() == DataType::UINT16 ? DataType::UINT32 : rows.dtype();
    const int64_t v = tile_bytes(type), x = tile_bytes(index);
    const int64_t cores = std::bit_floor(static_cast<uint64_t>(d.grid().x * d.grid().y));
    if (tiles > 64) {  // a row is too long for a core: all work on it
        const int64_t share = std::max<int64_t>(1, tiles / cores);
        return program_on(
            operation, "SortProgramFactoryCrossCoreDataExchange",
            first_cores_by_rows(std::min(cores, tiles / 2), d.grid()),
            Buffers{2 * v, 2 * x, share * v, share * x, 2 * v, 2 * x, 2 * v, 2 * x, 2 * v, 2 * x, 4096, 2048});
    }
    DeviceProgram p =
        program_on(operation, "SortProgramFactorySingleRowSingleCore", first_cores_by_rows(tiles_down(rows), d.grid()),
                   Buffers{4 * v, 4 * x, tiles * v, tiles * x, 2 * v, 2 * x, 1024});
    if (type != rows.dtype())  // widened on the way in, narrowed on the way out
        for (int i = 0; i < 2; ++i)
            p.buffers.push_back({StaticBufferKind::Dataflow, tile_bytes(rows.dtype()), p.buffers[0].cores});
    return p;
}

// Each core of a block finds the best of its part of a row; one below them joins what they found.
DeviceProgram topk_of_parts(const TensorSpec& rows, int64_t tiles, int64_t kept, DataType index) {
    const DataType type = is_block_float(rows.dtype()) ? DataType::BFLOAT16 : rows.dtype();
    const int64_t in = tile_bytes(rows.dtype()), v = tile_bytes(type), x = tile_bytes(index),
                  parts = std::min<int64_t>(16, tiles / 4);
    const CoreRange block{{0, 0}, {3, parts / 4 - 1}}, last{{0, parts / 4}, {0, parts / 4}};
    const CoreRangeSet local(block), one(last), all(std::vector<CoreRange>{block, last});
    DeviceProgram p{"TopKDeviceOperation", "TopKMultiCoreProgramFactory", {}, {}};
    auto add = [&](const CoreRangeSet& cores, Buffers bytes) {
        for (int64_t b : bytes) p.buffers.push_back({StaticBufferKind::Circular, b, cores});
    };
    add(all, {4 * in, 4 * x, parts * kept * v, parts * kept * x, 2 * x});
    add(local, {tiles / parts * v, tiles / parts * x, 2 * v});
    add(one, {2 * in, parts * kept * v, parts * kept * x});
    return p;
}

DeviceProgram topk_program(const MeshDevice& d, const TensorSpec& rows, int64_t tiles, int64_t k, DataType index) {
    const int64_t kept = (k + 31) / 32;
    if (std::has_single_bit(static_cast<uint64_t>(tiles)) && tiles >= 32 && tiles < 2048 && kept <= 2)
        return topk_of_parts(rows, tiles, kept, index);
    const DataType type = is_block_float(rows.dtype()) ? DataType::BFLOAT16 : rows.dtype();
    const int64_t in = tile_bytes(rows.dtype()), v = tile_bytes(type), x = tile_bytes(index);
    return program_on("TopKDeviceOperation", "TopKSingleCoreProgramFactory",
                      first_cores_by_rows(tiles_down(rows), d.grid()),
                      Buffers{2 * in, 2 * x, 4 * v, 4 * x, 2 * kept * v, 2 * kept * x, kept * in, kept * x});
}

}  // namespace

std::vector<DeviceProgram> topk_device_programs(const MeshDevice& d, const TensorSpec& input, int64_t dim, int64_t k,
                                                std::span<const TensorSpec> outputs) {
    if (!input.is_tile() || input.logical_shape().volume() == 0 || k == 0) return {};
    ProgramChain chain(d, input);
    const int64_t tiles = std::max<int64_t>(2, (input.logical_shape()[dim] + 31) / 32);
    turn(chain, dim);
    if (chain.spec().logical_shape()[-1] < 64) widen(d, chain, 64);
    fill(chain);
    chain.add(topk_program(d, chain.spec(), tiles, k, outputs[1].dtype()));
    for (const auto& out : outputs) put_back(d, chain, out, dim, input.logical_shape().rank() != 4 && k % 32 != 0);
    return chain.take();
}

std::vector<DeviceProgram> sort_device_programs(const MeshDevice& d, const TensorSpec& input, int64_t dim,
                                                std::span<const TensorSpec> outputs) {
    if (!input.is_tile()) return {};
    const auto rank = static_cast<int64_t>(input.logical_shape().rank());
    if (rank == 0 || input.logical_shape().volume() == 0 || input.logical_shape()[dim] == 1)
        return {clone_program(d, input, outputs[0])};
    ProgramChain chain(d, input);
    const int64_t tiles =
        std::bit_ceil(static_cast<uint64_t>(std::max<int64_t>(2, (input.logical_shape()[dim] + 31) / 32)));
    turn(chain, dim);
    fill(chain);
    const bool cut = tiles != tiles_across(chain.spec());
    if (cut) widen(d, chain, tiles * chain.spec().tile().width);
    chain.add(sort_program(d, chain.spec(), tiles, outputs[1].dtype()));
    for (const auto& out : outputs) put_back(d, chain, out, dim, cut);
    return chain.take();
}

}  // namespace ttnn

#include "ops/embedding/embedding_programs.hpp"

#include <algorithm>

#include "base/div_up.hpp"
#include "ops/data_movement/program_chain.hpp"

namespace ttnn {
namespace {

constexpr int64_t kTileBytes = 2048;  // rows are bfloat16 while they move
constexpr auto kDataflow = StaticBufferKind::Dataflow;
constexpr auto kScratchpad = StaticBufferKind::Scratchpad;

DeviceProgram on_units(const char* operation, const char* factory, const Tensor& t, int64_t units,
                       const std::vector<std::pair<StaticBufferKind, int64_t>>& buffers) {
    const CoreCoord grid = t.device()->grid();
    const CoreRangeSet cores =
        num_cores_to_corerangeset(std::clamp<int64_t>(units, 1, grid.x * grid.y), grid).merge({});
    DeviceProgram p{operation, factory, {}, {}};
    for (const auto& [kind, bytes] : buffers) p.buffers.push_back({kind, bytes, cores});
    return p;
}

// Whole blocks of 32 indices become rows of tiles on the core that reads them.
bool is_fused(const Embedding& e, const TensorSpec& out) {
    const Shape& ids = e.input_tensor.shape();
    return out.is_tile() && e.input_tensor.layout() == Layout::ROW_MAJOR && ids.rank() > 0 && ids.width() % 32 == 0 &&
           e.weight.shape().width() % 32 == 0;
}

DeviceProgram lookup(const Embedding& e, const TensorSpec& out) {
    const char* operation = "EmbeddingsDeviceOperation";
    const Tensor& ids = e.input_tensor;
    const int64_t count = ids.shape().volume(), unit = ids.device()->alignment(e.weight.memory_config().buffer_type()),
                  row = div_up(2 * e.weight.shape().width(), unit) * unit, wt = div_up(e.weight.shape().width(), 32);
    if (is_fused(e, out)) {
        const int64_t bytes = (wt <= 32 ? 2 : 1) * wt * kTileBytes;
        return on_units(operation, "EmbeddingsFusedProgramFactory", ids, count / 32,
                        {{kDataflow, bytes}, {kDataflow, bytes}, {kScratchpad, 32 * 4}});
    }
    const auto& cores = ids.device()->model();
    std::vector<std::pair<StaticBufferKind, int64_t>> buffers;
    const bool tiled = ids.layout() == Layout::TILE;
    if (tiled) buffers = {{kDataflow, 2 * row}, {kScratchpad, 4096}};
    else
        buffers = {{kDataflow, row * (count > cores.num_workers() ? 2 : 1)},
                   {kScratchpad, ids.dtype() == DataType::BFLOAT16 ? 512 : 256}};
    if (e.padding_idx) buffers.emplace_back(kScratchpad, row);
    // Tiled indices go to the cores in rows of a face.
    if (tiled)
        return on_units(operation, "EmbeddingsTilizedIndicesProgramFactory", ids,
                        div_up(ids.shape().rank() == 1 ? ids.spec().padded_shape().volume() : count, 16), buffers);
    return on_units(operation, "EmbeddingsRMProgramFactory", ids, count, buffers);
}

}  // namespace

std::vector<DeviceProgram> embedding_device_programs(const Embedding& e, const TensorSpec& out) {
    const MeshDevice& d = *e.input_tensor.device();
    ProgramChain table(d, e.weight.spec());
    table.untilize(has_padding(table.spec()));
    ProgramChain chain(d, out);
    chain.add(table.take());
    chain.add(lookup(e, out));
    if (!out.is_tile()) return chain.take();
    if (is_fused(e, out)) {
        chain.view(out.with_dtype(DataType::BFLOAT16));
    } else {
        chain.view({out.logical_shape(), DataType::BFLOAT16, Layout::ROW_MAJOR, out.memory_config()});
        chain.tilize();
    }
    chain.typecast(out.dtype());
    return chain.take();
}

}  // namespace ttnn

// Data movement and embedding.
#include "ops/data_movement/assign.hpp"
#include "ops/data_movement/expert_ops.hpp"
#include "ops/data_movement/index_ops.hpp"
#include "ops/data_movement/list_ops.hpp"
#include "ops/data_movement/region_ops.hpp"
#include "ops/data_movement/shape_ops.hpp"
#include "ops/data_movement/view_ops.hpp"
#include "ops/data_movement/write_ops.hpp"
#include "ops/embedding/embedding.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_data_movement(nb::module_& root) {
    bind_enum<TileReshapeMapMode>(submodule(root, "operations.data_movement"), "TileReshapeMapMode",
                                  "When the card makes a reshape's map of pages.",
                                  {{"CACHE", TileReshapeMapMode::CACHE}, {"RECREATE", TileReshapeMapMode::RECREATE}});
    bind_enum<EmbeddingsType>(
        submodule(root, "operations.embedding"), "EmbeddingsType", "What is known of a table.",
        {{"GENERIC", EmbeddingsType::GENERIC}, {"PADDED", EmbeddingsType::PADDED}, {"BINARY", EmbeddingsType::BINARY}});
    bind_operation<Permute>(root, "data_movement");
    bind_operation<Transpose>(root, "data_movement");
    bind_operation<Reshape>(root, "data_movement");
    bind_operation<Slice>(root, "data_movement");
    bind_operation<SliceByTensors>(root, "data_movement");
    bind_operation<Concat>(root, "data_movement");
    bind_operation<Pad>(root, "data_movement");
    bind_operation<PadToShape>(root, "data_movement");
    bind_operation<Repeat>(root, "data_movement");
    bind_operation<RepeatInterleave>(root, "data_movement");
    bind_operation<ViewShape>(root, "data_movement");
    bind_operation<ExperimentalView>(root, "experimental");
    bind_operation<ExperimentalView4D>(root, "experimental");
    bind_operation<Unsqueeze>(root, "data_movement");
    bind_operation<UnsqueezeTo4D>(root, "core");
    bind_operation<Squeeze>(root, "data_movement");
    bind_operation<Narrow>(root, "data_movement");
    bind_operation<Expand>(root, "data_movement");
    bind_operation<Stack>(root, "data_movement");
    bind_operation<Split>(root, "data_movement");
    bind_operation<Chunk>(root, "data_movement");
    bind_operation<Roll>(root, "data_movement");
    bind_operation<RollOne>(root, "data_movement");
    bind_operation<Gather>(root, "data_movement");
    bind_operation<Scatter>(root, "data_movement");
    bind_operation<ScatterAdd>(root, "data_movement");
    bind_operation<IndexFill>(root, "index_fill");
    bind_operation<IndexedFill>(root, "data_movement");
    bind_operation<NonZero>(root, "data_movement");
    bind_operation<PlusOne>(root, "experimental");
    bind_operation<ExpertTokenRemap>(root, "data_movement");
    bind_operation<Assign>(root, "data_movement");
    bind_operation<AssignTo>(root, "data_movement");
    bind_operation<FillImplicitTilePadding>(root, "data_movement");
    bind_operation<Fold>(root, "data_movement");
    bind_operation<SliceWrite>(root, "experimental");
    bind_operation<Embedding>(root, "embedding");
}

}  // namespace ttnn::python

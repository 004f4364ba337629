// Norms in two halves, for rows that are divided among devices.
#include "ops/normalization/distributed_norm.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_distributed_norm(nb::module_& root) {
    bind_operation<LayerNormPreAllGather>(root, "normalization");
    bind_operation<LayerNormPostAllGather>(root, "normalization");
    bind_operation<RmsNormPreAllGather>(root, "normalization");
    bind_operation<RmsNormPostAllGather>(root, "normalization");
    bind_operation<DitLayerNormPreAllGather>(root, "experimental");
    bind_operation<DitLayerNormPostAllGather>(root, "experimental");
    bind_operation<DitRmsNormUnaryFused>(root, "experimental");
    bind_operation<WanFusedRmsNormPreAllGather>(root, "experimental");
    bind_operation<WanFusedRmsNormPostAllGather>(root, "experimental");
}

}  // namespace ttnn::python

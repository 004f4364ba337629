// Upsampling, rotation and sampling by a grid.
#include "ops/pool/resample.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_resample(nb::module_& root) {
    bind_operation<Upsample>(root, "upsample");
    bind_operation<Rotate>(root, "rotate");
    bind_operation<GridSample>(root, "grid_sample");
}

}  // namespace ttnn::python

#include "ops/layout/clone.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_layout(nb::module_& root) { bind_operation<Clone>(root, "data_movement"); }

}  // namespace ttnn::python

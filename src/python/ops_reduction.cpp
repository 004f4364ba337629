// Reductions, and operations on the order of elements.
#include "ops/reduction/reduce.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_reduction(nb::module_& root) {
    bind_operation<Sum>(root, "reduction");
    bind_operation<Mean>(root, "reduction");
    bind_operation<Max>(root, "reduction");
    bind_operation<Min>(root, "reduction");
    bind_operation<Std>(root, "reduction");
    bind_operation<Var>(root, "reduction");
    bind_operation<Prod>(root, "reduction");
    bind_operation<ProdInto>(root, "reduction");
    bind_operation<Argmax>(root, "reduction");
    bind_operation<Topk>(root, "reduction");
    bind_operation<Sort>(root, "data_movement");
    bind_operation<Cumsum>(root, "reduction");
    bind_operation<Cumprod>(root, "reduction");
}

}  // namespace ttnn::python

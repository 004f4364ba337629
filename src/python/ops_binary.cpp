// The binary operations.
#include "ops/eltwise/binary_ops.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_binary(nb::module_& root) {
#define BINARY_OP(Struct, python_name, type, floats, integers, policy, fast) bind_operation<Struct>(root, "binary");
#define INPLACE_OP(Struct, python_name, type, floats, integers, policy, fast) bind_operation<Struct>(root, "binary");
#include "ops/eltwise/binary_ops.inc"
#undef BINARY_OP
#undef INPLACE_OP
    bind_operation<Div>(root, "binary");
    bind_operation<Divide>(root, "binary");
    bind_operation<Pow>(root, "binary");
}

}  // namespace ttnn::python

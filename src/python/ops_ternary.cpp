// The ternary operations.
#include "ops/eltwise/ternary.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_ternary(nb::module_& root) {
    bind_operation<Where>(root, "ternary");
    bind_operation<Addcmul>(root, "ternary");
    bind_operation<Addcdiv>(root, "ternary");
    bind_operation<Lerp>(root, "ternary");
    bind_operation<Mac>(root, "ternary");
    bind_operation<MacPlusValue>(root, "ternary");
    bind_operation<MacTimesValue>(root, "ternary");
    bind_operation<MacOfValues>(root, "ternary");
    bind_operation<SnakeBeta>(root, "ternary");
    bind_operation<Clamp>(root, "unary");
    bind_operation<Clip>(root, "unary");
}

}  // namespace ttnn::python

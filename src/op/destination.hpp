// Preallocated outputs: an operation's output() gives the spec of the tensor that the caller made, but only if it can
// hold what the operation gives without it.
#pragma once
#include "base/error.hpp"
#include "op/field.hpp"

namespace ttnn {

enum class DestinationDtype { Same, Any };

/// Spec of the preallocated tensor in `field`, which must have the logical shape, layout and (unless Any) dtype of the
/// output that `op` would give without it.
template <class Op>
TensorSpec destination_spec(const char* operation, const Op& op, std::optional<Tensor> Op::*field,
                            DestinationDtype dtype = DestinationDtype::Same) {
    Op plain = op;
    (plain.*field).reset();
    const TensorSpec want = plain.output();
    const Tensor& t = *(op.*field);
    require(t.shape() == want.logical_shape() && t.layout() == want.layout() &&
                (dtype == DestinationDtype::Any || t.dtype() == want.dtype()),
            "[", operation, "] preallocated output tensor: expected ", want.logical_shape(), " ", name(want.dtype()),
            " ", name(want.layout()), ", got ", describe(t));
    return t.spec();
}

}  // namespace ttnn

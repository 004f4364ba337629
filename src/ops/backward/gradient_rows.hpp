// The rows of backward.inc that belong to no struct of the list.
#pragma once
#include "ops/backward/gradient.hpp"

namespace ttnn::gradients {

#define UNARY_BW(...)
#define UNARY_BW_INTO(...)
#define UNARY_BW_OF(...)
#define UNARY_BW_INTO_OF(...)
#define UNARY_BW_WITH(...)
#define BINARY_BW(...)
#define BINARY_BW_SELECT(...)
#define SCALAR_BW(...)
#define SCALAR_BW_INTO(...)
#define GRADIENT_ROW1(id, ...) extern const GradientRow id;
#define GRADIENT_ROW2(id, ...) extern const GradientRow id;
#define GRADIENT_ROW3(id, ...) extern const GradientRow id;
#include "ops/backward/backward.inc"
#undef UNARY_BW
#undef UNARY_BW_INTO
#undef UNARY_BW_OF
#undef UNARY_BW_INTO_OF
#undef UNARY_BW_WITH
#undef BINARY_BW
#undef BINARY_BW_SELECT
#undef SCALAR_BW
#undef SCALAR_BW_INTO
#undef GRADIENT_ROW1
#undef GRADIENT_ROW2
#undef GRADIENT_ROW3

}  // namespace ttnn::gradients

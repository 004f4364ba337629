// A whole tensor as plain floats, for operations whose reading order is not by rows (scatter, samples, recurrences).
// One copy of the tensor; operations by rows use block_io.hpp.
#pragma once
#include <vector>

#include "kernels/elementwise.hpp"
#include "tensor/view.hpp"

namespace ttnn {

/// For a kernel of one operand that takes no parameters: it reads them all the same.
inline constexpr float kNoParameters[kernels::kUnaryParameters] = {};

/// Logical elements row by row.
std::vector<float> floats_of(const View& v);
/// Stores volume() floats; integers truncate and saturate.
void store_floats(const View& v, const float* x);

/// Calls f(position of the first element, distance between elements) for every line along a dimension of a shape.
struct Lines {
    Lines(const Shape& shape, int64_t dim);
    int64_t length, stride, count;
    int64_t start(int64_t line) const { return line / stride * stride * length + line % stride; }
};

}  // namespace ttnn

// Lines: the elements of a tensor along one dimension. Operations that look at whole lines (reductions, sorting,
// running sums) get each as an array of floats, whatever the dimension, layout and dtype.
#pragma once
#include <span>
#include <vector>

#include "tensor/view.hpp"

namespace ttnn {

/// All elements as floats in logical order (doubles hold integers exactly).
std::vector<double> linear_doubles(const View& v);
std::vector<float> linear_floats(const View& v);
void store_linear(const View& v, std::span<const float> values);
void store_linear(const View& v, std::span<const double> values);

struct LineShape {
    LineShape(const Shape& shape, int64_t dim);
    int64_t outer, length, inner;
    int64_t count() const { return outer * inner; }
    /// Index of the first element of line i; the next is `inner` further.
    int64_t start(int64_t i) const { return i / inner * length * inner + i % inner; }
};

}  // namespace ttnn

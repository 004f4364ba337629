// Lines: the elements of a tensor along one dimension. Operations that look at whole lines (reductions, sorting,
// running sums) get each as an array of floats, whatever the dimension, layout and dtype.
#pragma once
#include <algorithm>
#include <span>
#include <vector>

#include "base/scratch.hpp"
#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"
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

/// Whether lines along `dim` are rows of bfloat16 or float32, which are looked at one by one.
bool are_rows(const View& v, int64_t dim);
/// Calls f(row, elements) for every row of a tensor with elements, several threads at a time.
template <class F>
void for_each_row(const View& v, F f) {
    const Shape& s = v.spec->logical_shape();
    const int64_t width = s.width(), rows = s.rows(), each = std::clamp<int64_t>(16384 / width, 1, 32);
    parallel_for(static_cast<size_t>((rows + each - 1) / each), [&](size_t i) {
        const int64_t begin = static_cast<int64_t>(i) * each, count = std::min(each, rows - begin);
        const Scratch<float> x(static_cast<size_t>(count * width));
        load_rows(v, begin, count, x.data(), width);
        for (int64_t r = 0; r < count; ++r) f(begin + r, x.data() + r * width);
    });
}

/// `dim` from 0; raises, for the operation `name`, if it is out of range.
int64_t line_dim(const char* name, int64_t dim, size_t rank);

}  // namespace ttnn

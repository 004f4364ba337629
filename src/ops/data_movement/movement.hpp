// Moving elements: every data-movement operation is a list of strided copies between logical elements, numbered row by
// row, of its inputs and its output. The mechanism knows layouts, padding and formats, so the operations do not.
#pragma once
#include <optional>
#include <vector>

#include "base/inline_vector.hpp"
#include "program/program.hpp"

namespace ttnn {

/// For all coordinates c in `dims`: out[dst_offset + c . dst_strides] = in[input][src_offset + c . src_strides]; all in
/// logical elements.
struct StridedCopy {
    size_t input = 0;
    InlineVector<int64_t, 8> dims, src_strides, dst_strides;
    int64_t src_offset = 0, dst_offset = 0;
    /// One more, inner dimension.
    void append(int64_t dim, int64_t src_stride, int64_t dst_stride) {
        dims.push_back(dim), src_strides.push_back(src_stride), dst_strides.push_back(dst_stride);
    }
};

struct Movement {
    std::vector<StridedCopy> copies;
    std::optional<double> fill;  ///< value of the elements that no copy writes
};

/// Row-major strides of a shape in elements.
std::vector<int64_t> strides_of(const Shape& shape);
/// Copies of the whole of one input, where out[c] = in[order of c]: strides_of(in) permuted.
Movement permutation(const Shape& in, const std::vector<int64_t>& order);
/// The elements of one input in their order, in another shape.
Movement same_order(const Shape& shape);

void run_movement(const Movement& movement, const Operands& o);

}  // namespace ttnn

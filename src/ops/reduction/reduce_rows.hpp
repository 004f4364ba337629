// Reductions of float rows with the row kernels. Rows are taken in groups and pieces of fixed size, so the order of
// additions does not depend on the threads.
#pragma once
#include <span>
#include <vector>

#include "ops/reduction/reduce.hpp"
#include "tensor/view.hpp"

namespace ttnn {

/// Which rows of the input make an output row: all combinations of the kept dimensions (but the last), each with all
/// combinations of the reduced ones.
struct RowSets {
    std::vector<int64_t> kept, reduced;  ///< first rows; offsets to add
    bool last_reduced = false;
    /// Elements of the output, whose rows have as many as the input's or one.
    size_t results(int64_t width) const { return kept.size() * (last_reduced ? 1 : static_cast<size_t>(width)); }
};

RowSets row_sets(const Shape& shape, const std::vector<bool>& reduced);

/// One pass over the tensor: joins (Sum, Max or Min) the elements of each output element into `result`; with `mean`, as
/// many, adds the squares of their distances to it.
void reduce_float_rows(const View& in, const RowSets& sets, ReduceKind kind, const double* mean,
                       std::span<double> result);

}  // namespace ttnn

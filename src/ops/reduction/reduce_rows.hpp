// Reductions of float rows with the row kernels. Rows are taken in groups and pieces of fixed size, so the order of
// additions does not depend on the threads.
#pragma once
#include <vector>

#include "ops/reduction/reduce.hpp"
#include "tensor/view.hpp"

namespace ttnn {

/// Which rows of the input make an output row: all combinations of the kept dimensions (but the last), each with all
/// combinations of the reduced ones.
struct RowSets {
    std::vector<int64_t> kept, reduced;  ///< first rows; offsets to add
    bool last_reduced = false;
};

RowSets row_sets(const Shape& shape, const std::vector<bool>& reduced);

/// One pass over the tensor: joins (Sum, Max or Min) the elements of each output element; with `mean`, adds the squares
/// of their distances to it.
std::vector<double> reduce_float_rows(const View& in, const RowSets& sets, ReduceKind kind,
                                      const std::vector<double>* mean);

}  // namespace ttnn

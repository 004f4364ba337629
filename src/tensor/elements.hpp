// Single elements of a tensor by logical position, for printing and small reads; not for operations.
#pragma once
#include <optional>

#include "tensor/relayout.hpp"

namespace ttnn {

class Elements {
 public:
    explicit Elements(const View& view);
    /// Element at logical row (over all dimensions but the last) and column; integers are exact.
    double operator()(int64_t row, int64_t column) const;
    int64_t rows() const { return rows_; }
    int64_t columns() const { return columns_; }

 private:
    double block_float(int64_t row, int64_t column) const;
    const View view_;
    int64_t rows_, columns_;
    std::optional<RowLocator> at_;
};

}  // namespace ttnn

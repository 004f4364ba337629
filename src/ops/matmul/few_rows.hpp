// Products with few rows of A, which cost what reading B costs: B is read once, in its natural order. Private to matrix
// products.
#pragma once
#include "ops/matmul/product.hpp"

namespace ttnn {

void run_few_rows(const ProductPlan& plan, const View& a, const View& b, const View& bias, const View& out);

/// Bias and activation of `rows` rows of the 32 columns of C at `column`.
void finish_panel(const ProductPlan& plan, const View& bias, int64_t column, int64_t rows, float* c);

}  // namespace ttnn

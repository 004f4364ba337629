// The matrix product itself, on views: C = A * B over batches, with operands transposed on demand, then a bias row, an
// activation and the rounding to the output's dtype. Sums are in float; operands that bfloat16 holds exactly (bfloat16
// and block floats) are multiplied as bfloat16.
#pragma once
#include "ops/eltwise/activation.hpp"
#include "tensor/view.hpp"

namespace ttnn {

struct ProductPlan {
    int64_t m = 0, k = 0, n = 0;   ///< of one product
    int64_t batches = 1;           ///< products; A's matrix i (or the only one) times B's b_index[i]
    std::vector<int64_t> b_index;  ///< B's matrix for each batch; empty: always the first
    bool one_a = false;            ///< one matrix of A serves all batches
    bool transpose_a = false, transpose_b = false;
    CompiledChain activation;
    int64_t a_of(int64_t batch) const { return one_a ? 0 : batch; }
};

/// Computes the product. `bias` may be empty; it has one row (or one row a batch row is refused before).
void run_product(const ProductPlan& plan, const View& a, const View& b, const View& bias, const View& out);

}  // namespace ttnn

// Calls that operations made of others (compose) have in common, in one line each.
#pragma once
#include "op/launch.hpp"

namespace ttnn::steps {

using Config = std::optional<MemoryConfig>;

template <class Op>
Tensor binary(TensorOrScalar a, TensorOrScalar b, const Config& config = {}, const std::optional<Tensor>& output = {}) {
    Op op;
    op.input_tensor_a = std::move(a);
    op.input_tensor_b = std::move(b);
    op.memory_config = config;
    op.output_tensor = output;
    return call(op);
}

template <class Op>
Tensor unary(const Tensor& x, const Config& config = {}) {
    Op op;
    op.input_tensor = x;
    op.memory_config = config;
    return call(op);
}

/// Positions [begin, end) of one dimension.
Tensor slice(const Tensor& x, int64_t dim, int64_t begin, int64_t end, const Config& config = {});
Tensor concat(std::vector<Tensor> parts, int64_t dim, const Config& config = {});
Tensor reshape(const Tensor& x, const Shape& shape);
Tensor permute(const Tensor& x, std::vector<int64_t> dims);
/// The last two dimensions swapped.
Tensor transposed(const Tensor& x);
Tensor typecast(const Tensor& x, DataType dtype, const Config& config = {});
Tensor matmul(const Tensor& a, const Tensor& b, bool transpose_a = false, bool transpose_b = false,
              const Config& config = {}, std::optional<DataType> dtype = {});
/// x, or the preallocated output with x copied into it.
Tensor into(const Tensor& x, const std::optional<Tensor>& output);

}  // namespace ttnn::steps

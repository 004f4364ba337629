#include "ops/steps.hpp"

#include "ops/data_movement/region_ops.hpp"
#include "ops/data_movement/shape_ops.hpp"
#include "ops/layout/layout_ops.hpp"
#include "ops/matmul/matmul.hpp"

namespace ttnn::steps {

Tensor slice(const Tensor& x, int64_t dim, int64_t begin, int64_t end, const Config& config) {
    Slice op;
    op.input_tensor = x;
    op.slice_start.assign(x.shape().rank(), 0);
    op.slice_end = x.shape().dims();
    const auto d = static_cast<size_t>(normalized_dim("slice", dim, x.shape().rank()));
    op.slice_start[d] = begin;
    op.slice_end[d] = end;
    op.memory_config = config;
    return call(op);
}

Tensor concat(std::vector<Tensor> parts, int64_t dim, const Config& config) {
    Concat op;
    op.tensors = std::move(parts);
    op.dim = dim;
    op.memory_config = config;
    return call(op);
}

Tensor reshape(const Tensor& x, const Shape& shape) {
    if (x.shape() == shape) return x;
    Reshape op;
    op.input_tensor = x;
    op.shape = shape.dims();
    return call(op);
}

Tensor permute(const Tensor& x, std::vector<int64_t> dims) {
    Permute op;
    op.input_tensor = x;
    op.dims = std::move(dims);
    return call(op);
}

Tensor transposed(const Tensor& x) {
    Transpose op;
    op.input_tensor = x;
    op.dim1 = -2;
    op.dim2 = -1;
    return call(op);
}

Tensor typecast(const Tensor& x, DataType dtype, const Config& config) {
    if (x.dtype() == dtype && !config) return x;
    Typecast op;
    op.input_tensor = x;
    op.dtype = dtype;
    op.memory_config = config;
    return call(op);
}

Tensor matmul(const Tensor& a, const Tensor& b, bool transpose_a, bool transpose_b, const Config& config,
              std::optional<DataType> dtype) {
    Matmul op;
    op.input_tensor_a = a;
    op.input_tensor_b = b;
    op.transpose_a = transpose_a;
    op.transpose_b = transpose_b;
    op.memory_config = config;
    op.dtype = dtype;
    return call(op);
}

Tensor into(const Tensor& x, const std::optional<Tensor>& output) {
    if (!output) return x;
    Copy op;
    op.input_a = x;
    op.input_b = *output;
    call(op);
    return *output;
}

}  // namespace ttnn::steps

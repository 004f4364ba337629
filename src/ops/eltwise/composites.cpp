#include "ops/eltwise/composites.hpp"

#include <cmath>

#include "ops/data_movement/region_ops.hpp"
#include "ops/data_movement/shape_ops.hpp"
#include "ops/eltwise/binary_ops.hpp"
#include "ops/eltwise/ternary.hpp"
#include "ops/eltwise/unary_ops.hpp"
#include "ops/layout/layout_ops.hpp"
#include "ops/reduction/reduce.hpp"

namespace ttnn {
namespace {

using Config = std::optional<MemoryConfig>;

template <class Op>
Tensor binary(TensorOrScalar a, TensorOrScalar b, const Config& config, const std::optional<Tensor>& output = {}) {
    Op op;
    op.input_tensor_a = std::move(a);
    op.input_tensor_b = std::move(b);
    op.memory_config = config;
    op.output_tensor = output;
    return call(op);
}

template <class Op>
Tensor unary(const Tensor& x, const Config& config) {
    Op op;
    op.input_tensor = x;
    op.memory_config = config;
    return call(op);
}

// Floats take alpha as a function of the second operand; integers a product of their own, which is exact.
template <class Op, class Self>
Tensor alpha_sum(const Self& s) {
    if (is_floating(s.input_tensor_b.dtype())) {
        Op op;
        op.input_tensor_a = s.input_tensor_a;
        op.input_tensor_b = s.input_tensor_b;
        op.input_tensor_b_activations = {{UnaryOpType::MUL_UNARY_SFPU, {s.alpha}}};
        op.memory_config = s.memory_config;
        op.output_tensor = s.output_tensor;
        return call(op);
    }
    require(s.alpha == std::trunc(s.alpha), "[", Self::name, "] alpha: integer tensors take whole factors, got ",
            s.alpha);
    const Tensor scaled = binary<Multiply>(s.input_tensor_b, Scalar(static_cast<int64_t>(s.alpha)), s.memory_config);
    return binary<Op>(s.input_tensor_a, scaled, s.memory_config, s.output_tensor);
}

std::vector<int64_t> with_one_at(const Shape& shape, size_t position) {
    auto dims = shape.dims();
    dims.insert(dims.begin() + static_cast<std::ptrdiff_t>(position), 1);
    return dims;
}

Tensor reshaped(const Tensor& x, std::vector<int64_t> shape) {
    Reshape op;
    op.input_tensor = x;
    op.shape = std::move(shape);
    return call(op);
}

Tensor part(const Tensor& x, int64_t begin, int64_t end, const Config& config) {
    const auto& s = x.shape();
    Slice op;
    op.input_tensor = x;
    op.slice_start = {0, 0, 0, begin};
    op.slice_end = {s[0], s[1], s[2], end};
    op.memory_config = config;
    return call(op);
}

Tensor gelu_of(const Tensor& x, const Config& config, GeluVariant variant) {
    Gelu op;
    op.input_tensor = x;
    op.variant = variant;
    op.memory_config = config;
    return call(op);
}

Tensor gated(Gate gate, const Tensor& x, const Config& config, GeluVariant variant) {
    switch (gate) {
        case Gate::Relu: return unary<Relu>(x, config);
        case Gate::Gelu: return gelu_of(x, config, variant);
        case Gate::Silu: return unary<Silu>(x, config);
        case Gate::Sigmoid: break;
    }
    return unary<Sigmoid>(x, config);
}

}  // namespace

Tensor Addalpha::compose() const { return alpha_sum<Add>(*this); }
Tensor Subalpha::compose() const { return alpha_sum<Subtract>(*this); }

Tensor Polyval::compose() const {
    require(!coeffs.empty(), "polyval requires at least one coefficient: [", name, "]");
    if (coeffs.size() == 1) {
        Fill fill;
        fill.input_tensor = input_tensor_a;
        fill.fill_value = coeffs[0];
        fill.memory_config = memory_config;
        return call(fill);
    }
    Tensor out = binary<Multiply>(input_tensor_a, Scalar(coeffs[0]), memory_config);
    for (size_t i = 1; i + 1 < coeffs.size(); ++i) {
        out = binary<Add>(out, Scalar(coeffs[i]), memory_config);
        out = binary<Multiply>(out, input_tensor_a, memory_config);
    }
    return binary<Add>(out, Scalar(coeffs.back()), memory_config);
}

Tensor Multigammaln::compose() const {
    constexpr double three_log_pi = 3.4341896575482003;  // p (p - 1) / 4 log(pi) for p = 4
    Tensor sum = unary<Lgamma>(input_tensor, memory_config);
    for (const double half : {0.5, 1.0, 1.5}) {
        const Tensor shifted = binary<Subtract>(input_tensor, Scalar(half), memory_config);
        sum = binary<Add>(sum, unary<Lgamma>(shifted, memory_config), memory_config);
    }
    return binary<Add>(sum, Scalar(three_log_pi), memory_config);
}

Tensor Prelu::compose() const {
    if (auto* slope = std::get_if<Scalar>(&weight)) {
        UnaryChainOp op;
        op.input_tensor = input_tensor_a;
        op.ops_chain = {{UnaryOpType::PRELU_SFPU, {slope->value}}};
        op.memory_config = memory_config;
        return call(op);
    }
    Tensor w = std::get<Tensor>(weight);
    const auto rank = static_cast<int64_t>(input_tensor_a.shape().rank());
    if (w.shape().rank() == 1 && rank > 2) {
        const int64_t channels = input_tensor_a.shape()[1];
        require(w.shape()[0] == channels || w.shape()[0] == 1, "[", name, "] weight: expected ", channels,
                " values, one for each channel, got ", w.shape());
        std::vector<int64_t> shape(static_cast<size_t>(rank), 1);
        shape[1] = w.shape()[0];
        w = reshaped(w, shape);
    }
    Where select;
    select.predicate = unary<Ltz>(input_tensor_a, memory_config);
    select.true_value = binary<Multiply>(input_tensor_a, w, memory_config);
    select.false_value = input_tensor_a;
    select.memory_config = memory_config;
    return call(select);
}

Tensor PreluOfList::compose() const {
    require(weight.size() == 1, "[", name, "] weight: expected a list of one number, got ", weight.size(),
            "; pass a tensor for a weight a channel");
    return Prelu{.input_tensor_a = input_tensor_a, .weight = Scalar(weight[0]), .memory_config = memory_config}
        .compose();
}

Tensor Outer::compose() const {
    const auto &a = input_tensor_a.shape(), &b = input_tensor_b.shape();
    require(a.rank() >= 1 && b.rank() >= 1, "[", name, "] needs tensors of rank 1 or more, got ", a, " and ", b);
    return binary<Multiply>(reshaped(input_tensor_a, with_one_at(a, a.rank())),
                            reshaped(input_tensor_b, with_one_at(b, b.rank() - 1)), memory_config);
}

namespace {

template <class Op>
Tensor over_matrix(const Tensor& x, bool all, const Config& config) {
    Op op;
    op.input_tensor = x;
    op.dim = all ? std::vector<int64_t>{0, 1, 2, 3} : std::vector<int64_t>{2, 3};
    op.keepdim = true;
    op.correction = false;
    op.memory_config = config;
    return call(op);
}

}  // namespace

Tensor matrix_statistic(const char* name, MatrixStatistic what, const Tensor& input, const Config& config) {
    const auto rank = static_cast<int64_t>(input.shape().rank());
    const bool all = what == MatrixStatistic::NormalizedAll;
    require(!is_integer(input.dtype()), "ttnn.mean does not support integer inputs - got ", input.dtype(), ": [", name,
            "] use ttnn.typecast");
    require(!all || rank == 4, "Cannot support non-rank 4 Tensor: [", name, "] got ", input.shape());
    require(rank >= 4, "Unsupported dim ", std::max<int64_t>(2, rank), " at index ", rank > 2 ? 1 : 0,
            ". After possible adjustment, needs to be at least 0 and less than rank ", rank,
            ", or exactly 0 for a rank 0 tensor: [", name, "] needs rank 4");
    require(rank == 4, "[", name, "] input_tensor: expected rank 4, got ", input.shape());
    ToLayout tiled;
    tiled.tensor = input;
    tiled.layout = Layout::TILE;
    const Tensor x = input.layout() == Layout::TILE ? input : call(tiled);
    if (what == MatrixStatistic::Variance) return over_matrix<Var>(x, all, config);
    if (what == MatrixStatistic::Deviation) return over_matrix<Std>(x, all, config);
    const Tensor centred = binary<Subtract>(x, over_matrix<Mean>(x, all, config), config);
    return binary<Divide>(centred, over_matrix<Std>(x, all, config), config);
}

Tensor gated_linear_unit(const char* name, Gate gate, const Tensor& x, int64_t dim, const Config& config,
                         GeluVariant variant) {
    require(dim == -1 || dim == 3, "glu-family ops only support the last dimension, got dim=", dim, ": [", name, "]");
    const auto& s = x.shape();
    require(s.rank() >= 4, "ShapeBase[] index out of range. 3 not in [-4, ", s.rank(), "): [", name,
            "] input_tensor: expected rank 4, got ", s);
    require(s.rank() == 4, "Input rank ", s.rank(), " and begins 4 must have the same size: [", name,
            "] input_tensor: expected rank 4");
    require(s.width() % 64 == 0, "Split tensor dimension should be in full tile: [", name,
            "] expected a last dimension in multiples of 64, got ", s);
    const Tensor value = part(x, 0, s.width() / 2, config), control = part(x, s.width() / 2, s.width(), config);
    return binary<Multiply>(value, gated(gate, control, config, variant), config);
}

}  // namespace ttnn

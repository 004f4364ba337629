#include "ops/eltwise/losses.hpp"

#include "ops/backward/backward_special.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/eltwise/binary_ops.hpp"
#include "ops/eltwise/ternary.hpp"
#include "ops/eltwise/unary_ops.hpp"
#include "ops/layout/clone.hpp"
#include "ops/layout/layout_ops.hpp"
#include "ops/reduction/reduce.hpp"
#include "ops/steps.hpp"

namespace ttnn {
namespace {

template <class Op, class Self>
Tensor loss(const Self& s, Op difference) {
    require(s.input_reference.shape() == s.input_prediction.shape(), "[", Self::name,
            "] input_prediction: expected the shape of input_reference ", s.input_reference.shape(), ", got ",
            s.input_prediction.shape());
    const bool reduced = s.reduction != LossReductionMode::NONE;
    require(s.reduction != LossReductionMode::MEAN || is_floating(s.input_reference.dtype()),
            "ttnn.mean does not support integer inputs - got ", s.input_reference.dtype(), ": [", Self::name, "]");
    difference.input_tensor_a = s.input_reference;
    difference.input_tensor_b = s.input_prediction;
    difference.memory_config = s.memory_config;
    if (!reduced) difference.output_tensor = s.output_tensor;
    const Tensor each = call(difference);
    if (!reduced) return each;
    Tensor total;
    if (s.reduction == LossReductionMode::SUM)
        total = call(Sum{.input_tensor = each, .memory_config = s.memory_config});
    else total = call(Mean{.input_tensor = each, .memory_config = s.memory_config});
    return steps::into(total, s.output_tensor);
}

}  // namespace

Tensor L1Loss::compose() const {
    Subtract difference;
    difference.activations = {{UnaryOpType::ABS, {}}};
    return loss(*this, difference);
}

Tensor MseLoss::compose() const { return loss(*this, SquaredDifference{}); }

Tensor ClampedSiluGlu::compose() const {
    for (const auto* t : {&gate, &up})
        require(is_floating(t->dtype()), "[", name, "] gate and up: expected float dtypes, got ", t->dtype(),
                "; use ttnn.typecast");
    Multiply op;
    op.input_tensor_a = gate;
    op.input_tensor_b = up;
    op.input_tensor_a_activations = {{UnaryOpType::MINIMUM, {limit}}, {UnaryOpType::SILU, {}}};
    op.input_tensor_b_activations = {{UnaryOpType::HARDTANH, {-limit, limit}}};
    op.memory_config = memory_config;
    op.sub_core_grids = sub_core_grids;
    op.sub_device_id = sub_device_id;
    return call(op);
}

Tensor SituGlu::compose() const {
    require(beta1 > 0 && beta2 > 0, "[", name, "] beta1 and beta2: must be positive, got ", beta1, " and ", beta2);
    const auto capped = [&](const Tensor& x, double beta) {
        Softcap op;
        op.input_tensor = x;
        op.beta = beta;
        op.memory_config = memory_config;
        return call(op);
    };
    const Tensor gated =
        steps::binary<Multiply>(capped(gate, beta1), steps::unary<SigmoidAccurate>(gate, memory_config), memory_config);
    return steps::binary<Multiply>(gated, capped(up, beta2), memory_config);
}

Tensor Bcast::compose() const {
    check_on_device(name, input_a);
    check_on_device(name, input_b);
    const Shape &a = input_a.shape(), &b = input_b.shape();
    require(a.rank() >= 2 && b.rank() >= 2, "[", name, "] expected matrices, got ", a, " and ", b);
    const bool h = dim != BcastOpDim::W, w = dim != BcastOpDim::H;
    require(!h || b[-2] == 1, "Input tensor B height (", b[-2], ") must be 1 for a broadcast along ", dim, ": [", name,
            "]");
    require(!w || b[-1] == 1, "Input tensor B width (", b[-1], ") must be 1 for a broadcast along ", dim, ": [", name,
            "]");
    require(w || a[-1] == b[-1], "Input tensor A width (", a[-1], ") must equal input tensor B width (", b[-1],
            ") for height broadcast: [", name, "]");
    require(h || a[-2] == b[-2], "Input tensor A height (", a[-2], ") must equal input tensor B height (", b[-2],
            ") for width broadcast: [", name, "]");
    switch (math_op) {
        case BcastOpMath::ADD: return steps::binary<Add>(input_a, input_b, memory_config, output_tensor);
        case BcastOpMath::SUB: return steps::binary<Subtract>(input_a, input_b, memory_config, output_tensor);
        case BcastOpMath::MUL: break;
    }
    return steps::binary<Multiply>(input_a, input_b, memory_config, output_tensor);
}

Tensor ExperimentalTypecast::compose() const {
    return call(Typecast{.input_tensor = input_tensor,
                         .dtype = dtype,
                         .memory_config = memory_config,
                         .output_tensor = optional_output_tensor});
}

Tensor ExperimentalWhere::compose() const {
    Where op;
    op.predicate = predicate;
    op.true_value = true_value;
    op.false_value = false_value;
    op.memory_config = memory_config;
    op.output_tensor = output_tensor;
    return call(op);
}

Tensor ExperimentalGeluBw::compose() const {
    GeluBw op;
    op.grad_tensor = grad_tensor;
    op.x = input_tensor;
    op.variant = gelu_variant(name, approximate);
    op.memory_config = memory_config;
    op.x_grad = input_grad;
    return *call(op).at(0);
}

void ExperimentalBroadcastTo::validate() const {
    check_on_device(name, input);
    const Shape& in = input.shape();
    require(in.rank() <= output_shape.rank(), "Input tensor shape ", in, "(", in.rank(),
            ") must be at least as large as the broadcast shape ", output_shape, "(", output_shape.rank(), "): [", name,
            "] the output needs the input's rank or more");
    for (int64_t i = 1; i <= static_cast<int64_t>(in.rank()); ++i)
        require(in[-i] == output_shape[-i] || in[-i] == 1, "Input dimension ", -i, " (size ", in[-i],
                ") cannot be broadcast to output dimension ", -i, " (size ", output_shape[-i], "): [", name, "]");
    require(input.layout() == Layout::TILE, "bcast_to: Invalid tensor memory layout ", input.layout(),
            ". Input tensor layout must be TILE. [", name, "] use ttnn.to_layout");
}

TensorSpec ExperimentalBroadcastTo::output() const { return moved_spec(input, output_shape, memory_config); }

Program ExperimentalBroadcastTo::program() const {
    const Shape& in = input.shape();
    StridedCopy copy;
    copy.dims = output_shape.dims();
    copy.dst_strides = strides_of(output_shape);
    copy.src_strides = std::vector<int64_t>(copy.dims.size(), 0);
    const auto own = strides_of(in);
    const size_t shift = copy.dims.size() - in.rank();
    for (size_t i = 0; i < in.rank(); ++i)
        if (in[static_cast<int64_t>(i)] != 1) copy.src_strides[shift + i] = own[i];
    return movement_program("BcastToOperation", "DirectDescriptorFactory", input, {{copy}, {}});
}

Tensor CompositeExample::compose() const { return call(Clone{.input_tensor = input_tensor}); }

std::vector<std::optional<Tensor>> CompositeExampleMultipleReturn::compose() const {
    const auto copy = [&](bool wanted) {
        return wanted ? std::optional(call(Clone{.input_tensor = input_tensor})) : std::nullopt;
    };
    return {copy(return_output1), copy(return_output2)};
}

}  // namespace ttnn

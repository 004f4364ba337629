#include "ops/normalization/attention_softmax.hpp"

#include <cmath>

#include "ops/data_movement/movement_op.hpp"
#include "ops/eltwise/binary_ops.hpp"
#include "ops/steps.hpp"

namespace ttnn {
namespace {

double scale_of(const char* name, const Tensor& x, const std::optional<int64_t>& head_size) {
    require(is_floating(x.dtype()), "[", name, "] tensor: expected a float dtype, got ", x.dtype(),
            "; use ttnn.typecast");
    require(!head_size || *head_size > 0, "[", name, "] head_size: must be positive, got ", head_size.value_or(0));
    return head_size ? 1.0 / std::sqrt(static_cast<double>(*head_size)) : 1.0;
}

}  // namespace

Tensor AttentionSoftmax::compose() const {
    check_on_device(name, tensor);
    const double scale = scale_of(name, tensor, head_size);
    ScaleMaskSoftmax op;
    op.memory_config = memory_config;
    op.is_causal_mask = causal_mask.value_or(false);
    const Shape& s = tensor.shape();
    op.input_tensor = s.rank() < 4 ? steps::reshape(tensor, s.to_rank(4)) : tensor;
    if (attention_mask) {
        op.scale = scale;
        op.mask = attention_mask;
        return call(op);
    }
    op.input_tensor = steps::binary<Multiply>(op.input_tensor, Scalar(scale), memory_config);
    return call(op);
}

Tensor AttentionSoftmaxInPlace::compose() const {
    check_on_device(name, tensor);
    require(attention_mask.has_value(),
            "Cannot apply divide by sqrt(head_size) using in-place version when attention_mask is not set. [", name,
            "] use ttnn.transformer.attention_softmax");
    ScaleMaskSoftmaxInPlace op;
    op.input_tensor = tensor;
    op.scale = scale_of(name, tensor, head_size);
    op.mask = attention_mask;
    op.program_config = program_config;
    op.is_causal_mask = causal_mask.value_or(false);
    return call(op);
}

Tensor ScaleCausalMaskHwDimsSoftmaxInPlace::compose() const {
    require(program_config && std::holds_alternative<SoftmaxShardedMultiCoreProgramConfig>(*program_config),
            "Scale causal mask HW dims softmax not supported in default program config: [", name,
            "] use SoftmaxShardedMultiCoreProgramConfig");
    ScaleMaskSoftmaxInPlace op;
    op.input_tensor = input_tensor;
    op.scale = scale;
    op.mask = mask;
    op.program_config = program_config;
    op.is_causal_mask = true;
    op.numeric_stable = numeric_stable;
    return call(op);
}

}  // namespace ttnn

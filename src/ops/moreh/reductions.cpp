#include "ops/moreh/reductions.hpp"

#include <algorithm>
#include <cmath>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/reduction/reduce.hpp"
#include "ops/steps.hpp"
#include "ops/vectors.hpp"
#include "ops/whole_call.hpp"

namespace ttnn {

// --- what the family shares

std::vector<int64_t> moreh_dims(const char* name, const MorehDims& dims, size_t rank) {
    std::vector<int64_t> out;
    if (dims) {
        if (auto* one = std::get_if<int64_t>(&*dims)) out = {*one};
        else out = std::get<std::vector<int64_t>>(*dims);
    }
    for (auto d : out)
        require(d >= 0 && d < static_cast<int64_t>(rank), "dim must be between 0 and 8. [", name,
                "] dim: expected 0 to ", static_cast<int64_t>(rank) - 1, ", got ", d);
    if (out.empty())
        for (size_t i = 0; i < rank; ++i) out.push_back(static_cast<int64_t>(i));
    std::sort(out.begin(), out.end());
    require(std::adjacent_find(out.begin(), out.end()) == out.end(), "[", name, "] dim: a dimension appears twice");
    return out;
}

Shape moreh_reduced_shape(const Shape& shape, const std::vector<int64_t>& dims, bool keepdim) {
    std::vector<int64_t> out;
    const auto rank = static_cast<int64_t>(shape.rank());
    for (int64_t i = 0; i < rank; ++i) {
        const bool reduced = std::find(dims.begin(), dims.end(), i) != dims.end();
        if (!reduced) out.push_back(shape[i]);
        else if (keepdim || i >= rank - 2) out.push_back(1);
    }
    return Shape(out);
}

void check_moreh(const char* name, const Tensor& t, const char* field) {
    check_on_device(name, t);
    require(t.layout() == Layout::TILE, "[", name, "] ", field, ": expected TILE, got ", t.layout(),
            "; use ttnn.to_layout");
    require(is_floating(t.dtype()), "[", name, "] ", field, ": expected a float dtype, got ", t.dtype());
}

MemoryConfig moreh_memory(const std::optional<MemoryConfig>& asked, const Tensor& like) {
    if (asked) return *asked;
    return like.is_sharded() ? DRAM_MEMORY_CONFIG : like.memory_config();
}

namespace {

Shape kept_shape(const Shape& shape, const std::vector<int64_t>& dims) {
    Shape out = shape;
    for (auto d : dims) out.set(d, 1);
    return out;
}

// The gradient of a reduced tensor, as a tensor with all dimensions.
Tensor with_kept_dims(const char* name, const Tensor& grad, const Shape& input, const std::vector<int64_t>& dims) {
    const Shape kept = kept_shape(input, dims);
    require(grad.shape().volume() == kept.volume(), "[", name, "] output_grad: expected ", kept.volume(),
            " elements, got ", grad.shape());
    return steps::reshape(grad, kept);
}

// output_grad times a factor in the input's shape.
Tensor spread(const char* name, const char* operation, const Tensor& grad, const Shape& input,
              const std::vector<int64_t>& dims, double factor, const std::optional<Tensor>& given,
              const std::optional<MemoryConfig>& config) {
    check_on_device(name, grad);
    const Tensor kept = with_kept_dims(name, grad, input, dims);
    const TensorSpec spec(input, grad.dtype(), Layout::TILE, moreh_memory(config, grad));
    return launch_whole({.name = name,
                         .device_operation = operation,
                         .inputs = {kept},
                         .outputs = {spec_of_given(name, given, spec)},
                         .run =
                             [small = kept.shape(), input, f = static_cast<float>(factor)](WholeOperands& o) {
                                 const auto at = broadcast_index(small, input);
                                 for (size_t i = 0; i < at.size(); ++i)
                                     o.out[0][i] = o.in[0][static_cast<size_t>(at[i])] * f;
                             },
                         .attributes = attributes_of(factor),
                         .given = {given_or_none(given)}})[0];
}

kernels::UnaryStage stage(kernels::UnaryId id) { return kernels::table().elementwise.unary[static_cast<size_t>(id)]; }

// |x|^p in place.
void abs_pow(std::vector<float>& x, float p) {
    parallel_pieces(x.size(), 16384, [&](size_t begin, size_t end) {
        for (size_t at = begin; at < end; at += 1024) {
            const size_t n = std::min<size_t>(1024, end - at);
            stage(kernels::UnaryId::Abs)(x.data() + at, n, kNoParameters);
            const float parameters[kernels::kUnaryParameters] = {p};
            if (p != 1) stage(kernels::UnaryId::PowScalar)(x.data() + at, n, parameters);
        }
    });
}

// The norm over dims as a vector; `shape` gets extents of 1.
std::vector<float> norm_of(std::vector<float> x, Shape& shape, const std::vector<int64_t>& dims, double p) {
    Fold fold = Fold::Sum;
    if (std::isinf(p)) {
        fold = p > 0 ? Fold::Max : Fold::Min;
        abs_pow(x, 1);
    } else if (p == 0) {
        for (auto& v : x) v = v != 0 ? 1.0f : 0.0f;
    } else {
        abs_pow(x, static_cast<float>(p));
    }
    for (auto d = dims.rbegin(); d != dims.rend(); ++d) x = folded(x, shape, *d, fold);
    if (!std::isinf(p) && p != 0) abs_pow(x, static_cast<float>(1.0 / p));
    return x;
}

}  // namespace

// --- sums and means

Tensor MorehSum::compose() const {
    check_on_device(name, input);
    require(input.layout() == Layout::TILE, "[", name, "] input: expected TILE, got ", input.layout());
    const auto dims = moreh_dims(name, dim, input.shape().rank());
    const Tensor kept = call(Sum{.input_tensor = input,
                                 .dim = dims,
                                 .keepdim = true,
                                 .memory_config = moreh_memory(memory_config, input),
                                 .compute_kernel_config = compute_kernel_config});
    return steps::into(steps::reshape(kept, moreh_reduced_shape(input.shape(), dims, keepdim)), output_tensor);
}

Tensor MorehSumBackward::compose() const {
    require(input || input_grad, "[", name, "] input: needed for its shape, or input_grad");
    const Shape shape = input ? input->shape() : input_grad->shape();
    return spread(name, "MorehSumBackwardOperation", output_grad, shape, moreh_dims(name, dim, shape.rank()), 1,
                  input_grad, memory_config);
}

Tensor MorehMean::compose() const {
    check_moreh(name, input, "input");
    require(divisor.value_or(1) > 0, "[", name, "] divisor: must be positive, got ", divisor.value_or(0));
    const auto dims = moreh_dims(name, dim, input.shape().rank());
    const auto config = moreh_memory(memory_config, input);
    Tensor kept;
    if (divisor)
        kept = call(Sum{.input_tensor = input,
                        .dim = dims,
                        .keepdim = true,
                        .memory_config = config,
                        .scalar = 1.0 / static_cast<double>(*divisor)});
    else kept = call(Mean{.input_tensor = input, .dim = dims, .keepdim = true, .memory_config = config});
    return steps::into(steps::reshape(kept, moreh_reduced_shape(input.shape(), dims, keepdim)), output_tensor);
}

Tensor MorehMeanBackward::compose() const {
    require(input_grad_shape || input_grad, "[", name, "] input_grad_shape: needed, or input_grad");
    const Shape shape = input_grad_shape ? *input_grad_shape : input_grad->shape();
    const auto dims = moreh_dims(name, dim, shape.rank());
    double count = 1;
    for (auto d : dims) count *= static_cast<double>(shape[d]);
    return spread(name, "MorehMeanBackwardOperation", output_grad, shape, dims, 1.0 / count, input_grad, memory_config);
}

// --- norms

Tensor MorehNorm::compose() const {
    check_moreh(name, input, "input");
    const auto dims = moreh_dims(name, dim, input.shape().rank());
    const TensorSpec spec(moreh_reduced_shape(input.shape(), dims, keepdim), input.dtype(), Layout::TILE,
                          moreh_memory(memory_config, input));
    return launch_whole({.name = name,
                         .device_operation = "MorehNormOperation",
                         .inputs = {input},
                         .outputs = {spec},
                         .run =
                             [shape = input.shape(), dims, order = p](WholeOperands& o) {
                                 Shape s = shape;
                                 o.out[0] = norm_of(std::move(o.in[0]), s, dims, order);
                             },
                         .attributes = attributes_of(dims, p),
                         .given = {given_or_none(output_tensor)}})[0];
}

Tensor MorehNormBackward::compose() const {
    check_moreh(name, input, "input");
    const auto dims = moreh_dims(name, dim, input.shape().rank());
    const Tensor y = with_kept_dims(name, output, input.shape(), dims),
                 dy = with_kept_dims(name, output_grad, input.shape(), dims);
    const auto formula = [shape = input.shape(), small = y.shape(), order = p](WholeOperands& o) {
        const auto at = broadcast_index(small, shape);
        const auto &x = o.in[0], &norm = o.in[1], &grad = o.in[2];
        parallel_pieces(x.size(), 4096, [&](size_t begin, size_t end) {
            for (size_t i = begin; i < end; ++i) {
                const float n = norm[static_cast<size_t>(at[i])], g = grad[static_cast<size_t>(at[i])],
                            sign = x[i] > 0   ? 1.0f
                                   : x[i] < 0 ? -1.0f
                                              : 0.0f,
                            size = std::fabs(x[i]);
                float d = 0;
                if (order == 0 || sign == 0) d = 0;
                else if (std::isinf(order)) d = size == n ? sign : 0.0f;
                else if (order == 1) d = sign;
                else if (n != 0) d = sign * std::pow(size / n, static_cast<float>(order - 1));
                o.out[0][i] = d * g;
            }
        });
    };
    const TensorSpec spec(input.shape(), input.dtype(), Layout::TILE, moreh_memory(memory_config, input));
    return launch_whole({.name = name,
                         .device_operation = "MorehNormBackwardOperation",
                         .inputs = {input, y, dy},
                         .outputs = {spec},
                         .run = formula,
                         .attributes = attributes_of(dims, p),
                         .given = {given_or_none(input_grad)}})[0];
}

Tensor MorehAbsPow::compose() const {
    check_moreh(name, input, "input");
    const TensorSpec spec(input.shape(), input.dtype(), Layout::TILE, moreh_memory(memory_config, input));
    return launch_whole({.name = name,
                         .device_operation = "MorehAbsPowOperation",
                         .inputs = {input},
                         .outputs = {spec},
                         .run =
                             [power = static_cast<float>(p)](WholeOperands& o) {
                                 o.out[0] = std::move(o.in[0]);
                                 abs_pow(o.out[0], power);
                             },
                         .attributes = attributes_of(p),
                         .given = {given_or_none(output_tensor)}})[0];
}

// --- running sums

Tensor MorehCumsum::compose() const {
    return call(Cumsum{{.input = input, .dim = dim, .out_tensor = output_tensor, .memory_config = memory_config}});
}

Tensor MorehCumsumBackward::compose() const {
    return call(Cumsum{{.input = output_grad,
                        .dim = dim,
                        .reverse_order = true,
                        .out_tensor = input_grad,
                        .memory_config = memory_config}});
}

Tensor MorehClipGradNorm::compose() const {
    require(!inputs.empty(), "[", name, "] inputs: expected at least one tensor");
    for (const auto& t : inputs) check_moreh(name, t, "inputs");
    const TensorSpec spec(Shape{1, 1}, inputs[0].dtype(), Layout::TILE, moreh_memory(memory_config, inputs[0]));
    const Tensor total = launch_whole({.name = name,
                                       .device_operation = "MorehClipGradNormOperation",
                                       .inputs = inputs,
                                       .outputs = {spec_of_given(name, total_norm, spec)},
                                       .run =
                                           [order = norm_type](WholeOperands& o) {
                                               std::vector<float> norms;
                                               for (auto& x : o.in) {
                                                   Shape s{std::ssize(x)};
                                                   norms.push_back(norm_of(std::move(x), s, {0}, order)[0]);
                                               }
                                               Shape s{std::ssize(norms)};
                                               o.out[0][0] = norm_of(norms, s, {0}, order)[0];
                                           },
                                       .attributes = attributes_of("norm", norm_type),
                                       .given = {given_or_none(total_norm)}})[0];
    if (error_if_nonfinite) {
        const float value = to_vector(total).at(0);
        require(std::isfinite(value), "The total norm of order ", norm_type,
                " for gradients from `parameters` is "
                "non-finite, so it cannot be clipped: [",
                name, "] got ", value);
    }
    for (const auto& t : inputs)
        launch_whole({.name = name,
                      .device_operation = "MorehClipGradNormStep3Operation",
                      .inputs = {t, total},
                      .outputs = {t.spec()},
                      .run =
                          [most = static_cast<float>(max_norm)](WholeOperands& o) {
                              const float factor = std::min(1.0f, most / (o.in[1][0] + 1e-6f));
                              for (size_t i = 0; i < o.in[0].size(); ++i) o.out[0][i] = o.in[0][i] * factor;
                          },
                      .attributes = attributes_of("scale", max_norm),
                      .given = {t}});
    return total;
}

}  // namespace ttnn

#include "ops/moreh/products.hpp"

#include <algorithm>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/eltwise/binary.hpp"
#include "ops/eltwise/binary_ops.hpp"
#include "ops/matmul/product.hpp"
#include "ops/reduction/reduce.hpp"
#include "ops/steps.hpp"
#include "ops/whole_call.hpp"

namespace ttnn {
namespace {

using Config = std::optional<MemoryConfig>;

// Product with all leading dimensions broadcast: each factor's matrices by batch of the result.
Tensor product(const char* name, const Tensor& a, const Tensor& b, bool turn_a, bool turn_b,
               const std::optional<Tensor>& bias, const std::optional<Tensor>& given, const Config& config) {
    check_moreh(name, a, "input");
    check_moreh(name, b, "other");
    const size_t rank = std::max({a.shape().rank(), b.shape().rank(), size_t{2}});
    const Shape x = a.shape().to_rank(rank), y = b.shape().to_rank(rank);
    const int64_t m = turn_a ? x[-1] : x[-2], k = turn_a ? x[-2] : x[-1], n = turn_b ? y[-2] : y[-1];
    require((turn_b ? y[-1] : y[-2]) == k, "k must be the same: [", name, "] got ", a.shape(), " and ", b.shape());
    const Shape outer_x(std::vector<int64_t>(x.begin(), x.end() - 2)),
        outer_y(std::vector<int64_t>(y.begin(), y.end() - 2));
    const Shape outer = broadcast_shape(outer_x, outer_y);
    auto dims = outer.dims();
    dims.insert(dims.end(), {m, n});
    if (bias)
        require(bias->shape().width() == n || bias->shape().volume() == 1, "[", name, "] bias: expected ", n,
                " elements or 1, got ", bias->shape());
    const auto run = [m, k, n, turn_a, turn_b, outer, outer_x, outer_y](WholeOperands& o) {
        const auto of_a = broadcast_index(outer_x, outer), of_b = broadcast_index(outer_y, outer);
        const bool gathered = std::ssize(of_a) != outer_x.volume();
        // run_product takes A's matrices in order; where they repeat they are laid out anew.
        std::vector<float> rows;
        const TensorSpec wide(Shape{std::max<int64_t>(1, outer.volume()), turn_a ? k : m, turn_a ? m : k},
                              DataType::FLOAT32, Layout::ROW_MAJOR);
        View a = o.views.in[0];
        if (gathered) {
            for (auto i : of_a) rows.insert(rows.end(), o.in[0].begin() + i * m * k, o.in[0].begin() + (i + 1) * m * k);
            a = {reinterpret_cast<std::byte*>(rows.data()), &wide};
        }
        const TensorSpec out_spec(Shape{std::max<int64_t>(1, outer.volume()), m, n}, DataType::FLOAT32,
                                  Layout::ROW_MAJOR);
        const View out{reinterpret_cast<std::byte*>(o.out[0].data()), &out_spec};
        run_product({.m = m,
                     .k = k,
                     .n = n,
                     .batches = std::max<int64_t>(1, outer.volume()),
                     .b_index = of_b,
                     .transpose_a = turn_a,
                     .transpose_b = turn_b},
                    a, o.views.in[1], {}, out);
        const auto& bias = o.in[2];
        for (size_t i = 0; !bias.empty() && i < o.out[0].size(); ++i)
            o.out[0][i] += bias.size() == 1 ? bias[0] : bias[i % static_cast<size_t>(n)];
    };
    const TensorSpec spec(Shape(dims), given ? given->dtype() : a.dtype(), Layout::TILE, moreh_memory(config, a));
    return launch_whole({.name = name,
                         .device_operation = "MorehMatmulOperation",
                         .inputs = {a, b, given_or_none(bias)},
                         .outputs = {spec},
                         .run = run,
                         .attributes = attributes_of(turn_a, turn_b),
                         .given = {given_or_none(given)}})[0];
}

// A gradient summed over the dimensions that broadcasting had made larger, and into its place.
Tensor unbroadcast(Tensor grad, const Shape& shape, const std::optional<Tensor>& given) {
    std::vector<int64_t> dims;
    const auto rank = static_cast<int64_t>(grad.shape().rank()), shift = rank - static_cast<int64_t>(shape.rank());
    for (int64_t i = 0; i < rank; ++i)
        if (i < shift || (shape[i - shift] == 1 && grad.shape()[i] != 1)) dims.push_back(i);
    if (!dims.empty()) grad = call(Sum{.input_tensor = grad, .dim = dims, .keepdim = true});
    return steps::into(steps::reshape(grad, shape), given);
}

// A gradient has the shape of the product's output: [..., M, N], leading dimensions broadcast.
void check_gradient(const char* name, const Tensor& grad, const Tensor& a, const Tensor& b, bool turn_b) {
    const size_t rank = std::max({a.shape().rank(), b.shape().rank(), size_t{2}});
    const Shape x = a.shape().to_rank(rank), y = b.shape().to_rank(rank);
    require(x[-1] == (turn_b ? y[-1] : y[-2]), "k must be the same: [", name, "] got ", a.shape(), " and ", b.shape());
    auto dims = broadcast_shape(Shape(std::vector<int64_t>(x.begin(), x.end() - 2)),
                                Shape(std::vector<int64_t>(y.begin(), y.end() - 2)))
                    .dims();
    dims.insert(dims.end(), {x[-2], turn_b ? y[-2] : y[-1]});
    const Shape expected(dims);
    require(grad.shape().rank() <= rank && grad.shape().to_rank(rank) == expected, "[", name,
            "] output_grad: expected ", expected, ", the shape of the output, got ", grad.shape());
}

bool wanted(const std::vector<bool>& required, size_t i) { return i < required.size() && required[i]; }

void check_required(const char* name, const std::vector<bool>& required, size_t n) {
    require(required.size() == n, "[", name, "] are_required_outputs: expected ", n, " values, got ", required.size());
}

}  // namespace

Tensor MorehMatmul::compose() const {
    check_moreh(name, input, "input");
    check_moreh(name, other, "other");
    // A product of two vectors is a dot product.
    const Shape& s = input.shape();
    if (s.rank() > 0 && s == other.shape() && s.volume() == s.width() && !transpose_input && !transpose_other && !bias)
        return call(MorehDot{.input_tensor_a = input,
                             .input_tensor_b = other,
                             .output_tensor = output_tensor,
                             .memory_config = memory_config});
    return product(name, input, other, transpose_input, transpose_other, bias, output_tensor, memory_config);
}

MorehOutputs MorehMatmulBackward::compose() const {
    check_required(name, are_required_outputs, 2);
    MorehOutputs out(2);
    // A product of two vectors is a dot product.
    if (output_grad.shape().volume() == 1 && input_a.shape().rows() == 1 && input_a.shape() == input_b.shape())
        return MorehDotBackward{.output_grad = output_grad,
                                .input = input_a,
                                .other = input_b,
                                .input_grad = input_a_grad,
                                .other_grad = input_b_grad,
                                .memory_config = memory_config}
            .compose();
    check_gradient(name, output_grad, input_a, input_b, false);
    if (wanted(are_required_outputs, 0))
        out[0] = unbroadcast(product(name, output_grad, input_b, false, true, {}, {}, memory_config), input_a.shape(),
                             input_a_grad);
    if (wanted(are_required_outputs, 1))
        out[1] = unbroadcast(product(name, input_a, output_grad, true, false, {}, {}, memory_config), input_b.shape(),
                             input_b_grad);
    return out;
}

Tensor MorehBmm::compose() const {
    require(input.shape().rank() == 3 && mat2.shape().rank() == 3 && input.shape()[0] == mat2.shape()[0], "[", name,
            "] input must be a 3D tensor, got ", input.shape(), " and ", mat2.shape());
    return product(name, input, mat2, false, false, {}, output_tensor, memory_config);
}

MorehOutputs MorehBmmBackward::compose() const {
    check_required(name, are_required_outputs, 2);
    require(output_grad.shape().rank() == 3 && input.shape().rank() == 3 && mat2.shape().rank() == 3, "[", name,
            "] output_grad must be a 3D tensor, got ", output_grad.shape());
    require(input.shape()[0] == mat2.shape()[0], "[", name, "] mat2: expected ", input.shape()[0], " matrices, got ",
            mat2.shape());
    check_gradient(name, output_grad, input, mat2, false);
    MorehOutputs out(2);
    if (wanted(are_required_outputs, 0))
        out[0] = product(name, output_grad, mat2, false, true, {}, input_grad, input_grad_memory_config);
    if (wanted(are_required_outputs, 1))
        out[1] = product(name, input, output_grad, true, false, {}, mat2_grad, mat2_grad_memory_config);
    return out;
}

Tensor MorehLinear::compose() const {
    require(weight.shape().rows() == weight.shape().height(), "[", name, "] weight tensor should be 2D, got ",
            weight.shape());
    return product(name, input, weight, false, true, bias, output_tensor, memory_config);
}

MorehOutputs MorehLinearBackward::compose() const {
    check_required(name, are_required_outputs, 3);
    check_gradient(name, output_grad, input, weight, true);
    MorehOutputs out(3);
    if (wanted(are_required_outputs, 0))
        out[0] = unbroadcast(product(name, output_grad, weight, false, false, {}, {}, input_grad_memory_config),
                             input.shape(), input_grad);
    if (wanted(are_required_outputs, 1))
        out[1] = unbroadcast(product(name, output_grad, input, true, false, {}, {}, weight_grad_memory_config),
                             weight.shape(), weight_grad);
    if (wanted(are_required_outputs, 2)) {
        require(bias || bias_grad, "[", name, "] bias: needed for its shape");
        const Shape shape = bias ? bias->shape() : bias_grad->shape();
        const Tensor sum = unbroadcast(output_grad, shape.volume() == 1 ? Shape{1, 1} : Shape{1, shape.width()}, {});
        out[2] = steps::into(steps::reshape(sum, shape), bias_grad);
    }
    return out;
}

Tensor MorehDot::compose() const {
    check_moreh(name, input_tensor_a, "input_tensor_a");
    check_moreh(name, input_tensor_b, "input_tensor_b");
    const Shape& s = input_tensor_a.shape();
    require(s == input_tensor_b.shape() && s.volume() == s.width(), "Input tensors must be 1D: [", name, "] got ", s,
            " and ", input_tensor_b.shape());
    Shape one = s;
    one.set(-1, 1);
    const TensorSpec spec(one, dtype.value_or(input_tensor_a.dtype()), Layout::TILE,
                          moreh_memory(memory_config, input_tensor_a));
    return launch_whole({.name = name,
                         .device_operation = "MorehDotOperation",
                         .inputs = {input_tensor_a, input_tensor_b},
                         .outputs = {spec},
                         .run =
                             [](WholeOperands& o) {
                                 o.out[0][0] =
                                     kernels::table().rows.dot(o.in[0].data(), o.in[1].data(), o.in[0].size());
                             },
                         .given = {given_or_none(output_tensor)}})[0];
}

MorehOutputs MorehDotBackward::compose() const {
    require(output_grad.shape().volume() == 1, "[", name, "] output_grad: expected one element, got ",
            output_grad.shape());
    require(input.shape() == other.shape(), "[", name, "] other: expected ", input.shape(), ", got ", other.shape());
    MorehOutputs out(2);
    if (input_grad) out[0] = steps::binary<Multiply>(other, output_grad, memory_config, input_grad);
    if (other_grad) out[1] = steps::binary<Multiply>(input, output_grad, memory_config, other_grad);
    return out;
}

}  // namespace ttnn

#include "ops/moreh/training.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/thread_pool.hpp"
#include "ops/conv/window.hpp"
#include "ops/data_movement/logical_elements.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/host_convert.hpp"
#include "ops/steps.hpp"
#include "ops/vectors.hpp"
#include "ops/whole_call.hpp"

namespace ttnn {
namespace {

// Element (n, class, rest) of [N, C, ...] for target element i of [N, ...].
struct ClassIndex {
    ClassIndex(const Shape& input) : classes(input[1]), inner(1) {
        for (int64_t d = 2; d < static_cast<int64_t>(input.rank()); ++d) inner *= input[d];
    }
    size_t at(size_t i, int64_t c) const {
        const auto n = static_cast<int64_t>(i) / inner;
        return static_cast<size_t>((n * classes + c) * inner + static_cast<int64_t>(i) % inner);
    }
    int64_t classes, inner;
};

// The class of target i, or -1 where it does not count.
int64_t class_of(const char* name, const std::vector<int64_t>& targets, size_t i, int64_t ignored, int64_t classes) {
    const auto c = static_cast<int64_t>(static_cast<int32_t>(targets[i]));
    if (c == ignored) return -1;
    require(c >= 0 && c < classes, "[", name, "] target_tensor: class ", c, " is not below ", classes);
    return c;
}

void check_nll(const char* name, const Shape& input, const Tensor& target, const std::optional<Tensor>& weight) {
    check_on_device(name, target);
    require(input.rank() >= 2, "[", name, "] input_tensor: expected [N, C, ...], got ", input);
    require(target.shape().volume() * input[1] == input.volume(), "[", name, "] target_tensor: expected ",
            input.volume() / std::max<int64_t>(1, input[1]), " elements, got ", target.shape());
    if (weight)
        require(weight->shape().volume() == input[1], "[", name, "] weight_tensor: expected ", input[1],
                " elements, got ", weight->shape());
}

}  // namespace

Tensor MorehNllLoss::compose() const {
    check_moreh(name, input_tensor, "input_tensor");
    check_nll(name, input_tensor.shape(), target_tensor, weight_tensor);
    require(reduction == "mean" || reduction == "sum" || reduction == "none", "[", name,
            "] reduction: expected \"mean\", \"sum\" or \"none\", got ", reduction);
    const bool none = reduction == "none", mean = reduction == "mean";
    std::vector<int64_t> all(target_tensor.shape().rank());
    std::iota(all.begin(), all.end(), int64_t{0});
    const Shape one_element = moreh_reduced_shape(target_tensor.shape(), all, false);
    const auto config = moreh_memory(memory_config, input_tensor);
    const TensorSpec spec(none ? target_tensor.shape() : one_element, input_tensor.dtype(), Layout::TILE, config),
        divisor(one_element, input_tensor.dtype(), Layout::TILE, config);
    const auto run = [index = ClassIndex(input_tensor.shape()), ignored = ignore_index, none, mean](WholeOperands& o) {
        const auto targets = logical_integers(o.views.in[1]);
        double loss = 0, total = 0;
        for (size_t i = 0; i < targets.size(); ++i) {
            const int64_t c = class_of(name, targets, i, ignored, index.classes);
            if (c < 0) continue;
            const float w = o.in[2].empty() ? 1.0f : o.in[2][static_cast<size_t>(c)],
                        one = -w * o.in[0][index.at(i, c)];
            if (none) o.out[0][i] = one;
            loss += static_cast<double>(one);
            total += static_cast<double>(w);
        }
        if (!none) o.out[0][0] = static_cast<float>(mean ? loss / total : loss);
        if (!o.out[1].empty()) o.out[1][0] = static_cast<float>(total);
    };
    return launch_whole(
        {.name = name,
         .device_operation = "MorehNllLossStep2DeviceOperation",
         .inputs = {input_tensor, target_tensor, given_or_none(weight_tensor)},
         .outputs = {spec_of_given(name, output_tensor, spec), spec_of_given(name, divisor_tensor, divisor)},
         .run = run,
         .attributes = attributes_of(reduction, ignore_index),
         .given = {given_or_none(output_tensor), given_or_none(divisor_tensor)}})[0];
}

Tensor MorehNllLossBackward::compose() const {
    require(input_grad_tensor.has_value(), "[", name, "] input_grad_tensor: needed for the shape of the gradient");
    check_moreh(name, *input_grad_tensor, "input_grad_tensor");
    check_moreh(name, output_grad_tensor, "output_grad_tensor");
    check_nll(name, input_grad_tensor->shape(), target_tensor, weight_tensor);
    require(output_grad_tensor.shape().volume() == 1, "[", name, "] output_grad_tensor: expected one element, got ",
            output_grad_tensor.shape());
    require(!reduction_mean || (divisor_tensor && divisor_tensor->shape().volume() == 1), "[", name,
            "] divisor_tensor: needed for a mean, one element");
    const auto run = [index = ClassIndex(input_grad_tensor->shape()), ignored = ignore_index,
                      mean = reduction_mean](WholeOperands& o) {
        const auto targets = logical_integers(o.views.in[1]);
        const float scale = -o.in[0][0] / (mean ? o.in[3][0] : 1.0f);
        for (size_t i = 0; i < targets.size(); ++i) {
            const int64_t c = class_of(name, targets, i, ignored, index.classes);
            if (c >= 0) o.out[0][index.at(i, c)] = scale * (o.in[2].empty() ? 1.0f : o.in[2][static_cast<size_t>(c)]);
        }
    };
    return launch_whole(
        {.name = name,
         .device_operation = "MorehNllLossBackwardDeviceOperation",
         .inputs = {output_grad_tensor, target_tensor, given_or_none(weight_tensor), given_or_none(divisor_tensor)},
         .outputs = {input_grad_tensor->spec()},
         .run = run,
         .attributes = attributes_of(reduction_mean, ignore_index),
         .given = {*input_grad_tensor}})[0];
}

Tensor MorehNllLossUnreducedBackward::compose() const {
    require(input_grad_tensor.has_value(), "[", name, "] input_grad_tensor: needed for the shape of the gradient");
    check_moreh(name, *input_grad_tensor, "input_grad_tensor");
    check_moreh(name, output_grad_tensor, "output_grad_tensor");
    check_nll(name, input_grad_tensor->shape(), target_tensor, weight_tensor);
    require(output_grad_tensor.shape().volume() == target_tensor.shape().volume(), "[", name,
            "] output_grad_tensor: expected ", target_tensor.shape(), ", got ", output_grad_tensor.shape());
    const auto run = [index = ClassIndex(input_grad_tensor->shape()), ignored = ignore_index](WholeOperands& o) {
        const auto targets = logical_integers(o.views.in[1]);
        for (size_t i = 0; i < targets.size(); ++i) {
            const int64_t c = class_of(name, targets, i, ignored, index.classes);
            if (c >= 0)
                o.out[0][index.at(i, c)] = -o.in[0][i] * (o.in[2].empty() ? 1.0f : o.in[2][static_cast<size_t>(c)]);
        }
    };
    return launch_whole({.name = name,
                         .device_operation = "MorehNllLossUnreducedBackwardDeviceOperation",
                         .inputs = {output_grad_tensor, target_tensor, given_or_none(weight_tensor)},
                         .outputs = {input_grad_tensor->spec()},
                         .run = run,
                         .attributes = attributes_of(ignore_index),
                         .given = {*input_grad_tensor}})[0];
}

// --- optimizers

namespace {

// Inputs: param, grad, average, squares, largest. Outputs: param, average, squares, largest.
template <class Op>
MorehOutputs adam(const Op& s, const char* operation, bool decoupled) {
    check_moreh(Op::name, s.param_in, "param_in");
    for (const auto* t : {&s.grad, &s.exp_avg_in, &s.exp_avg_sq_in})
        require(t->shape() == s.param_in.shape(), "[", Op::name, "] tensors: expected the shape of param_in ",
                s.param_in.shape(), ", got ", t->shape());
    const bool largest = s.amsgrad.value_or(false);
    require(!largest || s.max_exp_avg_sq_in, "[", Op::name, "] max_exp_avg_sq_in: needed with amsgrad");
    require(!largest || s.max_exp_avg_sq_in->shape() == s.param_in.shape(), "[", Op::name,
            "] max_exp_avg_sq_in: expected the shape of param_in ", s.param_in.shape());
    const int64_t step = s.step.value_or(0);
    require(step > 0, "[", Op::name, "] step: counts from 1, got ", step);
    const double b1 = s.beta1.value_or(0.9), b2 = s.beta2.value_or(0.999), lr = s.lr.value_or(1e-3),
                 eps = s.eps.value_or(1e-8), decay = s.weight_decay.value_or(0);
    const auto power = static_cast<double>(step);
    const auto run = [=](WholeOperands& o) {
        const double scale = lr / (1 - std::pow(b1, power)), root = std::sqrt(1 - std::pow(b2, power));
        parallel_pieces(o.in[0].size(), 4096, [&](size_t begin, size_t end) {
            for (size_t i = begin; i < end; ++i) {
                double p = static_cast<double>(o.in[0][i]), g = static_cast<double>(o.in[1][i]);
                if (decoupled) p *= 1 - lr * decay;
                else g += decay * p;
                const double m = b1 * static_cast<double>(o.in[2][i]) + (1 - b1) * g,
                             v = b2 * static_cast<double>(o.in[3][i]) + (1 - b2) * g * g;
                const double top = largest ? std::max(static_cast<double>(o.in[4][i]), v) : v;
                o.out[0][i] = static_cast<float>(p - scale * m / (std::sqrt(top) / root + eps));
                o.out[1][i] = static_cast<float>(m);
                o.out[2][i] = static_cast<float>(v);
                if (largest) o.out[3][i] = static_cast<float>(top);
            }
        });
    };
    const TensorSpec spec(s.param_in.shape(), s.param_in.dtype(), Layout::TILE,
                          moreh_memory(s.memory_config, s.param_in));
    WholeCall call{
        .name = Op::name,
        .device_operation = operation,
        .inputs = {s.param_in, s.grad, s.exp_avg_in, s.exp_avg_sq_in},
        .outputs = {spec, spec, spec},
        .run = run,
        .attributes = attributes_of(b1, b2, lr, eps, decay, step, largest),
        .given = {given_or_none(s.param_out), given_or_none(s.exp_avg_out), given_or_none(s.exp_avg_sq_out)}};
    if (largest) {
        call.inputs.push_back(*s.max_exp_avg_sq_in);
        call.outputs.push_back(spec);
        call.given.push_back(given_or_none(s.max_exp_avg_sq_out));
    }
    const auto out = launch_whole(call);
    MorehOutputs result(out.begin(), out.end());
    result.resize(4);
    return result;
}

}  // namespace

MorehOutputs MorehAdam::compose() const { return adam(*this, "MorehAdamOperation", false); }
MorehOutputs MorehAdamw::compose() const { return adam(*this, "MorehAdamWDeviceOperation", true); }

MorehOutputs MorehSgd::compose() const {
    check_moreh(name, param_in, "param_in");
    require(grad.shape() == param_in.shape(), "[", name, "] grad: expected ", param_in.shape(), ", got ", grad.shape());
    const bool moving = momentum != 0;
    require(!momentum_initialized || !moving || momentum_buffer_in, "[", name,
            "] momentum_buffer_in: needed when momentum_initialized is True");
    const auto run = [=, rate = static_cast<float>(lr), m = static_cast<float>(momentum),
                      damp = static_cast<float>(1 - dampening), decay = static_cast<float>(weight_decay),
                      ahead = nesterov, begun = momentum_initialized](WholeOperands& o) {
        parallel_pieces(o.in[0].size(), 4096, [&](size_t begin, size_t end) {
            for (size_t i = begin; i < end; ++i) {
                float g = o.in[1][i] + decay * o.in[0][i];
                if (moving) {
                    const float buffer = begun ? m * o.in[2][i] + damp * g : g;
                    o.out[1][i] = buffer;
                    g = ahead ? g + m * buffer : buffer;
                }
                o.out[0][i] = o.in[0][i] - rate * g;
            }
        });
    };
    const TensorSpec spec(param_in.shape(), param_in.dtype(), Layout::TILE,
                          moreh_memory(param_out_memory_config, param_in)),
        buffer(param_in.shape(), param_in.dtype(), Layout::TILE,
               moreh_memory(momentum_buffer_out_memory_config, param_in));
    WholeCall call{.name = name,
                   .device_operation = "MorehSgdOperation",
                   .inputs = {param_in, grad, given_or_none(momentum_buffer_in)},
                   .outputs = {spec},
                   .run = run,
                   .attributes = attributes_of(lr, momentum, dampening, weight_decay, nesterov, momentum_initialized),
                   .given = {given_or_none(param_out)}};
    if (moving) {
        call.outputs.push_back(buffer);
        call.given.push_back(given_or_none(momentum_buffer_out));
    }
    const auto out = launch_whole(call);
    return {out[0], moving ? std::optional(out[1]) : std::nullopt};
}

// --- indexing and folding

Tensor MorehGetitem::compose() const {
    require(input.has_value(), "[", name, "] input: expected a tensor");
    check_on_device(name, *input);
    const Shape& s = input->shape();
    const auto rank = static_cast<int64_t>(s.rank());
    require(!index_dims.empty() && index_dims.size() == index_tensors.size(), "[", name,
            "] index_dims: expected one for each of ", index_tensors.size(), " index tensors");
    std::vector<Tensor> inputs{*input};
    const int64_t length = index_tensors[0].shape().volume();
    for (size_t i = 0; i < index_dims.size(); ++i) {
        require(index_dims[i] >= 0 && index_dims[i] < rank && (i == 0 || index_dims[i] == index_dims[i - 1] + 1), "[",
                name, "] index_dims: expected neighbouring dimensions below ", rank, " in order");
        require(is_integer(index_tensors[i].dtype()) && index_tensors[i].shape().volume() == length, "[", name,
                "] index_tensors: expected integers, ", length, " each, got ", describe(index_tensors[i]));
        inputs.push_back(index_tensors[i]);
    }
    const int64_t first = index_dims.front(), last = index_dims.back();
    std::vector<int64_t> dims(s.begin(), s.begin() + first);
    dims.push_back(length);
    dims.insert(dims.end(), s.begin() + last + 1, s.end());
    int64_t outer = 1, inner = 1;
    for (int64_t d = 0; d < first; ++d) outer *= s[d];
    for (int64_t d = last + 1; d < rank; ++d) inner *= s[d];
    const auto run = [shape = s, first, last, outer, inner, length](WholeOperands& o) {
        std::vector<int64_t> at(static_cast<size_t>(length), 0);
        int64_t span = 1;
        for (int64_t d = first; d <= last; ++d) {
            const auto index = logical_integers(o.views.in[static_cast<size_t>(1 + d - first)]);
            for (size_t i = 0; i < at.size(); ++i) {
                const auto given = static_cast<int64_t>(static_cast<int32_t>(index[i]));
                const int64_t v = given < 0 ? given + shape[d] : given;
                require(v >= 0 && v < shape[d], "[", name, "] index_tensors: ", given, " is out of range for extent ",
                        shape[d]);
                at[i] = at[i] * shape[d] + v;
            }
            span *= shape[d];
        }
        const auto source = logical_elements(o.views.in[0]);
        const size_t bytes = static_cast<size_t>(inner) * logical_element_size(o.views.in[0].spec->dtype());
        std::vector<std::byte> result(static_cast<size_t>(outer * length) * bytes);
        for (int64_t b = 0; b < outer; ++b)
            for (int64_t i = 0; i < length; ++i)
                std::copy_n(source.data() + static_cast<size_t>(b * span + at[static_cast<size_t>(i)]) * bytes, bytes,
                            result.data() + static_cast<size_t>(b * length + i) * bytes);
        store_logical(o.views.out[0], result);
        o.out[0].clear();
    };
    const TensorSpec spec(Shape(dims), input->dtype(), input->layout(), moreh_memory(memory_config, *input),
                          input->spec().tile());
    return launch_whole({.name = name,
                         .device_operation = "MorehGetItemOperation",
                         .inputs = inputs,
                         .outputs = {spec},
                         .run = run,
                         .attributes = attributes_of(index_dims),
                         .given = {given_or_none(output_tensor)}})[0];
}

Tensor MorehFold::compose() const {
    check_on_device(name, input);
    for (const auto* v : {&output_size, &kernel_size, &dilation, &padding, &stride}) {
        require(v->size() == 2, "[", name, "] output_size, kernel_size, dilation, padding, stride: expected pairs");
        for (int64_t x : *v) check_magnitudes(name, {x});
    }
    const Shape& s = input.shape();
    require(s.rank() == 2 || s.rank() == 3, "[", name, "] input: expected [N, C * kh * kw, L], got ", s);
    require(is_floating(input.dtype()), "[", name, "] input: expected a float dtype, got ", input.dtype());
    const int64_t n = s.rank() == 3 ? s[0] : 1, kernel = kernel_size[0] * kernel_size[1],
                  c = s[-2] / std::max<int64_t>(1, kernel);
    require(kernel > 0 && s[-2] % kernel == 0, "[", name, "] input: ", s[-2], " is no multiple of the kernel's ",
            kernel);
    std::array<int64_t, 2> blocks{};
    for (size_t i = 0; i < 2; ++i) {
        require(stride[i] > 0 && dilation[i] > 0 && padding[i] >= 0, "[", name,
                "] stride, dilation, padding: bad values");
        blocks[i] = (output_size[i] + 2 * padding[i] - dilation[i] * (kernel_size[i] - 1) - 1) / stride[i] + 1;
    }
    require(blocks[0] * blocks[1] == s[-1], "[", name, "] input: expected ", blocks[0] * blocks[1], " blocks, got ",
            s[-1]);
    const auto run = [=, size = output_size, k = kernel_size, step = dilation, border = padding,
                      jump = stride](WholeOperands& o) {
        const int64_t length = blocks[0] * blocks[1], height = size[0], width = size[1];
        parallel_for(static_cast<size_t>(n * c), [&](size_t i) {
            float* image = o.out[0].data() + static_cast<int64_t>(i) * height * width;
            for (int64_t a = 0; a < k[0]; ++a)
                for (int64_t b = 0; b < k[1]; ++b) {
                    const float* from = o.in[0].data() + ((static_cast<int64_t>(i) * k[0] + a) * k[1] + b) * length;
                    for (int64_t y = 0; y < blocks[0]; ++y)
                        for (int64_t x = 0; x < blocks[1]; ++x) {
                            const int64_t row = y * jump[0] - border[0] + a * step[0],
                                          column = x * jump[1] - border[1] + b * step[1];
                            if (row >= 0 && row < height && column >= 0 && column < width)
                                image[row * width + column] += from[y * blocks[1] + x];
                        }
                }
        });
    };
    Shape shape{n, c, output_size[0], output_size[1]};
    if (s.rank() == 2) shape = Shape{c, output_size[0], output_size[1]};
    const TensorSpec spec(shape, input.dtype(), input.layout(), moreh_memory(memory_config, input));
    return launch_whole({.name = name,
                         .device_operation = "MorehFoldOperation",
                         .inputs = {input},
                         .outputs = {spec},
                         .run = run,
                         .attributes = attributes_of(output_size, kernel_size, dilation, padding, stride),
                         .given = {given_or_none(output_tensor)}})[0];
}

// --- tensors from nothing

Tensor MorehFull::compose() const {
    require(device != nullptr, "[", name, "] device: expected an open device");
    const TensorSpec spec(Shape(shape), dtype, layout, memory_config);
    const Tensor host = Tensor::on_host(spec);
    fill_host(host, fill_value.is_integer ? static_cast<double>(fill_value.integer) : fill_value.value);
    return host.to(device, memory_config);
}

Tensor MorehFullLike::compose() const {
    check_on_device(name, input);
    return call(MorehFull{.shape = input.shape().dims(),
                          .fill_value = fill_value,
                          .device = input.device(),
                          .dtype = dtype.value_or(input.dtype()),
                          .layout = layout.value_or(input.layout()),
                          .memory_config = moreh_memory(memory_config, input)});
}

Tensor MorehArange::compose() const {
    require(device != nullptr, "[", name, "] device: expected an open device");
    require(step != 0 && (step > 0) == (end > start), "[", name, "] step: ", step, " does not lead from ", start,
            " to ", end);
    const double asked = std::ceil((end - start) / step);
    require(asked <= 4294967296.0, "[", name, "] step: ", step, " makes ", asked, " elements from ", start, " to ",
            end);
    const auto count = static_cast<int64_t>(asked);
    std::vector<float> values(static_cast<size_t>(count));
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(start + static_cast<double>(i) * step);
    const Tensor made = from_vector(
        values, {Shape{count}, dtype, untilize_out ? Layout::ROW_MAJOR : Layout::TILE, memory_config}, device);
    return steps::into(made, output_tensor);
}

}  // namespace ttnn

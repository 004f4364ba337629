// Layer norm and group norm differ in how many neighbouring elements are normalised together and in which factor
// belongs to an element, so they share one forward and one backward function.
#include "ops/moreh/norms.hpp"

#include <cmath>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/whole_call.hpp"

namespace ttnn {
namespace {

struct Groups {
    int64_t size;            ///< neighbouring elements that are normalised together
    int64_t step, channels;  ///< element i has factor (i / step) % channels
    size_t channel(int64_t i) const { return static_cast<size_t>(i / step % channels); }
};

Groups layer_groups(const char* name, const Tensor& x, int64_t dims) {
    check_moreh(name, x, "input");
    const auto rank = static_cast<int64_t>(x.shape().rank());
    require(dims > 0 && dims <= rank, "[", name, "] normalized_dims: expected 1 to ", rank, ", got ", dims);
    int64_t n = 1;
    for (int64_t i = rank - dims; i < rank; ++i) n *= x.shape()[i];
    return {n, 1, n};
}

Groups channel_groups(const char* name, const Tensor& x, int64_t groups) {
    check_moreh(name, x, "input");
    const Shape& s = x.shape();
    require(s.rank() == 4, "[", name, "] input: expected [N, C, H, W], got ", s);
    require(groups > 0 && s[1] % groups == 0, "[", name, "] num_groups: must divide the ", s[1], " channels, got ",
            groups);
    return {s[1] / groups * s[2] * s[3], s[2] * s[3], s[1]};
}

void check_factors(const char* name, const Groups& g, const std::optional<Tensor>& t, const char* field) {
    if (t)
        require(t->shape().volume() == g.channels, "[", name, "] ", field, ": expected ", g.channels, " elements, got ",
                t->shape());
}

// Inputs: x, gamma, beta. Outputs: y, means, reciprocal deviations.
void normalise(WholeOperands& o, const Groups& g, double eps) {
    const auto &x = o.in[0], &gamma = o.in[1], &beta = o.in[2];
    const auto n = static_cast<size_t>(g.size);
    const auto& rows = kernels::table().rows;
    parallel_for(n ? x.size() / n : 0, [&](size_t group) {
        const float* from = x.data() + group * n;
        float* to = o.out[0].data() + group * n;
        const float mean = rows.sum(from, n) / static_cast<float>(n);
        const double variance = static_cast<double>(rows.sum_of_squares(from, mean, n)) / static_cast<double>(n);
        const auto scale = static_cast<float>(1.0 / std::sqrt(variance + eps));
        std::copy_n(from, n, to);
        rows.scale_shift(to, n, mean, scale, nullptr, nullptr);
        for (size_t i = 0; i < n && (!gamma.empty() || !beta.empty()); ++i) {
            const size_t c = g.channel(static_cast<int64_t>(group * n + i));
            to[i] = to[i] * (gamma.empty() ? 1.0f : gamma[c]) + (beta.empty() ? 0.0f : beta[c]);
        }
        if (o.out.size() > 1) o.out[1][group] = mean;
        if (o.out.size() > 2) o.out[2][group] = scale;
    });
}

// Inputs: dy, x, mean, rstd, gamma. Outputs: dx, dgamma, dbeta.
void gradients(WholeOperands& o, const Groups& g) {
    const auto &dy = o.in[0], &x = o.in[1], &mean = o.in[2], &rstd = o.in[3], &gamma = o.in[4];
    const auto n = static_cast<size_t>(g.size);
    const auto& rows = kernels::table().rows;
    parallel_for(n ? x.size() / n : 0, [&](size_t group) {
        std::vector<float> h(x.begin() + static_cast<std::ptrdiff_t>(group * n),
                             x.begin() + static_cast<std::ptrdiff_t>((group + 1) * n)),
            d(n);
        rows.scale_shift(h.data(), n, mean[group], rstd[group], nullptr, nullptr);
        for (size_t i = 0; i < n; ++i) {
            const size_t at = group * n + i;
            d[i] = dy[at] * (gamma.empty() ? 1.0f : gamma[g.channel(static_cast<int64_t>(at))]);
        }
        const float a = rows.sum(d.data(), n) / static_cast<float>(n),
                    b = rows.dot(d.data(), h.data(), n) / static_cast<float>(n);
        for (size_t i = 0; i < n; ++i) o.out[0][group * n + i] = rstd[group] * (d[i] - a - h[i] * b);
    });
    std::vector<double> of_gamma(static_cast<size_t>(g.channels)), of_beta(of_gamma.size());
    for (size_t i = 0; i < x.size(); ++i) {
        const size_t c = g.channel(static_cast<int64_t>(i)), group = i / n;
        of_gamma[c] += static_cast<double>(dy[i] * (x[i] - mean[group]) * rstd[group]);
        of_beta[c] += static_cast<double>(dy[i]);
    }
    for (size_t c = 0; c < of_gamma.size(); ++c) {
        o.out[1][c] = static_cast<float>(of_gamma[c]);
        o.out[2][c] = static_cast<float>(of_beta[c]);
    }
}

void check_outputs(const char* name, const std::vector<bool>& required) {
    require(required.size() == 3, "[", name, "] are_required_outputs: expected 3 values, got ", required.size());
}

TensorSpec spec_like(const char* name, const Tensor& x, const Shape& shape, const std::optional<Tensor>& given,
                     const std::optional<MemoryConfig>& config) {
    return spec_of_given(name, given, {shape, x.dtype(), Layout::TILE, moreh_memory(config, x)});
}

}  // namespace

MorehOutputs MorehLayerNorm::compose() const {
    const Groups g = layer_groups(name, input, normalized_dims);
    check_factors(name, g, gamma, "gamma");
    check_factors(name, g, beta, "beta");
    const int64_t groups = input.shape().volume() / std::max<int64_t>(1, g.size);
    for (const auto* t : {&mean, &rstd})
        if (*t)
            require((*t)->shape().volume() == groups, "[", name, "] mean, rstd: expected ", groups, " elements, got ",
                    (*t)->shape());
    const Shape one{1, groups};
    const auto out = launch_whole({.name = name,
                                   .device_operation = "MorehLayerNormOperation",
                                   .inputs = {input, given_or_none(gamma), given_or_none(beta)},
                                   .outputs = {spec_like(name, input, input.shape(), output_tensor, memory_config),
                                               spec_like(name, input, one, mean, memory_config),
                                               spec_like(name, input, one, rstd, memory_config)},
                                   .run = [g, e = eps](WholeOperands& o) { normalise(o, g, e); },
                                   .attributes = attributes_of(normalized_dims, eps),
                                   .given = {given_or_none(output_tensor), given_or_none(mean), given_or_none(rstd)}});
    return {out[0], mean, rstd};
}

MorehOutputs MorehLayerNormBackward::compose() const {
    const Groups g = layer_groups(name, input, normalized_dims);
    check_factors(name, g, gamma, "gamma");
    check_factors(name, g, gamma_grad, "gamma_grad");
    check_factors(name, g, beta_grad, "beta_grad");
    require(output_grad.shape() == input.shape(), "[", name, "] output_grad: expected ", input.shape(), ", got ",
            output_grad.shape());
    const int64_t groups = input.shape().volume() / std::max<int64_t>(1, g.size);
    require(mean.shape().volume() == groups && rstd.shape().volume() == groups, "[", name, "] mean, rstd: expected ",
            groups, " elements, got ", mean.shape(), " and ", rstd.shape());
    const Shape factors{1, g.channels};
    const auto out =
        launch_whole({.name = name,
                      .device_operation = "MorehLayerNormBackwardInputGradOperation",
                      .inputs = {output_grad, input, mean, rstd, given_or_none(gamma)},
                      .outputs = {spec_like(name, input, input.shape(), input_grad, memory_config),
                                  spec_like(name, input, factors, gamma_grad, memory_config),
                                  spec_like(name, input, factors, beta_grad, memory_config)},
                      .run = [g](WholeOperands& o) { gradients(o, g); },
                      .attributes = attributes_of(normalized_dims),
                      .given = {given_or_none(input_grad), given_or_none(gamma_grad), given_or_none(beta_grad)}});
    return {out[0], gamma_grad, beta_grad};
}

MorehOutputs MorehGroupNorm::compose() const {
    check_outputs(name, are_required_outputs);
    const Groups g = channel_groups(name, input, num_groups);
    check_factors(name, g, gamma, "gamma");
    check_factors(name, g, beta, "beta");
    const Shape one{1, 1, input.shape()[0], num_groups};
    const auto out = launch_whole({.name = name,
                                   .device_operation = "MorehGroupNormOperation",
                                   .inputs = {input, given_or_none(gamma), given_or_none(beta)},
                                   .outputs = {spec_like(name, input, input.shape(), output_tensor, memory_config),
                                               spec_like(name, input, one, mean, mean_memory_config),
                                               spec_like(name, input, one, rstd, rstd_memory_config)},
                                   .run = [g, e = eps](WholeOperands& o) { normalise(o, g, e); },
                                   .attributes = attributes_of(num_groups, eps),
                                   .given = {given_or_none(output_tensor), given_or_none(mean), given_or_none(rstd)}});
    MorehOutputs result(3);
    for (size_t i = 0; i < 3; ++i)
        if (are_required_outputs[i]) result[i] = out[i];
    return result;
}

MorehOutputs MorehGroupNormBackward::compose() const {
    check_outputs(name, are_required_outputs);
    const Groups g = channel_groups(name, input, num_groups);
    check_factors(name, g, gamma, "gamma");
    require(output_grad.shape() == input.shape(), "[", name, "] output_grad: expected ", input.shape(), ", got ",
            output_grad.shape());
    const int64_t groups = input.shape()[0] * num_groups;
    require(mean.shape().volume() == groups && rstd.shape().volume() == groups, "[", name, "] mean, rstd: expected ",
            groups, " elements, got ", mean.shape(), " and ", rstd.shape());
    const Shape factors{1, 1, 1, g.channels};
    const auto out =
        launch_whole({.name = name,
                      .device_operation = "MorehGroupNormBackwardInputGradOperation",
                      .inputs = {output_grad, input, mean, rstd, given_or_none(gamma)},
                      .outputs = {spec_like(name, input, input.shape(), input_grad, input_grad_memory_config),
                                  spec_like(name, input, factors, gamma_grad, gamma_grad_memory_config),
                                  spec_like(name, input, factors, beta_grad, beta_grad_memory_config)},
                      .run = [g](WholeOperands& o) { gradients(o, g); },
                      .attributes = attributes_of(num_groups),
                      .given = {given_or_none(input_grad), given_or_none(gamma_grad), given_or_none(beta_grad)}});
    MorehOutputs result(3);
    for (size_t i = 0; i < 3; ++i)
        if (are_required_outputs[i]) result[i] = out[i];
    return result;
}

}  // namespace ttnn

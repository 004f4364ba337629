// Gradients of element-wise operations. All inputs and the gradient of the output have one shape; each gradient is a
// formula of one element, and all that are asked for are computed in one pass in float. (A card composes them from
// other operations; here that would only cost memory traffic and roundings. The device programs that it runs are listed
// all the same.)
#pragma once
#include <array>

#include "op/launch.hpp"
#include "ops/eltwise/activation.hpp"

namespace ttnn {

inline constexpr size_t kGradientOperands = 4, kGradients = 3;

/// g = formula(g, operands) for n elements.
using GradientStage = void (*)(float* g, const float* const* operands, size_t n);

struct GradientRow {
    const char* device_programs;                     ///< a letter each, see gradient.cpp
    std::array<GradientStage, kGradients> stages{};  ///< null where the gradient is that of the output, unchanged
    size_t gradients = 1;
    UnaryOpType function = UnaryOpType::IDENTITY;  ///< unless IDENTITY, the formulas get it of x as w
};

/// What all of these operations share; derived structs name the inputs.
struct GradientArguments {
    Tensor grad_tensor, x;
    std::optional<MemoryConfig> memory_config;
    std::vector<bool> are_required_outputs = {true, true};
    std::optional<Tensor> x_grad, y_grad;
};

struct GradientCall {
    const char* name;
    const GradientRow& row;
    const GradientArguments& arguments;
    std::vector<TensorOrScalar> operands;  ///< x, y, z, w

    void validate() const;
    bool required(size_t i) const;
    const std::optional<Tensor>& preallocated(size_t i) const;
    /// Whether gradient i is the given one, returned as it is.
    bool passes(size_t i) const { return !row.stages[i] && !preallocated(i); }
    bool computed(size_t i) const { return required(i) && !passes(i); }
    std::vector<TensorSpec> output() const;
    Program program() const;
    std::vector<std::optional<Tensor>> run(LaunchRequest request) const;
};

/// What a card would run, a letter each (see gradient.cpp).
std::vector<DeviceProgram> device_programs(const char* letters, const TensorSpec& spec, CoreCoord grid);

/// The functions of an operation, from its gradient().
template <class Self>
struct GradientOperation : GradientArguments {
    GradientCall call_of() const { return static_cast<const Self*>(this)->gradient(); }
    void validate() const { call_of().validate(); }
    std::vector<TensorSpec> output() const { return call_of().output(); }
    Program program() const { return call_of().program(); }
    std::vector<std::optional<Tensor>> run(LaunchRequest r) const { return call_of().run(std::move(r)); }
};

template <class Op>
concept LaunchesItself = requires(const Op& op, LaunchRequest r) {
    op.run(std::move(r));
};

/// Operations with gradients that may be absent (not required) or be the given one: run() launches and puts them
/// together.
template <LaunchesItself Op>
auto call(const Op& op) {
    return op.run(detail::request_for(op));
}

}  // namespace ttnn

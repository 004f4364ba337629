// A launch whose host function sees its tensors as plain floats, for operations that read in an order of their own and
// are not worth a kernel: the operation's compose() checks its arguments, says what comes out, and gives the formula.
#pragma once
#include <functional>

#include "op/launch.hpp"
#include "ops/whole.hpp"

namespace ttnn {

struct WholeOperands {
    std::vector<std::vector<float>> in;   ///< logical elements of each input; empty for an absent one
    std::vector<std::vector<float>> out;  ///< zeros, to be filled; cleared by a `run` that has stored it itself
    const Operands& views;
};

struct WholeCall {
    const char* name;              ///< qualified Python name
    const char* device_operation;  ///< the card's, such as "MorehAdamOperation"
    std::vector<Tensor> inputs;    ///< absent ones are empty; the first is on the device
    std::vector<TensorSpec> outputs;
    std::function<void(WholeOperands&)> run;
    std::string attributes{};     ///< text of all that `run` depends on but the specs: part of the program's key
    std::vector<Tensor> given{};  ///< preallocated outputs, empty where allocated
};
std::vector<Tensor> launch_whole(const WholeCall& call);

/// Texts of values, with spaces, for WholeCall::attributes.
template <class... T>
std::string attributes_of(const T&... values) {
    std::string out;
    ((out += detail::to_text(values) + " "), ...);
    return out;
}
/// The spec of a preallocated output, which must have as many elements as `want`; `want` itself where there is none.
TensorSpec spec_of_given(const char* name, const std::optional<Tensor>& given, const TensorSpec& want);
inline Tensor given_or_none(const std::optional<Tensor>& t) { return t.value_or(Tensor{}); }

/// x with dimension `d` summed (or reduced by the kernel) to extent 1; the shape changes with it.
enum class Fold { Sum, Max, Min };
std::vector<float> folded(const std::vector<float>& x, Shape& shape, int64_t d, Fold fold = Fold::Sum);
/// Position in a tensor of shape `small` (extents 1 or equal, aligned at the end) for each element of `large`, in
/// order.
std::vector<int64_t> broadcast_index(const Shape& small, const Shape& large);

}  // namespace ttnn

// The moreh family.
#include "ops/moreh/norms.hpp"
#include "ops/moreh/products.hpp"
#include "ops/moreh/reductions.hpp"
#include "ops/moreh/softmax.hpp"
#include "ops/moreh/training.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {
namespace {

template <class... Ops>
void bind_all(nb::module_& root) {
    (bind_operation<Ops>(root, "moreh"), ...);
}

template <class E>
void bind_strategies(nb::module_& scope, const char* name) {
    bind_enum<E>(scope, name, "Division of a softmax over the card's cores.",
                 {{"NONE", E::NONE},
                  {"SMALL_W", E::SMALL_W},
                  {"SMALL_H", E::SMALL_H},
                  {"LARGE_W", E::LARGE_W},
                  {"LARGE_H", E::LARGE_H},
                  {"LARGE_C", E::LARGE_C}});
}

template <class E>
void bind_functions(nb::module_& scope, const char* name) {
    bind_enum<E>(scope, name, "Forms of softmax.",
                 {{"SOFTMAX", E::SOFTMAX}, {"SOFTMIN", E::SOFTMIN}, {"LOGSOFTMAX", E::LOGSOFTMAX}});
}

}  // namespace

void bind_moreh(nb::module_& root) {
    auto scope = submodule(root, "operations.moreh");
    bind_functions<MorehSoftmaxOp>(scope, "MorehSoftmaxOp");
    bind_functions<MorehSoftmaxBackwardOp>(scope, "MorehSoftmaxBackwardOp");
    bind_strategies<MorehSoftmaxOpParallelizationStrategy>(scope, "MorehSoftmaxOpParallelizationStrategy");
    bind_strategies<MorehSoftmaxBackwardOpParallelizationStrategy>(scope,
                                                                   "MorehSoftmaxBackwardOpParallelizationStrategy");
    bind_all<MorehSum, MorehSumBackward, MorehMean, MorehMeanBackward, MorehNorm, MorehNormBackward, MorehAbsPow,
             MorehCumsum, MorehCumsumBackward, MorehClipGradNorm, MorehSoftmax, MorehSoftmin, MorehLogsoftmax,
             MorehSoftmaxBackward, MorehSoftminBackward, MorehLogsoftmaxBackward, MorehMatmul, MorehMatmulBackward,
             MorehBmm, MorehBmmBackward, MorehLinear, MorehLinearBackward, MorehDot, MorehDotBackward, MorehLayerNorm,
             MorehLayerNormBackward, MorehGroupNorm, MorehGroupNormBackward, MorehNllLoss, MorehNllLossBackward,
             MorehNllLossUnreducedBackward, MorehAdam, MorehAdamw, MorehSgd, MorehGetitem, MorehFold, MorehFull,
             MorehFullLike, MorehArange>(root);
}

}  // namespace ttnn::python

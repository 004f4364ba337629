// Losses, gated units, and older forms of element-wise calls and products.
#include "ops/eltwise/losses.hpp"
#include "ops/matmul/addmm.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_losses(nb::module_& root) {
    bind_enum<LossReductionMode>(
        submodule(root, "operations.loss"), "LossReductionMode", "Reduction of a loss over its elements.",
        {{"NONE", LossReductionMode::NONE}, {"MEAN", LossReductionMode::MEAN}, {"SUM", LossReductionMode::SUM}});
    auto types = submodule(root, "types");
    bind_enum<BcastOpMath>(types, "BcastOpMath", "Operation of bcast.",
                           {{"ADD", BcastOpMath::ADD}, {"SUB", BcastOpMath::SUB}, {"MUL", BcastOpMath::MUL}});
    bind_enum<BcastOpDim>(types, "BcastOpDim", "Extents that are 1 in the second operand of bcast.",
                          {{"H", BcastOpDim::H}, {"W", BcastOpDim::W}, {"HW", BcastOpDim::HW}});
    bind_operation<L1Loss>(root, "loss");
    bind_operation<MseLoss>(root, "loss");
    bind_operation<ClampedSiluGlu>(root, "binary");
    bind_operation<SituGlu>(root, "binary");
    bind_operation<Bcast>(root, "data_movement");
    bind_operation<ExperimentalTypecast>(root, "experimental");
    bind_operation<ExperimentalWhere>(root, "experimental");
    bind_operation<ExperimentalGeluBw>(root, "experimental");
    bind_operation<ExperimentalBroadcastTo>(root, "experimental");
    bind_operation<CompositeExample>(root, "examples");
    bind_operation<CompositeExampleMultipleReturn>(root, "examples");
    bind_operation<Addmm>(root, "matmul");
}

}  // namespace ttnn::python

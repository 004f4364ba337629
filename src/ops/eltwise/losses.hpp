// Losses, gated units and older forms of element-wise calls: each is made of other calls.
#pragma once
#include "op/launch.hpp"
#include "ops/eltwise/activation.hpp"
#include "program/resources.hpp"

namespace ttnn {

enum class LossReductionMode : uint8_t { NONE = 0, MEAN = 1, SUM = 2 };
inline std::ostream& operator<<(std::ostream& out, LossReductionMode m) {
    constexpr const char* names[] = {"NONE", "MEAN", "SUM"};
    return out << "LossReductionMode::" << names[static_cast<size_t>(m)];
}
inline void hash_value(Hasher& h, LossReductionMode m) { h.word(static_cast<uint64_t>(m)); }

#define LOSS_OP(Struct, python_name, text)                                                          \
    struct Struct {                                                                                 \
        static constexpr const char* name = python_name;                                            \
        static constexpr const char* doc = text                                                     \
            " Of equal shapes; NONE keeps the shape, MEAN and SUM give a "                          \
            "scalar (rank 0).";                                                                     \
        Tensor input_reference, input_prediction;                                                   \
        LossReductionMode reduction = LossReductionMode::NONE;                                      \
        std::optional<MemoryConfig> memory_config;                                                  \
        std::optional<Tensor> output_tensor;                                                        \
        static constexpr auto fields() {                                                            \
            return std::tuple(arg("input_reference", &Struct::input_reference, "expected values"),  \
                              arg("input_prediction", &Struct::input_prediction, "values"),         \
                              kw("reduction", &Struct::reduction, "over all elements"),             \
                              kw("memory_config", &Struct::memory_config, "where the output goes"), \
                              kw("output_tensor", &Struct::output_tensor, "receives the result"));  \
        }                                                                                           \
        Tensor compose() const;                                                                     \
    };
LOSS_OP(L1Loss, "ttnn.l1_loss", "|reference - prediction|.")
LOSS_OP(MseLoss, "ttnn.mse_loss", "(reference - prediction)^2.")
#undef LOSS_OP

struct ClampedSiluGlu {
    static constexpr const char* name = "ttnn.clamped_silu_glu";
    static constexpr const char* doc = "silu(min(gate, limit)) * clamp(up, -limit, limit), with broadcasting.";
    Tensor gate, up;
    double limit = 0;
    std::optional<MemoryConfig> memory_config;
    std::optional<CoreRangeSet> sub_core_grids;
    std::optional<SubDeviceId> sub_device_id;
    static constexpr auto fields() {
        using S = ClampedSiluGlu;
        return std::tuple(arg("gate", &S::gate, "float tensor", kFloats), arg("up", &S::up, "float tensor", kFloats),
                          arg("limit", &S::limit, "of both"), kw("memory_config", &S::memory_config, "of the output"),
                          kw("sub_core_grids", &S::sub_core_grids, "cores that the program may use"),
                          kw("sub_device_id", &S::sub_device_id,
                             "sub-device that the program is kept to; the result is the same on each"));
    }
    Tensor compose() const;
};

struct SituGlu {
    static constexpr const char* name = "ttnn.situ_glu";
    static constexpr const char* doc =
        "softcap(gate, beta1) * sigmoid(gate) * softcap(up, beta2), with softcap(x, b) = b tanh(x / b).";
    Tensor gate, up;
    double beta1 = 1, beta2 = 1;
    std::optional<MemoryConfig> memory_config;
    std::optional<CoreRangeSet> sub_core_grids;
    std::optional<SubDeviceId> sub_device_id;
    static constexpr auto fields() {
        using S = SituGlu;
        return std::tuple(arg("gate", &S::gate, "float tensor", kFloats), arg("up", &S::up, "float tensor", kFloats),
                          arg("beta1", &S::beta1, "limit of the gate"), arg("beta2", &S::beta2, "limit of up"),
                          kw("memory_config", &S::memory_config, "of the output"),
                          kw("sub_core_grids", &S::sub_core_grids, "cores that the program may use"),
                          kw("sub_device_id", &S::sub_device_id,
                             "sub-device that the program is kept to; the result is the same on each"));
    }
    Tensor compose() const;
};

enum class BcastOpMath : uint8_t { ADD = 0, SUB = 1, MUL = 2 };
enum class BcastOpDim : uint8_t { H = 0, W = 1, HW = 2 };
inline std::ostream& operator<<(std::ostream& out, BcastOpMath m) {
    constexpr const char* names[] = {"ADD", "SUB", "MUL"};
    return out << "BcastOpMath::" << names[static_cast<size_t>(m)];
}
inline std::ostream& operator<<(std::ostream& out, BcastOpDim d) {
    constexpr const char* names[] = {"H", "W", "HW"};
    return out << "BcastOpDim::" << names[static_cast<size_t>(d)];
}
inline void hash_value(Hasher& h, BcastOpMath m) { h.word(static_cast<uint64_t>(m)); }
inline void hash_value(Hasher& h, BcastOpDim d) { h.word(static_cast<uint64_t>(d)); }

struct Bcast {
    static constexpr const char* name = "ttnn.bcast";
    static constexpr const char* doc =
        "input_a (+, -, *) input_b, which has a height of 1 (H), a width of 1 (W) or both (HW).";
    Tensor input_a, input_b;
    BcastOpMath math_op = BcastOpMath::ADD;
    BcastOpDim dim = BcastOpDim::H;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        using S = Bcast;
        return std::tuple(arg("input_a", &S::input_a, "tensor"), arg("input_b", &S::input_b, "smaller tensor"),
                          arg("math_op", &S::math_op, "operation"), arg("dim", &S::dim, "extents of 1 of input_b"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("output_tensor", &S::output_tensor, "receives the result"));
    }
    Tensor compose() const;
};

struct ExperimentalTypecast {
    static constexpr const char* name = "ttnn.experimental.typecast";
    static constexpr const char* doc = "The tensor in another dtype; see ttnn.typecast.";
    Tensor input_tensor;
    DataType dtype = DataType::BFLOAT16;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> optional_output_tensor;
    static constexpr auto fields() {
        using S = ExperimentalTypecast;
        return std::tuple(arg("input_tensor", &S::input_tensor, "tensor of any rank"),
                          arg("dtype", &S::dtype, "target dtype"),
                          opt("memory_config", &S::memory_config, "where the output goes"),
                          opt("optional_output_tensor", &S::optional_output_tensor, "receives the result"));
    }
    Tensor compose() const;
};

struct ExperimentalWhere {
    static constexpr const char* name = "ttnn.experimental.where";
    static constexpr const char* doc = "true_value where predicate is not zero, else false_value; shapes broadcast.";
    Tensor predicate;
    TensorOrScalar true_value = Scalar(), false_value = Scalar();
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        using S = ExperimentalWhere;
        return std::tuple(arg("predicate", &S::predicate, "condition"),
                          arg("true_value", &S::true_value, "tensor or number"),
                          arg("false_value", &S::false_value, "tensor or number"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("output_tensor", &S::output_tensor, "receives the result"));
    }
    Tensor compose() const;
};

struct ExperimentalGeluBw {
    static constexpr const char* name = "ttnn.experimental.gelu_bw";
    static constexpr const char* doc = "Gradient of gelu: grad_tensor times its derivative at input_tensor.";
    Tensor grad_tensor, input_tensor;
    std::string approximate = "none";
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> input_grad;
    static constexpr auto fields() {
        using S = ExperimentalGeluBw;
        return std::tuple(arg("grad_tensor", &S::grad_tensor, "gradient of the output"),
                          arg("input_tensor", &S::input_tensor, "input of gelu"),
                          kw("approximate", &S::approximate, "\"none\" or \"tanh\""),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("input_grad", &S::input_grad, "receives the result"));
    }
    Tensor compose() const;
};

struct ExperimentalBroadcastTo {
    static constexpr const char* name = "ttnn.experimental.broadcast_to";
    static constexpr const char* doc = "Dimensions of extent 1 repeated to those of output_shape; TILE layout.";
    Tensor input;
    Shape output_shape;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        using S = ExperimentalBroadcastTo;
        return std::tuple(arg("input", &S::input, "tensor of at most the output's rank, TILE"),
                          arg("output_shape", &S::output_shape, "extents of the output"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          out("output", &S::output_tensor));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct CompositeExample {
    static constexpr const char* name = "ttnn.composite_example";
    static constexpr const char* doc = "A copy of the tensor: the example of an operation made of others.";
    Tensor input_tensor;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &CompositeExample::input_tensor, "tensor on a device"));
    }
    Tensor compose() const;
};

struct CompositeExampleMultipleReturn {
    static constexpr const char* name = "ttnn.composite_example_multiple_return";
    static constexpr const char* doc = "Copies of the tensor, None where not asked for.";
    Tensor input_tensor;
    bool return_output1 = true, return_output2 = true;
    static constexpr auto fields() {
        using S = CompositeExampleMultipleReturn;
        return std::tuple(arg("input_tensor", &S::input_tensor, "tensor on a device"),
                          opt("return_output1", &S::return_output1, "give the first copy"),
                          opt("return_output2", &S::return_output2, "give the second copy"));
    }
    std::vector<std::optional<Tensor>> compose() const;
};

}  // namespace ttnn

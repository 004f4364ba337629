// moreh: negative log likelihood, optimizers, tensors from nothing, indexing and folding.
#pragma once
#include "ops/moreh/fields.hpp"

namespace ttnn {

struct MorehNllLoss {
    static constexpr const char* name = "ttnn.moreh_nll_loss";
    static constexpr const char* doc =
        "Negative log likelihood of classes: input [N, C, ...] of log probabilities, target [N, ...]; \"mean\" (over "
        "the "
        "weights of the targets), \"sum\" or \"none\".";
    Tensor input_tensor, target_tensor;
    std::string reduction;
    std::optional<Tensor> weight_tensor, divisor_tensor, output_tensor;
    int64_t ignore_index = -100;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehNllLoss;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[N, C, ...], TILE"),
                          arg("target_tensor", &S::target_tensor, "[N, ...], int32", kIntegers),
                          arg("reduction", &S::reduction, "\"mean\", \"sum\" or \"none\""),
                          kw("weight_tensor", &S::weight_tensor, "of each class, [C]"),
                          kw("divisor_tensor", &S::divisor_tensor, "receives the sum of the weights (mean)"),
                          kw("output_tensor", &S::output_tensor, "receives the result"),
                          kw("ignore_index", &S::ignore_index, "target that does not count"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

struct MorehNllLossBackward {
    static constexpr const char* name = "ttnn.moreh_nll_loss_backward";
    static constexpr const char* doc =
        "Gradient of moreh_nll_loss with reduction mean (divided by divisor_tensor) or sum, into input_grad_tensor.";
    Tensor target_tensor, output_grad_tensor;
    bool reduction_mean = false;
    std::optional<Tensor> weight_tensor, input_grad_tensor, divisor_tensor;
    int64_t ignore_index = -100;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehNllLossBackward;
        return std::tuple(arg("target_tensor", &S::target_tensor, "[N, ...], int32", kIntegers),
                          arg("output_grad_tensor", &S::output_grad_tensor, "gradient of the loss, one element"),
                          arg("reduction_mean", &S::reduction_mean, "the loss was a mean"),
                          kw("weight_tensor", &S::weight_tensor, "of each class, [C]"),
                          kw("input_grad_tensor", &S::input_grad_tensor, "[N, C, ...], receives the result"),
                          kw("divisor_tensor", &S::divisor_tensor, "sum of the weights (mean)"),
                          kw("ignore_index", &S::ignore_index, "target that does not count"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

struct MorehNllLossUnreducedBackward {
    static constexpr const char* name = "ttnn.moreh_nll_loss_unreduced_backward";
    static constexpr const char* doc = "Gradient of moreh_nll_loss without reduction, into input_grad_tensor.";
    Tensor target_tensor, output_grad_tensor;
    std::optional<Tensor> weight_tensor, input_grad_tensor;
    int64_t ignore_index = -100;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehNllLossUnreducedBackward;
        return std::tuple(arg("target_tensor", &S::target_tensor, "[N, ...], int32", kIntegers),
                          arg("output_grad_tensor", &S::output_grad_tensor, "gradient of each loss, [N, ...]"),
                          kw("weight_tensor", &S::weight_tensor, "of each class, [C]"),
                          kw("input_grad_tensor", &S::input_grad_tensor, "[N, C, ...], receives the result"),
                          kw("ignore_index", &S::ignore_index, "target that does not count"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

#define MOREH_ADAM(Struct, python_name, DECAY, KIND, text)                                                          \
    struct Struct {                                                                                                 \
        static constexpr const char* name = python_name;                                                            \
        static constexpr const char* doc =                                                                          \
            "One step of " text                                                                                     \
            ": [param, exp_avg, exp_avg_sq, max_exp_avg_sq], the last one with amsgrad; `step` "                    \
            "counts from 1.";                                                                                       \
        Tensor param_in, grad, exp_avg_in, exp_avg_sq_in;                                                           \
        std::optional<double> lr = 0.0010000000474974513, beta1 = 0.8999999761581421, beta2 = 0.9990000128746033,   \
                              eps = 9.99999993922529e-09, weight_decay = DECAY;                                     \
        std::optional<int64_t> step = 0;                                                                            \
        std::optional<bool> amsgrad = false;                                                                        \
        std::optional<Tensor> max_exp_avg_sq_in, param_out, exp_avg_out, exp_avg_sq_out, max_exp_avg_sq_out;        \
        MOREH_PLACE_MEMBERS                                                                                         \
        static constexpr auto fields() {                                                                            \
            using S = Struct;                                                                                       \
            return std::tuple(arg("param_in", &S::param_in, "parameters"), arg("grad", &S::grad, "their gradient"), \
                              arg("exp_avg_in", &S::exp_avg_in, "average of gradients"),                            \
                              arg("exp_avg_sq_in", &S::exp_avg_sq_in, "average of their squares"),                  \
                              KIND("lr", &S::lr, "learning rate"), KIND("beta1", &S::beta1, "of the average"),      \
                              KIND("beta2", &S::beta2, "of the squares"), KIND("eps", &S::eps, "of the divisor"),   \
                              KIND("weight_decay", &S::weight_decay, "decay"), KIND("step", &S::step, "from 1"),    \
                              KIND("amsgrad", &S::amsgrad, "divide by the largest average so far"),                 \
                              kw("max_exp_avg_sq_in", &S::max_exp_avg_sq_in, "largest average (amsgrad)"),          \
                              kw("param_out", &S::param_out, "receives the parameters"),                            \
                              kw("exp_avg_out", &S::exp_avg_out, "receives the average"),                           \
                              kw("exp_avg_sq_out", &S::exp_avg_sq_out, "receives the squares"),                     \
                              kw("max_exp_avg_sq_out", &S::max_exp_avg_sq_out, "receives the largest"),             \
                              MOREH_PLACE_FIELDS);                                                                  \
        }                                                                                                           \
        MorehOutputs compose() const;                                                                               \
    };
MOREH_ADAM(MorehAdam, "ttnn.moreh_adam", 0.0, kw, "Adam (decay adds weight_decay * param to the gradient)")
MOREH_ADAM(MorehAdamw, "ttnn.moreh_adamw", 0.009999999776482582, opt, "AdamW (decay shrinks the parameters first)")
#undef MOREH_ADAM

struct MorehSgd {
    static constexpr const char* name = "ttnn.moreh_sgd";
    static constexpr const char* doc = "One step of gradient descent with momentum: [param, momentum buffer or None].";
    Tensor param_in, grad;
    std::optional<Tensor> momentum_buffer_in, param_out, momentum_buffer_out;
    double lr = 0.001, momentum = 0, dampening = 0, weight_decay = 0;
    bool nesterov = false, momentum_initialized = false;
    std::optional<MemoryConfig> param_out_memory_config, momentum_buffer_out_memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = MorehSgd;
        return std::tuple(arg("param_in", &S::param_in, "parameters"), arg("grad", &S::grad, "their gradient"),
                          opt("momentum_buffer_in", &S::momentum_buffer_in, "momentum"),
                          opt("param_out", &S::param_out, "receives the parameters"),
                          opt("momentum_buffer_out", &S::momentum_buffer_out, "receives the momentum"),
                          opt("lr", &S::lr, "learning rate"), opt("momentum", &S::momentum, "weight of the past"),
                          opt("dampening", &S::dampening, "of the gradient in the momentum"),
                          opt("weight_decay", &S::weight_decay, "times the parameters, added to the gradient"),
                          opt("nesterov", &S::nesterov, "look ahead"),
                          req("momentum_initialized", &S::momentum_initialized, "there is a momentum already"),
                          kw("param_out_memory_config", &S::param_out_memory_config, "of the parameters"),
                          kw("momentum_buffer_out_memory_config", &S::momentum_buffer_out_memory_config, "of momentum"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    MorehOutputs compose() const;
};

struct MorehGetitem {
    static constexpr const char* name = "ttnn.moreh_getitem";
    static constexpr const char* doc =
        "input[..., index_0, index_1, ...] with vectors of positions for the neighbouring dimensions index_dims, which "
        "become one dimension of their length. Negative positions count from the end.";
    std::optional<Tensor> input;
    std::vector<Tensor> index_tensors;
    std::vector<int64_t> index_dims;
    std::optional<Tensor> output_tensor;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = MorehGetitem;
        return std::tuple(opt("input", &S::input, "tensor of any rank; required"),
                          arg("index_tensors", &S::index_tensors, "integers, one vector a dimension"),
                          arg("index_dims", &S::index_dims, "dimensions, in order"),
                          kw("output", &S::output_tensor, "receives the result"),
                          kw("memory_config", &S::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

struct MorehFold {
    static constexpr const char* name = "ttnn.moreh_fold";
    static constexpr const char* doc =
        "Sums of sliding blocks: [N, C * kernel height * kernel width, L] (N may be missing) to [N, C, H, W], the "
        "reverse of cutting images into columns.";
    Tensor input;
    std::optional<Tensor> output_tensor;
    std::vector<int64_t> output_size, kernel_size, dilation = {1, 1}, padding = {0, 0}, stride = {1, 1};
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = MorehFold;
        return std::tuple(arg("input", &S::input, "[N, C * kh * kw, L], ROW_MAJOR"),
                          opt("output", &S::output_tensor, "receives the result"),
                          arg("output_size", &S::output_size, "H, W"), arg("kernel_size", &S::kernel_size, "kh, kw"),
                          opt("dilation", &S::dilation, "steps within a block"), opt("padding", &S::padding, "borders"),
                          opt("stride", &S::stride, "steps between blocks"),
                          opt("memory_config", &S::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

struct MorehFull {
    static constexpr const char* name = "ttnn.moreh_full";
    static constexpr const char* doc = "A tensor whose elements are all fill_value.";
    std::vector<int64_t> shape;
    Scalar fill_value;
    std::shared_ptr<MeshDevice> device;
    DataType dtype = DataType::BFLOAT16;
    Layout layout = Layout::TILE;
    MemoryConfig memory_config = DRAM_MEMORY_CONFIG;
    static constexpr auto fields() {
        using S = MorehFull;
        return std::tuple(arg("shape", &S::shape, "extents"), arg("fill_value", &S::fill_value, "of all elements"),
                          arg("device", &S::device, "where it goes"), kw("dtype", &S::dtype, "of the elements"),
                          kw("layout", &S::layout, "of the tensor"),
                          kw("memory_config", &S::memory_config, "where it goes"));
    }
    Tensor compose() const;
};

struct MorehFullLike {
    static constexpr const char* name = "ttnn.moreh_full_like";
    static constexpr const char* doc =
        "fill_value with the shape and, unless given, dtype, layout and place of a tensor.";
    Tensor input;
    Scalar fill_value;
    std::optional<DataType> dtype;
    std::optional<Layout> layout;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = MorehFullLike;
        return std::tuple(arg("input", &S::input, "tensor on a device"),
                          arg("fill_value", &S::fill_value, "of all elements"),
                          opt("dtype", &S::dtype, "of the output"), opt("layout", &S::layout, "of the output"),
                          opt("memory_config", &S::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

struct MorehArange {
    static constexpr const char* name = "ttnn.moreh_arange";
    static constexpr const char* doc = "The numbers from start to end (exclusive) in steps of step, a vector.";
    double start = 0, end = 0, step = 1;
    std::shared_ptr<MeshDevice> device;
    std::optional<Tensor> output_tensor;
    bool untilize_out = false;
    DataType dtype = DataType::BFLOAT16;
    MemoryConfig memory_config = DRAM_MEMORY_CONFIG;
    static constexpr auto fields() {
        using S = MorehArange;
        return std::tuple(opt("start", &S::start, "first number"), arg("end", &S::end, "limit"),
                          opt("step", &S::step, "from one to the next"), arg("device", &S::device, "where it goes"),
                          kw("output", &S::output_tensor, "receives the result"),
                          kw("untilize_out", &S::untilize_out, "in ROW_MAJOR layout"),
                          kw("dtype", &S::dtype, "of the elements"),
                          kw("memory_config", &S::memory_config, "where it goes"));
    }
    Tensor compose() const;
};

}  // namespace ttnn

// Recurrences and reductions of single models: state-space scans, moving averages, integral images, gates of experts.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct FastReduceNc {
    static constexpr const char* name = "ttnn.experimental.fast_reduce_nc";
    static constexpr const char* doc = "Sum over outer dimensions, which stay with extent 1.";
    Tensor input;
    std::vector<int64_t> dims;
    std::optional<Tensor> output_tensor;
    MemoryConfig memory_config = DRAM_MEMORY_CONFIG;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        using S = FastReduceNc;
        return std::tuple(arg("input", &S::input, "TILE tensor of rank 3 or more"),
                          kw("dims", &S::dims, "dimensions, none of the last two"),
                          kw("output", &S::output_tensor, "receives the result"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("sub_core_grids", &S::sub_core_grids, "cores that the program may use"));
    }
    Tensor compose() const;
};

struct FastReduceNcSplit {
    static constexpr const char* name = "ttnn.experimental.fast_reduce_nc_split";
    static constexpr const char* doc =
        "Sum over an outer dimension, given in two parts: the first split_output_width columns, and the rest.";
    static constexpr bool returns_tuple = true;
    Tensor input;
    int64_t dim = 0, split_output_width = 0;
    MemoryConfig memory_config = DRAM_MEMORY_CONFIG;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = FastReduceNcSplit;
        return std::tuple(arg("input", &S::input, "TILE tensor of rank 3 or more"),
                          req("dim", &S::dim, "dimension, none of the last two"),
                          req("split_output_width", &S::split_output_width, "columns of the first part"),
                          kw("memory_config", &S::memory_config, "where the outputs go"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    std::vector<Tensor> compose() const;
};

struct DeepseekMoeFastReduceNc {
    static constexpr const char* name = "ttnn.experimental.deepseek_moe_fast_reduce_nc";
    static constexpr const char* doc = "Sum over an outer dimension, given in parts of split_size columns.";
    Tensor input_tensor;
    int64_t dim = 0, split_size = 0;
    MemoryConfig output_memory_config = DRAM_MEMORY_CONFIG;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = DeepseekMoeFastReduceNc;
        return std::tuple(arg("input_tensor", &S::input_tensor, "TILE tensor of rank 3 or more"),
                          arg("dim", &S::dim, "dimension, none of the last two"),
                          req("split_size", &S::split_size, "columns of a part"),
                          kw("output_memory_config", &S::output_memory_config, "where the outputs go"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    std::vector<Tensor> compose() const;
};

struct HcSumReduce {
    static constexpr const char* name = "ttnn.experimental.hc_sum_reduce";
    static constexpr const char* doc = "Sums of 32 neighbouring columns: [1, 1, L, 32 n] to [1, 1, L, n].";
    Tensor input;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    std::optional<MathFidelity> math_fidelity;
    static constexpr auto fields() {
        using S = HcSumReduce;
        return std::tuple(arg("input", &S::input, "[1, 1, L, 32 n], n a multiple of 32, TILE"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("dtype", &S::dtype, "of the output"),
                          kw("math_fidelity", &S::math_fidelity, "of no effect here"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct PrefixScan {
    static constexpr const char* name = "ttnn.experimental.prefix_scan";
    static constexpr const char* doc =
        "h[t] = a[t] * h[t - 1] + bx[t] down the rows of [1, 1, L, n], from the row h_prev [1, 1, 1, n], which "
        "receives "
        "the last one.";
    Tensor a, bx, h_prev;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    std::optional<MathFidelity> math_fidelity;
    static constexpr auto fields() {
        using S = PrefixScan;
        return std::tuple(
            arg("a", &S::a, "[1, 1, L, n]"), arg("bx", &S::bx, "[1, 1, L, n]"),
            arg("h_prev", &S::h_prev, "[1, 1, 1, n]"), kw("memory_config", &S::memory_config, "where the output goes"),
            kw("dtype", &S::dtype, "of the output"), kw("math_fidelity", &S::math_fidelity, "of no effect here"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct RepeatAndInterleaveEltwiseMul {
    static constexpr const char* name = "ttnn.experimental.repeat_and_interleave_eltwise_mul";
    static constexpr const char* doc =
        "a * b over columns, where 32 columns of a are repeated and each column of b counts for 32 neighbours.";
    Tensor a, b;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    std::optional<MathFidelity> math_fidelity;
    static constexpr auto fields() {
        using S = RepeatAndInterleaveEltwiseMul;
        return std::tuple(arg("a", &S::a, "[1, 1, L, 32 or 32 n]"), arg("b", &S::b, "[1, 1, L, n]"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("dtype", &S::dtype, "of the output"),
                          kw("math_fidelity", &S::math_fidelity, "of no effect here"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct Ema {
    static constexpr const char* name = "ttnn.ema";
    static constexpr const char* doc =
        "Exponential moving average along the last dimension of [1, B, C, T]: out[0] = x[0], out[t] = alpha * out[t - "
        "1] "
        "+ (1 - alpha) * x[t].";
    Tensor input_tensor;
    double alpha = 0;
    std::optional<Tensor> output_tensor;
    std::optional<CoreGrid> core_grid;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = Ema;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[1, B, C, T], bfloat16, TILE"),
                          arg("alpha", &S::alpha, "weight of the past"), out("out", &S::output_tensor),
                          kw("core_grid", &S::core_grid, "cores that the program uses"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct IntImg {
    static constexpr const char* name = "ttnn.experimental.intimg";
    static constexpr const char* doc =
        "Integral image of [1, H, W, C]: each element is the sum of those above and left of it, itself included.";
    Tensor input_tensor;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &IntImg::input_tensor, "[1, H, W, C], bfloat16 or float32, TILE"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct Moe {
    static constexpr const char* name = "ttnn.moe";
    static constexpr const char* doc =
        "Weight of expert 0: with the k largest of input + expert_mask and the softmax of them plus topk_mask, the sum "
        "of "
        "what lies at index 0: [N, C, H, 1].";
    Tensor input_tensor, expert_mask_tensor, topk_mask_tensor;
    int64_t k = 32;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        using S = Moe;
        return std::tuple(
            arg("input_tensor", &S::input_tensor, "[N, C, H, W], TILE", kFloats, kTile),
            arg("expert_mask_tensor", &S::expert_mask_tensor, "added, [1, 1, 1, W]", kFloats),
            arg("topk_mask_tensor", &S::topk_mask_tensor, "added to the k largest, [1, 1, 1, k]", kFloats),
            opt("k", &S::k, "experts that take part"), kw("memory_config", &S::memory_config, "where the output goes"),
            out("output_tensor", &S::output_tensor));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct DeepseekGroupedGate {
    static constexpr const char* name = "ttnn.experimental.deepseek_grouped_gate";
    static constexpr const char* doc =
        "Experts of each token by groups. Of sigmoid(scores) + bias the groups with the largest sums of their "
        "summed_experts_per_group best remain, and the n_activated_experts best of these: [weights, indices], the "
        "weights "
        "being sigmoid(scores) divided by their sum (plus epsilon) and times route_scale.";
    Tensor scores, bias;
    int64_t n_groups = 8, summed_experts_per_group = 2, topk_groups = 4, n_activated_experts = 8;
    double route_scale = 1.0, epsilon = 9.999999682655225e-21;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = DeepseekGroupedGate;
        return std::tuple(arg("scores", &S::scores, "[..., experts], TILE", kFloats, kTile),
                          arg("bias", &S::bias, "[..., experts]", kFloats),
                          kw("n_groups", &S::n_groups, "groups of experts"),
                          kw("summed_experts_per_group", &S::summed_experts_per_group, "that make a group's score"),
                          kw("topk_groups", &S::topk_groups, "groups that remain"),
                          kw("n_activated_experts", &S::n_activated_experts, "experts of a token"),
                          kw("route_scale", &S::route_scale, "factor of the weights"),
                          kw("epsilon", &S::epsilon, "added to their sum"),
                          kw("memory_config", &S::memory_config, "where the outputs go"));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;
};

}  // namespace ttnn

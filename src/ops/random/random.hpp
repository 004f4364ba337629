// Random numbers: uniform in place, Bernoulli draws, dropout, and sampling of tokens. An element's number depends on
// the seed and its logical position alone, so results are the same for any division of work and any layout.
#pragma once
#include <string_view>

#include "op/launch.hpp"

namespace ttnn {

/// A uniform number in [0, 1) with 24 bits for element `index` of a stream.
inline float uniform_at(uint64_t seed, uint64_t index) {
    uint64_t z = seed * 0xD1342543DE82EF95u + (index + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return static_cast<float>((z ^ (z >> 31)) >> 40) * 0x1p-24f;
}

struct Uniform {
    static constexpr const char* name = "ttnn.uniform";
    static constexpr const char* doc =
        "Fills the tensor with uniform numbers in [from, to), in place; seed 0 takes another one at every call.";
    Tensor input;
    double from = 0, to = 1;
    int64_t seed = 0;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr bool per_call(std::string_view field) { return field == "seed"; }
    std::vector<int64_t> call_arguments() const;
    static constexpr auto fields() {
        using S = Uniform;
        return std::tuple(arg("input", &S::input, "bfloat16 or float32, TILE"), opt("from", &S::from, "lower limit"),
                          opt("to", &S::to, "upper limit"), opt("seed", &S::seed, "of the stream"),
                          kw("memory_config", &S::memory_config, "of no effect: the result is in the input"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    Tensor destination() const { return input; }
    void validate() const;
    TensorSpec output() const { return input.spec(); }
    Program program() const;
};

struct Bernoulli {
    static constexpr const char* name = "ttnn.bernoulli";
    static constexpr const char* doc =
        "1 with the probability that the element has, else 0; seed 0 takes another one at every call.";
    Tensor input;
    int64_t seed = 0;
    std::optional<Tensor> output_tensor;
    std::optional<DataType> dtype;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr bool per_call(std::string_view field) { return field == "seed"; }
    std::vector<int64_t> call_arguments() const;
    static constexpr auto fields() {
        using S = Bernoulli;
        return std::tuple(arg("input", &S::input, "probabilities, bfloat16 or float32, TILE"),
                          opt("seed", &S::seed, "of the stream"), out("output", &S::output_tensor),
                          kw("dtype", &S::dtype, "of the output; float32"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct Dropout {
    static constexpr const char* name = "ttnn.experimental.dropout";
    static constexpr const char* doc = "Each element times scale, or 0 with the given probability.";
    Tensor input_tensor;
    double probability = 0, scale = 1;
    int64_t seed = 0;
    bool use_per_device_seed = true;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr bool per_call(std::string_view field) { return field == "seed"; }
    std::vector<int64_t> call_arguments() const { return {seed}; }
    static constexpr auto fields() {
        using S = Dropout;
        return std::tuple(arg("input_tensor", &S::input_tensor, "float tensor, TILE"),
                          arg("probability", &S::probability, "of a zero, 0 to 1"),
                          arg("scale", &S::scale, "of what remains"), arg("seed", &S::seed, "of the stream"),
                          kw("use_per_device_seed", &S::use_per_device_seed, "devices of a mesh draw differently"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          out("output_tensor", &S::output_tensor));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct Sampling {
    static constexpr const char* name = "ttnn.sampling";
    static constexpr const char* doc =
        "A token for each of the users: of values [1, 1, users, n] the k largest times temp go through a softmax, the "
        "fewest whose probabilities reach p remain, and one of them is drawn; its entry of input_indices is the "
        "result, "
        "uint32 [1, 1, 1, users] in ROW_MAJOR layout.";
    Tensor input_values_tensor, input_indices_tensor, k, p, temp;
    std::optional<int64_t> seed;
    std::optional<CoreRangeSet> sub_core_grids;
    std::optional<Tensor> output_tensor;
    static constexpr bool per_call(std::string_view field) { return field == "seed"; }
    std::vector<int64_t> call_arguments() const;
    static constexpr auto fields() {
        using S = Sampling;
        return std::tuple(arg("input_values_tensor", &S::input_values_tensor, "[1, 1, users, n]", kFloats),
                          arg("input_indices_tensor", &S::input_indices_tensor, "[1, 1, users, n]", kIntegers),
                          arg("k", &S::k, "largest values that take part, [users]", kIntegers),
                          arg("p", &S::p, "probability to reach, [users]", kFloats),
                          arg("temp", &S::temp, "factor of the values (1 / temperature), [users]", kFloats),
                          kw("seed", &S::seed, "of the draws; from manual_seed unless given"),
                          kw("sub_core_grids", &S::sub_core_grids, "cores that the program may use"),
                          out("output_tensor", &S::output_tensor));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct ManualSeed {
    static constexpr const char* name = "ttnn.manual_seed";
    static constexpr const char* doc =
        "Seeds the draws of ttnn.sampling: of all users, or of those in user_ids; with tensors a seed each. Gives the "
        "seeds as a uint32 tensor.";
    TensorOrScalar seeds = Scalar(0);
    std::optional<std::shared_ptr<MeshDevice>> device;
    std::optional<TensorOrScalar> user_ids;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        using S = ManualSeed;
        return std::tuple(opt("seeds", &S::seeds, "a number, or a tensor of one for each of user_ids"),
                          kw("device", &S::device, "device whose draws are seeded"),
                          kw("user_ids", &S::user_ids, "a user, or a tensor of users"),
                          kw("sub_core_grids", &S::sub_core_grids, "cores that the program may use"));
    }
    Tensor compose() const;
};

}  // namespace ttnn

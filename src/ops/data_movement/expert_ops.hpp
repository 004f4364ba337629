// ttnn.moe_expert_token_remap: which tokens a device's own experts have, after they came from all devices.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct ExpertTokenRemap {
    static constexpr const char* name = "ttnn.moe_expert_token_remap";
    static constexpr const char* doc =
        "Scores of a device's own experts for each token, after all_to_all_dispatch. Returns [scores, used]: scores "
        "[D, B, S, L] has a token's score for each of the L = E / devices local experts that it chose, otherwise 0; "
        "used [D, 1, ceil(B * S / reduction_size), L] (uint16) is 1 where a token of the chunk chose the expert, "
        "whatever its score, otherwise 0. Local experts are those of the device's column of expert_mapping_tensor that "
        "are not 0, in their order; places that this leaves over are 0. One device has one column.";
    Tensor topk_tensor, expert_mapping_tensor, expert_metadata_tensor;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> optional_output_mapping_tensor, optional_output_reduced_tensor;
    int64_t reduction_size = 16;

    static constexpr auto fields() {
        using S = ExpertTokenRemap;
        return std::tuple(
            arg("topk_tensor", &S::topk_tensor, "scores of all experts [D, B, S, E]", dtype_bit(DataType::BFLOAT16),
                kRowMajor),
            arg("expert_mapping_tensor", &S::expert_mapping_tensor,
                "[1, 1, E, devices]: 1 where the device has the expert, otherwise 0", dtype_bit(DataType::UINT16),
                kRowMajor),
            arg("expert_metadata_tensor", &S::expert_metadata_tensor,
                "experts that the tokens chose [D, B, S, K]; numbers from E on choose none",
                dtype_bit(DataType::UINT16), kRowMajor),
            kw("memory_config", &S::memory_config,
               "where the outputs go; the memory of topk_tensor, interleaved where its shards do not fit them"),
            out("optional_output_mapping_tensor", &S::optional_output_mapping_tensor,
                "preallocated tensor that receives the scores"),
            out("optional_output_reduced_tensor", &S::optional_output_reduced_tensor,
                "preallocated tensor that receives the used experts"),
            kw("reduction_size", &S::reduction_size, "tokens of a chunk, at least 1"));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    std::vector<Tensor> destinations() const {
        return {optional_output_mapping_tensor.value_or(Tensor{}), optional_output_reduced_tensor.value_or(Tensor{})};
    }
    Program program() const;
};

}  // namespace ttnn

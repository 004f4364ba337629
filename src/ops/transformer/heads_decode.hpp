// The forms for one token a user: users lie in rows of one matrix before, and each has a core of its own after the
// split.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct NlpCreateQkvHeadsDecode {
    static constexpr const char* name = "ttnn.experimental.nlp_create_qkv_heads_decode";
    static constexpr const char* doc =
        "Splits [1, 1, batch, (q + 2 kv heads) * head_dim] into q [1, batch, heads, head_dim], k and v [1, batch, "
        "kv_heads, "
        "head_dim], height-sharded with one user a core. With batch_offset, only slice_size users from there on.";
    static constexpr bool returns_tuple = true;
    Tensor input_tensor;
    int64_t num_heads = 0;
    std::optional<int64_t> num_kv_heads;
    OutputTensors output_tensors;
    std::optional<bool> overlap_qk_coregrid = true;
    std::optional<Tensor> batch_offset;
    std::optional<int64_t> slice_size;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = NlpCreateQkvHeadsDecode;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[1, 1, batch, width], TILE"),
                          req("num_heads", &S::num_heads, "query heads"),
                          kw("num_kv_heads", &S::num_kv_heads, "key and value heads; num_heads"),
                          outs("output_tensors", &S::output_tensors),
                          kw("overlap_qk_coregrid", &S::overlap_qk_coregrid,
                             "q and k on the same cores; otherwise k on those after q's"),
                          kw("batch_offset", &S::batch_offset, "first user, an integer tensor of one element"),
                          kw("slice_size", &S::slice_size, "users, with batch_offset"),
                          kw("memory_config", &S::memory_config, "height-sharded in L1"));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;

 private:
    int64_t kv_heads() const { return num_kv_heads.value_or(num_heads); }
    int64_t head_dim() const { return input_tensor.shape()[3] / (num_heads + 2 * kv_heads()); }
    int64_t users() const { return slice_size.value_or(input_tensor.shape()[2]); }
};

struct NlpConcatHeadsDecode {
    static constexpr const char* name = "ttnn.experimental.nlp_concat_heads_decode";
    static constexpr const char* doc =
        "Puts num_heads heads of each user side by side: height-sharded [1, batch, 32 or more, head_dim] to "
        "width-sharded [1, "
        "1, 32, num_heads * head_dim] with one head a core. Rows past the batch are zero.";
    Tensor input_tensor;
    int64_t num_heads = 0;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        using S = NlpConcatHeadsDecode;
        return std::tuple(
            arg("input_tensor", &S::input_tensor, "[1, batch, heads rounded up, head_dim], TILE, height-sharded"),
            req("num_heads", &S::num_heads, "heads that are taken"),
            kw("memory_config", &S::memory_config, "width-sharded in L1"), out("output_tensor", &S::output_tensor),
            kw("sub_core_grids", &S::sub_core_grids, "cores that the output may lie on"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn

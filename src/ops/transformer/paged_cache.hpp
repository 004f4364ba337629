// Writing paged (or plain) key-value caches in place: one token of each user, or a prompt of one user.
#pragma once
#include <string_view>

#include "op/launch.hpp"
#include "ops/transformer/paged.hpp"
#include "program/resources.hpp"

namespace ttnn {

struct PagedUpdateCache {
    static constexpr const char* name = "ttnn.experimental.paged_update_cache";
    static constexpr const char* doc =
        "Writes one token of each user, input [1, b, heads, d], at position update_idxs[b] into the cache [b, heads, "
        "length, d], or into pages [blocks, heads, block_size, d] that a table [b, n] names; position -1 writes "
        "nothing. In place.";
    Tensor cache_tensor, input_tensor;
    std::vector<int64_t> update_idxs;
    std::optional<Tensor> update_idxs_tensor;
    std::optional<bool> share_cache;
    std::optional<Tensor> page_table;
    int64_t batch_offset = 0;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<MeshCoordinates> mesh_coords;
    std::optional<int64_t> block_size, num_kv_heads, cache_position_modulo;
    // Every token has other positions; they share a program.
    static constexpr bool per_call(std::string_view field) { return field == "update_idxs"; }
    std::vector<int64_t> call_arguments() const { return update_idxs; }
    static constexpr auto fields() {
        using S = PagedUpdateCache;
        return std::tuple(
            arg("cache_tensor", &S::cache_tensor, "cache or pages, TILE", kFloats, kTile),
            arg("input_tensor", &S::input_tensor, "[1, b, heads, d]", kFloats),
            kw("update_idxs", &S::update_idxs, "position of each user"),
            kw("update_idxs_tensor", &S::update_idxs_tensor, "the same as an integer tensor [b]", kIntegers),
            kw("share_cache", &S::share_cache, "all users write into one cache"),
            kw("page_table", &S::page_table, "blocks of each user [b, n], integers"),
            kw("batch_offset", &S::batch_offset, "0"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
            kw("mesh_coords", &S::mesh_coords, "devices of the mesh that write: the one there is"),
            kw("block_size", &S::block_size, "another block size of the same pages"),
            kw("num_kv_heads", &S::num_kv_heads, "another number of heads of the same pages"),
            kw("cache_position_modulo", &S::cache_position_modulo, "the cache is a ring of so many positions"));
    }
    Tensor destination() const { return cache_tensor; }
    const char* caller = name;  ///< that errors name
    void extend_key(Hasher& key) const { key.bytes(caller); }
    void validate() const;
    TensorSpec output() const { return cache_tensor.spec(); }
    Program program() const;
};

struct PagedFusedUpdateCache {
    static constexpr const char* name = "ttnn.experimental.paged_fused_update_cache";
    static constexpr const char* doc = "paged_update_cache of two caches (keys and values) in one call.";
    static constexpr bool returns_tuple = true;
    Tensor cache_tensor1, input_tensor1, cache_tensor2, input_tensor2;
    std::vector<int64_t> update_idxs;
    std::optional<Tensor> update_idxs_tensor;
    std::optional<bool> share_cache;
    std::optional<Tensor> page_table;
    int64_t batch_offset = 0;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<MeshCoordinates> mesh_coords;
    static constexpr auto fields() {
        using S = PagedFusedUpdateCache;
        return std::tuple(arg("cache_tensor1", &S::cache_tensor1, "first cache or pages, TILE"),
                          arg("input_tensor1", &S::input_tensor1, "[1, b, heads, d]"),
                          arg("cache_tensor2", &S::cache_tensor2, "second cache or pages, TILE"),
                          arg("input_tensor2", &S::input_tensor2, "[1, b, heads, d]"),
                          kw("update_idxs", &S::update_idxs, "position of each user"),
                          kw("update_idxs_tensor", &S::update_idxs_tensor, "the same as an integer tensor [b]"),
                          kw("share_cache", &S::share_cache, "all users write into one cache"),
                          kw("page_table", &S::page_table, "blocks of each user [b, n], integers"),
                          kw("batch_offset", &S::batch_offset, "0"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("mesh_coords", &S::mesh_coords, "devices of the mesh that write: the one there is"));
    }
    std::vector<Tensor> compose() const;
};

struct PagedFillCache {
    static constexpr const char* name = "ttnn.experimental.paged_fill_cache";
    static constexpr const char* doc =
        "Writes a prompt of one user, input [1, heads, tokens, d], into the pages [blocks, heads, block_size, d] that "
        "row batch_idx of the table [b, n] names; tokens of absent pages (-1) are dropped. In place.";
    Tensor cache_tensor, input_tensor, page_table;
    std::optional<Tensor> batch_idx_tensor;
    int64_t batch_idx = 0;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<MeshCoordinates> mesh_coords;
    std::optional<int64_t> block_size, cache_position_modulo;
    std::optional<Tensor> valid_seq_len_tensor;
    static constexpr bool per_call(std::string_view field) { return field == "batch_idx"; }
    std::vector<int64_t> call_arguments() const { return {batch_idx}; }
    static constexpr auto fields() {
        using S = PagedFillCache;
        return std::tuple(
            arg("cache_tensor", &S::cache_tensor, "[blocks, heads, block_size, d], TILE", kFloats, kTile),
            arg("input_tensor", &S::input_tensor, "[1, heads, tokens, d], TILE", kFloats, kTile),
            arg("page_table", &S::page_table, "blocks of each user [b, n], integers"),
            kw("batch_idx_tensor", &S::batch_idx_tensor, "batch_idx as an integer tensor [1]", kIntegers),
            kw("batch_idx", &S::batch_idx, "user whose pages are written"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
            kw("mesh_coords", &S::mesh_coords, "devices of the mesh that write: the one there is"),
            kw("block_size", &S::block_size, "another block size of the same pages"),
            kw("cache_position_modulo", &S::cache_position_modulo, "the cache is a ring of so many positions"),
            kw("valid_seq_len_tensor", &S::valid_seq_len_tensor, "tokens that are written, an integer tensor [1]"));
    }
    Tensor destination() const { return cache_tensor; }
    void validate() const;
    TensorSpec output() const { return cache_tensor.spec(); }
    Program program() const;
};

struct NlpKvCacheLoadSlice {
    static constexpr const char* name = "ttnn.experimental.nlp_kv_cache_load_slice";
    static constexpr const char* doc =
        "Positions seq_len_start to seq_len_end (exclusive, multiples of 32) of a cache [b, heads, length, d], one "
        "head a core in L1 unless memory_config says otherwise.";
    Tensor input_tensor;
    int64_t seq_len_start = 0, seq_len_end = 0;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        using S = NlpKvCacheLoadSlice;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[b, heads, length, d], TILE", kFloats, kTile),
                          req("seq_len_start", &S::seq_len_start, "first position"),
                          req("seq_len_end", &S::seq_len_end, "position after the last"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("output_tensor", &S::output_tensor, "preallocated tensor that receives the result"));
    }
    Tensor compose() const;
};

}  // namespace ttnn

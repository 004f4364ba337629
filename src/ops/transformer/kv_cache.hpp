// Key-value caches [batch, heads, length, head_dim], written in place: a whole prompt of one user, or one token of each
// user.
#pragma once
#include <string_view>

#include "op/launch.hpp"

namespace ttnn {

/// Writes `count` rows of floats from row `row` on of the matrix of `length` rows that starts at logical row `first`.
void write_cache_rows(const View& cache, int64_t first, int64_t row, int64_t count, const float* src, int64_t width,
                      int64_t length);

struct FillCacheArguments {
    Tensor cache, input;
    int64_t batch_idx = 0, update_idx = 0;
    void validate(const char* name) const;
    TensorSpec output() const { return cache.spec(); }
    Tensor destination() const { return cache; }
    Program program() const;
};

struct FillCache : FillCacheArguments {
    static constexpr const char* name = "ttnn.fill_cache";
    static constexpr const char* doc =
        "Writes input [1, heads, tokens, head_dim] into a user's rows of the cache, in place, from row update_idx on.";
    static constexpr auto fields() {
        return std::tuple(
            arg("cache_tensor", static_cast<Tensor FillCache::*>(&FillCache::cache),
                "[batch, heads, length, head_dim], TILE", kFloats, kTile),
            arg("input_tensor", static_cast<Tensor FillCache::*>(&FillCache::input),
                "[1, heads, tokens, head_dim], TILE", kFloats, kTile),
            arg("batch_idx", static_cast<int64_t FillCache::*>(&FillCache::batch_idx), "user whose rows are written"),
            kw("update_idx", static_cast<int64_t FillCache::*>(&FillCache::update_idx), "first row written"));
    }
    void validate() const { FillCacheArguments::validate(name); }
};

struct FillCacheForUser : FillCacheArguments {
    static constexpr const char* name = "ttnn.kv_cache.fill_cache_for_user_";
    static constexpr const char* doc = FillCache::doc;
    static constexpr auto fields() {
        return std::tuple(arg("cache", static_cast<Tensor FillCacheForUser::*>(&FillCacheForUser::cache),
                              "[batch, heads, length, head_dim], TILE", kFloats, kTile),
                          arg("input", static_cast<Tensor FillCacheForUser::*>(&FillCacheForUser::input),
                              "[1, heads, tokens, head_dim], TILE", kFloats, kTile),
                          arg("batch_index", static_cast<int64_t FillCacheForUser::*>(&FillCacheForUser::batch_idx),
                              "user whose rows are written"),
                          kw("update_idx", static_cast<int64_t FillCacheForUser::*>(&FillCacheForUser::update_idx),
                             "first row written"));
    }
    void validate() const { FillCacheArguments::validate(name); }
};

struct UpdateCacheArguments {
    Tensor cache, input;
    int64_t update_idx = 0, batch_offset = 0;
    // Every token has another index; they share a program.
    static constexpr bool per_call(std::string_view field) { return field == "update_idx" || field == "update_index"; }
    std::vector<int64_t> call_arguments() const { return {update_idx}; }
    std::optional<ComputeKernelConfig> compute_kernel_config;
    void validate(const char* name) const;
    TensorSpec output() const { return cache.spec(); }
    Tensor destination() const { return cache; }
    Program program() const;
};

template <class Op>
constexpr auto update_cache_fields(const char* index) {
    return std::tuple(
        arg("cache", static_cast<Tensor Op::*>(&Op::cache), "[batch, heads, length, head_dim], TILE", kFloats, kTile),
        arg("input", static_cast<Tensor Op::*>(&Op::input), "[1, heads, batch, head_dim], TILE: one token of each user",
            kFloats, kTile),
        arg(index, static_cast<int64_t Op::*>(&Op::update_idx), "row written"),
        opt("batch_offset", static_cast<int64_t Op::*>(&Op::batch_offset),
            "row of the input that belongs to the first user"),
        opt("compute_kernel_config", static_cast<std::optional<ComputeKernelConfig> Op::*>(&Op::compute_kernel_config),
            "the card's compute configuration"));
}

struct UpdateCache : UpdateCacheArguments {
    static constexpr const char* name = "ttnn.update_cache";
    static constexpr const char* doc =
        "Writes one token of each user, input [1, heads, batch, head_dim], into row update_idx of the cache, in place.";
    static constexpr auto fields() { return update_cache_fields<UpdateCache>("update_idx"); }
    void validate() const { UpdateCacheArguments::validate(name); }
};

struct UpdateCacheForToken : UpdateCacheArguments {
    static constexpr const char* name = "ttnn.kv_cache.update_cache_for_token_";
    static constexpr const char* doc = UpdateCache::doc;
    static constexpr auto fields() { return update_cache_fields<UpdateCacheForToken>("update_index"); }
    void validate() const { UpdateCacheArguments::validate(name); }
};

}  // namespace ttnn

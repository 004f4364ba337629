// Paged key-value caches: [blocks, kv_heads, block_size, d], and a page table [users, n] that says which block holds
// tokens i * block_size onwards of a user. A block of a head is contiguous, so reading a user's cache is a copy of
// blocks.
#pragma once
#include <span>

#include "ops/data_movement/logical_elements.hpp"
#include "tensor/tensor.hpp"

namespace ttnn {

/// How a shared page buffer is to be read when it was allocated for another number of heads and block size.
struct PagedCacheGeometryOverride {
    int64_t block_size = 0, num_kv_heads = 0;
    bool active() const { return block_size > 0 || num_kv_heads > 0; }
};
std::ostream& operator<<(std::ostream& out, const PagedCacheGeometryOverride& g);
inline void hash_value(Hasher& h, const PagedCacheGeometryOverride& g) {
    h.word(static_cast<uint64_t>(g.block_size) << 32 | static_cast<uint64_t>(g.num_kv_heads));
}

/// The cache's spec read in another geometry: the same bytes with `width` columns; raises unless the volumes agree.
TensorSpec paged_spec(const char* name, const TensorSpec& cache, const PagedCacheGeometryOverride& geometry,
                      int64_t width);
/// Raises unless the table is a matrix of integers for at least `users` users.
void check_page_table(const char* name, const Tensor& table, int64_t users);

struct PageTable {
    explicit PageTable(const View& v);
    /// Block of a user's tokens from `index` * block_size on; negative: none.
    int64_t operator()(int64_t user, int64_t index) const;
    int64_t users, blocks;

 private:
    SignedIntegers pages_;
};

/// A user's blocks, one after another, as a cache [users, kv_heads, length, d].
struct GatheredCache {
    /// `length[u]` tokens of user u are read; a block beyond the cache raises, an absent one gives zeros.
    GatheredCache(const char* name, const View& cache, const TensorSpec& geometry, const PageTable& table,
                  std::span<const int64_t> length);
    View view() { return {bytes_.data(), &spec}; }
    TensorSpec spec;

 private:
    Scratch<std::byte> bytes_;
};

}  // namespace ttnn

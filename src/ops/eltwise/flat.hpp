// Loops over the storage of tensors in blocks of up to 1024 elements, in parallel: the element-wise operations on tensors of one shape.
#pragma once
#include <cstring>

#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"

namespace ttnn {

inline constexpr int64_t kBlock = 1024, kBlocksPerPiece = 32;

/// Elements of a block that respects tiles; row-major tensors use kBlock.
inline int64_t block_elements(const TensorSpec& s) {
    if (!s.is_tile()) return kBlock;
    const auto volume = static_cast<int64_t>(s.tile().volume());
    return volume * std::max<int64_t>(1, kBlock / volume);
}

/// Calls f(begin, count) for blocks that cover [0, size), in parallel pieces.
template <class F>
void for_each_block(int64_t size, int64_t block, F f) {
    const int64_t piece = block * kBlocksPerPiece;
    parallel_for(static_cast<size_t>((size + piece - 1) / piece), [&](size_t p) {
        const int64_t begin = static_cast<int64_t>(p) * piece, end = std::min(size, begin + piece);
        for (int64_t at = begin; at < end; at += block) f(at, std::min(block, end - at));
    });
}

/// 32-bit integers of a run of any integer dtype; uint32 as its bits.
void load_integers(DataType t, const std::byte* src, int32_t* dst, int64_t count);
void store_integers(DataType t, const int32_t* src, std::byte* dst, int64_t count);

}  // namespace ttnn

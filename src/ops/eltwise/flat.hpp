// Loops over the storage of tensors in blocks of up to 1024 elements, in parallel: the element-wise operations on
// tensors of one shape.
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

/// Whether an input of spec `s` and the output may be walked together over their storage, padding included. Not for
/// block floats with padding: what an operation makes of padding would share exponents with elements.
inline bool lies_like(const TensorSpec& s, const TensorSpec& out) {
    if (is_block_float(out.dtype()) && out.logical_shape() != out.padded_shape()) return false;
    return s.layout() == out.layout() && s.logical_shape() == out.logical_shape() &&
           s.padded_shape() == out.padded_shape() && (!s.is_tile() || s.tile() == out.tile());
}

/// Calls f(begin, count) for blocks that cover [begin, begin + count).
template <class F>
void for_blocks(int64_t begin, int64_t count, int64_t block, F f) {
    for (const int64_t end = begin + count; begin < end; begin += block) f(begin, std::min(block, end - begin));
}

/// Elements of a block before the first that is padding in every tile: where matrices have fewer rows than a tile, most
/// of each tile is. Block floats are read and written as whole tiles.
inline int64_t used_elements(std::initializer_list<const TensorSpec*> alike) {
    const TensorSpec& s = **alike.begin();
    const int64_t block = block_elements(s);
    for (const auto* one : alike)
        if (is_block_float(one->dtype())) return block;
    const bool one_tile = s.is_tile() && block == static_cast<int64_t>(s.tile().volume());
    if (!one_tile || s.padded_shape().height() != s.tile().height) return block;
    return s.logical_shape().height() * s.tile().width;
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
/// The same of a tensor's storage, from element `begin` on; `streaming` is for floats alone.
void load_flat(const View& src, int64_t begin, int64_t count, int32_t* dst);
void store_flat(const View& dst, int64_t begin, int64_t count, const int32_t* src, bool streaming = false);

}  // namespace ttnn

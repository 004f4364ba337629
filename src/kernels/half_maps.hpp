// Element-wise functions from bf16 to bf16 in one step, with the bits of the stages (elementwise.hpp) between
// conversions: those that a few instructions compute in registers, and any function of one argument by a table of its
// 65,536 results.
#pragma once
#include "kernels/elementwise.hpp"

namespace ttnn::kernels {

/// Numbers that bfloat16 has, and entries of a table of results: gathers read two bytes beyond the last.
inline constexpr size_t kHalves = 65536, kTableEntries = kHalves + 1;

/// `streaming`: written past the caches; what is written lies on cache lines then.
using HalfUnary = void (*)(const uint16_t* x, uint16_t* y, size_t n, const float* p, bool streaming);
using HalfBinary = void (*)(const uint16_t* a, const uint16_t* b, uint16_t* y, size_t n, bool streaming);

struct HalfMaps {
    HalfUnary unary[static_cast<size_t>(UnaryId::Count)];     ///< null where a table is quicker
    HalfBinary binary[static_cast<size_t>(BinaryId::Count)];  ///< null where stages are as quick
    void (*look_up)(const uint16_t* x, const uint16_t* table, uint16_t* y, size_t n, bool streaming);
    /// The same by gathers, which some processors do quicker; null where there are none.
    void (*look_up_gathered)(const uint16_t* x, const uint16_t* table, uint16_t* y, size_t n, bool streaming);
    /// Conversions of pieces of 32 that are `step` elements apart in bf16 and lie together in floats.
    void (*widen_pieces)(const uint16_t* src, size_t step, float* dst, size_t pieces);
    void (*narrow_pieces)(const float* src, uint16_t* dst, size_t step, size_t pieces, bool streaming);
};

}  // namespace ttnn::kernels

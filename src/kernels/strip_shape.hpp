// The part of C that a strip of rows keeps in registers: rows x columns of accumulators leave registers for a row of B
// and an element of A. The order of B's pieces follows from it.
#pragma once
#include "kernels/vector.hpp"

namespace {

#if defined(__AVX512F__)
constexpr size_t kRows = 14, kColumns = 2;
#elif defined(__AVX2__)
constexpr size_t kRows = 6, kColumns = 2;
#else
constexpr size_t kRows = 4, kColumns = 2;
#endif
constexpr size_t kWidth = kColumns * kLanes;  // columns of B that a strip takes: 8, 16 or 32

// Where the pairs of rows i and i + 1 at column j stand in a piece of groups of Width columns.
template <size_t Width>
constexpr size_t place(size_t i, size_t j) {
    return j / Width * 32 * Width + i * Width + j % Width * 2;
}

#if defined(__AVX512F__)
// Which words of two rows of 32 make pairs of columns 0 to 15, and of the others.
struct PairsOfRows {
    alignas(64) uint16_t at[2][32] = {};
    constexpr PairsOfRows() {
        for (unsigned word = 0; word < 64; ++word)
            at[word / 32][word % 32] = static_cast<uint16_t>(word / 2 + word % 2 * 32);
    }
};
constexpr PairsOfRows kPairsOfRows;
#endif

}  // namespace

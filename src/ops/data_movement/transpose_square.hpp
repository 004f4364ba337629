// A square of 32 x 32 elements turned, wherever its rows lie.
#pragma once
#include <cstdint>
#include <cstring>

namespace ttnn {

inline constexpr int64_t kSquare = 32;

// Vectors of 16 bytes and the two halves of their interleaving, in GCC's portable vector language.
template <class T>
struct Lanes;
template <>
struct Lanes<uint32_t> {
    using Vector = uint32_t __attribute__((vector_size(16)));
    static constexpr Vector low = {0, 4, 1, 5}, high = {2, 6, 3, 7};
};
template <>
struct Lanes<uint16_t> {
    using Vector = uint16_t __attribute__((vector_size(16)));
    static constexpr Vector low = {0, 8, 1, 9, 2, 10, 3, 11}, high = {4, 12, 5, 13, 6, 14, 7, 15};
};
template <>
struct Lanes<uint8_t> {
    using Vector = uint8_t __attribute__((vector_size(16)));
    static constexpr Vector low = {0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23},
                            high = {8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31};
};

/// Row i of `out`, `out_row` elements after the one before it, is column i of `in`: squares of one vector's length at a
/// time, interleaving the first half of the rows with the second, as often as halves can be halved.
template <class T>
void transpose_square(const T* __restrict in, int64_t in_row, T* __restrict out, int64_t out_row) {
    using L = Lanes<T>;
    using V = typename L::Vector;
    constexpr int n = 16 / sizeof(T);
    for (int64_t r = 0; r < kSquare; r += n)
        for (int64_t c = 0; c < kSquare; c += n) {
            V a[n], b[n];
            for (int i = 0; i < n; ++i) std::memcpy(&a[i], in + (r + i) * in_row + c, 16);
#pragma GCC unroll 4
            for (int length = n; length > 1; length /= 2) {
#pragma GCC unroll 8
                for (int i = 0; i < n / 2; ++i) {
                    b[2 * i] = __builtin_shuffle(a[i], a[i + n / 2], L::low);
                    b[2 * i + 1] = __builtin_shuffle(a[i], a[i + n / 2], L::high);
                }
                for (int i = 0; i < n; ++i) a[i] = b[i];
            }
            for (int i = 0; i < n; ++i) std::memcpy(out + (c + i) * out_row + r, &a[i], 16);
        }
}

}  // namespace ttnn

// A matrix of -1, 0 and 1 with one scale, in the form that ttnn.experimental.ternary_matmul reads: tiles of 32x32 with
// the inputs down and the outputs across, tiles along the outputs first, 64 words a tile, one a face row of 16 outputs.
// Two bits a weight: bit 0 the magnitude, bit 1 the sign.
//
// A denser form has five digits a byte, 208 bytes a tile: each byte is ceil(v * 256 / 243) for a number v of five
// base-3 digits (weight + 1, the first one most significant), so that multiplying by 3 moves the next digit above the
// byte. Digit d of byte 64 g + w (g below 3) is place 5 g + d of word w; digit d of byte 192 + j (d below 4) is place
// 15 of word 16 d + j.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "float_rows.hpp"

namespace bitnet {

inline constexpr int64_t kTileWords = 64, kTileDigitBytes = 208;

struct Ternary {
    int64_t rows = 0, columns = 0;  ///< outputs and inputs; the weight is value * scale
    float scale = 1;
    std::span<const uint32_t> words;
    std::shared_ptr<const void> owner;  ///< of the words: a mapped file or a vector
    int64_t tiles() const { return rows / 32 * (columns / 32); }
};

/// Writes the weights of a row (outputs) as -1, 0 and 1.
using ReadRow = std::function<void(int64_t row, int8_t* weights)>;
Ternary pack(int64_t rows, int64_t columns, float scale, const ReadRow& read_row);

/// The values, inputs down and outputs across ([columns, rows], row by row).
void unpack(const Ternary& matrix, float* out);

/// From floats: s = mean |w| over the whole matrix, values clamp(round(w / s), -1, 1).
struct FloatMatrix {
    FloatKind kind;
    const std::byte* bytes;
};
/// `where` (file and tensor) begins the message when a value is inf or NaN.
Ternary from_floats(const FloatMatrix& matrix, int64_t rows, int64_t columns,
                    const std::function<void(size_t index, float value)>& refuse);

/// Two-bit words are valid when no code is "minus zero": the index of the first bad word, or the number of words.
size_t first_bad_word(std::span<const uint32_t> words);

std::vector<std::byte> to_digits(const Ternary& matrix);
/// `bytes`: tiles() * kTileDigitBytes.
Ternary from_digits(int64_t rows, int64_t columns, float scale, std::span<const std::byte> bytes);

}  // namespace bitnet

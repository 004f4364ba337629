// Plain conversions between number formats, one value or one group of 16 at a time, written for reading. They define
// what the fast kernels must equal bit for bit, and serve where speed does not matter (printing, single elements,
// tests).
#pragma once
#include <bit>
#include <cstdint>
#include <span>

#include "format/data_type.hpp"
#include "format/tile.hpp"

namespace ttnn {

/// To nearest, ties to even; NaN becomes 0x7FC0 with its sign dropped.
constexpr uint16_t to_bfloat16(float value) {
    const uint32_t bits = std::bit_cast<uint32_t>(value);
    if ((bits & 0x7FFFFFFF) > 0x7F800000) return 0x7FC0;
    return static_cast<uint16_t>((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
}
constexpr float from_bfloat16(uint16_t value) { return std::bit_cast<float>(static_cast<uint32_t>(value) << 16); }

/// Bits of a block float's magnitude: 7 for bfloat8_b, 3 for bfloat4_b.
constexpr int magnitude_bits(DataType t) { return t == DataType::BFLOAT8_B ? 7 : 3; }

/// Packs 16 floats that share an exponent by the host's rule: significands are shifted to the largest exponent with the
/// shifted-out bits lost, then rounded to nearest even, saturating. Returns the exponent; writes sign and magnitude of
/// each.
uint8_t pack_group(DataType t, std::span<const float, 16> values, std::span<uint8_t, 16> codes);
/// The value of one code (sign in the highest bit) under a shared exponent.
float unpack_code(DataType t, uint8_t exponent, uint8_t code);

/// One element of a tile or row in memory as a float / as an integer (floats truncated). `index` counts in memory order
/// within `tile` when the dtype is a block float, and within the array otherwise.
float load_as_float(DataType t, const Tile& tile, const std::byte* data, size_t index);
int64_t load_as_integer(DataType t, const std::byte* data, size_t index);
/// Stores a number; integers saturate at the limits of their type, NaN becomes 0. Not for block floats.
void store_from_double(DataType t, std::byte* data, size_t index, double value);

}  // namespace ttnn

// Numbers of a file as float32: F32, F16 and BF16 little-endian.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace bitnet {

enum class FloatKind : uint8_t { F32, F16, BF16 };

constexpr size_t width_of(FloatKind kind) { return kind == FloatKind::F32 ? 4 : 2; }
std::optional<FloatKind> float_kind(const std::string& name);  ///< of safetensors' names; nothing for others

float half_to_float(uint16_t bits);
/// Rounded to nearest, ties to even.
uint16_t to_bfloat16(float value);
void widen(FloatKind kind, const std::byte* from, size_t count, float* to);
/// Index of the first value that is inf or NaN; `count` when all are finite.
size_t first_not_finite(const float* values, size_t count);

}  // namespace bitnet

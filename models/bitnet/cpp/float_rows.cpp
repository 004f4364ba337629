#include "float_rows.hpp"

#include <bit>
#include <cmath>
#include <cstring>

namespace bitnet {
namespace {

template <class T>
T load(const std::byte* from) {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

}  // namespace

std::optional<FloatKind> float_kind(const std::string& name) {
    if (name == "F32") return FloatKind::F32;
    if (name == "F16") return FloatKind::F16;
    if (name == "BF16") return FloatKind::BF16;
    return {};
}

float half_to_float(uint16_t bits) {
    const int exponent = bits >> 10 & 31, mantissa = bits & 1023;
    const float sign = bits & 0x8000 ? -1.0f : 1.0f;
    if (exponent == 31) return mantissa ? std::nanf("") : sign * INFINITY;
    if (exponent == 0) return sign * std::ldexp(static_cast<float>(mantissa), -24);
    return sign * std::ldexp(static_cast<float>(mantissa + 1024), exponent - 25);
}

uint16_t to_bfloat16(float value) {
    const auto bits = std::bit_cast<uint32_t>(value);
    return static_cast<uint16_t>((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

void widen(FloatKind kind, const std::byte* from, size_t count, float* to) {
    switch (kind) {
        case FloatKind::F32: std::memcpy(to, from, count * 4); return;
        case FloatKind::F16:
            for (size_t i = 0; i < count; ++i) to[i] = half_to_float(load<uint16_t>(from + i * 2));
            return;
        case FloatKind::BF16:
            for (size_t i = 0; i < count; ++i)
                to[i] = std::bit_cast<float>(static_cast<uint32_t>(load<uint16_t>(from + i * 2)) << 16);
            return;
    }
}

size_t first_not_finite(const float* values, size_t count) {
    for (size_t i = 0; i < count; ++i)
        if (!std::isfinite(values[i])) return i;
    return count;
}

}  // namespace bitnet

#include "format/convert.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/error.hpp"

namespace ttnn {
namespace {

template <class T>
T read(const std::byte* data, size_t index) {
    T v;
    std::memcpy(&v, data + index * sizeof(T), sizeof(T));
    return v;
}
template <class T>
void write(std::byte* data, size_t index, T v) {
    std::memcpy(data + index * sizeof(T), &v, sizeof(T));
}
template <class T>
void write_saturated(std::byte* data, size_t index, double v) {
    const double low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
    write<T>(data, index, std::isnan(v) ? T{0} : static_cast<T>(std::clamp(std::trunc(v), low, high)));
}

}  // namespace

uint8_t pack_group(DataType t, std::span<const float, 16> values, std::span<uint8_t, 16> codes) {
    const int bits = magnitude_bits(t), drop = 24 - bits;
    uint32_t shared = 0;
    for (float v : values) shared = std::max(shared, (std::bit_cast<uint32_t>(v) >> 23) & 0xFF);
    for (size_t i = 0; i < 16; ++i) {
        const uint32_t word = std::bit_cast<uint32_t>(values[i]), exponent = (word >> 23) & 0xFF, sign = word >> 31;
        uint32_t magnitude = 0;
        if (exponent != 0 && shared - exponent < 24) {
            const uint32_t aligned = ((word & 0x7FFFFF) | 0x800000) >> (shared - exponent);
            const uint32_t kept = aligned >> drop, rest = aligned & ((1u << drop) - 1), half = 1u << (drop - 1);
            magnitude = kept + (rest > half || (rest == half && (kept & 1)));
            magnitude = std::min(magnitude, (1u << bits) - 1);
        }
        codes[i] = static_cast<uint8_t>(magnitude ? sign << bits | magnitude : 0);
    }
    return static_cast<uint8_t>(shared);
}

float unpack_code(DataType t, uint8_t exponent, uint8_t code) {
    const int bits = magnitude_bits(t);
    const int magnitude = code & ((1 << bits) - 1);
    if (magnitude == 0) return 0.0f;
    const bool negative = code >> bits & 1;
    if (exponent == 255) {
        const uint32_t fraction = static_cast<uint32_t>(magnitude) << (24 - bits) & 0x7FFFFF;
        return std::bit_cast<float>(static_cast<uint32_t>(negative) << 31 | 0x7F800000u | fraction);
    }
    const float value = std::ldexp(static_cast<float>(magnitude), exponent - 127 - (bits - 1));
    return negative ? -value : value;
}

float load_as_float(DataType t, const Tile& tile, const std::byte* data, size_t index) {
    switch (t) {
        case DataType::FLOAT32: return read<float>(data, index);
        case DataType::BFLOAT16: return from_bfloat16(read<uint16_t>(data, index));
        case DataType::BFLOAT8_B:
        case DataType::BFLOAT4_B: {
            const auto exponent = static_cast<uint8_t>(data[index / 16]);
            const std::byte* codes = data + exponent_bytes(tile);
            if (t == DataType::BFLOAT8_B) return unpack_code(t, exponent, static_cast<uint8_t>(codes[index]));
            const auto pair = static_cast<uint8_t>(codes[index / 2]);
            return unpack_code(t, exponent, index % 2 ? pair >> 4 : pair & 15);
        }
        default: return static_cast<float>(load_as_integer(t, data, index));
    }
}

int64_t load_as_integer(DataType t, const std::byte* data, size_t index) {
    switch (t) {
        case DataType::UINT32: return read<uint32_t>(data, index);
        case DataType::INT32: return read<int32_t>(data, index);
        case DataType::UINT16: return read<uint16_t>(data, index);
        case DataType::UINT8: return read<uint8_t>(data, index);
        default: return static_cast<int64_t>(load_as_float(t, {}, data, index));
    }
}

void store_from_double(DataType t, std::byte* data, size_t index, double value) {
    switch (t) {
        case DataType::FLOAT32: return write(data, index, static_cast<float>(value));
        case DataType::BFLOAT16: return write(data, index, to_bfloat16(static_cast<float>(value)));
        case DataType::UINT32: return write_saturated<uint32_t>(data, index, value);
        case DataType::INT32: return write_saturated<int32_t>(data, index, value);
        case DataType::UINT16: return write_saturated<uint16_t>(data, index, value);
        case DataType::UINT8: return write_saturated<uint8_t>(data, index, value);
        default: fail("store_from_double: ", t, " is not stored element by element");
    }
}

}  // namespace ttnn

#include "ops/convert_run.hpp"

#include <cstring>

#include "base/error.hpp"
#include "format/convert.hpp"

namespace ttnn {
namespace {

template <class T>
void integers_to_floats(const std::byte* src, float* dst, int64_t count) {
    const T* s = reinterpret_cast<const T*>(src);
    for (int64_t i = 0; i < count; ++i) dst[i] = static_cast<float>(s[i]);
}

}  // namespace

void to_floats(DataType t, const std::byte* src, float* dst, int64_t count) {
    switch (t) {
        case DataType::FLOAT32: std::memcpy(dst, src, static_cast<size_t>(count) * 4); return;
        case DataType::BFLOAT16: {
            const auto* s = reinterpret_cast<const uint16_t*>(src);
            for (int64_t i = 0; i < count; ++i) dst[i] = from_bfloat16(s[i]);
            return;
        }
        case DataType::UINT32: return integers_to_floats<uint32_t>(src, dst, count);
        case DataType::INT32: return integers_to_floats<int32_t>(src, dst, count);
        case DataType::UINT16: return integers_to_floats<uint16_t>(src, dst, count);
        case DataType::UINT8: return integers_to_floats<uint8_t>(src, dst, count);
        default: ensure(false, "to_floats of ", t);
    }
}

void from_floats(DataType t, const float* src, std::byte* dst, int64_t count) {
    if (t == DataType::FLOAT32) {
        std::memcpy(dst, src, static_cast<size_t>(count) * 4);
    } else if (t == DataType::BFLOAT16) {
        auto* d = reinterpret_cast<uint16_t*>(dst);
        for (int64_t i = 0; i < count; ++i) d[i] = to_bfloat16(src[i]);
    } else {
        for (int64_t i = 0; i < count; ++i) store_from_double(t, dst, static_cast<size_t>(i), src[i]);
    }
}

void unpack_groups(DataType t, const std::byte* exponents, const std::byte* codes, float* dst, int64_t groups) {
    const auto* c = reinterpret_cast<const uint8_t*>(codes);
    for (int64_t g = 0; g < groups; ++g, dst += 16) {
        const auto e = static_cast<uint8_t>(exponents[g]);
        for (int i = 0; i < 16; ++i) {
            const uint8_t code =
                t == DataType::BFLOAT8_B ? c[g * 16 + i] : (i % 2 ? c[g * 8 + i / 2] >> 4 : c[g * 8 + i / 2] & 15);
            dst[i] = unpack_code(t, e, code);
        }
    }
}

void pack_groups(DataType t, const float* src, std::byte* exponents, std::byte* codes, int64_t groups) {
    auto* c = reinterpret_cast<uint8_t*>(codes);
    for (int64_t g = 0; g < groups; ++g, src += 16) {
        uint8_t out[16];
        exponents[g] = static_cast<std::byte>(pack_group(t, std::span<const float, 16>(src, 16), out));
        if (t == DataType::BFLOAT8_B) std::memcpy(c + g * 16, out, 16);
        else
            for (int i = 0; i < 8; ++i) c[g * 8 + i] = static_cast<uint8_t>(out[2 * i] | out[2 * i + 1] << 4);
    }
}

}  // namespace ttnn

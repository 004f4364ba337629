#include "ops/convert_run.hpp"

#include <cstring>
#include <limits>

#include "base/error.hpp"
#include "kernels/table.hpp"

namespace ttnn {
namespace {

template <class T>
void integers_to_floats(const std::byte* src, float* dst, int64_t count) {
    const T* s = reinterpret_cast<const T*>(src);
    for (int64_t i = 0; i < count; ++i) dst[i] = static_cast<float>(s[i]);
}

// As store_from_double has it: truncated, saturated, NaN as 0. In double, which holds every limit.
template <class T>
void floats_to_integers(const float* src, std::byte* dst, int64_t count) {
    constexpr double low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
    T* d = reinterpret_cast<T*>(dst);
    for (int64_t i = 0; i < count; ++i) {
        const double v = src[i], bounded = v > high ? high : v > low ? v : low;
        d[i] = static_cast<T>(static_cast<int64_t>(v == v ? bounded : 0.0));
    }
}

}  // namespace

void to_floats(DataType t, const std::byte* src, float* dst, int64_t count) {
    switch (t) {
        case DataType::FLOAT32: std::memcpy(dst, src, static_cast<size_t>(count) * 4); return;
        case DataType::BFLOAT16:
            return kernels::table().convert.bfloat16_to_float(reinterpret_cast<const uint16_t*>(src), dst,
                                                              static_cast<size_t>(count));
        case DataType::UINT32: return integers_to_floats<uint32_t>(src, dst, count);
        case DataType::INT32: return integers_to_floats<int32_t>(src, dst, count);
        case DataType::UINT16: return integers_to_floats<uint16_t>(src, dst, count);
        case DataType::UINT8: return integers_to_floats<uint8_t>(src, dst, count);
        default: ensure(false, "to_floats of ", t);
    }
}

void from_floats(DataType t, const float* src, std::byte* dst, int64_t count) {
    switch (t) {
        case DataType::FLOAT32: std::memcpy(dst, src, static_cast<size_t>(count) * 4); return;
        case DataType::BFLOAT16:
            return kernels::table().convert.float_to_bfloat16(src, reinterpret_cast<uint16_t*>(dst),
                                                              static_cast<size_t>(count));
        case DataType::UINT32: return floats_to_integers<uint32_t>(src, dst, count);
        case DataType::INT32: return floats_to_integers<int32_t>(src, dst, count);
        case DataType::UINT16: return floats_to_integers<uint16_t>(src, dst, count);
        case DataType::UINT8: return floats_to_integers<uint8_t>(src, dst, count);
        default: ensure(false, "from_floats of ", t);
    }
}

void unpack_groups(DataType t, const std::byte* exponents, const std::byte* codes, float* dst, int64_t groups) {
    const auto& k = kernels::table().convert;
    const auto unpack = t == DataType::BFLOAT8_B ? k.unpack8 : k.unpack4;
    unpack(reinterpret_cast<const uint8_t*>(exponents), reinterpret_cast<const uint8_t*>(codes), dst,
           static_cast<size_t>(groups));
}

void pack_groups(DataType t, const float* src, std::byte* exponents, std::byte* codes, int64_t groups) {
    const auto& k = kernels::table().convert;
    const auto pack = t == DataType::BFLOAT8_B ? k.pack8 : k.pack4;
    pack(src, reinterpret_cast<uint8_t*>(exponents), reinterpret_cast<uint8_t*>(codes), static_cast<size_t>(groups));
}

}  // namespace ttnn

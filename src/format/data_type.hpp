// The element types and layouts of tensors. Numbers and names are those of the official module.
#pragma once
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string_view>

namespace ttnn {

enum class DataType : uint8_t {
    BFLOAT16 = 0,
    FLOAT32 = 1,
    UINT32 = 2,
    BFLOAT8_B = 3,
    BFLOAT4_B = 4,
    UINT8 = 5,
    UINT16 = 6,
    INT32 = 7,
    FP8_E4M3 = 8,  ///< named by the API; no operation takes it
    INT8 = 9,      ///< named by the API; no operation takes it
    INVALID = 10,
};
enum class Layout : uint8_t { ROW_MAJOR = 0, TILE = 1, INVALID = 2 };

std::string_view name(DataType t);  ///< "BFLOAT16"
std::string_view name(Layout l);    ///< "TILE"
inline std::ostream& operator<<(std::ostream& out, DataType t) { return out << "DataType::" << name(t); }
inline std::ostream& operator<<(std::ostream& out, Layout l) { return out << "Layout::" << name(l); }

constexpr bool is_block_float(DataType t) { return t == DataType::BFLOAT8_B || t == DataType::BFLOAT4_B; }
constexpr bool is_floating(DataType t) {
    return t == DataType::BFLOAT16 || t == DataType::FLOAT32 || is_block_float(t);
}
constexpr bool is_integer(DataType t) {
    return t == DataType::UINT32 || t == DataType::UINT16 || t == DataType::UINT8 || t == DataType::INT32;
}

/// Bytes of one element; 1 for block floats, whose tiles have bytes of their own (tile_bytes).
constexpr size_t element_size(DataType t) {
    switch (t) {
        case DataType::FLOAT32:
        case DataType::UINT32:
        case DataType::INT32: return 4;
        case DataType::BFLOAT16:
        case DataType::UINT16: return 2;
        default: return 1;
    }
}

}  // namespace ttnn

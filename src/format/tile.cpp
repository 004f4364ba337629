// One walk over the 16-element groups of a tile serves both directions and all formats.
#include "format/tile.hpp"

#include <cstring>

#include "base/error.hpp"

namespace ttnn {

std::string_view name(DataType t) {
    switch (t) {
        case DataType::BFLOAT16: return "BFLOAT16";
        case DataType::FLOAT32: return "FLOAT32";
        case DataType::UINT32: return "UINT32";
        case DataType::BFLOAT8_B: return "BFLOAT8_B";
        case DataType::BFLOAT4_B: return "BFLOAT4_B";
        case DataType::UINT8: return "UINT8";
        case DataType::UINT16: return "UINT16";
        case DataType::INT32: return "INT32";
        case DataType::FP8_E4M3: return "FP8_E4M3";
        case DataType::INT8: return "INT8";
        default: return "INVALID";
    }
}

std::string_view name(Layout l) {
    return l == Layout::TILE ? "TILE" : l == Layout::ROW_MAJOR ? "ROW_MAJOR" : "INVALID";
}

Tile::Tile(uint32_t h, uint32_t w, bool t) : height(h), width(w), transpose(t) {
    const bool known = (w == 32 || w == 16) && (h == 32 || h == 16 || h == 8 || h == 4 || h == 2 || h == 1);
    require(known, "Tile size is not valid for our hardware: got {", h, ", ", w,
            "}; use 32x32, 16x32, 32x16, 16x16 or {8,4,2,1} x {32,16}");
    require(!t || h >= 16, "Tile: transpose_tile needs a height of 16 or 32, got ", h);
}

size_t exponent_bytes(const Tile& tile) { return (tile.volume() / 16 + 15) / 16 * 16; }

size_t Tile::bytes(DataType t) const {
    if (t == DataType::BFLOAT8_B) return exponent_bytes(*this) + volume();
    if (t == DataType::BFLOAT4_B) return exponent_bytes(*this) + volume() / 2;
    return volume() * element_size(t);
}

std::ostream& operator<<(std::ostream& out, const Tile& tile) {
    return out << "Tile with shape: [" << tile.height << ", " << tile.width << "]";
}

namespace {

// Calls f(index in rows, index in faces) for each group of 16 elements.
template <class F>
void for_each_group(const Tile& tile, F f) {
    const uint32_t across = tile.width / 16, face_h = tile.face_height();
    for (uint32_t row = 0; row < tile.height; ++row)
        for (uint32_t half = 0; half < across; ++half) {
            const uint32_t face = row / face_h * across + half;
            f(row * across + half, face * face_h + row % face_h);
        }
}

template <bool ToFaces>
void reorder(const Tile& tile, DataType t, const std::byte* src, std::byte* dst) {
    const size_t exponents = is_block_float(t) ? exponent_bytes(tile) : 0;
    const size_t group = t == DataType::BFLOAT4_B ? 8 : 16 * element_size(t);
    if (exponents) std::memset(dst, 0, exponents);
    for_each_group(tile, [&](uint32_t rows, uint32_t faces) {
        const uint32_t from = ToFaces ? rows : faces, to = ToFaces ? faces : rows;
        if (exponents) dst[to] = src[from];
        std::memcpy(dst + exponents + to * group, src + exponents + from * group, group);
    });
}

}  // namespace

void to_face_order(const Tile& tile, DataType t, const std::byte* rows, std::byte* faces) {
    reorder<true>(tile, t, rows, faces);
}
void from_face_order(const Tile& tile, DataType t, const std::byte* faces, std::byte* rows) {
    reorder<false>(tile, t, faces, rows);
}

}  // namespace ttnn

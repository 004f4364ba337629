// A tile: the unit of TILE layout. On the card a tile is stored as faces of up to 16x16; here rows lie one after
// another (a row of 32 bf16 is a cache line, which feeds matrix units and row operations without packing). Only what
// leaves the module is in face order.
#pragma once
#include <array>
#include <cstddef>
#include <ostream>

#include "base/hash.hpp"
#include "format/data_type.hpp"

namespace ttnn {

struct Tile {
    uint32_t height = 32, width = 32;
    bool transpose = false;

    Tile() = default;
    /// Raises for shapes that the device does not know (see facts: 32x32, 16x32, 32x16, 16x16, {8,4,2,1}x32,
    /// {8,4,2,1}x16).
    Tile(uint32_t height, uint32_t width, bool transpose = false);

    uint32_t face_height() const { return height < 16 ? height : 16; }
    uint32_t face_width() const { return 16; }
    uint32_t num_faces() const { return height * width / (face_height() * face_width()); }
    size_t volume() const { return size_t{height} * width; }
    /// Bytes of the tile as the device stores it (block floats: padded exponent section plus mantissas).
    size_t bytes(DataType t) const;
    bool operator==(const Tile&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Tile& tile);
inline void hash_value(Hasher& h, const Tile& t) {
    h.word(static_cast<uint64_t>(t.height) << 32 | t.width << 1 | static_cast<uint64_t>(t.transpose));
}

/// Bytes of the exponent section of a block-float tile: one per 16 elements of a row, rounded up to 16.
size_t exponent_bytes(const Tile& tile);

/// Converts the bytes of one tile between row order (ours) and face order (the device's). Source and destination must
/// not overlap.
void to_face_order(const Tile& tile, DataType t, const std::byte* rows, std::byte* faces);
void from_face_order(const Tile& tile, DataType t, const std::byte* faces, std::byte* rows);

}  // namespace ttnn

#include "tensor/relayout.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/copy.hpp"
#include "base/cpu.hpp"
#include "base/error.hpp"
#include "base/thread_pool.hpp"

namespace ttnn {

RowLocator::RowLocator(const TensorSpec& spec)
    : rows(spec.logical_shape().rows()),
      columns(spec.logical_shape().width()),
      element(element_size(spec.dtype())),
      tiled_(spec.is_tile()) {
    const auto& tile = spec.tile();
    height = tiled_ ? spec.logical_shape().height() : 1;
    padded_height = tiled_ ? spec.padded_shape().height() : 1;
    piece = tiled_ ? tile.width : std::max<int64_t>(1, spec.padded_shape().width());
    tile_height_ = tiled_ ? tile.height : 1;
    step = tiled_ ? tile.bytes(spec.dtype()) : 0;
    row_bytes_ = static_cast<size_t>(spec.padded_shape().width()) * element;
    row_step = tiled_ ? static_cast<size_t>(tile.width) * element : row_bytes_;
    // Leading padded dimensions may exceed the logical ones only when a padded shape was given; such tensors keep
    // row-major strides.
    if (!tiled_ && spec.padded_shape().rank() >= 2 && spec.logical_shape().rank() >= 2) {
        height = spec.logical_shape().height();
        padded_height = spec.padded_shape().height();
    }
}

size_t RowLocator::row_offset(int64_t row) const {
    const int64_t padded = height == padded_height ? row : row / height * padded_height + row % height;
    if (!tiled_) return static_cast<size_t>(padded) * row_bytes_;
    const size_t strip = row_bytes_ * static_cast<size_t>(tile_height_);  // one row of tiles
    return static_cast<size_t>(padded / tile_height_) * strip + static_cast<size_t>(padded % tile_height_) * row_step;
}

int64_t RowLocator::rows_together(int64_t row) const {
    const int64_t in_matrix = height == padded_height ? row : row % height;
    const int64_t left = height == padded_height ? rows - row : height - in_matrix;
    return tiled_ ? std::min(left, tile_height_ - in_matrix % tile_height_) : left;
}

namespace {

void copy_row(const RowLocator& from, const std::byte* src, const RowLocator& to, std::byte* dst, int64_t row) {
    const size_t e = from.element;
    const std::byte* s = src + from.row_offset(row);
    std::byte* d = dst + to.row_offset(row);
    for (int64_t c = 0; c < from.columns;) {
        const int64_t in = c % from.piece, out = c % to.piece;
        const int64_t n = std::min({from.piece - in, to.piece - out, from.columns - c});
        std::memcpy(d + static_cast<size_t>(c / to.piece) * to.step + static_cast<size_t>(out) * e,
                    s + static_cast<size_t>(c / from.piece) * from.step + static_cast<size_t>(in) * e,
                    static_cast<size_t>(n) * e);
        c += n;
    }
}

// Whether `s` is made of whole tiles whose rows are whole lines, and where rows are in tiles and in plain memory.
bool has_whole_lines(const TensorSpec& s) {
    return s.is_tile() && s.tile().width * element_size(s.dtype()) % kLine == 0 && s.logical_shape().rank() >= 2 &&
           s.logical_shape() == s.padded_shape();
}
bool is_dense(const TensorSpec& s) { return !s.is_tile() && s.logical_shape() == s.padded_shape(); }

// Between a row of tiles and its rows in plain memory; what is read next is fetched meanwhile.
struct Strip {
    size_t height, tiles, lines;  // rows of a tile, tiles in a row of them, lines of a tile's row
    size_t bytes() const { return height * tiles * lines * kLine; }
    size_t in_tiles(size_t row, size_t tile) const { return (tile * height + row) * lines * kLine; }
    size_t in_rows(size_t row, size_t tile) const { return (row * tiles + tile) * lines * kLine; }

    void tilize(const std::byte* rows, std::byte* out, bool streaming) const {
        constexpr size_t ahead = 8 * kLine;
        for (size_t t = 0; t < tiles; ++t)
            for (size_t r = 0; r < height; ++r) {
                const std::byte* from = rows + in_rows(r, t);
                for (size_t i = 0; i < lines; ++i) __builtin_prefetch(from + i * kLine + ahead, 0, 2);
                copy_lines(out + in_tiles(r, t), from, lines, streaming);
            }
    }
    // Eight tiles at a time: they stay in the first-level cache, and rows are written in stretches.
    void untilize(const std::byte* in, std::byte* rows, bool streaming) const {
        constexpr size_t group = 8;
        const size_t ahead = in_tiles(0, group);
        for (size_t first = 0; first < tiles; first += group)
            for (size_t r = 0; r < height; ++r)
                for (size_t t = first; t < std::min(tiles, first + group); ++t) {
                    const std::byte* from = in + in_tiles(r, t);
                    for (size_t i = 0; i < lines; ++i) __builtin_prefetch(from + i * kLine + ahead, 0, 2);
                    copy_lines(rows + in_rows(r, t), from, lines, streaming);
                }
    }
};

void relayout_lines(const View& src, const View& dst) {
    const bool tilizes = dst.spec->is_tile();
    const TensorSpec& tiled = tilizes ? *dst.spec : *src.spec;
    const Tile& tile = tiled.tile();
    const Strip strip{tile.height, static_cast<size_t>(tiled.logical_shape().width()) / tile.width,
                      tile.width * element_size(tiled.dtype()) / kLine};
    const bool streaming = bypasses_cache(tiled.host_bytes());
    const size_t together = std::max<size_t>(1, (size_t{1} << 20) / std::max<size_t>(1, strip.bytes()));
    parallel_pieces(tiled.host_bytes() / strip.bytes(), together, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) {
            const std::byte* from = src.data + i * strip.bytes();
            std::byte* to = dst.data + i * strip.bytes();
            tilizes ? strip.tilize(from, to, streaming) : strip.untilize(from, to, streaming);
        }
        if (streaming) finish_streaming();
    });
}

}  // namespace

void relayout(const View& src, const View& dst) {
    const TensorSpec &a = *src.spec, &b = *dst.spec;
    ensure(a.dtype() == b.dtype() && a.logical_shape() == b.logical_shape(), "relayout of ", a, " to ", b);
    const size_t bytes = b.host_bytes();
    const bool same =
        a.layout() == b.layout() && a.padded_shape() == b.padded_shape() && (!a.is_tile() || a.tile() == b.tile());
    if (same) {
        if (bytes && dst.data != src.data) copy_bytes(dst.data, src.data, bytes);
        return;
    }
    if (bytes && reinterpret_cast<uintptr_t>(dst.data) % kLine == 0 &&
        ((has_whole_lines(b) && is_dense(a)) || (has_whole_lines(a) && is_dense(b))))
        return relayout_lines(src, dst);
    ensure(!is_block_float(a.dtype()), "relayout of block floats to another tile");
    if (b.padded_shape() != b.logical_shape()) std::memset(dst.data, 0, bytes);
    const RowLocator from(a), to(b);
    if (from.columns == 0) return;
    parallel_pieces(static_cast<size_t>(from.rows), 64, [&](size_t begin, size_t end) {
        for (size_t r = begin; r < end; ++r) copy_row(from, src.data, to, dst.data, static_cast<int64_t>(r));
    });
}

}  // namespace ttnn

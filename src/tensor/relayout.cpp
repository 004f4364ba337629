#include "tensor/relayout.hpp"

#include <algorithm>
#include <cstring>

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
    tile_row_bytes_ = tiled_ ? tile.width * element : 0;
    tile_bytes_ = tiled_ ? tile.bytes(spec.dtype()) : 0;
    step = tiled_ ? tile_bytes_ : 0;
    row_bytes_ = static_cast<size_t>(spec.padded_shape().width()) * element;
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
    return static_cast<size_t>(padded / tile_height_) * strip +
           static_cast<size_t>(padded % tile_height_) * tile_row_bytes_;
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

}  // namespace

void relayout(const View& src, const View& dst) {
    const TensorSpec &a = *src.spec, &b = *dst.spec;
    ensure(a.dtype() == b.dtype() && a.logical_shape() == b.logical_shape(), "relayout of ", a, " to ", b);
    const size_t bytes = b.host_bytes();
    const bool same =
        a.layout() == b.layout() && a.padded_shape() == b.padded_shape() && (!a.is_tile() || a.tile() == b.tile());
    if (same) {
        if (bytes && dst.data != src.data) std::memcpy(dst.data, src.data, bytes);
        return;
    }
    ensure(!is_block_float(a.dtype()), "relayout of block floats to another tile");
    if (b.padded_shape() != b.logical_shape()) std::memset(dst.data, 0, bytes);
    const RowLocator from(a), to(b);
    if (from.columns == 0) return;
    parallel_pieces(static_cast<size_t>(from.rows), 64, [&](size_t begin, size_t end) {
        for (size_t r = begin; r < end; ++r) copy_row(from, src.data, to, dst.data, static_cast<int64_t>(r));
    });
}

}  // namespace ttnn

#include "ops/eltwise/broadcast.hpp"

#include <algorithm>
#include <vector>

#include "ops/eltwise/flat.hpp"
#include "tensor/relayout.hpp"

namespace ttnn {
namespace {

constexpr int64_t kSide = 32, kTile = kSide * kSide;

bool is_repeated(int64_t own, int64_t whole) { return own == 1 && whole != 1; }

// The matrices of a tensor, a row each.
Shape matrices(const Shape& s) {
    auto dims = s.dims();
    dims.resize(dims.size() > 2 ? dims.size() - 2 : 0);
    dims.push_back(1);
    return Shape(dims);
}

}  // namespace

BroadcastRows::BroadcastRows(const Shape& operand, const Shape& output)
    : rank_(output.rank() ? output.rank() - 1 : 0), one_column_(is_repeated(operand.width(), output.width())) {
    const size_t missing = output.rank() - operand.rank();
    int64_t stride = 1;
    for (size_t i = rank_; i-- > 0;) {
        const int64_t own = i >= missing ? operand.begin()[i - missing] : 1;
        extent_[i] = output.begin()[i];
        stride_[i] = own == 1 ? 0 : stride;
        stride *= own;
    }
    same_ = operand.rows() == output.rows();
}

int64_t BroadcastRows::row(int64_t r) const {
    if (same_) return r;
    int64_t out = 0;
    for (size_t i = rank_; i-- > 0;) {
        out += r % extent_[i] * stride_[i];
        r /= extent_[i];
    }
    return out;
}

void BroadcastRows::load(const View& operand, int64_t first, int64_t count, int64_t width, float* dst) const {
    if (same_ && !one_column_) return load_rows(operand, first, count, dst, width);
    int64_t before = -1;
    for (int64_t i = 0; i < count; ++i, dst += width) {
        const int64_t r = row(first + i);
        if (r == before) {
            std::copy(dst - width, dst, dst);
        } else if (one_column_) {
            float v;
            load_rows(operand, r, 1, &v, 1);
            std::fill(dst, dst + width, v);
        } else {
            load_rows(operand, r, 1, dst, width);
        }
        before = r;
    }
}

void BroadcastRows::load(const View& operand, int64_t first, int64_t count, int64_t width, int32_t* dst) const {
    const DataType t = operand.spec->dtype();
    const int64_t own = one_column_ ? 1 : width;
    std::vector<std::byte> raw(static_cast<size_t>(own) * 4);
    for (int64_t i = 0; i < count; ++i, dst += width) {
        load_rows_raw(operand, row(first + i), 1, raw.data(), own);
        load_integers(t, raw.data(), dst, own);
        if (one_column_) std::fill(dst + 1, dst + width, dst[0]);
    }
}

bool BroadcastTiles::possible(const TensorSpec& operand, const TensorSpec& output) {
    for (const auto* s : {&operand, &output})
        if (!s->is_tile() || s->tile() != Tile{}) return false;
    if (is_block_float(output.dtype()) && output.logical_shape() != output.padded_shape()) return false;
    const Shape &own = operand.logical_shape(), &whole = output.logical_shape();
    return (is_repeated(own.height(), whole.height()) ||
            operand.padded_shape().height() == output.padded_shape().height()) &&
           (is_repeated(own.width(), whole.width()) || operand.padded_shape().width() == output.padded_shape().width());
}

BroadcastTiles::BroadcastTiles(const TensorSpec& operand, const TensorSpec& output)
    : matrices_(matrices(operand.logical_shape()), matrices(output.logical_shape())),
      down_(output.padded_shape().height() / kSide),
      across_(output.padded_shape().width() / kSide),
      own_down_(operand.padded_shape().height() / kSide),
      own_across_(operand.padded_shape().width() / kSide),
      one_row_(is_repeated(operand.logical_shape().height(), output.logical_shape().height())),
      one_column_(is_repeated(operand.logical_shape().width(), output.logical_shape().width())) {}

int64_t BroadcastTiles::tile(int64_t output_tile) const {
    const int64_t column = output_tile % across_, row = output_tile / across_ % down_,
                  matrix = matrices_.row(output_tile / across_ / down_);
    return (matrix * own_down_ + (one_row_ ? 0 : row)) * own_across_ + (one_column_ ? 0 : column);
}

// A tile with its row, column or element repeated; `src` and `dst` may be the same.
template <class T>
void BroadcastTiles::repeat(const T* src, T* dst) const {
    const int64_t own_rows = one_row_ ? 1 : kSide;
    for (int64_t at = 0; at < own_rows * kSide; at += kSide)
        if (one_column_) std::fill_n(dst + at, kSide, src[at]);
        else if (src != dst) std::copy_n(src + at, kSide, dst + at);
    for (int64_t at = own_rows * kSide; at < kTile; at += kSide) std::copy_n(dst, kSide, dst + at);
}

template <class T>
void BroadcastTiles::load(const View& operand, int64_t output_tile, T* dst) const {
    load_flat(operand, tile(output_tile) * kTile, kTile, dst);
    repeat(dst, dst);
}
template void BroadcastTiles::load(const View&, int64_t, float*) const;
template void BroadcastTiles::load(const View&, int64_t, int32_t*) const;

const uint16_t* BroadcastTiles::halves(const View& operand, int64_t output_tile, uint16_t* room) const {
    const auto* src = operand.as<const uint16_t>() + tile(output_tile) * kTile;
    if (!one_row_ && !one_column_) return src;
    repeat(src, room);
    return room;
}

}  // namespace ttnn

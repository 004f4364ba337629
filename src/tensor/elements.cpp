#include "tensor/elements.hpp"

#include <algorithm>

#include "format/convert.hpp"

namespace ttnn {

Elements::Elements(const View& view)
    : view_(view), rows_(view.spec->logical_shape().rows()), columns_(view.spec->logical_shape().width()) {
    if (!is_block_float(view.spec->dtype())) at_.emplace(*view.spec);
}

double Elements::operator()(int64_t row, int64_t column) const {
    const DataType t = view_.spec->dtype();
    if (!at_) return block_float(row, column);
    const size_t offset = at_->row_offset(row) + static_cast<size_t>(column / at_->piece) * at_->step;
    const size_t index = static_cast<size_t>(column % at_->piece);
    if (is_integer(t)) return static_cast<double>(load_as_integer(t, view_.data + offset, index));
    return load_as_float(t, view_.spec->tile(), view_.data + offset, index);
}

double Elements::block_float(int64_t row, int64_t column) const {
    const auto& s = *view_.spec;
    const auto& tile = s.tile();
    const int64_t height = std::max<int64_t>(1, s.logical_shape().height()),
                  padded = row / height * s.padded_shape().height() + row % height;
    const int64_t across = s.padded_shape().width() / tile.width;
    const auto index = static_cast<size_t>(padded / tile.height * across + column / tile.width);
    return load_as_float(s.dtype(), tile, view_.data + index * tile.bytes(s.dtype()),
                         static_cast<size_t>(padded % tile.height * tile.width + column % tile.width));
}

}  // namespace ttnn

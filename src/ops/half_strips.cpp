#include "ops/half_strips.hpp"

namespace ttnn {

bool lies_in_halves(const TensorSpec& s) {
    const Shape& shape = s.logical_shape();
    return s.dtype() == DataType::BFLOAT16 && shape.rank() > 0 && shape.volume() > 0 && shape.width() % 32 == 0 &&
           (s.is_tile() ? s.tile().width == 32 : s.padded_shape() == shape);
}

HalfStrips::HalfStrips(const TensorSpec& spec)
    : at_(spec),
      lines_(spec.is_tile() ? spec.tile().height : 32),
      height_(spec.is_tile() ? spec.logical_shape().height() : at_.rows),
      matrices_(at_.rows / height_),
      per_matrix_((height_ + lines_ - 1) / lines_),
      row_step_(spec.is_tile() ? 32 : static_cast<size_t>(spec.padded_shape().width())),
      strip_(static_cast<size_t>(lines_ * spec.padded_shape().width())) {
    const auto work = static_cast<int64_t>(strip_), few = std::max<int64_t>(1, count() / 8);
    together_ = std::clamp<int64_t>((int64_t{1} << 20) / work, 1, few);
}

kernels::HalfRows HalfStrips::rows(const View& v, int64_t i, bool more) const {
    const int64_t first = first_row(i), end = std::min(first + lines_, (i / per_matrix_ + 1) * height_);
    auto* data = reinterpret_cast<uint16_t*>(v.data + at_.row_offset(first));
    return {data, static_cast<size_t>(end - first), at_.step ? at_.step / 2 : 32, row_step_,
            more ? data + strip_ : nullptr};
}

}  // namespace ttnn

#include "ops/eltwise/broadcast.hpp"

#include <algorithm>
#include <vector>

#include "ops/eltwise/flat.hpp"
#include "tensor/relayout.hpp"

namespace ttnn {

BroadcastRows::BroadcastRows(const Shape& operand, const Shape& output)
    : rank_(output.rank() ? output.rank() - 1 : 0), one_column_(operand.width() == 1 && output.width() != 1) {
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

}  // namespace ttnn

#include "ops/reduction/lines.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "format/convert.hpp"
#include "tensor/relayout.hpp"

namespace ttnn {

std::vector<float> linear_floats(const View& v) {
    const Shape& s = v.spec->logical_shape();
    std::vector<float> out(static_cast<size_t>(s.volume()));
    const RowPieces pieces(*v.spec);
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        load_rows(v, begin, end - begin, out.data() + begin * s.width(), s.width());
    });
    return out;
}

std::vector<double> linear_doubles(const View& v) {
    if (!is_integer(v.spec->dtype())) {
        const auto floats = linear_floats(v);
        return {floats.begin(), floats.end()};
    }
    const Shape& s = v.spec->logical_shape();
    std::vector<double> out(static_cast<size_t>(s.volume()));
    std::vector<std::byte> row(static_cast<size_t>(s.width()) * 4);
    for (int64_t r = 0; r < s.rows() && s.width(); ++r) {
        load_rows_raw(v, r, 1, row.data(), s.width());
        for (int64_t c = 0; c < s.width(); ++c)
            out[static_cast<size_t>(r * s.width() + c)] =
                static_cast<double>(load_as_integer(v.spec->dtype(), row.data(), static_cast<size_t>(c)));
    }
    return out;
}

void store_linear(const View& v, std::span<const float> values) {
    const Shape& s = v.spec->logical_shape();
    const RowPieces pieces(*v.spec);
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        store_rows(v, begin, end - begin, values.data() + begin * s.width(), s.width());
    });
}

void store_linear(const View& v, std::span<const double> values) {
    if (!is_integer(v.spec->dtype())) {
        const Scratch<float> floats(values.size());
        std::transform(values.begin(), values.end(), floats.begin(), [](double x) { return static_cast<float>(x); });
        return store_linear(v, std::span<const float>(floats));
    }
    const Shape& s = v.spec->logical_shape();
    const Scratch<std::byte> row(static_cast<size_t>(s.width()) * 4);
    for (int64_t r = 0; r < s.rows() && s.width(); ++r) {
        for (int64_t c = 0; c < s.width(); ++c)
            store_from_double(v.spec->dtype(), row.data(), static_cast<size_t>(c),
                              values[static_cast<size_t>(r * s.width() + c)]);
        store_rows_raw(v, r, 1, row.data(), s.width());
    }
}

LineShape::LineShape(const Shape& shape, int64_t dim) : outer(1), length(shape.rank() ? shape[dim] : 1), inner(1) {
    const auto rank = static_cast<int64_t>(shape.rank()), d = dim < 0 ? dim + rank : dim;
    for (int64_t i = 0; i < rank; ++i) (i < d ? outer : i > d ? inner : length) *= i == d ? 1 : shape[i];
}

bool are_rows(const View& v, int64_t dim) {
    const DataType t = v.spec->dtype();
    return (t == DataType::BFLOAT16 || t == DataType::FLOAT32) &&
           dim + 1 == static_cast<int64_t>(v.spec->logical_shape().rank()) && v.spec->logical_shape().volume();
}

int64_t line_dim(const char* name, int64_t dim, size_t rank) {
    const auto r = static_cast<int64_t>(std::max<size_t>(1, rank));
    const int64_t d = dim < 0 ? dim + r : dim;
    require(d >= 0 && d < r, name, ": Dimension out of range (expected to be in range of [", -r, ", ", r - 1,
            "], but got ", dim, ")");
    return d;
}

}  // namespace ttnn

#include "ops/whole.hpp"

#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"

namespace ttnn {

std::vector<float> floats_of(const View& v) {
    const Shape& s = v.spec->logical_shape();
    std::vector<float> out(static_cast<size_t>(s.volume()));
    if (out.empty()) return out;
    const RowPieces pieces(*v.spec);
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        load_rows(v, begin, end - begin, out.data() + begin * s.width(), s.width());
    });
    return out;
}

void store_floats(const View& v, const float* x) {
    const Shape& s = v.spec->logical_shape();
    if (s.volume() == 0) return;
    const RowPieces pieces(*v.spec);
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        store_rows(v, begin, end - begin, x + begin * s.width(), s.width());
    });
}

Lines::Lines(const Shape& shape, int64_t dim) : length(shape[dim]), stride(1), count(0) {
    for (int64_t d = dim + 1; d < static_cast<int64_t>(shape.rank()); ++d) stride *= shape[d];
    count = length ? shape.volume() / length : 0;
}

}  // namespace ttnn

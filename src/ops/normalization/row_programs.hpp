// Work on whole rows: a piece of rows is read into floats, changed in place and written back, in parallel.
#pragma once
#include <vector>

#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"

namespace ttnn {

/// Calls f(row of `width` floats, logical row number) for each row of `in` and writes the rows to `out`, which has the
/// same logical shape.
template <class F>
void for_each_row(const View& in, const View& out, F f) {
    const int64_t width = in.spec->logical_shape().width();
    const RowPieces pieces(*out.spec);
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        std::vector<float> rows(static_cast<size_t>((end - begin) * width));
        load_rows(in, begin, end - begin, rows.data(), width);
        for (int64_t r = begin; r < end; ++r) f(rows.data() + (r - begin) * width, r);
        store_rows(out, begin, end - begin, rows.data(), width);
    });
}

}  // namespace ttnn

// Work on whole rows: a piece of rows is read into floats, changed in place and written back, in parallel.
#pragma once
#include <algorithm>

#include "base/scratch.hpp"
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
        // As many rows at once as stay in the first-level cache.
        const int64_t together = std::clamp<int64_t>(4096 / std::max<int64_t>(1, width), 1, end - begin);
        const Scratch<float> rows(static_cast<size_t>(together * width));
        for (int64_t first = begin; first < end; first += together) {
            const int64_t count = std::min(together, end - first);
            load_rows(in, first, count, rows.data(), width);
            for (int64_t r = 0; r < count; ++r) f(rows.data() + r * width, first + r);
            store_rows(out, first, count, rows.data(), width);
        }
    });
}

}  // namespace ttnn

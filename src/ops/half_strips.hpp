// Rows of bf16 computed where they lie (kernels/half_rows.hpp): a row of tiles, or 32 rows of plain memory, at a time.
#pragma once
#include <algorithm>

#include "base/cpu.hpp"
#include "base/thread_pool.hpp"
#include "kernels/half_rows.hpp"
#include "tensor/relayout.hpp"

namespace ttnn {

/// Whether rows of `s` are whole pieces of 32 bf16, so that they need not be copied.
bool lies_in_halves(const TensorSpec& s);

/// The strips of a tensor that lies in halves.
class HalfStrips {
 public:
    explicit HalfStrips(const TensorSpec& spec);
    int64_t count() const { return matrices_ * per_matrix_; }
    /// Rows of strip `i`; when `more`, the next strip is fetched meanwhile.
    kernels::HalfRows rows(const View& v, int64_t i, bool more) const;
    int64_t first_row(int64_t i) const { return i / per_matrix_ * height_ + i % per_matrix_ * lines_; }
    /// Strips that make a piece of work for a thread.
    int64_t together() const { return together_; }

 private:
    RowLocator at_;
    int64_t lines_, height_, matrices_, per_matrix_, together_;
    size_t row_step_, strip_;  // elements
};

/// Calls f(rows of in, the same rows of out, number of the first) in parallel. Both lie alike, in halves.
template <class F>
void for_each_half_strip(const View& in, const View& out, F f) {
    const HalfStrips strips(*in.spec);
    const bool streaming = bypasses_cache(out.spec->host_bytes());
    const int64_t count = strips.count(), together = strips.together();
    parallel_pieces(static_cast<size_t>(count), static_cast<size_t>(together), [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) {
            const auto strip = static_cast<int64_t>(i);
            auto y = strips.rows(out, strip, false);
            y.streaming = streaming;
            f(strips.rows(in, strip, i + 1 < end), y, strips.first_row(strip));
        }
    });
}

}  // namespace ttnn

#include "ops/reduction/reduce_rows.hpp"

#include <algorithm>
#include <limits>

#include "base/scratch.hpp"
#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/block_io.hpp"

namespace ttnn {
namespace {

constexpr size_t kGroup = 16;   // rows loaded and joined together
constexpr size_t kPiece = 128;  // rows a unit of work

std::vector<int64_t> combinations(const std::vector<std::pair<int64_t, int64_t>>& dims) {  // (extent, stride)
    std::vector<int64_t> out{0};
    for (const auto& [extent, stride] : dims) {
        std::vector<int64_t> next;
        next.reserve(out.size() * static_cast<size_t>(extent));
        for (auto base : out)
            for (int64_t i = 0; i < extent; ++i) next.push_back(base + i * stride);
        out = std::move(next);
    }
    return out;
}

struct Joiner {
    ReduceKind kind;
    const kernels::Rows& k = kernels::table().rows;

    float start() const {
        constexpr float infinity = std::numeric_limits<float>::infinity();
        return kind == ReduceKind::Max ? -infinity : kind == ReduceKind::Min ? infinity : 0.0f;
    }
    void accumulate(float* y, const float* x, size_t n) const {
        (kind == ReduceKind::Max   ? k.accumulate_max
         : kind == ReduceKind::Min ? k.accumulate_min
                                   : k.accumulate_sum)(y, x, n);
    }
    float row(const float* x, size_t n, const float* mean) const {
        if (mean) return k.sum_of_squares(x, *mean, n);
        return kind == ReduceKind::Max ? k.max(x, n) : kind == ReduceKind::Min ? k.min(x, n) : k.sum(x, n);
    }
};

// Number of rows from `first` on that follow one another, at most kGroup.
size_t run_length(const std::vector<int64_t>& rows, size_t first, size_t end) {
    size_t n = 1;
    while (n < kGroup && first + n < end && rows[first + n] == rows[first] + static_cast<int64_t>(n)) ++n;
    return n;
}

// Joins the reduced rows [begin, end) of the set that starts at row `base` into y.
void join_rows(const View& in, const RowSets& sets, const Joiner& join, int64_t base, size_t begin, size_t end,
               const float* mean, float* y) {
    const int64_t width = in.spec->logical_shape().rank() ? in.spec->logical_shape().width() : 1;
    const auto n = static_cast<size_t>(width), out = sets.last_reduced ? 1 : n;
    const Scratch<float> rows(kGroup * n), group(out);
    for (size_t j = begin; j < end;) {
        const size_t count = run_length(sets.reduced, j, end);
        load_rows(in, base + sets.reduced[j], static_cast<int64_t>(count), rows.data(), width);
        std::fill(group.begin(), group.end(), join.start());
        for (size_t r = 0; r < count; ++r) {
            const float* x = rows.data() + r * n;
            if (sets.last_reduced) {
                const float value = join.row(x, n, mean);
                join.accumulate(group.data(), &value, 1);
            } else if (mean) {
                join.k.accumulate_squares(group.data(), x, mean, n);
            } else {
                join.accumulate(group.data(), x, n);
            }
        }
        join.accumulate(y, group.data(), out);
        j += count;
    }
}

// Only the last dimension goes: each row is an output element, and rows are loaded together.
void reduce_last(const View& in, const Joiner& join, const double* mean, std::span<double> result) {
    const int64_t width = in.spec->logical_shape().rank() ? in.spec->logical_shape().width() : 1;
    const auto n = static_cast<size_t>(width);
    parallel_for((result.size() + kGroup - 1) / kGroup, [&](size_t unit) {
        const size_t first = unit * kGroup, count = std::min(kGroup, result.size() - first);
        // As many rows at once as stay in the first-level cache, and of long ones a few, which are neighbours in a
        // tile.
        constexpr size_t neighbours = 8;
        const size_t together = std::min(count, std::max(neighbours, 4096 / std::max<size_t>(1, n)));
        const Scratch<float> rows(together * n);
        for (size_t r = 0; r < count; ++r) {
            if (r % together == 0)
                load_rows(in, static_cast<int64_t>(first + r), static_cast<int64_t>(std::min(together, count - r)),
                          rows.data(), width);
            const float center = mean ? static_cast<float>(mean[first + r]) : 0.0f;
            result[first + r] = join.row(rows.data() + r % together * n, n, mean ? &center : nullptr);
        }
    });
}

}  // namespace

RowSets row_sets(const Shape& shape, const std::vector<bool>& reduced) {
    std::vector<std::pair<int64_t, int64_t>> kept, gone;
    int64_t stride = 1;
    for (size_t i = shape.rank(); i-- > 0;) {
        if (i + 1 == shape.rank()) continue;
        (reduced[i] ? gone : kept).insert((reduced[i] ? gone : kept).begin(), {shape.begin()[i], stride});
        stride *= shape.begin()[i];
    }
    return {combinations(kept), combinations(gone), shape.rank() == 0 || reduced.back()};
}

void reduce_float_rows(const View& in, const RowSets& sets, ReduceKind kind, const double* mean,
                       std::span<double> result) {
    const Joiner join{kind};
    if (sets.last_reduced && sets.reduced.size() == 1) return reduce_last(in, join, mean, result);
    const auto out = sets.last_reduced ? size_t{1} : static_cast<size_t>(in.spec->logical_shape().width());
    const size_t pieces = std::max<size_t>(1, (sets.reduced.size() + kPiece - 1) / kPiece);
    const Scratch<float> partial(sets.kept.size() * pieces * out), total(result.size()),
        centers(mean ? result.size() : 0);
    std::fill(partial.begin(), partial.end(), join.start());
    std::fill(total.begin(), total.end(), join.start());
    std::transform(mean, mean + centers.size(), centers.begin(), [](double x) { return static_cast<float>(x); });
    parallel_for(sets.kept.size() * pieces, [&](size_t unit) {
        const size_t set = unit / pieces, first = unit % pieces * kPiece;
        join_rows(in, sets, join, sets.kept[set], first, std::min(sets.reduced.size(), first + kPiece),
                  mean ? centers.data() + set * out : nullptr, partial.data() + unit * out);
    });
    for (size_t unit = 0; unit < sets.kept.size() * pieces; ++unit)
        join.accumulate(total.data() + unit / pieces * out, partial.data() + unit * out, out);
    std::copy(total.begin(), total.end(), result.begin());
}

}  // namespace ttnn

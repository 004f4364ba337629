#include "ops/pool/pool_run.hpp"

#include <cmath>
#include <limits>

#include "kernels/table.hpp"
#include "ops/conv/image.hpp"

namespace ttnn {
namespace {

constexpr int64_t kRows = 32;  // output positions a piece of work: whole rows of tiles

// Taps of a window that count for the average: those over the image, or over the image and its padding.
int64_t counted(const Pool2d& p, int64_t row) {
    if (p.divisor) return *p.divisor;
    const Window& w = p.window;
    const Position at = position_of(w, row);
    const int64_t before = p.count_include_pad ? w.top : 0, left = p.count_include_pad ? w.left : 0;
    const int64_t below = w.height + (p.count_include_pad ? w.bottom : 0),
                  right = w.width + (p.count_include_pad ? w.right : 0);
    const int64_t tall = std::min(at.y + w.kernel[0], below) - std::max(at.y, -before),
                  wide = std::min(at.x + w.kernel[1], right) - std::max(at.x, -left);
    return std::max<int64_t>(1, tall * wide);
}

void average(const Pool2d& p, int64_t channels, const float* image, int64_t row, float* y) {
    const auto& k = kernels::table().rows;
    const auto n = static_cast<size_t>(channels);
    std::fill(y, y + n, 0.0f);
    for_each_tap(p.window, channels, false, image, row, [&](int64_t, const float* pixel) {
        if (pixel) k.accumulate_sum(y, pixel, n);
    });
    const auto count = static_cast<float>(counted(p, row));
    for (size_t c = 0; c < n; ++c) y[c] /= count;
}

void maximum(const Pool2d& p, int64_t channels, const float* image, int64_t row, float* y) {
    const auto& k = kernels::table().rows;
    std::fill(y, y + channels, -std::numeric_limits<float>::infinity());
    for_each_tap(p.window, channels, false, image, row, [&](int64_t, const float* pixel) {
        if (pixel) k.accumulate_max(y, pixel, static_cast<size_t>(channels));
    });
}

// The first of equal maxima counts; NaN is larger than all.
void maximum_with_position(const Pool2d& p, int64_t channels, const float* image, int64_t row, float* y,
                           uint16_t* where) {
    std::fill(y, y + channels, -std::numeric_limits<float>::infinity());
    bool first = true;
    const int64_t pixels = p.window.height * p.window.width;
    for_each_tap(p.window, channels, false, image, row, [&](int64_t, const float* pixel) {
        if (!pixel) return;
        const auto index = static_cast<uint16_t>((pixel - image) / channels % pixels);
        for (int64_t c = 0; c < channels; ++c) {
            if (!first && !(pixel[c] > y[c]) && !(std::isnan(pixel[c]) && !std::isnan(y[c]))) continue;
            y[c] = pixel[c];
            where[c] = index;
        }
        first = false;
    });
}

}  // namespace

void run_pool(const Pool2d& p, int64_t channels, const View& in, const View& out, const View& indices) {
    const Image<float> image = load_image<float>(p.window, channels, in);
    const int64_t rows = p.window.out_rows();
    parallel_for(static_cast<size_t>((rows + kRows - 1) / kRows), [&](size_t unit) {
        const int64_t first = static_cast<int64_t>(unit) * kRows, count = std::min(kRows, rows - first);
        std::vector<float> result(static_cast<size_t>(count * channels));
        std::vector<uint16_t> where(indices ? result.size() : 0);
        for (int64_t i = 0; i < count; ++i) {
            float* y = result.data() + i * channels;
            if (p.kind == PoolKind::Average) average(p, channels, image.data, first + i, y);
            else if (indices) maximum_with_position(p, channels, image.data, first + i, y, where.data() + i * channels);
            else maximum(p, channels, image.data, first + i, y);
        }
        store_rows(out, first, count, result.data(), channels);
        if (indices) store_rows_raw(indices, first, count, where.data(), channels);
    });
}

}  // namespace ttnn

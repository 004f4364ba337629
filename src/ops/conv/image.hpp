// NHWC images as rows of channels, and the pixels below a window. Private to convolutions and pooling.
#pragma once
#include <algorithm>
#include <type_traits>
#include <vector>

#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"
#include "ops/conv/window.hpp"
#include "ops/convert_run.hpp"

namespace ttnn {

// The whole input as rows of channels, of floats or bfloat16.
template <class T>
struct Image {
    std::vector<T> owned;
    const T* data = nullptr;
};

template <class T>
Image<T> load_image(const Window& w, int64_t channels, const View& in) {
    constexpr DataType want = std::is_same_v<T, float> ? DataType::FLOAT32 : DataType::BFLOAT16;
    Image<T> image;
    if (in.spec->dtype() == want && !in.spec->is_tile() && in.spec->padded_shape().width() == channels) {
        image.data = in.as<T>();
        return image;
    }
    const int64_t rows = w.batch * w.height * w.width, each = 32;
    image.owned.resize(static_cast<size_t>(rows * channels));
    image.data = image.owned.data();
    parallel_for(static_cast<size_t>((rows + each - 1) / each), [&](size_t unit) {
        const int64_t first = static_cast<int64_t>(unit) * each, count = std::min(each, rows - first);
        T* dst = image.owned.data() + first * channels;
        if constexpr (std::is_same_v<T, float>) return load_rows(in, first, count, dst, channels);
        std::vector<float> floats(static_cast<size_t>(count * channels));
        load_rows(in, first, count, floats.data(), channels);
        from_floats(want, floats.data(), reinterpret_cast<std::byte*>(dst), count * channels);
    });
    return image;
}

// Input coordinate of a position in the padded, spread input; negative when there is none.
inline int64_t source(bool replicate, int64_t position, int64_t spread, int64_t extent) {
    if (replicate) return std::clamp<int64_t>(position, 0, extent - 1);
    if (spread == 1) return position < extent ? std::max<int64_t>(position, -1) : -1;
    if (position < 0 || position % spread) return -1;
    return position / spread < extent ? position / spread : -1;
}

struct Position {
    int64_t image, y, x;  // y and x of the window's first tap
};
inline Position position_of(const Window& w, int64_t row) {
    const int64_t across = w.out_width(), down = w.out_height();
    return {row / (across * down), row / across % down * w.stride[0] - w.top, row % across * w.stride[1] - w.left};
}

// Calls f(tap, pixel) for each tap; pixel is the first channel's element, or null where there is nothing.
template <class T, class F>
void for_each_tap(const Window& w, int64_t channels, bool replicate, const T* image, int64_t row, F f) {
    const Position at = position_of(w, row);
    const T* base = image + at.image * w.height * w.width * channels;
    for (int64_t r = 0, tap = 0; r < w.kernel[0]; ++r) {
        const int64_t y = source(replicate, at.y + r * w.dilation[0], w.spread[0], w.height);
        for (int64_t q = 0; q < w.kernel[1]; ++q, ++tap) {
            const int64_t x = y < 0 ? -1 : source(replicate, at.x + q * w.dilation[1], w.spread[1], w.width);
            f(tap, x < 0 ? nullptr : base + (y * w.width + x) * channels);
        }
    }
}

}  // namespace ttnn

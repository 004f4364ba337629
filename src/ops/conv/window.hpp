// The geometry of operations that slide a window over images in NHWC order: convolutions and pooling.
#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/hash.hpp"

namespace ttnn {

/// Two numbers (height, width).
using Pair = std::array<int64_t, 2>;
/// Two numbers (height, width) or four (top, bottom, left, right).
using Padding = std::vector<int64_t>;

struct Window {
    int64_t batch = 1, height = 0, width = 0;  ///< of the input
    Pair kernel{1, 1}, stride{1, 1}, dilation{1, 1};
    int64_t top = 0, bottom = 0, left = 0, right = 0;
    Pair spread{1, 1};  ///< distance of input elements in a transposed convolution, zeros between them
    bool round_up = false;

    int64_t out_height() const { return extent(height, top + bottom, 0, top); }
    int64_t out_width() const { return extent(width, left + right, 1, left); }
    int64_t out_rows() const { return batch * out_height() * out_width(); }
    int64_t taps() const { return kernel[0] * kernel[1]; }
    /// A product without patches: the card runs a plain matmul.
    bool is_product() const {
        const Pair one{1, 1};
        return kernel == one && stride == one && dilation == one && spread == one && !top && !bottom && !left && !right;
    }

 private:
    int64_t extent(int64_t n, int64_t padding, size_t axis, int64_t before) const {
        const int64_t room = (n - 1) * spread[axis] + 1 + padding - dilation[axis] * (kernel[axis] - 1) - 1;
        if (room < 0) return 0;
        int64_t out = room / stride[axis] + 1;
        // A last window that only rounding up adds must begin inside the image or the padding before it.
        if (round_up && room % stride[axis] && out * stride[axis] < n + before) ++out;
        return out;
    }
};

/// Raises for numbers whose products might overflow.
void check_magnitudes(const char* operation, std::initializer_list<int64_t> numbers);
/// Raises for sizes that are not positive, padding that is negative and images that are too large.
void check_window(const char* operation, const Window& window);
void set_padding(const char* operation, Window& window, const Padding& padding);

}  // namespace ttnn

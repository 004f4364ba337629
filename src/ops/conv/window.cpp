#include "ops/conv/window.hpp"

#include <algorithm>

namespace ttnn {

void check_magnitudes(const char* operation, std::initializer_list<int64_t> numbers) {
    constexpr int64_t limit = int64_t{1} << 24;
    for (auto n : numbers)
        require(n >= -limit && n <= limit, "[", operation, "] sizes of the window: expected at most ", limit, ", got ",
                n);
}

void set_padding(const char* operation, Window& w, const Padding& p) {
    check_magnitudes(operation, {w.batch, w.height, w.width, w.kernel[0], w.kernel[1], w.stride[0], w.stride[1],
                                 w.dilation[0], w.dilation[1]});
    for (auto n : p) check_magnitudes(operation, {n});
    require(p.size() == 2 || p.size() == 4, "[", operation,
            "] padding: expected (height, width) or (top, bottom, left, right), got ", p.size(), " numbers");
    w.top = p[0];
    w.bottom = p[p.size() == 4 ? 1 : 0];
    w.left = p[p.size() == 4 ? 2 : 1];
    w.right = p[p.size() == 4 ? 3 : 1];
}

void check_window(const char* operation, const Window& w) {
    require(w.batch > 0 && w.height > 0 && w.width > 0, "[", operation,
            "] sizes of the input must be positive, got batch_size ", w.batch, ", height ", w.height, ", width ",
            w.width);
    for (size_t i = 0; i < 2; ++i) {
        require(w.kernel[i] > 0, "[", operation, "] kernel_size must be positive, got (", w.kernel[0], ", ",
                w.kernel[1], ")");
        require(w.stride[i] > 0, "[", operation, "] stride must be positive, got (", w.stride[0], ", ", w.stride[1],
                ")");
        require(w.dilation[i] > 0, "[", operation, "] dilation must be positive, got (", w.dilation[0], ", ",
                w.dilation[1], ")");
    }
    require(w.top >= 0 && w.bottom >= 0 && w.left >= 0 && w.right >= 0, "[", operation,
            "] padding must not be negative, got (", w.top, ", ", w.bottom, ", ", w.left, ", ", w.right, ")");
    require(w.out_height() > 0 && w.out_width() > 0, "[", operation, "] kernel_size (", w.kernel[0], ", ", w.kernel[1],
            ") does not fit into the padded input of ", w.height + w.top + w.bottom, " x ", w.width + w.left + w.right);
    const auto volume = [](int64_t n, int64_t h, int64_t w) {
        return static_cast<double>(n) * static_cast<double>(h) * static_cast<double>(w);
    };
    require(std::max(volume(w.batch, w.height, w.width), volume(w.batch, w.out_height(), w.out_width())) < 0x1p40, "[",
            operation, "] too many positions: ", w.batch, " images of ", w.height, " x ", w.width, " give ",
            w.out_height(), " x ", w.out_width());
}

}  // namespace ttnn

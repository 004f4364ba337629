#include "ops/conv/window.hpp"

namespace ttnn {

void set_padding(const char* operation, Window& w, const Padding& p) {
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
}

}  // namespace ttnn

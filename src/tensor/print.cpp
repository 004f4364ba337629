#include "tensor/print.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/error.hpp"
#include "tensor/elements.hpp"

namespace ttnn {
namespace {

PrintOptions options;

// Scientific when the data's range or size asks for it; zeros, infinities and NaN have no say.
bool wants_scientific(const Elements& e) {
    double low = INFINITY, high = 0;
    for (int64_t r = 0; r < e.rows(); ++r)
        for (int64_t c = 0; c < e.columns(); ++c) {
            const double v = std::abs(e(r, c));
            if (v == 0 || !std::isfinite(v)) continue;
            low = std::min(low, v);
            high = std::max(high, v);
        }
    return high > 0 && (high / low > 1000 || high > 1e8 || low < 1e-4);
}

class Printer {
 public:
    Printer(const View& view, const PrintOptions& o)
        : elements_(view), shape_(view.spec->logical_shape()), options_(o), integer_(is_integer(view.spec->dtype())) {
        scientific_ = !integer_ && o.sci_mode.value_or(!o.sci_mode && wants_scientific(elements_));
    }
    std::string body() {
        if (shape_.rank() == 0) return number(elements_(0, 0));
        dimension(0, 0);
        return std::move(out_);
    }

 private:
    std::string number(double v) const {
        char text[512];
        if (integer_) std::snprintf(text, sizeof text, "%5.0f", v);
        else if (!std::isfinite(v))
            std::snprintf(text, sizeof text, "%*s", width(), std::isnan(v) ? "nan" : v < 0 ? "-inf" : "inf");
        else std::snprintf(text, sizeof text, scientific_ ? "%*.*e" : "%*.*f", width(), options_.precision, v);
        return text;
    }
    int width() const { return options_.precision + (scientific_ ? 7 : 3); }

    // Indices that are shown; -1 stands for the dots.
    std::vector<int64_t> shown(int64_t n) const {
        std::vector<int64_t> out;
        for (int64_t i = 0; i < n; ++i) {
            if (options_.profile == PrintProfile::Short && n > 4 && i == 2) {
                out.push_back(-1);
                i = n - 2;
            }
            out.push_back(i);
        }
        return out;
    }

    void dimension(size_t d, int64_t row) {
        const int64_t n = shape_.begin()[d];
        const bool last = d + 1 == shape_.rank();
        out_ += '[';
        bool first = true;
        for (auto i : shown(n)) {
            if (!first) out_ += last ? ", " : separator(d);
            first = false;
            if (i < 0) out_ += last ? " ..." : "...";
            else if (last) out_ += number(elements_(row, i));
            else dimension(d + 1, row * n + i);
        }
        out_ += ']';
    }
    std::string separator(size_t d) const {
        const bool matrices = d + 2 < shape_.rank();
        return std::string(matrices ? ",\n\n" : ",\n") + std::string(12 + d + 1, ' ');
    }

    const Elements elements_;
    const Shape shape_;
    const PrintOptions options_;
    bool integer_, scientific_ = false;
    std::string out_;
};

}  // namespace

void set_print_options(const PrintOptions& o) { options = o; }
PrintOptions print_options() { return options; }

std::string to_string(const Tensor& t) {
    std::string body = "<buffer is not allocated>";
    if (options.profile == PrintProfile::Empty) body = "...";
    else if (t.is_allocated()) body = Printer(t.read(), options).body();
    return str("ttnn.Tensor(", body, ", shape=", t.shape(), ", dtype=", t.dtype(), ", layout=", t.layout(), ")");
}

}  // namespace ttnn

#include "ops/conv/weights.hpp"

#include "base/div_up.hpp"
#include "base/error.hpp"
#include "ops/vectors.hpp"

namespace ttnn {
namespace {

struct Extents {
    int64_t first, second, height, width;
    Extents(const char* operation, const Shape& s, int64_t groups = 1) {
        require(s.rank() == 4, "[", operation, "] weight_tensor: expected 4 dimensions, got ", s);
        require(groups > 0 && s[0] % groups == 0, "[", operation, "] groups: must divide ", s[0],
                " channels of weight_tensor, got ", groups);
        first = s[0], second = s[1], height = s[2], width = s[3];
    }
    int64_t taps() const { return height * width; }
};

Tensor matrix(const std::vector<float>& values, int64_t rows, int64_t columns, DataType dtype) {
    return from_vector(values, TensorSpec(Shape({1, 1, rows, columns}), dtype, Layout::TILE));
}

}  // namespace

bool is_prepared(const Tensor& weight) {
    const Shape& s = weight.shape();
    return weight.layout() == Layout::TILE && s.rank() == 4 && s[0] == 1 && s[1] == 1;
}

Tensor prepare_weights(const Tensor& weight, DataType dtype) {
    const Extents e("ttnn.prepare_conv_weights", weight.shape());
    const auto from = to_vector(weight);
    std::vector<float> to(from.size());
    for (int64_t o = 0; o < e.first; ++o)
        for (int64_t c = 0; c < e.second; ++c)
            for (int64_t tap = 0; tap < e.taps(); ++tap)
                to[static_cast<size_t>((tap * e.second + c) * e.first + o)] =
                    from[static_cast<size_t>((o * e.second + c) * e.taps() + tap)];
    return matrix(to, e.taps() * e.second, e.first, dtype);
}

Tensor prepare_transposed_weights(const Tensor& weight, DataType dtype, int64_t groups, bool mirror) {
    const Extents e("ttnn.prepare_conv_transpose2d_weights", weight.shape(), groups);
    const auto from = to_vector(weight);
    const int64_t in_group = e.first / groups, out_channels = e.second * groups;
    std::vector<float> to(from.size());
    for (int64_t i = 0; i < e.first; ++i)
        for (int64_t o = 0; o < e.second; ++o)
            for (int64_t tap = 0; tap < e.taps(); ++tap) {
                const int64_t group = i / in_group, row = (mirror ? e.taps() - 1 - tap : tap) * in_group + i % in_group;
                to[static_cast<size_t>(row * out_channels + group * e.second + o)] =
                    from[static_cast<size_t>((i * e.second + o) * e.taps() + tap)];
            }
    return matrix(to, e.taps() * in_group, out_channels, dtype);
}

Tensor prepare_volume_weights(const Tensor& weight, int64_t groups, int64_t block, int64_t alignment) {
    const Shape& s = weight.shape();
    require(s.rank() == 5, "[ttnn.experimental.prepare_conv3d_weights] weight_tensor: expected [out_channels, ",
            "in_channels / groups, depth, height, width], got ", s);
    require(groups > 0 && s[0] % groups == 0, "[ttnn.experimental.prepare_conv3d_weights] groups: must divide ", s[0],
            " output channels, got ", groups);
    require(alignment > 0, "[ttnn.experimental.prepare_conv3d_weights] alignment: expected at least 1, got ",
            alignment);
    const int64_t taps = s[2] * s[3] * s[4], own = s[1], channels = own * groups,
                  filled = div_up(channels, alignment) * alignment, each = block > 0 ? block : filled;
    require(filled % each == 0, "[ttnn.experimental.prepare_conv3d_weights] C_in_block: must divide ", filled, ", got ",
            block);
    const auto from = to_vector(weight);
    std::vector<float> to(static_cast<size_t>(taps * filled * s[0]));
    for (int64_t o = 0; o < s[0]; ++o)
        for (int64_t i = 0; i < own; ++i)
            for (int64_t tap = 0; tap < taps; ++tap) {
                const int64_t channel = o / (s[0] / groups) * own + i,
                              row = (channel / each * taps + tap) * each + channel % each;
                to[static_cast<size_t>(row * s[0] + o)] = from[static_cast<size_t>((o * own + i) * taps + tap)];
            }
    return from_vector(to, TensorSpec(Shape({taps * filled, s[0]}), weight.dtype(), Layout::TILE));
}

Tensor prepare_bias(const Tensor& bias, DataType dtype) {
    const auto values = to_vector(bias);
    return matrix(values, 1, static_cast<int64_t>(values.size()), dtype);
}

}  // namespace ttnn

#include "ops/conv/conv3d.hpp"

#include <algorithm>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/conv/weights.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/whole_call.hpp"

namespace ttnn {

std::ostream& operator<<(std::ostream& out, const Conv3dConfig& c) {
    return out << "Conv3dConfig(weights_dtype=" << c.weights_dtype << ",output_layout=" << c.output_layout
               << ",T_out_block=" << c.T_out_block << ",W_out_block=" << c.W_out_block
               << ",H_out_block=" << c.H_out_block << ",C_out_block=" << c.C_out_block << ",C_in_block=" << c.C_in_block
               << ",compute_with_storage_grid_size=" << c.compute_with_storage_grid_size << ")";
}

namespace {

using Triple = std::array<int64_t, 3>;

Triple triple(const char* name, const std::vector<int64_t>& v, const char* field, int64_t least) {
    require(v.size() == 3, "[", name, "] ", field, ": expected 3 numbers, got ", v.size());
    for (auto x : v) require(x >= least, "[", name, "] ", field, ": expected at least ", least, ", got ", x);
    return {v[0], v[1], v[2]};
}

struct Volume {
    Triple in, out, kernel, stride, padding, dilation;
    int64_t channels, filled, block, filters;  ///< channels of the input, of the weights, of a block of them
    bool replicate;

    // Row of the weights for a position in the kernel and a channel.
    int64_t weight_row(int64_t position, int64_t channel) const {
        const int64_t positions = kernel[0] * kernel[1] * kernel[2];
        return (channel / block * positions + position) * block + channel % block;
    }
    // Place in the input along a dimension, or -1 in the border.
    int64_t place(size_t d, int64_t at, int64_t k) const {
        const int64_t p = at * stride[d] - padding[d] + k * dilation[d];
        if (replicate) return std::clamp<int64_t>(p, 0, in[d] - 1);
        return p >= 0 && p < in[d] ? p : -1;
    }
};

// The element of an image that a place of the kernel (a, b, c) meets for output position i of all images, or null in
// the border.
const float* element(const Volume& v, const float* images, int64_t i, int64_t a, int64_t b, int64_t c) {
    const int64_t plane = v.out[1] * v.out[2], each = v.out[0] * plane, at = i % each;
    const int64_t t = v.place(0, at / plane, a), y = v.place(1, at / v.out[2] % v.out[1], b),
                  x = v.place(2, at % v.out[2], c);
    if (t < 0 || y < 0 || x < 0) return nullptr;
    return images + (((i / each * v.in[0] + t) * v.in[1] + y) * v.in[2] + x) * v.channels;
}

// Weights as torch has them are prepared on the way, like those of conv2d.
Tensor prepared(const Conv3d& c) {
    const Tensor& w = c.weight_tensor;
    if (w.shape().rank() != 5) return w;
    const Conv3dConfig config = c.config.value_or(Conv3dConfig{});
    return prepare_volume_weights(w, c.groups, config.C_in_block, config.alignment)
        .to(c.input_tensor.device(), MemoryConfig{});
}

constexpr size_t kTogether = 16;  // output positions that use a row of the weights while it is in the cache

// Output positions [begin, end), at most kTogether: sums of weight rows times input elements, added to `sums`.
void convolve(const Volume& v, const float* images, const float* weights, size_t begin, size_t end, float* sums) {
    const auto axpy = kernels::table().rows.axpy;
    const auto filters = static_cast<size_t>(v.filters);
    std::array<const float*, kTogether> from{};
    for (int64_t a = 0, position = 0; a < v.kernel[0]; ++a)
        for (int64_t b = 0; b < v.kernel[1]; ++b)
            for (int64_t c = 0; c < v.kernel[2]; ++c, ++position) {
                for (size_t i = begin; i < end; ++i)
                    from[i - begin] = element(v, images, static_cast<int64_t>(i), a, b, c);
                for (int64_t channel = 0; channel < v.channels; ++channel) {
                    const float* row = weights + v.weight_row(position, channel) * v.filters;
                    for (size_t i = 0; i < end - begin; ++i)
                        if (from[i]) axpy(from[i][channel], row, sums + i * filters, filters);
                }
            }
}

}  // namespace

// What an image that is divided among devices needs, and what is not known of weights in two parts.
void Conv3d::check_devices() const {
    const std::pair<const char*, bool> divided[] = {
        {"halo_buffer", halo_buffer.has_value()}, {"logical_h_mask", logical_h_mask != 0},
        {"logical_w_mask", logical_w_mask != 0},  {"pad_offset_tensor", pad_offset_tensor.has_value()},
        {"output_pad_h", output_pad_h != 0},      {"output_pad_w", output_pad_w != 0}};
    for (const auto& [field, given] : divided)
        require(!given, "[", name, "] ", field,
                ": is for an image that is divided among several devices, and there is one; leave it out");
    require(!weight_lo_tensor, "[", name,
            "] weight_lo_tensor: weights in two parts are not supported; give float32 weights in weight_tensor, which "
            "are multiplied as they are");
}

Tensor Conv3d::compose() const {
    check_devices();
    check_on_device(name, input_tensor);
    const Tensor weights = prepared(*this);
    check_on_device(name, weights);
    const Shape &s = input_tensor.shape(), &w = weights.shape();
    require(s.rank() == 5, "Activation tensor must have 5 dimensions: [", name, "] got ", s);
    require(input_tensor.layout() == Layout::ROW_MAJOR, "Activation tensor must be row-major: [", name,
            "] use ttnn.to_layout");
    require(groups > 0 && s[4] % groups == 0 && output_channels % groups == 0, "[", name, "] groups: must divide ",
            s[4], " and ", output_channels, " channels, got ", groups);
    require(padding_mode == "zeros" || padding_mode == "replicate", "Padding mode must be zeros or replicate: [", name,
            "] got ", padding_mode);
    Volume v{};
    v.in = {s[1], s[2], s[3]};
    v.kernel = triple(name, kernel_size, "kernel_size", 1);
    v.stride = triple(name, stride, "stride", 1);
    v.padding = triple(name, padding, "padding", 0);
    v.dilation = triple(name, dilation, "dilation", 1);
    v.replicate = padding_mode == "replicate";
    v.channels = s[4];
    v.filters = w.width();
    const int64_t positions = v.kernel[0] * v.kernel[1] * v.kernel[2];
    require(w.rank() >= 2 && w.rows() % positions == 0, "[", name, "] weight_tensor: expected rows for ", positions,
            " positions of the kernel, got ", w);
    v.filled = w.rows() / positions;
    require(v.filled >= v.channels && v.filters >= output_channels, "[", name, "] weight_tensor: expected ", v.channels,
            " channels a position and ", output_channels, " columns, got ", v.filled, " and ", v.filters);
    const int64_t asked = config ? config->C_in_block : 0;
    v.block = asked > 0 && asked < v.filled ? asked : v.filled;
    require(v.filled % v.block == 0, "[", name, "] config.C_in_block: must divide ", v.filled, ", got ", v.block);
    for (size_t d = 0; d < 3; ++d) {
        v.out[d] = (v.in[d] + 2 * v.padding[d] - v.dilation[d] * (v.kernel[d] - 1) - 1) / v.stride[d] + 1;
        require(v.out[d] > 0, "[", name, "] kernel_size: larger than the padded input ", s);
    }
    if (bias_tensor)
        require(bias_tensor->shape().width() >= output_channels, "[", name, "] bias_tensor: expected ", output_channels,
                " columns, got ", bias_tensor->shape());
    const auto run = [v, n = s[0], channels = output_channels](WholeOperands& o) {
        const auto filters = static_cast<size_t>(v.filters);
        const auto outputs = static_cast<size_t>(n * v.out[0] * v.out[1] * v.out[2]);
        parallel_pieces(outputs, kTogether, [&](size_t begin, size_t end) {
            std::vector<float> sums((end - begin) * filters);
            for (size_t i = 0; i < end - begin && !o.in[2].empty(); ++i)
                std::copy_n(o.in[2].begin(), channels, sums.data() + i * filters);
            convolve(v, o.in[0].data(), o.in[1].data(), begin, end, sums.data());
            for (size_t i = begin; i < end; ++i)
                std::copy_n(sums.data() + (i - begin) * filters, channels,
                            o.out[0].begin() + static_cast<int64_t>(i) * channels);
        });
    };
    const TensorSpec spec(Shape{s[0], v.out[0], v.out[1], v.out[2], output_channels}, dtype,
                          config ? config->output_layout : Layout::ROW_MAJOR,
                          memory_config.value_or(input_tensor.memory_config()));
    return launch_whole({.name = name,
                         .device_operation = "Conv3dDeviceOperation",
                         .inputs = {input_tensor, weights, given_or_none(bias_tensor)},
                         .outputs = {spec},
                         .run = run,
                         .attributes = attributes_of(kernel_size, stride, padding, dilation, padding_mode, v.block,
                                                     output_channels)})[0];
}

}  // namespace ttnn

#include "ops/pool/resample.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/whole_call.hpp"

namespace ttnn {
namespace {

void check_image(const char* name, const Tensor& t) {
    check_on_device(name, t);
    require(t.shape().rank() == 4, "Input tensor must be 4D (N, H, W, C), got rank ", t.shape().rank(), ": [", name,
            "]");
    require(is_floating(t.dtype()), "[", name, "] input_tensor: expected a float dtype, got ", t.dtype());
}

// An image of height x width x channels floats.
struct Image {
    const float* data;
    int64_t height, width, channels;
    const float* at(int64_t y, int64_t x) const {
        return y >= 0 && y < height && x >= 0 && x < width ? data + (y * width + x) * channels : nullptr;
    }
};

// out += weight * the element, or weight * fill outside.
void add(const Image& image, int64_t y, int64_t x, float weight, float fill, float* out) {
    if (weight == 0) return;
    const auto n = static_cast<size_t>(image.channels);
    if (const float* from = image.at(y, x)) return kernels::table().rows.axpy(weight, from, out, n);
    for (size_t i = 0; i < n && fill != 0; ++i) out[i] += weight * fill;
}

void bilinear(const Image& image, double y, double x, float fill, float* out) {
    const double top = std::floor(y), left = std::floor(x);
    const auto dy = static_cast<float>(y - top), dx = static_cast<float>(x - left);
    const auto r = static_cast<int64_t>(top), c = static_cast<int64_t>(left);
    add(image, r, c, (1 - dy) * (1 - dx), fill, out);
    add(image, r, c + 1, (1 - dy) * dx, fill, out);
    add(image, r + 1, c, dy * (1 - dx), fill, out);
    add(image, r + 1, c + 1, dy * dx, fill, out);
}

// Far outside and not a number count as just outside, so that they fit integers.
double bounded(double v, int64_t extent) { return v >= -2 ? std::min(v, static_cast<double>(extent) + 2) : -2; }

void sample(const Image& image, bool nearest, double y, double x, float fill, float* out) {
    y = bounded(y, image.height);
    x = bounded(x, image.width);
    if (!nearest) return bilinear(image, y, x, fill, out);
    add(image, static_cast<int64_t>(std::nearbyint(y)), static_cast<int64_t>(std::nearbyint(x)), 1, fill, out);
}

bool is_nearest(const char* name, const std::string& mode) {
    require(mode == "nearest" || mode == "bilinear", "[", name, "] mode: expected \"nearest\" or \"bilinear\", got ",
            mode);
    return mode == "nearest";
}

std::pair<double, double> factors(const char* name, const ScaleFactor& s) {
    std::pair<double, double> out;
    if (auto* whole = std::get_if<int64_t>(&s)) out = {*whole, *whole};
    else if (auto* one = std::get_if<double>(&s)) out = {*one, *one};
    else {
        const auto& two = std::get<std::vector<double>>(s);
        require(two.size() == 2, "scale_factor should have 2 elements: [", name, "] got ", two.size());
        out = {two[0], two[1]};
    }
    require(out.first > 0 && out.second > 0, "[", name, "] scale_factor: must be positive, got ", out.first, " and ",
            out.second);
    return out;
}

// Positions of an output line in the input: as many as out.size().
std::vector<float> positions(int64_t count, int64_t extent, double scale, bool nearest) {
    std::vector<float> out(static_cast<size_t>(count));
    for (size_t i = 0; i < out.size(); ++i) {
        const double at =
            nearest ? std::floor(static_cast<double>(i) / scale) : (static_cast<double>(i) + 0.5) / scale - 0.5;
        out[i] = static_cast<float>(std::clamp(at, 0.0, static_cast<double>(extent - 1)));
    }
    return out;
}

Tensor launch_image(const char* name, const char* operation, std::vector<Tensor> inputs, const TensorSpec& spec,
                    std::string attributes, std::function<void(WholeOperands&)> run) {
    return launch_whole({.name = name,
                         .device_operation = operation,
                         .inputs = std::move(inputs),
                         .outputs = {spec},
                         .run = std::move(run),
                         .attributes = std::move(attributes)})[0];
}

// Rows of a bilinear result over the cores of the device, as the card leaves it.
MemoryConfig interpolated_place(const Tensor& input, const TensorSpec& spec) {
    const int64_t rows = spec.physical_height();
    int64_t cores = std::min(rows, input.device()->model().num_workers());
    while (cores > 1 && rows % cores) --cores;
    return {TensorMemoryLayout::HEIGHT_SHARDED, BufferType::L1,
            ShardSpec{num_cores_to_corerangeset(cores, input.device()->grid(), true),
                      {rows / cores, spec.physical_width()}}};
}

}  // namespace

Tensor Upsample::compose() const {
    check_image(name, input_tensor);
    const bool nearest = is_nearest(name, mode);
    const auto [scale_h, scale_w] = factors(name, scale_factor);
    const Shape& s = input_tensor.shape();
    const auto height = static_cast<int64_t>(std::floor(static_cast<double>(s[1]) * scale_h)),
               width = static_cast<int64_t>(std::floor(static_cast<double>(s[2]) * scale_w));
    const bool tiled = input_tensor.layout() == Layout::TILE;
    require(!tiled || input_tensor.shape() == input_tensor.padded_shape(),
            "Tiled input must be tile-aligned (no padding difference): [", name, "] use ttnn.to_layout");
    require(nearest || s[3] % 32 == 0, "input channels should be divisible by 32: [", name, "] got ", s[3]);
    require(height > 0 && width > 0, "Unsupported upsample configuration: [", name, "] scales ", scale_h, " and ",
            scale_w, " leave nothing of ", s);
    TensorSpec spec(Shape{s[0], height, width, s[3]}, input_tensor.dtype(),
                    is_block_float(input_tensor.dtype()) ? Layout::TILE : Layout::ROW_MAJOR,
                    MemoryConfig(TensorMemoryLayout::INTERLEAVED, input_tensor.memory_config().buffer_type()));
    if (memory_config) spec = spec.with_memory_config(*memory_config);
    else if (input_tensor.is_sharded()) spec = spec.with_memory_config(resharded(input_tensor.memory_config(), spec));
    else if (!nearest) spec = spec.with_memory_config(interpolated_place(input_tensor, spec));
    const auto run = [s, height, width, nearest, ys = positions(height, s[1], scale_h, nearest),
                      xs = positions(width, s[2], scale_w, nearest)](WholeOperands& o) {
        const int64_t c = s[3];
        parallel_for(static_cast<size_t>(s[0] * height), [&](size_t line) {
            const auto n = static_cast<int64_t>(line) / height, y = static_cast<int64_t>(line) % height;
            const Image image{o.in[0].data() + n * s[1] * s[2] * c, s[1], s[2], c};
            float* out = o.out[0].data() + static_cast<int64_t>(line) * width * c;
            for (size_t x = 0; x < xs.size(); ++x, out += c)
                sample(image, nearest, ys[static_cast<size_t>(y)], xs[x], 0, out);
        });
    };
    return launch_image(name, "UpsampleOperation", {input_tensor}, spec, attributes_of(scale_h, scale_w, mode), run);
}

Tensor Rotate::compose() const {
    require(!expand, "[", name, "] expand: only False is supported");
    check_image(name, input_tensor);
    require(input_tensor.layout() == Layout::ROW_MAJOR, "Input tensor must be in ROW_MAJOR layout: [", name,
            "] use ttnn.to_layout");
    const bool nearest = is_nearest(name, interpolation_mode);
    const Shape& s = input_tensor.shape();
    const double cx = center ? center->first : static_cast<double>(s[2] - 1) / 2,
                 cy = center ? center->second : static_cast<double>(s[1] - 1) / 2;
    const double turn = angle * std::numbers::pi / 180;
    const auto run = [s, nearest, cx, cy, cosine = std::cos(turn), sine = std::sin(turn),
                      value = static_cast<float>(fill)](WholeOperands& o) {
        const int64_t c = s[3];
        parallel_for(static_cast<size_t>(s[0] * s[1]), [&](size_t line) {
            const auto n = static_cast<int64_t>(line) / s[1];
            const double y = static_cast<double>(static_cast<int64_t>(line) % s[1]) - cy;
            const Image image{o.in[0].data() + n * s[1] * s[2] * c, s[1], s[2], c};
            float* out = o.out[0].data() + static_cast<int64_t>(line) * s[2] * c;
            for (int64_t j = 0; j < s[2]; ++j, out += c) {
                const double x = static_cast<double>(j) - cx;
                sample(image, nearest, static_cast<float>(sine * x + cosine * y + cy),
                       static_cast<float>(cosine * x - sine * y + cx), value, out);
            }
        });
    };
    return launch_image(name, "RotateDeviceOperation", {input_tensor}, moved_spec(input_tensor, s, memory_config),
                        attributes_of(angle, cx, cy, fill, interpolation_mode), run);
}

Tensor GridSample::compose() const {
    check_image(name, input_tensor);
    check_on_device(name, grid);
    const bool nearest = is_nearest(name, mode);
    require(padding_mode == "zeros", "[", name, "] padding_mode: only \"zeros\" is supported, got ", padding_mode);
    const Shape &s = input_tensor.shape(), &g = grid.shape();
    const int64_t each = use_precomputed_grid && !nearest ? 6 : 2;
    require(g.rank() == 4 && g[0] == s[0] && g[3] > 0 && g[3] % each == 0, "[", name, "] grid: expected [", s[0],
            ", h, w, ", each, " K], got ", g);
    require(is_floating(grid.dtype()), "[", name, "] grid: expected bfloat16 or float32, got ", grid.dtype());
    const int64_t k = g[3] / each;
    const Shape shape = batch_output_channels ? Shape{g[0], g[1], g[2], k * s[3]} : Shape{g[0], g[1], g[2] * k, s[3]};
    const TensorSpec spec(
        shape, input_tensor.dtype(), Layout::ROW_MAJOR,
        memory_config.value_or(input_tensor.is_sharded() ? DRAM_MEMORY_CONFIG : input_tensor.memory_config()));
    const auto run = [s, g, each, nearest, align = align_corners, ready = use_precomputed_grid](WholeOperands& o) {
        const int64_t c = s[3], points = g[1] * g[2] * (g[3] / each);
        const auto place = [&](float v, int64_t extent) {
            const double p = v, n = static_cast<double>(extent);  // so that a pixel's place is no less exact than v
            return align ? (p + 1) / 2 * (n - 1) : ((p + 1) * n - 1) / 2;
        };
        parallel_pieces(static_cast<size_t>(g[0] * points), 64, [&](size_t begin, size_t end) {
            for (size_t i = begin; i < end; ++i) {
                const auto at = static_cast<int64_t>(i);
                const Image image{o.in[0].data() + at / points * s[1] * s[2] * c, s[1], s[2], c};
                const float* p = o.in[1].data() + at * each;
                float* out = o.out[0].data() + at * c;
                if (!ready) {
                    sample(image, nearest, place(p[1], s[1]), place(p[0], s[2]), 0, out);
                    continue;
                }
                // Row and column are 16-bit integers in the bits of bfloat16; four weights follow if all corners count.
                const auto integer = [](float v) {
                    return static_cast<int64_t>(static_cast<int16_t>(std::bit_cast<uint32_t>(v) >> 16));
                };
                const int64_t y = integer(p[0]), x = integer(p[1]);
                if (nearest) {
                    add(image, y, x, 1, 0, out);
                    continue;
                }
                add(image, y, x, p[2], 0, out);
                add(image, y, x + 1, p[3], 0, out);
                add(image, y + 1, x, p[4], 0, out);
                add(image, y + 1, x + 1, p[5], 0, out);
            }
        });
    };
    return launch_image(name, "GridSampleOperation", {input_tensor, grid}, spec,
                        attributes_of(mode, align_corners, use_precomputed_grid, batch_output_channels), run);
}

}  // namespace ttnn

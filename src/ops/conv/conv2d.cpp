#include "ops/conv/conv2d.hpp"

#include <algorithm>

#include "base/div_up.hpp"
#include "ops/conv/weights.hpp"
#include "ops/layout/layout_ops.hpp"

namespace ttnn {

void collect(const ConvResult& r, Tensors& out) {
    out.push_back(r.output);
    if (r.with_weights) out.push_back(r.weights);
    if (r.with_weights && r.bias) out.push_back(*r.bias);
}

namespace {

// What is left of an operation when its own geometry has become a Window.
struct Problem {
    const char* name;
    const ConvArguments& arguments;
    Window window;
    bool transposed = false, mirror = true;
    std::optional<Op2DSliceConfig> slices;
};

int64_t given_or(const std::optional<int64_t>& given, const Tensor& input, size_t rank, size_t dim, const char* name,
                 const char* field) {
    if (given) return *given;
    require(input.shape().rank() == rank && (rank < 4 || input.shape()[0] * input.shape()[1] > 1), "[", name, "] ",
            field, " is missing: it follows only from an input of ", rank, " dimensions in NHWC order, got ",
            input.shape());
    return input.shape()[static_cast<int64_t>(dim)];
}

// The same memory as a tensor of rank 4: the last two dimensions stay, since tiles pad each of their matrices.
Shape of_rank_4(const Shape& s) {
    std::vector<int64_t> dims(4, 1);
    const auto rank = static_cast<int64_t>(s.rank());
    for (int64_t i = 0; i < rank; ++i) dims[static_cast<size_t>(std::max<int64_t>(0, i + 4 - rank))] *= s[i];
    return Shape(dims);
}

void check_channels(const Problem& p) {
    const auto& a = p.arguments;
    const Shape& in = a.input_tensor.shape();
    require(a.groups > 0 && a.in_channels > 0 && a.out_channels > 0 && a.in_channels % a.groups == 0 &&
                a.out_channels % a.groups == 0,
            "[", p.name, "] groups: ", a.groups, " does not divide in_channels ", a.in_channels, " and out_channels ",
            a.out_channels);
    require(in.rank() >= 2 && in.width() == a.in_channels,
            "Attempting to reshape between two shapes with different volumes: [", p.name, "] input_tensor: expected ",
            a.in_channels, " channels in the last dimension (NHWC), got ", in);
    require(in.volume() == p.window.batch * p.window.height * p.window.width * a.in_channels,
            "Attempting to reshape between two shapes with different volumes: [", p.name, "] input_tensor ", in,
            " has not batch_size x input_height x input_width = ", p.window.batch, " x ", p.window.height, " x ",
            p.window.width, " positions");
    if (!a.bias_tensor) return;
    const Shape& bias = a.bias_tensor->shape();
    require(bias.rank() && bias.width() == a.out_channels && bias.volume() == a.out_channels, "[", p.name,
            "] bias_tensor: expected [1, 1, 1, ", a.out_channels, "], got ", bias);
}

void check_weights(const Problem& p) {
    const auto& a = p.arguments;
    const Shape& w = a.weight_tensor.shape();
    if (is_prepared(a.weight_tensor)) return;
    require(a.weight_tensor.layout() == Layout::ROW_MAJOR, "Host conv weights layout should be in row_major layout: [",
            p.name, "] weight_tensor is ", a.weight_tensor.layout());
    const Shape want = p.transposed
                           ? Shape({a.in_channels, a.out_channels / a.groups, p.window.kernel[0], p.window.kernel[1]})
                           : Shape({a.out_channels, a.in_channels / a.groups, p.window.kernel[0], p.window.kernel[1]});
    const bool fits = w == want || (w.rank() == 3 && w.volume() == want.volume() && w[0] == want[0] && w[1] == want[1]);
    require(fits, "[", p.name, "] weight_tensor: expected ", want, ", got ", w);
}

Tensor as_four_dimensions(const Tensor& weight) {
    if (weight.shape().rank() == 4) return weight;
    const Shape& s = weight.shape();
    return weight.with_spec(weight.spec().with_shape(Shape({s[0], s[1], s[2], 1})));
}

Tensor prepared_weights(const Problem& p, const std::shared_ptr<MeshDevice>& device) {
    const auto& a = p.arguments;
    Tensor w = a.weight_tensor;
    if (!is_prepared(w)) {
        const DataType dtype =
            a.conv_config && a.conv_config->weights_dtype ? *a.conv_config->weights_dtype : w.dtype();
        w = p.transposed ? prepare_transposed_weights(as_four_dimensions(w), dtype, a.groups, p.mirror)
                         : prepare_weights(as_four_dimensions(w), dtype);
    }
    return w.on_device() ? w : w.to(device, MemoryConfig{});
}

std::optional<Tensor> prepared_bias(const Problem& p, DataType dtype, const std::shared_ptr<MeshDevice>& device) {
    if (!p.arguments.bias_tensor) return std::nullopt;
    Tensor b = *p.arguments.bias_tensor;
    if (b.layout() != Layout::TILE) b = prepare_bias(b, dtype);
    return b.on_device() ? b : b.to(device, MemoryConfig{});
}

// --- where the output goes

struct Division {
    MemoryConfig memory;
    int64_t bytes;  // about what a core holds: its input, output and weights
};

Division divide(const Problem& p, TensorMemoryLayout layout, CoreCoord grid) {
    const Window& w = p.window;
    const auto& a = p.arguments;
    const int64_t tall = div_up(w.out_rows(), 32), wide = div_up(a.out_channels, 32),
                  cores = static_cast<int64_t>(grid.x * grid.y);
    const int64_t down = layout == TensorMemoryLayout::WIDTH_SHARDED    ? 1
                         : layout == TensorMemoryLayout::HEIGHT_SHARDED ? cores
                                                                        : static_cast<int64_t>(grid.y);
    const int64_t across = layout == TensorMemoryLayout::WIDTH_SHARDED    ? cores
                           : layout == TensorMemoryLayout::HEIGHT_SHARDED ? 1
                                                                          : static_cast<int64_t>(grid.x);
    const int64_t height = div_up(tall, down), rows = div_up(tall, height);
    int64_t width = div_up(wide, across), columns = div_up(wide, width);
    if (w.is_product() &&
        layout == TensorMemoryLayout::BLOCK_SHARDED) {  // a matmul keeps the division of its input's channels
        const int64_t in_tiles = div_up(a.in_channels, 32);
        for (columns = std::min(across, in_tiles); in_tiles % columns; --columns) {}
        width = div_up(wide, columns);
    }
    const auto block = [&] { return CoreGrid{columns, rows}.ranges(); };
    const auto used =
        layout == TensorMemoryLayout::BLOCK_SHARDED ? block() : num_cores_to_corerangeset(rows * columns, grid, true);
    const int64_t in_rows = height * 32 * w.batch * w.height * w.width / std::max<int64_t>(1, w.out_rows());
    const int64_t in_channels = div_up(div_up(a.in_channels, 8) * 8, std::min(columns, div_up(a.in_channels, 32)));
    const int64_t weights = w.taps() * in_channels * width * 32;
    return {MemoryConfig(layout, BufferType::L1)
                .with_shard_spec(ShardSpec{used, {height * 32, width * 32}, ShardOrientation::ROW_MAJOR}),
            2 * (in_rows * in_channels + height * width * 1024 + weights)};
}

// Of height and block shards the card takes those that need less L1.
MemoryConfig sharded_output(const Problem& p, CoreCoord grid) {
    const auto& config = p.arguments.conv_config;
    if (config && config->shard_layout) return divide(p, *config->shard_layout, grid).memory;
    const auto height = divide(p, TensorMemoryLayout::HEIGHT_SHARDED, grid),
               block = divide(p, TensorMemoryLayout::BLOCK_SHARDED, grid);
    if (p.window.out_rows() <= 32) return height.memory;
    return block.bytes <= height.bytes ? block.memory : height.memory;
}

MemoryConfig output_memory(const Problem& p, const Tensor& input, const std::shared_ptr<MeshDevice>& device) {
    const auto& a = p.arguments;
    const MemoryConfig dram;
    const bool asked_for_shards = a.conv_config && a.conv_config->shard_layout &&
                                  *a.conv_config->shard_layout != TensorMemoryLayout::WIDTH_SHARDED;
    const bool in_l1 =
        input.memory_config().is_l1() || (p.slices && p.slices->slice_type == Op2DSliceConfig::SliceType::L1_FULL);
    MemoryConfig result = dram;
    if (input.is_sharded() || (p.window.is_product() ? asked_for_shards : in_l1))
        result = sharded_output(p, device->grid());
    return a.memory_config && (result.is_sharded() || a.memory_config->is_sharded() || p.window.is_product())
               ? *a.memory_config
               : result;
}

ConvResult convolve(const Problem& p) {
    const auto& a = p.arguments;
    check_window(p.name, p.window);
    check_channels(p);
    check_weights(p);
    const std::shared_ptr<MeshDevice> device = a.device ? *a.device : a.input_tensor.device();
    require(device != nullptr, "[", p.name, "] device: the input is on the host, so a device must be given");
    device->check_open(p.name);
    const Tensor input = a.input_tensor.on_device() ? a.input_tensor : a.input_tensor.to(device, MemoryConfig{});
    require(!(a.groups > 1 && p.window.is_product() && !is_prepared(a.weight_tensor)),
            "The width of the first tensor must be equal to the height of the second tensor: [", p.name,
            "] groups: a 1x1 convolution is a matmul on the card, which has no groups; got groups=", a.groups);
    const DataType dtype = a.dtype.value_or(input.dtype());
    ConvResult result{.with_size = a.return_output_dim, .with_weights = a.return_weights_and_bias};
    result.weights = prepared_weights(p, device);
    result.bias = prepared_bias(
        p, a.conv_config && a.conv_config->weights_dtype ? *a.conv_config->weights_dtype : result.weights.dtype(),
        device);
    result.height = p.window.out_height();
    result.width = p.window.out_width();
    Convolution c{.input = input,
                  .weights = result.weights,
                  .bias = result.bias,
                  .window = p.window,
                  .groups = a.groups,
                  .dtype = dtype};
    if (input.shape().rank() != 4) c.input = input.with_spec(input.spec().with_shape(of_rank_4(input.shape())));
    if (a.conv_config) {
        c.activation = a.conv_config->activation;
        c.padding_mode = a.conv_config->padding_mode;
    }
    c.memory_config = output_memory(p, input, device);
    c.shards = c.memory_config.is_sharded() ? c.memory_config : sharded_output(p, device->grid());
    c.config = a.conv_config;
    c.compute = a.compute_config;
    if (c.memory_config.is_sharded() && a.conv_config) c.layout = a.conv_config->output_layout;
    result.output = call(c);
    if (a.conv_config && a.conv_config->deallocate_activation && !input.memory_config().is_dram())
        Tensor(input).deallocate();
    return result;
}

}  // namespace

ConvResult Conv2d::compose() const {
    Problem p{.name = name, .arguments = *this, .slices = slice_config};
    p.window = {.batch = given_or(batch_size, input_tensor, 4, 0, name, "batch_size"),
                .height = given_or(input_height, input_tensor, 4, 1, name, "input_height"),
                .width = given_or(input_width, input_tensor, 4, 2, name, "input_width"),
                .kernel = kernel_size,
                .stride = stride,
                .dilation = dilation};
    set_padding(name, p.window, padding);
    return convolve(p);
}

ConvResult Conv1d::compose() const {
    Problem p{.name = name, .arguments = *this, .slices = slice_config};
    const auto* both = std::get_if<int64_t>(&padding);
    const Padding ends = both ? Padding{*both, *both} : std::get<Padding>(padding);
    require(ends.size() == 2, "[", name, "] padding: expected a number or (before, after), got ", ends.size(),
            " numbers");
    check_magnitudes(
        name, {ends[0], ends[1], kernel_size, stride, dilation, batch_size.value_or(0), input_length.value_or(0)});
    p.window = {.batch = given_or(batch_size, input_tensor, 3, 0, name, "batch_size"),
                .height = given_or(input_length, input_tensor, 3, 1, name, "input_length"),
                .width = 1,
                .kernel = {kernel_size, 1},
                .stride = {stride, 1},
                .dilation = {dilation, 1},
                .top = ends[0],
                .bottom = ends[1]};
    ConvResult result = convolve(p);
    result.one_dimension = true;
    return result;
}

ConvResult ConvTranspose2d::compose() const {
    Problem p{
        .name = name, .arguments = *this, .transposed = true, .mirror = mirror_kernel, .slices = dram_slice_config};
    Window w{.batch = given_or(batch_size, input_tensor, 4, 0, name, "batch_size"),
             .height = given_or(input_height, input_tensor, 4, 1, name, "input_height"),
             .width = given_or(input_width, input_tensor, 4, 2, name, "input_width"),
             .kernel = kernel_size,
             .dilation = dilation};
    set_padding(name, w, padding);
    check_magnitudes(name, {stride[0], stride[1], output_padding[0], output_padding[1]});
    const int64_t tall = dilation[0] * (kernel_size[0] - 1), wide = dilation[1] * (kernel_size[1] - 1);
    for (size_t i = 0; i < 2; ++i)
        require(output_padding[i] >= 0 &&
                    (output_padding[i] < stride[i] || output_padding[i] < dilation[i] || output_padding[i] <= 1),
                "[", name, "] output_padding must be smaller than stride or dilation, got (", output_padding[0], ", ",
                output_padding[1], ")");
    require(w.top <= tall && w.bottom <= tall && w.left <= wide && w.right <= wide, "[", name,
            "] padding must not exceed dilation x (kernel_size - 1) = (", tall, ", ", wide, ")");
    w.spread = stride;
    w.top = tall - w.top;
    w.bottom = tall - w.bottom + output_padding[0];
    w.left = wide - w.left;
    w.right = wide - w.right + output_padding[1];
    p.window = w;
    return convolve(p);
}

}  // namespace ttnn

#include "ops/pool/pool.hpp"

#include <algorithm>

#include "base/div_up.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/pool/pool_programs.hpp"
#include "ops/pool/pool_run.hpp"

namespace ttnn {

std::ostream& operator<<(std::ostream& out, PoolKind kind) { return out << (kind == PoolKind::Max ? "max" : "avg"); }

void Pool2d::validate() const {
    const Shape& s = input.shape();
    const char* operation = kind == PoolKind::Max ? "ttnn.max_pool2d" : "ttnn.avg_pool2d";
    check_window(operation, window);
    require(s.rank() == 4 && s.rows() == window.batch * window.height * window.width, "[", operation, "] input_tensor ",
            s, " has not batch_size x input_h x input_w = ", window.batch, " x ", window.height, " x ", window.width,
            " positions");
    require(!is_integer(input.dtype()), "[", operation, "] input_tensor: dtype ", input.dtype(),
            " is not supported; use ttnn.typecast first");
    require(!with_indices || window.height * window.width <= 65536, "[", operation,
            "] return_indices: positions are 16 bits wide; the image has ", window.height * window.width);
}

std::vector<TensorSpec> Pool2d::output() const {
    const Shape shape = nhwc ? Shape({window.batch, window.out_height(), window.out_width(), input.shape().width()})
                             : Shape({1, 1, window.out_rows(), input.shape().width()});
    const auto spec = [&](DataType t) {
        const TensorSpec natural(shape, t, layout);
        // Shards wider than the channels are shards of a padded tensor.
        const auto& shards = memory_config.shard_spec();
        const int64_t wide =
            shards ? (natural.padded_shape().width() + shards->shape[1] - 1) / shards->shape[1] * shards->shape[1] : 0;
        if (!shards || layout == Layout::TILE || wide == shape.width())
            return natural.with_memory_config(memory_config);
        return TensorSpec(shape, t, layout, memory_config).with_padded_shape(Shape({1, 1, window.out_rows(), wide}));
    };
    if (with_indices) return {spec(dtype), spec(DataType::UINT16)};
    return {spec(dtype)};
}

Program Pool2d::program() const {
    Program p;
    p.device_programs = pool_device_programs(*this);
    Pool2d plan = *this;
    plan.input = {};
    p.run = [plan, channels = input.shape().width()](const Operands& o) {
        run_pool(plan, channels, o.in[0], o.out[0], plan.with_indices ? o.out[1] : View{});
    };
    return p;
}

namespace {

// Shards of a pool's output. Channels come in units of 16, in tiles of 32; a block of rows in tiles is a multiple
// of 32.
struct Division {
    MemoryConfig memory;
    int64_t bytes;  // about what a core holds
};

Division divide(const Pool2d& p, TensorMemoryLayout scheme, bool asked, CoreCoord grid) {
    const bool tile_out = p.layout == Layout::TILE, tiles = tile_out || p.input.layout() == Layout::TILE;
    const int64_t channels = p.input.shape().width(), tall = tile_out ? 32 : 1,
                  units = div_up(p.window.out_rows(), tall);
    const auto all = static_cast<int64_t>(grid.x * grid.y), down = static_cast<int64_t>(grid.y);
    int64_t height = units, width, columns = 1;
    if (scheme == TensorMemoryLayout::HEIGHT_SHARDED) {
        height = div_up(units, all);
        width = channels <= 16 && !tile_out ? 16 : div_up(channels, 32) * 32;
    } else {
        const bool block = scheme == TensorMemoryLayout::BLOCK_SHARDED;
        const int64_t unit =
                          tile_out || (channels > 16 && (tiles || (block && !(asked && channels % 16 == 0)))) ? 32 : 16,
                      parts = div_up(channels, unit);
        if (block) height = div_up(units, down);
        for (columns = std::min<int64_t>(parts, block ? static_cast<int64_t>(grid.x) : all); parts % columns;
             --columns) {}
        width = parts / columns * unit;
        if (block && asked && channels % 16 && channels > 16) width = div_up(channels, 32) * 32, columns = 1;
    }
    const int64_t rows = div_up(units, height);
    const auto cores = scheme == TensorMemoryLayout::BLOCK_SHARDED
                           ? CoreGrid{columns, rows}.ranges()
                           : num_cores_to_corerangeset(rows * columns, grid, true);
    const int64_t window = std::min<int64_t>(p.window.taps(), 32);
    return {MemoryConfig(scheme, BufferType::L1)
                .with_shard_spec(ShardSpec{cores, {height * tall, width}, ShardOrientation::ROW_MAJOR}),
            2 * width * (div_up(height * tall, 32) * 32 + 2 * window)};
}

}  // namespace

// Of equal ones by width, or by height for tiles.
MemoryConfig pool_shards(const Pool2d& p, const std::optional<TensorMemoryLayout>& asked, CoreCoord grid) {
    if (asked) return divide(p, *asked, true, grid).memory;
    using L = TensorMemoryLayout;
    const L first = p.layout == Layout::TILE ? L::HEIGHT_SHARDED : L::WIDTH_SHARDED,
            second = first == L::HEIGHT_SHARDED ? L::WIDTH_SHARDED : L::HEIGHT_SHARDED;
    Division best = divide(p, first, false, grid);
    for (L scheme : {second, L::BLOCK_SHARDED}) {
        const int64_t channels = p.input.shape().width();
        if (scheme == L::BLOCK_SHARDED && p.input.layout() == Layout::ROW_MAJOR && channels > 16 && channels % 32)
            continue;
        const Division other = divide(p, scheme, false, grid);
        if (other.bytes < best.bytes) best = other;
    }
    return best.memory;
}

namespace {

void check_padding(const char* name, const Window& w) {
    require(w.top <= w.kernel[0] / 2 && w.bottom <= w.kernel[0] / 2 && w.left <= w.kernel[1] / 2 &&
                w.right <= w.kernel[1] / 2,
            "Pool2D: Padding (", w.top, ", ", w.bottom, ", ", w.left, ") should not exceed half of the kernel size (",
            w.kernel[0], ", ", w.kernel[1], "): [", name, "] padding");
    const int64_t tall = w.dilation[0] * (w.kernel[0] - 1) + 1, wide = w.dilation[1] * (w.kernel[1] - 1) + 1;
    require(tall <= w.height + w.top + w.bottom && wide <= w.width + w.left + w.right,
            "Pool2D: Effective kernel size (", tall, ", ", wide, ") cannot exceed padded input size (",
            w.height + w.top + w.bottom, ", ", w.width + w.left + w.right, "): [", name, "] kernel_size");
}

Pool2d pool_for(const char* name, const PoolArguments& a, PoolKind kind, Pair dilation) {
    Pool2d p{.input = a.input_tensor, .kind = kind, .dtype = a.dtype, .layout = a.output_layout};
    p.window = {.batch = a.batch_size,
                .height = a.input_h,
                .width = a.input_w,
                .kernel = a.kernel_size,
                .stride = a.stride,
                .dilation = dilation,
                .round_up = a.ceil_mode};
    set_padding(name, p.window, a.padding);
    check_window(name, p.window);
    check_padding(name, p.window);
    require(a.input_tensor.on_device(), "[", name, "] input_tensor must be on device; move it with ttnn.to_device");
    check_on_device(name, a.input_tensor);
    const Shape& s = a.input_tensor.shape();
    require(s.rank() == 4 && s.width() == a.channels, "[", name, "] channels: the input's last dimension is ",
            s.rank() ? s.width() : 0, ", got ", a.channels);
    require(s.rows() == a.batch_size * a.input_h * a.input_w, "[", name, "] input_tensor ", s,
            " has not batch_size x input_h x input_w = ", a.batch_size, " x ", a.input_h, " x ", a.input_w,
            " positions");
    return p;
}

std::vector<Tensor> run(Pool2d p, const PoolArguments& a, bool everything) {
    const auto& input = a.input_tensor.memory_config();
    if (a.memory_config) p.memory_config = *a.memory_config;
    else if (input.is_sharded() && !a.applied_shard_scheme)
        p.memory_config = pool_shards(p, input.memory_layout(), a.input_tensor.device()->grid());
    else if (!everything) p.memory_config = pool_shards(p, a.applied_shard_scheme, a.input_tensor.device()->grid());
    auto out = call(p);
    if (a.deallocate_input && !input.is_dram()) Tensor(a.input_tensor).deallocate();
    return out;
}

// An average over whole images is a reduction on the card, which leaves it in DRAM.
bool over_everything(const Window& w) {
    return w.kernel == Pair{w.height, w.width} && !w.top && !w.bottom && !w.left && !w.right;
}

/// Windows along one side: of one size, at one distance, some of them reaching beyond the image.
struct Side {
    int64_t kernel = 0, stride = 0, before = 0, after = 0;
};

// The windows of adaptive pooling, floor(i n / parts) to ceil((i + 1) n / parts), as windows that slide, if they are.
std::optional<Side> sliding(int64_t n, int64_t parts) {
    const auto begin = [&](int64_t i) { return i * n / parts; };
    const auto end = [&](int64_t i) { return div_up((i + 1) * n, parts); };
    const int64_t middle = parts > 2 ? 1 : 0;
    Side s{.kernel = end(middle) - begin(middle)};
    s.before = s.kernel - end(0);
    s.stride = parts == 1 ? n : end(1) - end(0);
    s.after = (parts - 1) * s.stride - s.before + s.kernel - n;
    if (s.before < 0 || s.after < 0 || s.stride < 1) return {};
    for (int64_t i = 0; i < parts; ++i) {
        const int64_t at = i * s.stride - s.before;
        if (std::max<int64_t>(at, 0) != begin(i) || std::min(at + s.kernel, n) != end(i)) return {};
    }
    return s;
}

template <class Op>
PoolArguments adaptive_windows(const Op& op) {
    PoolArguments a{.input_tensor = op.input_tensor,
                    .batch_size = op.batch_size,
                    .input_h = op.input_h,
                    .input_w = op.input_w,
                    .channels = op.channels};
    check_magnitudes(op.name, {op.input_h, op.input_w, op.output_size[0], op.output_size[1]});
    const Pair size{op.input_h, op.input_w};
    for (size_t i = 0; i < 2; ++i) {
        const auto side = op.output_size[i] > 0 && size[i] > 0 ? sliding(size[i], op.output_size[i]) : std::nullopt;
        require(side.has_value(), "Adaptive pooling configuration not supported. [", op.name, "] output_size (",
                op.output_size[0], ", ", op.output_size[1], ") does not divide the input's (", size[0], ", ", size[1],
                ") into windows of one size at one distance");
        a.kernel_size[i] = side->kernel;
        a.stride[i] = side->stride;
        a.padding.insert(a.padding.end(), {side->before, side->after});
    }
    a.memory_config = op.memory_config;
    a.applied_shard_scheme = op.applied_shard_scheme;
    a.deallocate_input = op.deallocate_input;
    return a;
}

}  // namespace

PoolResult MaxPool2d::compose() const {
    Pool2d p = pool_for(name, *this, PoolKind::Max, dilation);
    p.with_indices = return_indices;
    auto out = run(p, *this, false);
    if (return_indices) return out;
    return out[0];
}

Tensor AvgPool2d::compose() const {
    Pool2d p = pool_for(name, *this, PoolKind::Average, {1, 1});
    require(!divisor_override || *divisor_override != 0, "[", name, "] divisor_override must not be 0");
    p.count_include_pad = count_include_pad;
    p.divisor = divisor_override;
    return run(p, *this, over_everything(p.window))[0];
}

Tensor AdaptiveAvgPool2d::compose() const {
    const PoolArguments a = adaptive_windows(*this);
    Pool2d p = pool_for(name, a, PoolKind::Average, {1, 1});
    p.count_include_pad = false;
    return run(p, a, over_everything(p.window))[0];
}

Tensor AdaptiveMaxPool2d::compose() const {
    const PoolArguments a = adaptive_windows(*this);
    return run(pool_for(name, a, PoolKind::Max, {1, 1}), a, false)[0];
}

Tensor GlobalAvgPool2d::compose() const {
    const Shape& s = input_tensor.shape();
    require(s.rank() == 4, "[", name, "] input_tensor: expected [N, H, W, C], got ", s);
    require(s.volume() > 0, "[", name, "] input_tensor: expected at least one element, got ", s);
    require(input_tensor.on_device(), "[", name, "] input_tensor must be on device; move it with ttnn.to_device");
    check_on_device(name, input_tensor);
    Pool2d p{.input = input_tensor,
             .kind = PoolKind::Average,
             .dtype = dtype.value_or(input_tensor.dtype()),
             .layout = Layout::TILE};
    p.window = {.batch = s[0], .height = s[1], .width = s[2], .kernel = {s[1], s[2]}};
    p.memory_config = memory_config.value_or(input_tensor.memory_config().is_sharded() ? MemoryConfig{}
                                                                                       : input_tensor.memory_config());
    p.nhwc = true;
    return call(p)[0];
}

}  // namespace ttnn

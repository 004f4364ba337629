#include "ops/normalization/group_norm.hpp"

#include <cmath>

#include "base/thread_pool.hpp"
#include "op/destination.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/normalization/group_norm_programs.hpp"
#include "ops/reduction/lines.hpp"

namespace ttnn {
namespace {

struct Statistics {
    double mean = 0, variance = 0;  ///< variance over n
};

// Two passes in a fixed order: the values are those that `value(i)` gives for i < n.
template <class F>
Statistics statistics(int64_t n, F value) {
    Statistics s;
    for (int64_t i = 0; i < n; ++i) s.mean += value(i);
    s.mean /= static_cast<double>(n);
    for (int64_t i = 0; i < n; ++i) s.variance += (value(i) - s.mean) * (value(i) - s.mean);
    s.variance /= static_cast<double>(n);
    return s;
}

// Into how many equal parts, each padded to a row of 32, `channels` were divided to give `volume` elements; 0 when no
// division fits.
int64_t channel_parts(int64_t channels, int64_t volume) {
    for (int64_t parts = 1; parts <= channels; ++parts)
        if (channels % parts == 0 && (channels / parts + 31) / 32 * 32 * parts == volume) return parts;
    return 0;
}

// weight or bias of each channel: the card wants each core's channels padded to rows of 32.
std::vector<float> channel_vector(const View& v, int64_t channels) {
    const auto stored = linear_floats(v);
    if (static_cast<int64_t>(stored.size()) == channels) return stored;
    const int64_t parts = channel_parts(channels, static_cast<int64_t>(stored.size()));
    const int64_t each = channels / parts, padded = static_cast<int64_t>(stored.size()) / parts;
    std::vector<float> out(static_cast<size_t>(channels));
    for (int64_t c = 0; c < channels; ++c)
        out[static_cast<size_t>(c)] = stored[static_cast<size_t>(c / each * padded + c % each)];
    return out;
}

void check_channels(const char* argument, const std::optional<Tensor>& v, int64_t channels) {
    if (!v) return;
    check_on_device(GroupNorm::name, *v);
    require(v->layout() == Layout::ROW_MAJOR, "[ttnn.group_norm] ", argument, ": expected ROW_MAJOR, got ", v->layout(),
            "; use ttnn.to_layout");
    require(v->shape().rank() > 0 && v->shape().width() == 32, "[ttnn.group_norm] ", argument,
            ": expected rows of 32 (a tile's width), got ", v->shape());
    require(v->shape().volume() == channels || channel_parts(channels, v->shape().volume()), "[ttnn.group_norm] ",
            argument, ": expected ", channels, " channels, padded to rows of 32, got ", v->shape());
}

// x is [batch, area, channels].
void normalise_group(float* x, int64_t area, int64_t channels, int64_t first, int64_t size, double eps,
                     const std::vector<float>& weight, const std::vector<float>& bias) {
    auto at = [&](int64_t i) -> float& { return x[i / size * channels + first + i % size]; };
    const auto s = statistics(area * size, [&](int64_t i) { return static_cast<double>(at(i)); });
    const double scale = 1.0 / std::sqrt(s.variance + eps);
    for (int64_t i = 0; i < area * size; ++i) {
        const auto c = static_cast<size_t>(first + i % size);
        const double y = (at(i) - s.mean) * scale * (weight.empty() ? 1.0f : weight[c]);
        at(i) = static_cast<float>(y + (bias.empty() ? 0.0f : bias[c]));
    }
}

// An interleaved input is divided into virtual columns of whole tiles and groups; the rest of the grid divides the
// rows.
void check_grid(const CoreGrid& grid, const Shape& s, int64_t groups) {
    const int64_t gx = static_cast<int64_t>(grid.x), gy = static_cast<int64_t>(grid.y), ht = s[0] * ((s[2] + 31) / 32);
    const auto [columns, rows] = group_grid(grid, s, groups);
    require(rows > 0 && rows <= ht && ht % rows == 0 && rows % s[0] == 0, "group_norm: Requested core_grid (x=", gx,
            ", y=", gy, ") is invalid for the input dimensions (Ht=", ht, ", W=", s[3], ", num_groups=", groups,
            ", num_batches=", s[0],
            "). The grid must satisfy: num_virtual_rows = (grid_x / num_virtual_cols) * grid_y <= Ht, Ht must be "
            "divisible by num_virtual_rows, and num_virtual_rows must be divisible by num_batches. Computed "
            "num_virtual_rows=",
            rows, ", num_virtual_cols=", columns);
}

}  // namespace

// --- group_norm

bool GroupNorm::in_place() const { return inplace.value_or(false) && input_tensor.memory_config().is_sharded(); }

void GroupNorm::validate() const {
    check_on_device(name, input_tensor);
    const Shape& s = input_tensor.shape();
    require(s.rank() == 4, "[ttnn.group_norm] Input tensor must be rank 4, got ", s);
    require(s[1] == 1, "Input tensor shape[1] must be 1: [ttnn.group_norm] expected [N, 1, H*W, C], got ", s);
    require(num_groups > 0 && s[3] % num_groups == 0,
            "channels must be divisible by num_groups: [ttnn.group_norm] num_groups ", num_groups, ", input ", s);
    require(s[3] % 32 == 0, "[ttnn.group_norm] input_tensor: C must be a multiple of 32, got ", s, "; pad it");
    require(is_floating(input_tensor.dtype()) && !is_block_float(input_tensor.dtype()),
            "[ttnn.group_norm] input_tensor: expected bfloat16 or float32, got ", input_tensor.dtype(),
            "; use ttnn.typecast");
    require(!(inplace.value_or(false) && input_tensor.layout() == Layout::TILE),
            "In-place operation not supported: Tile layout requires non-inplace tensors. [ttnn.group_norm] "
            "pass inplace=False");
    const auto& config = input_tensor.memory_config();
    require(config.is_sharded() || input_tensor.layout() == Layout::TILE,
            "[ttnn.group_norm] an interleaved input must be in TILE layout; use ttnn.to_layout");
    require(config.memory_layout() != TensorMemoryLayout::WIDTH_SHARDED,
            "[ttnn.group_norm] Width sharded inputs are not supported");
    if (config.shard_spec())
        require(config.shard_spec()->shape[0] % 32 == 0, "shard height ", config.shard_spec()->shape[0],
                " must be divisible by tile height 32: [ttnn.group_norm]");
    const int64_t group = s[3] / num_groups, held = config.shard_spec() ? config.shard_spec()->shape[1] : s[3];
    require(held % group == 0, "per_core_N (", held, ") must be divisible by num_datum_row_per_group (", group,
            "): [ttnn.group_norm]");
    if (input_mask)
        require(input_mask->spec().padded_shape().width() == group_mask_width(group, held), "input mask width (",
                input_mask->spec().padded_shape().width(), ") must have the same width as block_wt * tile_width (",
                group_mask_width(group, held), "): [ttnn.group_norm]");
    if (core_grid && !config.is_sharded()) check_grid(*core_grid, s, num_groups);
    check_channels("weight", weight, s[3]);
    check_channels("bias", bias, s[3]);
}

TensorSpec GroupNorm::output() const {
    const auto& s = input_tensor.spec();
    if (in_place()) return s;
    return {s.logical_shape(), dtype.value_or(s.dtype()), output_layout.value_or(s.layout()),
            moved_memory_config(memory_config, input_tensor, s.logical_shape())};
}

Program GroupNorm::program() const {
    Program p;
    p.device_programs = {group_norm_device_program(*this)};
    p.compute = compute_kernel_config;
    p.run = [groups = num_groups, eps = epsilon](const Operands& o) {
        const Shape& s = o.in[0].spec->logical_shape();
        const int64_t area = s[2], channels = s[3], size = channels / groups;
        if (s.volume() == 0) return;
        auto x = linear_floats(o.in[0]);
        const auto weight = o.in[2] ? channel_vector(o.in[2], channels) : std::vector<float>(),
                   bias = o.in[3] ? channel_vector(o.in[3], channels) : std::vector<float>();
        parallel_for(static_cast<size_t>(s[0] * groups), [&](size_t i) {
            const auto n = static_cast<int64_t>(i) / groups, g = static_cast<int64_t>(i) % groups;
            normalise_group(x.data() + n * area * channels, area, channels, g * size, size, eps, weight, bias);
        });
        store_linear(o.out[0], x);
    };
    return p;
}

// --- batch_norm

namespace {

void check_statistic(const Tensor& t, const char* what, int64_t channels) {
    check_on_device(BatchNorm::name, t);
    require(t.layout() == Layout::TILE, "[ttnn.batch_norm] ", what, ": expected TILE layout, got ", t.layout(),
            "; use ttnn.to_layout");
    require(t.dtype() == DataType::BFLOAT16 || t.dtype() == DataType::FLOAT32,
            "batch_norm only supports bfloat16, float32. Got: ", t.dtype(), " for ", what);
    require(t.shape().rank() >= 2 && t.shape()[1] == channels, what,
            "_shape[1] must be the same as input's channel size: [ttnn.batch_norm] expected ", channels, ", got ",
            t.shape());
    require(t.shape().volume() == channels, "[ttnn.batch_norm] ", what, ": expected [1, ", channels, ", 1, 1], got ",
            t.shape());
}

// running = (1 - momentum) * running + momentum * fresh, in the tensor that the caller passed.
void update_running(const View& running, const std::vector<double>& fresh, double momentum) {
    auto values = linear_floats(running);
    for (size_t c = 0; c < values.size(); ++c)
        values[c] = static_cast<float>((1 - momentum) * values[c] + momentum * fresh[c]);
    store_linear(running, values);
}

std::vector<float> optional_floats(const View& v) { return v ? linear_floats(v) : std::vector<float>(); }

}  // namespace

void BatchNorm::validate() const {
    check_on_device(name, input);
    const Shape& s = input.shape();
    require(s.rank() >= 4, "batch_norm not supported for tensors with rank < 4. (rank=", s.rank(), ")");
    require(s.rank() == 4, "[ttnn.batch_norm] input: expected [N, C, H, W], got ", s);
    require(training || (running_mean && running_var),
            "running_mean and running_var must be defined in evaluation mode: [ttnn.batch_norm]");
    require(input.dtype() == DataType::BFLOAT16 || input.dtype() == DataType::FLOAT32,
            "batch_norm only supports bfloat16, float32. Got: ", input.dtype(), " for input");
    require(input.layout() == Layout::TILE, "[ttnn.batch_norm] input: expected TILE layout, got ", input.layout(),
            "; use ttnn.to_layout");
    require(!input.memory_config().is_sharded(),
            "[ttnn.batch_norm] input: sharded tensors are not supported; use ttnn.sharded_to_interleaved");
    if (running_mean) check_statistic(*running_mean, "batch_mean", s[1]);
    if (running_var) check_statistic(*running_var, "batch_var", s[1]);
    if (weight) check_statistic(*weight, "weight", s[1]);
    if (bias) check_statistic(*bias, "bias", s[1]);
}

TensorSpec BatchNorm::output() const {
    if (output_tensor) return destination_spec(name, *this, &BatchNorm::output_tensor, DestinationDtype::Any);
    return {input.shape(), input.dtype(), Layout::TILE, memory_config.value_or(input.memory_config())};
}

Program BatchNorm::program() const {
    Program p;
    p.device_programs = {batch_norm_device_program(*this)};
    p.compute = compute_kernel_config;
    p.run = [training = training, eps = eps, momentum = momentum](const Operands& o) {
        const Shape& s = o.in[0].spec->logical_shape();
        const int64_t batch = s[0], channels = s[1], area = s[2] * s[3], n = batch * area;
        if (n * channels == 0) return;
        auto x = linear_floats(o.in[0]);
        const auto old_mean = optional_floats(o.in[1]), old_var = optional_floats(o.in[2]),
                   weight = optional_floats(o.in[3]), bias = optional_floats(o.in[4]);
        std::vector<double> mean(static_cast<size_t>(channels)), unbiased(mean.size());
        parallel_for(mean.size(), [&](size_t c) {
            auto at = [&](int64_t i) -> float& {
                return x[static_cast<size_t>((i / area * channels + static_cast<int64_t>(c)) * area + i % area)];
            };
            const Statistics st = training ? statistics(n, [&](int64_t i) { return static_cast<double>(at(i)); })
                                           : Statistics{old_mean[c], old_var[c]};
            mean[c] = st.mean;
            unbiased[c] = st.variance * static_cast<double>(n) / static_cast<double>(std::max<int64_t>(1, n - 1));
            const double scale = (weight.empty() ? 1.0 : weight[c]) / std::sqrt(st.variance + eps),
                         shift = bias.empty() ? 0.0 : bias[c];
            for (int64_t i = 0; i < n; ++i) at(i) = static_cast<float>((at(i) - st.mean) * scale + shift);
        });
        if (training && o.in[1]) update_running(o.in[1], mean, momentum);
        if (training && o.in[2]) update_running(o.in[2], unbiased, momentum);
        store_linear(o.out[0], x);
    };
    return p;
}

}  // namespace ttnn

#include "ops/normalization/layer_norm.hpp"

#include <algorithm>
#include <cmath>

#include "base/scratch.hpp"
#include "kernels/table.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/eltwise/flat.hpp"
#include "ops/half_strips.hpp"
#include "ops/normalization/norm_programs.hpp"
#include "ops/normalization/row_programs.hpp"

namespace ttnn {

std::ostream& operator<<(std::ostream& out, const LayerNormDefaultProgramConfig& c) {
    return out << "LayerNormDefaultProgramConfig(legacy_reduction=" << c.legacy_reduction
               << ",use_welford=" << c.use_welford << ")";
}
std::ostream& operator<<(std::ostream& out, const LayerNormShardedMultiCoreProgramConfig& c) {
    return out << "LayerNormShardedMultiCoreProgramConfig(compute_with_storage_grid_size="
               << c.compute_with_storage_grid_size << ",subblock_w=" << c.subblock_w << ",block_h=" << c.block_h
               << ",block_w=" << c.block_w << ",inplace=" << c.inplace << ",legacy_reduction=" << c.legacy_reduction
               << ",use_welford=" << c.use_welford << ")";
}

namespace {

// weight and bias: a row of the input's width, or (row-major) the same elements in rows of a tile's width.
void check_vector(const NormArguments& n, const Tensor& v, const char* name, const char* what) {
    check_on_device(name, v);
    const auto &a = n.input_tensor.spec(), &s = v.spec();
    if (v.layout() == Layout::TILE) {
        const bool fits = s.padded_shape().width() == a.padded_shape().width() && s.logical_shape().rank() > 0 &&
                          s.logical_shape().width() >= a.logical_shape().width();
        require(fits, "Input and ", what, " padded widths must match and ", what,
                " logical width must be >= input logical width (otherwise valid input columns would be "
                "multiplied by ",
                what, " padding). Got input: logical[-1]=", a.logical_shape().width(),
                " padded[-1]=", a.padded_shape().width(), " vs ", what, ": logical[-1]=", s.logical_shape().width(),
                " padded[-1]=", s.padded_shape().width());
        return;
    }
    const int64_t tile = a.is_tile() ? a.tile().width : 32;
    require(s.padded_shape().width() == tile && s.padded_shape().volume() == a.padded_shape().width(), "[", name, "] ",
            what, ": a ROW_MAJOR one must have rows of ", tile, " and as many elements as the input is wide (",
            a.padded_shape().width(), "), got ", s.logical_shape(), "; or use ttnn.to_layout");
}

// The blocks of a sharded program are the input's shards.
void check_norm_blocks(const TensorSpec& s, const LayerNormShardedMultiCoreProgramConfig& c) {
    const auto& shards = s.memory_config().shard_spec();
    if (!shards || !s.is_tile()) return;
    const bool block = s.memory_config().memory_layout() == TensorMemoryLayout::BLOCK_SHARDED;
    const CoreRange box = shards->grid.bounding_box();
    const int64_t kt = s.physical_width() / 32, mt = s.physical_height() / 32, rows = block ? box.height() : 1,
                  columns = block ? box.width() : shards->num_cores();
    const int64_t w = (kt + columns - 1) / columns, h = (mt + rows - 1) / rows;
    require(c.block_w == w, "block_w (", c.block_w, ") must equal to K (in tiles) / num_cores", block ? "_c (" : " (",
            w, "): program_config of a sharded norm");
    require(c.block_h == h, "block_h (", c.block_h, ") must equal ceil(Mt / num_cores_r) (", h, "); Mt=", mt,
            ", num_cores_r=", rows, ": program_config of a sharded norm");
}

}  // namespace

void NormArguments::validate(const char* name) const {
    check_on_device(name, input_tensor);
    const auto& s = input_tensor.spec();
    require(s.logical_shape().rank() > 0, "LayerNorm operation not supported for 0D tensors. (rank=0)");
    require(s.is_tile() || std::string_view(name) != "ttnn.rms_norm",
            "ttnn::rms_norm does not support ROW_MAJOR input tensors. Use TILE layout.");
    const DataType d = s.dtype();
    require(d == DataType::FLOAT32 || d == DataType::BFLOAT16 || d == DataType::BFLOAT8_B,
            "Input tensor must be FLOAT32, BFLOAT16, or BFLOAT8_B, got: ", d, ": [", name, "] use ttnn.typecast first");
    require(s.is_tile() || s.logical_shape().width() % 32 == 0, "ROW_MAJOR input requires W (",
            s.logical_shape().width(), ") to be a multiple of tile width (32)");
    require(s.memory_config().memory_layout() != TensorMemoryLayout::HEIGHT_SHARDED,
            "Height sharded inputs are not supported.", " [", name, "]");
    if (s.memory_config().is_sharded() && memory_config)
        require(memory_config->is_sharded() && memory_config->memory_layout() != TensorMemoryLayout::HEIGHT_SHARDED,
                "[", name, "] memory_config: a sharded input needs a width- or block-sharded output");
    if (program_config)
        if (auto* c = std::get_if<LayerNormShardedMultiCoreProgramConfig>(&*program_config)) {
            require(s.memory_config().is_sharded(), "[", name,
                    "] program_config is sharded but the input is not (bad optional access)");
            require(c->subblock_w > 0 && c->block_w % c->subblock_w == 0, "block_w must be divisible by subblock_w.");
            check_norm_blocks(s, *c);
        }
    if (weight) check_vector(*this, *weight, name, "gamma");
    if (bias) check_vector(*this, *bias, name, "beta");
    if (residual_input_tensor)
        require(residual_input_tensor->shape() == input_tensor.shape(),
                "Input and residual shapes must be equal, got input: ", input_tensor.shape(),
                " vs residual: ", residual_input_tensor->shape());
}

TensorSpec NormArguments::output() const {
    const auto& s = input_tensor.spec();
    return {s.logical_shape(), s.dtype(), s.layout(),
            moved_memory_config(memory_config, input_tensor, s.logical_shape()), s.tile()};
}

namespace {

// The vector as `width` floats, in the order of its elements.
// Elements of weights or biases; none without a tensor.
class Parameters {
 public:
    Parameters(const View& v, int64_t width) : values_(size_of(v, width)) {
        if (!v) return;
        const Shape& s = v.spec->logical_shape();
        std::fill(values_.begin(), values_.end(), 0.0f);
        load_rows(v, 0, v.spec->is_tile() ? 1 : s.rows(), values_.data(), s.width());
    }
    const float* data() const { return values_.size() ? values_.data() : nullptr; }

 private:
    static size_t size_of(const View& v, int64_t width) {
        return v ? static_cast<size_t>(std::max(width, v.spec->logical_shape().volume())) : 0;
    }
    Scratch<float> values_;
};

float reciprocal_deviation(float sum_of_squares, int64_t width, double epsilon) {
    const double variance = static_cast<double>(sum_of_squares) / static_cast<double>(width);
    return static_cast<float>(1.0 / std::sqrt(variance + epsilon));
}

struct Norm {
    bool subtract_mean;
    double epsilon;

    void run(const Operands& o) const {
        const int64_t width = o.in[0].spec->logical_shape().width();
        if (width == 0) return;
        const Parameters weights(o.in[1], width), biases(o.in[2], width);
        const bool halves = !o.in[3] && lies_in_halves(*o.out[0].spec) && o.in[0].spec->dtype() == DataType::BFLOAT16 &&
                            lies_like(*o.in[0].spec, *o.out[0].spec);
        halves ? in_halves(o, weights.data(), biases.data()) : in_floats(o, weights.data(), biases.data());
    }

    void in_halves(const Operands& o, const float* weight, const float* bias) const {
        const auto& k = kernels::table().half_rows;
        const int64_t width = o.in[0].spec->logical_shape().width();
        const auto n = static_cast<size_t>(width);
        for_each_half_strip(o.in[0], o.out[0], [&](kernels::HalfRows x, const kernels::HalfRows& y, int64_t) {
            float means[32] = {}, scales[32];
            if (subtract_mean) k.moments(x, n, means, scales);
            else k.sums_of_squares(x, n, scales);
            for (size_t r = 0; r < x.rows; ++r) scales[r] = reciprocal_deviation(scales[r], width, epsilon);
            k.scale_shift(x, y, n, means, scales, weight, bias);
        });
    }

    void in_floats(const Operands& o, const float* weight, const float* bias) const {
        const auto& k = kernels::table().rows;
        const int64_t width = o.in[0].spec->logical_shape().width();
        const auto n = static_cast<size_t>(width);
        for_each_row(o.in[0], o.out[0], [&](float* x, int64_t r) {
            if (o.in[3]) {
                const Scratch<float> other(n);
                load_rows(o.in[3], r, 1, other.data(), width);
                k.accumulate_sum(x, other.data(), n);
            }
            const float mean = subtract_mean ? k.sum(x, n) / static_cast<float>(width) : 0.0f;
            k.scale_shift(x, n, mean, reciprocal_deviation(k.sum_of_squares(x, mean, n), width, epsilon), weight, bias);
        });
    }
};

}  // namespace

Program NormArguments::program(bool subtract_mean) const {
    Program p;
    p.device_programs = {norm_device_program(*this, subtract_mean)};
    p.compute = compute_kernel_config;
    p.run = [norm = Norm{subtract_mean, epsilon}](const Operands& o) { norm.run(o); };
    return p;
}

}  // namespace ttnn

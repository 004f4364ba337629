#include "ops/normalization/layer_norm.hpp"

#include <cmath>

#include "kernels/table.hpp"
#include "ops/data_movement/movement_op.hpp"
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
std::vector<float> vector_of(const View& v, int64_t width) {
    const Shape& s = v.spec->logical_shape();
    std::vector<float> out(static_cast<size_t>(std::max(width, s.volume())));
    if (v.spec->is_tile()) load_rows(v, 0, 1, out.data(), s.width());
    else load_rows(v, 0, s.rows(), out.data(), s.width());
    return out;
}

}  // namespace

Program NormArguments::program(bool subtract_mean) const {
    Program p;
    p.device_programs = {norm_device_program(*this, subtract_mean)};
    p.compute = compute_kernel_config;
    p.run = [subtract_mean, eps = epsilon](const Operands& o) {
        const auto& k = kernels::table().rows;
        const int64_t width = o.in[0].spec->logical_shape().width();
        if (width == 0) return;
        const auto n = static_cast<size_t>(width);
        const auto weight = o.in[1] ? vector_of(o.in[1], width) : std::vector<float>(),
                   bias = o.in[2] ? vector_of(o.in[2], width) : std::vector<float>();
        for_each_row(o.in[0], o.out[0], [&](float* x, int64_t r) {
            if (o.in[3]) {
                std::vector<float> other(n);
                load_rows(o.in[3], r, 1, other.data(), width);
                k.accumulate_sum(x, other.data(), n);
            }
            const float mean = subtract_mean ? k.sum(x, n) / static_cast<float>(width) : 0.0f;
            const double variance = static_cast<double>(k.sum_of_squares(x, mean, n)) / static_cast<double>(width);
            const auto scale = static_cast<float>(1.0 / std::sqrt(variance + eps));
            k.scale_shift(x, n, mean, scale, weight.empty() ? nullptr : weight.data(),
                          bias.empty() ? nullptr : bias.data());
        });
    };
    return p;
}

}  // namespace ttnn

#include "ops/normalization/distributed_norm.hpp"

#include <cmath>

#include "kernels/table.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/eltwise/unary_ops.hpp"
#include "ops/normalization/row_programs.hpp"
#include "ops/steps.hpp"
#include "ops/transformer/rotary_llama.hpp"

namespace ttnn {
namespace {

constexpr int64_t kTileWidth = 32;

Program sums_program(const char* operation, const char* factory, const Tensor& input, int64_t tiles) {
    const auto cores = num_cores_to_corerangeset(
        std::max<int64_t>(1, std::min(input.spec().physical_height() / 32, input.device()->model().num_workers())),
        input.device()->grid(), true);
    const int64_t page = static_cast<int64_t>(Tile{}.bytes(input.dtype()));
    Program p;
    p.device_programs = {{operation,
                          factory,
                          {{StaticBufferKind::Dataflow, 2 * page, cores},
                           {StaticBufferKind::Dataflow, page, cores},
                           {StaticBufferKind::Dataflow, tiles * page, cores}},
                          {}}};
    return p;
}

std::string factory_of(const char* operation) {
    std::string text = operation;
    return text.replace(text.rfind("DeviceOperation"), 15, "ProgramFactory");
}

std::vector<float> elements_of(const View& v, int64_t count) {
    const Shape& s = v.spec->logical_shape();
    std::vector<float> out(static_cast<size_t>(std::max(count, s.volume())));
    load_rows(v, 0, s.rows(), out.data(), s.width());
    return out;
}

}  // namespace

void RowSums::validate() const {
    check_on_device(name, input);
    require(input.shape().rank() > 0, "[", name, "] input_tensor: expected rows, got a scalar; reshape it to [1, 1]");
    if (residual)
        require(residual->shape() == input.shape(), "[", name, "] residual_input_tensor: expected ", input.shape(),
                ", got ", residual->shape());
    require(is_floating(dtype), "[", name, "] dtype: expected a float dtype, got ", dtype);
}

TensorSpec RowSums::output() const {
    const int64_t width = means ? 2 * kTileWidth : kTileWidth;
    Shape shape = input.shape();
    if (shape.rank()) shape.set(-1, width);
    MemoryConfig config = memory_config.value_or(input.memory_config());
    if (!memory_config && config.is_sharded())
        config =
            MemoryConfig(TensorMemoryLayout::WIDTH_SHARDED, config.buffer_type(),
                         ShardSpec{CoreRangeSet(CoreRange{{0, 0}, {0, 0}}), {input.spec().physical_height(), width}});
    return {shape, dtype, Layout::TILE, config};
}

Program RowSums::program() const {
    Program p = sums_program(device_operation, factory_of(device_operation).c_str(), input, means ? 2 : 1);
    p.compute = compute;
    p.run = [both = means, add = residual.has_value()](const Operands& o) {
        const auto& k = kernels::table().rows;
        const View &in = o.in[0], &out = o.out[0];
        const int64_t width = in.spec->logical_shape().width(), columns = out.spec->logical_shape().width();
        const auto n = static_cast<size_t>(width);
        const RowPieces pieces(*in.spec);
        parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
            const auto [begin, end] = pieces[static_cast<int64_t>(i)];
            std::vector<float> x(static_cast<size_t>((end - begin) * width)), other(add ? x.size() : 0),
                sums(static_cast<size_t>((end - begin) * columns));
            load_rows(in, begin, end - begin, x.data(), width);
            if (add) {
                load_rows(o.in[1], begin, end - begin, other.data(), width);
                k.accumulate_sum(x.data(), other.data(), x.size());
                store_rows(in, begin, end - begin, x.data(), width);
            }
            for (int64_t r = 0; r < end - begin; ++r) {
                float* to = sums.data() + r * columns;
                to[0] = k.sum_of_squares(x.data() + r * width, 0, n);
                if (both) to[kTileWidth] = k.sum(x.data() + r * width, n);
            }
            store_rows(out, begin, end - begin, sums.data(), columns);
        });
    };
    return p;
}

void NormOfSums::validate() const {
    check_on_device(name, input);
    check_on_device(name, stats);
    const int64_t unit = means ? 2 * kTileWidth : kTileWidth;
    require(stats.shape().rank() == input.shape().rank() && stats.shape().rows() == input.shape().rows() &&
                stats.shape().width() >= unit && stats.shape().width() % unit == 0,
            "[", name, "] stats: expected a row of ", unit, " columns a device for each row of ", input.shape(),
            ", got ", stats.shape());
    for (const auto* v : {&weight, &bias})
        if (*v)
            require((*v)->shape().volume() == input.shape().width() ||
                        (*v)->spec().padded_shape().width() == input.spec().padded_shape().width(),
                    "[", name, "] weight and bias: expected ", input.shape().width(), " elements, got ", (*v)->shape());
}

TensorSpec NormOfSums::output() const {
    return {input.shape(), dtype.value_or(input.dtype()), Layout::TILE,
            moved_memory_config(memory_config, input, input.shape()), input.spec().tile()};
}

Program NormOfSums::program() const {
    Program p = sums_program(device_operation, factory_of(device_operation).c_str(), input, 2);
    p.compute = compute;
    const int64_t unit = means ? 2 * kTileWidth : kTileWidth, devices = stats.shape().width() / unit;
    p.run = [both = means, eps = epsilon, unit, devices](const Operands& o) {
        const int64_t width = o.in[0].spec->logical_shape().width(), columns = o.in[1].spec->logical_shape().width();
        if (width == 0) return;
        const auto weight = o.in[2] ? elements_of(o.in[2], width) : std::vector<float>(),
                   bias = o.in[3] ? elements_of(o.in[3], width) : std::vector<float>();
        const auto total = static_cast<double>(width * devices);
        for_each_row(o.in[0], o.out[0], [&](float* x, int64_t r) {
            std::vector<float> sums(static_cast<size_t>(columns));
            load_rows(o.in[1], r, 1, sums.data(), columns);
            double squares = 0, sum = 0;
            for (int64_t d = 0; d < devices; ++d) {
                squares += static_cast<double>(sums[static_cast<size_t>(d * unit)]);
                if (both) sum += static_cast<double>(sums[static_cast<size_t>(d * unit + kTileWidth)]);
            }
            const double mean = sum / total, variance = std::max(0.0, squares / total - mean * mean);
            kernels::table().rows.scale_shift(x, static_cast<size_t>(width), static_cast<float>(mean),
                                              static_cast<float>(1.0 / std::sqrt(variance + eps)),
                                              weight.empty() ? nullptr : weight.data(),
                                              bias.empty() ? nullptr : bias.data());
        });
    };
    return p;
}

void WanFusedRmsNormPreAllGather::validate() const {
    sums().validate();
    require(!input_tensor.is_sharded(),
            "Input tensor must use INTERLEAVED memory layout, got: ", input_tensor.memory_config().memory_layout(),
            ": [", name, "]");
}

Tensor DitRmsNormUnaryFused::compose() const {
    RmsNorm op;
    op.input_tensor = input_tensor;
    op.epsilon = epsilon;
    op.weight = weight;
    op.bias = bias;
    op.residual_input_tensor = residual_input_tensor;
    op.memory_config = memory_config;
    op.program_config = program_config;
    op.compute_kernel_config = compute_kernel_config;
    const Tensor out = call(op);
    if (!activation) return out;
    UnaryChainOp function;
    function.input_tensor = out;
    if (auto* text = std::get_if<std::string>(&*activation)) function.ops_chain = {activation_from_string(name, *text)};
    else function.ops_chain = {std::get<UnaryWithParam>(*activation)};
    function.memory_config = memory_config;
    return call(function);
}

Tensor WanFusedRmsNormPostAllGather::compose() const {
    check_on_device(name, input_tensor);
    const Shape& s = input_tensor.shape();
    require(s.rank() == 4 && s[1] == 1 && num_heads_per_device > 0 && s[3] % num_heads_per_device == 0, "[", name,
            "] input_tensor: expected [b, 1, s, heads * d] with ", num_heads_per_device, " heads, got ", s);
    require(rope_cos.has_value() == rope_sin.has_value() && rope_cos.has_value() == transformation_mat.has_value(), "[",
            name, "] rope_cos, rope_sin and transformation_mat: give all or none");
    Tensor x = call(RmsNormPostAllGather{.input_tensor = input_tensor,
                                         .stats = stats,
                                         .epsilon = epsilon,
                                         .weight = weight,
                                         .memory_config = memory_config,
                                         .compute_kernel_config = compute_kernel_config,
                                         .dtype = dtype});
    if (num_heads_per_device > 1)
        x = steps::permute(steps::reshape(x, Shape{s[0], s[2], num_heads_per_device, s[3] / num_heads_per_device}),
                           {0, 2, 1, 3});
    if (!rope_cos) return x;
    RotaryEmbeddingLlama rotate;
    rotate.input_tensor = x;
    rotate.cos_cache = *rope_cos;
    rotate.sin_cache = *rope_sin;
    rotate.trans_mat = *transformation_mat;
    rotate.memory_config = memory_config;
    return call(rotate);
}

}  // namespace ttnn

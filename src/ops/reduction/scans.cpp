#include "ops/reduction/scans.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/table.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/normalization/row_programs.hpp"
#include "ops/reduction/reduce.hpp"
#include "ops/steps.hpp"
#include "ops/whole.hpp"

namespace ttnn {
namespace {

Program tile_program(const char* operation, const char* factory, const Tensor& t, int64_t pages) {
    const int64_t page = static_cast<int64_t>(Tile{}.bytes(t.dtype()));
    Program p;
    p.device_programs = {
        {operation, factory, {{StaticBufferKind::Circular, pages * page, t.device()->all_cores()}}, {}}};
    return p;
}

Tensor outer_sum(const char* name, const Tensor& x, const std::vector<int64_t>& dims, const MemoryConfig& config) {
    check_on_device(name, x);
    const auto rank = static_cast<int64_t>(x.shape().rank());
    for (auto d : dims) {
        const int64_t at = normalized_dim(name, d, x.shape().rank());
        require(at <= rank - 3, "FastReduceNC reduces only outer dims: dim must be between 0 and ", rank - 3,
                ", but has ", d, ": [", name, "]");
    }
    return call(Sum{.input_tensor = x, .dim = dims, .keepdim = true, .memory_config = config});
}

}  // namespace

Tensor FastReduceNc::compose() const {
    require(!dims.empty(), "fast_reduce_nc dims should not be empty: [", name, "]");
    return steps::into(outer_sum(name, input, dims, memory_config), output_tensor);
}

std::vector<Tensor> FastReduceNcSplit::compose() const {
    const Tensor sum = outer_sum(name, input, {dim}, memory_config);
    const int64_t width = sum.shape()[-1];
    require(split_output_width > 0 && split_output_width < width && split_output_width % 32 == 0, "[", name,
            "] split_output_width: expected a multiple of 32 below ", width, ", got ", split_output_width);
    return {steps::slice(sum, -1, 0, split_output_width, memory_config),
            steps::slice(sum, -1, split_output_width, width, memory_config)};
}

std::vector<Tensor> DeepseekMoeFastReduceNc::compose() const {
    const Tensor sum = outer_sum(name, input_tensor, {dim}, output_memory_config);
    const int64_t width = sum.shape()[-1];
    require(split_size > 0 && width % split_size == 0, "[", name, "] split_size: must divide the ", width,
            " columns, got ", split_size);
    require(split_size % 32 == 0 || !is_block_float(sum.dtype()), "[", name,
            "] split_size: block floats are parted between tiles alone, got ", split_size);
    std::vector<Tensor> out;
    for (int64_t at = 0; at < width; at += split_size)
        out.push_back(steps::slice(sum, -1, at, at + split_size, output_memory_config));
    return out;
}

// --- state-space models

void HcSumReduce::validate() const {
    check_on_device(name, input);
    const Shape& s = input.shape();
    require(s.rank() == 4, "ShapeBase[] index out of range: [", name, "] input: expected [1, 1, L, 32 n], got ", s);
    require(input.layout() == Layout::TILE, "Inputs to ssm_1d_sum_reduce must be tilized: [", name, "]");
    require(s[0] == 1 && s[1] == 1, "Dim 1 and 2 are expected to be 1 in input a!: [", name, "] got ", s);
    require(s[3] % 1024 == 0, "Final dim/TILE_SIZE must be a multiple of latent size!: [", name, "] got ", s);
    require(is_floating(input.dtype()), "[", name, "] input: expected a float dtype, got ", input.dtype());
}

TensorSpec HcSumReduce::output() const {
    Shape s = input.shape();
    s.set(3, s[3] / 32);
    return {s, dtype.value_or(input.dtype()), Layout::TILE, memory_config.value_or(input.memory_config())};
}

Program HcSumReduce::program() const {
    Program p = tile_program("HCSumReduceDeviceOperation", "HCSumReduceProgramFactory", input, 7);
    p.run = [](const Operands& o) {
        const int64_t in = o.in[0].spec->logical_shape().width(), columns = in / 32;
        const RowPieces pieces(*o.out[0].spec);
        parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
            const auto [begin, end] = pieces[static_cast<int64_t>(i)];
            std::vector<float> x(static_cast<size_t>((end - begin) * in)),
                y(static_cast<size_t>((end - begin) * columns));
            load_rows(o.in[0], begin, end - begin, x.data(), in);
            for (size_t j = 0; j < y.size(); ++j) y[j] = kernels::table().rows.sum(x.data() + j * 32, 32);
            store_rows(o.out[0], begin, end - begin, y.data(), columns);
        });
    };
    return p;
}

void PrefixScan::validate() const {
    for (const auto* t : {&a, &bx, &h_prev}) {
        check_on_device(name, *t);
        require(t->shape().rank() == 4 && is_floating(t->dtype()), "[", name,
                "] tensors: expected floats of rank 4, got ", describe(*t));
    }
    require(a.shape() == bx.shape(), "[", name, "] bx: expected ", a.shape(), ", got ", bx.shape());
    require(a.shape()[0] == 1 && a.shape()[1] == 1, "[", name, "] a: expected [1, 1, L, n], got ", a.shape());
    require(h_prev.shape().width() == a.shape().width() && h_prev.shape().rows() == 1, "[", name,
            "] h_prev: expected [1, 1, 1, ", a.shape().width(), "], got ", h_prev.shape());
}

TensorSpec PrefixScan::output() const {
    return {a.shape(), dtype.value_or(a.dtype()), a.layout(), memory_config.value_or(a.memory_config()),
            a.spec().tile()};
}

Program PrefixScan::program() const {
    Program p = tile_program("PrefixScanDeviceOperation", "PrefixScanProgramFactory", a, 8);
    p.run = [](const Operands& o) {
        const Shape& s = o.in[0].spec->logical_shape();
        const int64_t n = s.width(), rows = s.rows();
        const auto factors = floats_of(o.in[0]);
        auto h = floats_of(o.in[1]);
        auto last = floats_of(o.in[2]);
        parallel_pieces(static_cast<size_t>(n), 512, [&](size_t begin, size_t end) {
            for (int64_t t = 0; t < rows; ++t) {
                const size_t at = static_cast<size_t>(t * n) + begin;
                const float* before = t ? h.data() + at - n : last.data() + begin;
                kernels::table().rows.multiply_add(h.data() + at, factors.data() + at, before, end - begin);
            }
        });
        store_floats(o.out[0], h.data());
        if (rows) store_floats(o.in[2], h.data() + (rows - 1) * n);
    };
    return p;
}

void RepeatAndInterleaveEltwiseMul::validate() const {
    for (const auto* t : {&a, &b}) {
        check_on_device(name, *t);
        require(t->shape().rank() == 4 && t->shape()[0] == 1 && t->shape()[1] == 1 && is_floating(t->dtype()), "[",
                name, "] tensors: expected floats [1, 1, L, n], got ", describe(*t));
    }
    require(a.shape()[2] == b.shape()[2], "[", name, "] b: expected ", a.shape()[2], " rows, got ", b.shape());
    const int64_t wa = a.shape().width(), wb = b.shape().width();
    require(wa == 32 || wa == 32 * wb, "[", name, "] a: expected 32 or ", 32 * wb, " columns, got ", wa);
}

TensorSpec RepeatAndInterleaveEltwiseMul::output() const {
    Shape s = a.shape();
    s.set(3, b.shape().width() * 32);
    return {s, dtype.value_or(a.dtype()), Layout::TILE, memory_config.value_or(a.memory_config())};
}

Program RepeatAndInterleaveEltwiseMul::program() const {
    Program p = tile_program("RepeatAndInterleaveEltwiseMulDeviceOperation",
                             "RepeatAndInterleaveEltwiseMulProgramFactory", a, 8);
    p.run = [](const Operands& o) {
        const int64_t wa = o.in[0].spec->logical_shape().width(), wb = o.in[1].spec->logical_shape().width(),
                      width = wb * 32;
        const RowPieces pieces(*o.out[0].spec);
        parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
            const auto [begin, end] = pieces[static_cast<int64_t>(i)];
            const int64_t rows = end - begin;
            std::vector<float> x(static_cast<size_t>(rows * wa)), y(static_cast<size_t>(rows * wb)),
                out(static_cast<size_t>(rows * width));
            load_rows(o.in[0], begin, rows, x.data(), wa);
            load_rows(o.in[1], begin, rows, y.data(), wb);
            for (int64_t r = 0; r < rows; ++r)
                for (int64_t j = 0; j < wb; ++j)
                    kernels::table().rows.axpy(y[static_cast<size_t>(r * wb + j)],
                                               x.data() + r * wa + (wa == 32 ? 0 : j * 32),
                                               out.data() + r * width + j * 32, 32);
            store_rows(o.out[0], begin, rows, out.data(), width);
        });
    };
    return p;
}

// --- averages and images

void Ema::validate() const {
    check_on_device(name, input_tensor);
    const Shape& s = input_tensor.shape();
    require(input_tensor.layout() == Layout::TILE, "Input tensor must have TILE layout, got: ", input_tensor.layout());
    require(input_tensor.dtype() == DataType::BFLOAT16, "Input tensor must be BFLOAT16, got: ", input_tensor.dtype());
    require(s.rank() == 4, "EMA input must be 4D [1, B, C, T], got rank ", s.rank());
    require(s[0] == 1, "EMA expects leading dimension to be 1, got ", s[0]);
}

TensorSpec Ema::output() const { return moved_spec(input_tensor, input_tensor.shape(), memory_config); }

Program Ema::program() const {
    Program p = tile_program("EmaDeviceOperation", "EmaProgramFactory", input_tensor, 6);
    p.compute = compute_kernel_config;
    p.run = [past = static_cast<float>(alpha)](const Operands& o) {
        const int64_t n = o.in[0].spec->logical_shape().width();
        for_each_row(o.in[0], o.out[0], [&](float* x, int64_t) {
            for (int64_t i = 1; i < n; ++i) x[i] = past * x[i - 1] + (1.0f - past) * x[i];
        });
    };
    return p;
}

void IntImg::validate() const {
    check_on_device(name, input_tensor);
    const Shape& s = input_tensor.shape();
    require(s.rank() == 4, "intimg supports only 4D tensors, the input tensor has ", s.rank(), " instead");
    require(input_tensor.dtype() == DataType::BFLOAT16 || input_tensor.dtype() == DataType::FLOAT32,
            "only bf16 and fp32 dtypes are supported, ", input_tensor.dtype(), " was provided instead");
    require(input_tensor.layout() == Layout::TILE, "only tile layout is supported, ", input_tensor.layout(),
            " was provided instead");
    require(s[0] == 1, "intimg supports only one batch, found ", s[0], " instead");
}

TensorSpec IntImg::output() const { return moved_spec(input_tensor, input_tensor.shape(), {}); }

Program IntImg::program() const {
    Program p = tile_program("IntImgDeviceOperation", "ProgramFactory", input_tensor, 8);
    p.run = [](const Operands& o) {
        const Shape& s = o.in[0].spec->logical_shape();
        const int64_t height = s[1], width = s[2], c = s[3];
        const auto n = static_cast<size_t>(c);
        auto x = floats_of(o.in[0]);
        const auto add = kernels::table().rows.accumulate_sum;
        parallel_for(static_cast<size_t>(height), [&](size_t y) {
            float* row = x.data() + static_cast<int64_t>(y) * width * c;
            for (int64_t j = 1; j < width; ++j) add(row + j * c, row + (j - 1) * c, n);
        });
        parallel_for(static_cast<size_t>(width), [&](size_t j) {
            float* column = x.data() + static_cast<int64_t>(j) * c;
            for (int64_t y = 1; y < height; ++y) add(column + y * width * c, column + (y - 1) * width * c, n);
        });
        store_floats(o.out[0], x.data());
    };
    return p;
}

// --- gates of experts

namespace {

// Positions of the `count` largest of n values, largest first; equal ones in their order.
std::vector<int64_t> largest(const float* x, int64_t n, int64_t count) {
    std::vector<int64_t> order(static_cast<size_t>(n));
    std::iota(order.begin(), order.end(), int64_t{0});
    std::partial_sort(order.begin(), order.begin() + count, order.end(),
                      [&](int64_t a, int64_t b) { return x[a] > x[b] || (x[a] == x[b] && a < b); });
    order.resize(static_cast<size_t>(count));
    return order;
}

}  // namespace

void Moe::validate() const {
    check_on_device(name, input_tensor);
    const Shape& s = input_tensor.shape();
    require(s.rank() == 4, "[", name, "] input_tensor: expected rank 4, got ", s);
    require(k > 0 && k <= s[3], "[", name, "] k: expected 1 to ", s[3], ", got ", k);
    const auto check_mask = [](const Tensor& t, const char* field, int64_t columns) {
        require(t.shape().width() == columns && t.shape().rows() > 0, "[", name, "] ", field, ": expected ", columns,
                " columns and a row, got ", t.shape());
    };
    check_mask(expert_mask_tensor, "expert_mask_tensor", s[3]);
    check_mask(topk_mask_tensor, "topk_mask_tensor", k);
}

TensorSpec Moe::output() const {
    Shape s = input_tensor.shape();
    s.set(3, 1);
    return {s, input_tensor.dtype(), Layout::TILE, memory_config.value_or(input_tensor.memory_config())};
}

Program Moe::program() const {
    Program p = tile_program("MoeDeviceOperation", "MoeProgramFactory", input_tensor, 16);
    p.run = [count = k](const Operands& o) {
        const Shape& s = o.in[0].spec->logical_shape();
        const int64_t n = s.width();
        std::vector<float> expert(static_cast<size_t>(n)), top(static_cast<size_t>(count));
        load_rows(o.in[1], 0, 1, expert.data(), n);
        load_rows(o.in[2], 0, 1, top.data(), count);
        auto x = floats_of(o.in[0]);
        std::vector<float> out(static_cast<size_t>(s.rows()));
        parallel_for(out.size(), [&](size_t r) {
            float* row = x.data() + static_cast<int64_t>(r) * n;
            kernels::table().rows.accumulate_sum(row, expert.data(), expert.size());
            const auto order = largest(row, n, count);
            std::vector<float> best(order.size());
            for (size_t i = 0; i < best.size(); ++i) best[i] = row[order[i]] + top[i];
            kernels::table().rows.softmax(best.data(), best.size(), true);
            for (size_t i = 0; i < best.size(); ++i)
                if (order[i] == 0) out[r] += best[i];
        });
        store_floats(o.out[0], out.data());
    };
    return p;
}

void DeepseekGroupedGate::validate() const {
    check_on_device(name, scores);
    check_on_device(name, bias);
    const int64_t experts = scores.shape().rank() ? scores.shape().width() : 0;
    require(experts > 0 && bias.shape().width() == experts && bias.shape().rows() > 0, "[", name, "] bias: expected ",
            experts, " columns and a row, got ", bias.shape());
    require(n_groups > 0 && experts % n_groups == 0, "[", name, "] n_groups: must divide the ", experts,
            " experts, got ", n_groups);
    require(topk_groups > 0 && topk_groups <= n_groups, "[", name, "] topk_groups: expected 1 to ", n_groups, ", got ",
            topk_groups);
    require(summed_experts_per_group > 0 && summed_experts_per_group <= experts / n_groups, "[", name,
            "] summed_experts_per_group: expected 1 to ", experts / n_groups, ", got ", summed_experts_per_group);
    require(n_activated_experts > 0 && n_activated_experts <= topk_groups * (experts / n_groups), "[", name,
            "] n_activated_experts: expected 1 to ", topk_groups * (experts / n_groups), ", got ", n_activated_experts);
}

std::vector<TensorSpec> DeepseekGroupedGate::output() const {
    Shape s = scores.shape();
    s.set(-1, n_activated_experts);
    const auto config = memory_config.value_or(scores.memory_config());
    return {{s, scores.dtype(), Layout::TILE, config}, {s, DataType::UINT16, Layout::TILE, config}};
}

Program DeepseekGroupedGate::program() const {
    Program p = tile_program("DeepseekGroupedGateDeviceOperation", "ProgramFactory", scores, 32);
    p.run = [op = std::array{n_groups, summed_experts_per_group, topk_groups, n_activated_experts},
             scale = static_cast<float>(route_scale), eps = static_cast<float>(epsilon)](const Operands& o) {
        const auto [groups, summed, kept, active] = op;
        const Shape& s = o.in[0].spec->logical_shape();
        const int64_t n = s.width(), each = n / groups, bias_rows = o.in[1].spec->logical_shape().rows();
        auto x = floats_of(o.in[0]);
        const auto shift = floats_of(o.in[1]);
        std::vector<float> weights(static_cast<size_t>(s.rows() * active)), indices(weights.size());
        const auto sigmoid = kernels::table().elementwise.unary[static_cast<size_t>(kernels::UnaryId::Sigmoid)];
        const int64_t g = groups, m = summed, t = kept, a = active;
        parallel_for(static_cast<size_t>(s.rows()), [&](size_t r) {
            const auto row = static_cast<int64_t>(r);
            float* gates = x.data() + row * n;
            sigmoid(gates, static_cast<size_t>(n), kNoParameters);
            std::vector<float> biased(gates, gates + n), sums(static_cast<size_t>(g)),
                open(static_cast<size_t>(n), -INFINITY);
            kernels::table().rows.accumulate_sum(biased.data(), shift.data() + row % bias_rows * n, biased.size());
            for (int64_t i = 0; i < g; ++i)
                for (auto e : largest(biased.data() + i * each, each, m))
                    sums[static_cast<size_t>(i)] += biased[static_cast<size_t>(i * each + e)];
            for (auto i : largest(sums.data(), g, t))
                std::copy_n(biased.begin() + i * each, each, open.begin() + i * each);
            float total = 0;
            const auto chosen = largest(open.data(), n, a);
            for (auto e : chosen) total += gates[e];
            for (int64_t i = 0; i < a; ++i) {
                const int64_t e = chosen[static_cast<size_t>(i)];
                weights[static_cast<size_t>(row * a + i)] = gates[e] / (total + eps) * scale;
                indices[static_cast<size_t>(row * a + i)] = static_cast<float>(e);
            }
        });
        store_floats(o.out[0], weights.data());
        store_floats(o.out[1], indices.data());
    };
    return p;
}

}  // namespace ttnn

#include "ops/matmul/matmul.hpp"

#include <algorithm>

#include "base/div_up.hpp"
#include "op/destination.hpp"
#include "ops/eltwise/binary_ops.hpp"
#include "ops/eltwise/unary.hpp"
#include "ops/matmul/matmul_programs.hpp"

namespace ttnn {
namespace {

// Matrices of a tensor: a vector is one row (on the left) or one column (on the right).
struct Matrix {
    Shape outer;
    int64_t rows, columns;
};
Matrix matrix(const Shape& s, bool transpose, bool left) {
    std::vector<int64_t> outer(s.begin(), s.end() - std::min<int64_t>(2, static_cast<int64_t>(s.rank())));
    int64_t rows = s.rank() >= 2 ? s[-2] : left ? 1 : s[-1], columns = s.rank() >= 2 ? s[-1] : left ? s[-1] : 1;
    if (transpose) std::swap(rows, columns);
    return {Shape(outer), rows, columns};
}

void check_operand(const char* name, const Tensor& t, const char* side) {
    require(t.on_device(), "Operand to matmul must be on device: [", name, "] input ", side,
            " is a host tensor; move it with ttnn.to_device");
    require(t.shape().rank() >= 1, "ttnn.matmul: Both arguments to matmul need to be at least 1D, but got shapes ",
            t.shape(), " as input ", side);
    require(is_floating(t.dtype()), "Unsupported data format for input ", side, ": ", t.dtype(), ": [", name,
            "] takes float32, bfloat16, bfloat8_b and bfloat4_b");
    require(t.layout() == Layout::TILE, "Inputs to matmul must be tilized: [", name, "] input ", side, " is ",
            t.layout(), "; use ttnn.to_layout");
}

void check_batches(const Matrix& a, const Matrix& b) {
    if (b.outer.volume() == 1) {
        require(b.outer.rank() <= a.outer.rank() ||
                    std::all_of(b.outer.begin(), b.outer.end(), [](auto d) { return d == 1; }),
                "When in1 rank greater than in0 rank front dimensions need to be 1");
        return;
    }
    if (b.outer.rank() > a.outer.rank())
        fail("When in1 rank greater than in0 rank front dimensions need to be 1: got batch shapes ", a.outer, " and ",
             b.outer);
    require(a.outer.rank() == b.outer.rank(),
            "Batched (non-bcast) matmul requires inputs of the same rank, got a_shape rank: ", a.outer.rank() + 2,
            " vs b_shape rank: ", b.outer.rank() + 2);
    require(a.outer == b.outer || a.outer.volume() == 1,
            "bmm (non-bcast matmul) expects input tensors of shapes BCMK*BCKN=BCMN or equivalent: got batch shapes ",
            a.outer, " and ", b.outer);
}

// Programs that read the second operand where its shards are: those of a ring and the two-dimensional one.
bool takes_sharded_b(const std::optional<MatmulProgramConfig>& config) {
    if (!config) return false;
    const auto* line = std::get_if<MatmulMultiCoreReuseMultiCast1DProgramConfig>(&*config);
    return (line && line->gather_in0) || std::holds_alternative<MatmulMultiCoreReuseMultiCastProgramConfig>(*config);
}

void check_layouts(const Tensor& a, const Tensor& b, const MatmulArguments& m) {
    const auto& out = m.memory_config;
    using L = TensorMemoryLayout;
    const auto la = a.memory_config().memory_layout(), lb = b.memory_config().memory_layout();
    const bool batched = b.shape().outer_volume() > 1;
    if (out && out->is_sharded() && la != L::INTERLEAVED)
        require(la == out->memory_layout(), "Input A and output memory layouts must match, got ", la, " and ",
                out->memory_layout());
    if (batched && la == L::WIDTH_SHARDED)
        fail("Input A memory layout must not be WIDTH_SHARDED for a batched matmul, got: ", la);
    if (batched && la != L::INTERLEAVED && lb != L::INTERLEAVED)
        require(la == lb, "Input A and B memory layouts must match for a batched matmul, got ", la, " and ", lb);
    const bool dram_sharded = b.memory_config().is_dram(), width = out && out->memory_layout() == L::WIDTH_SHARDED;
    if (!batched && lb != L::INTERLEAVED && !dram_sharded && !takes_sharded_b(m.program_config))
        require(la == L::INTERLEAVED && (!out || !out->is_sharded() || width),
                "Input tensor B must have INTERLEAVED memory layout, got ", lb, ": move it with ttnn.to_memory_config");
}

// A block-sharded first operand must have as many rows and columns of shards as its cores.
void check_blocks(const Tensor& a, const ProductSize& s) {
    const auto& config = a.memory_config();
    if (config.memory_layout() != TensorMemoryLayout::BLOCK_SHARDED || !config.shard_spec() || s.batch_b > 1) return;
    const CoreRange box = config.shard_spec()->grid.bounding_box();
    const int64_t down = div_up(s.batch_a * s.m, div_up(config.shard_spec()->shape[0], 32)),
                  across = div_up(s.k, div_up(config.shard_spec()->shape[1], 32));
    require(box.height() == down, "Num cores along y (", box.height(), ") must match provided grid size (", down,
            ") or divided up size (", down, "): [ttnn.matmul] input A has too few rows for its cores");
    require(box.width() == across, "Num cores along x (", box.width(), ") must match provided grid size (", across,
            ") or divided up size (", across, "): [ttnn.matmul] input A has too few columns for its cores");
}

// The inner dimension, in tiles, is walked in blocks of in0_block_w.
void check_program_config(const MatmulProgramConfig& config, int64_t k) {
    const auto check = [tiles = (k + 31) / 32](const char* name, int64_t block) {
        require(block > 0 && tiles % block == 0, name, ": Kt (", tiles, ") must be divisible by in0_block_w (", block,
                "); choose a divisor of ", tiles);
    };
    if (auto* reuse = std::get_if<MatmulMultiCoreReuseProgramConfig>(&config))
        check("MatmulMultiCoreReuseProgramConfig", reuse->in0_block_w);
    if (auto* cast = std::get_if<MatmulMultiCoreReuseMultiCastProgramConfig>(&config))
        check("MatmulMultiCoreReuseMultiCastProgramConfig", cast->in0_block_w);
    if (auto* line = std::get_if<MatmulMultiCoreReuseMultiCast1DProgramConfig>(&config); line && !line->gather_in0)
        check("MatmulMultiCoreReuseMultiCast1DProgramConfig", line->in0_block_w);
    const auto positive = [](const char* field, int64_t tiles) {
        require(tiles > 0, "[ttnn.matmul] program_config: ", field, " must be at least 1 tile, got ", tiles);
    };
    const auto whole = [&](const char* field, int64_t tiles, const char* part, int64_t divisor) {
        const std::string text = std::visit([](const auto& c) { return str(c); }, config);
        require(divisor > 0 && tiles % divisor == 0, text.substr(0, text.find('(')), ": ", field, " (", tiles,
                ") must be divisible by ", part, " (", divisor, ")");
    };
    std::visit(
        [&](const auto& c) {
            if constexpr (requires { c.out_block_h; }) {
                whole("out_block_h", c.out_block_h, "out_subblock_h", c.out_subblock_h);
                whole("out_block_w", c.out_block_w, "out_subblock_w", c.out_subblock_w);
            } else if constexpr (requires { c.out_subblock_h; }) {
                whole("per_core_M", c.per_core_M, "out_subblock_h", c.out_subblock_h);
                whole("per_core_N", c.per_core_N, "out_subblock_w", c.out_subblock_w);
            }
            if constexpr (requires { c.per_core_M; }) {
                positive("in0_block_w", c.in0_block_w);
                positive("per_core_M", c.per_core_M);
                positive("per_core_N", c.per_core_N);
            }
        },
        config);
}

// The card's products that read from a global circular buffer divide the second operand among a line of cores.
void check_circular_buffer(const char* name, const MatmulArguments& m) {
    using Line = MatmulMultiCoreReuseMultiCast1DProgramConfig;
    const Line* line = m.program_config ? std::get_if<Line>(&*m.program_config) : nullptr;
    require(line && (line->gather_in0 || line->mcast_in0), "[", name,
            "] global_cb: needs program_config=MatmulMultiCoreReuseMultiCast1DProgramConfig with gather_in0 or "
            "mcast_in0, got ",
            m.program_config ? std::visit([](const auto& c) { return str(c); }, *m.program_config) : "none");
    require(m.global_cb->contents.device() == m.input_tensor_a.device(), "[", name, "] global_cb: lies on device ",
            m.global_cb->contents.device()->id(), ", the input tensors on device ", m.input_tensor_a.device()->id(),
            "; make it on the same device");
}

}  // namespace

void MatmulArguments::validate(const char* name) const {
    const Tensor &a = input_tensor_a, &b = input_tensor_b;
    require(a.shape().rank() >= 1 && b.shape().rank() >= 1,
            "ttnn.matmul: Both arguments to matmul need to be at least 1D, but got shapes ", a.shape(), " and ",
            b.shape());
    check_operand(name, a, "A");
    check_operand(name, b, "B");
    const Matrix ma = matrix(a.shape(), transpose_a, true), mb = matrix(b.shape(), transpose_b, false);
    require(ma.columns == mb.rows,
            "The width of the first tensor must be equal to the height of the second tensor. Mismatch: width=",
            ma.columns, " height=", mb.rows);
    check_batches(ma, mb);
    check_layouts(a, b, *this);
    require(!dtype || is_floating(*dtype), "[", name, "] dtype: the output must be a float dtype, got ",
            dtype.value_or(a.dtype()));
    if (program_config) check_program_config(*program_config, ma.columns);
    if (global_cb) check_circular_buffer(name, *this);
    if (bias) { require(is_floating(bias->dtype()), "Unsupported data format for bias: ", bias->dtype()); }
    if (!program_config) check_blocks(a, size());
    if (!activation) return;
    auto* text = std::get_if<std::string>(&*activation);
    const UnaryWithParam function = text ? activation_from_string(name, *text) : std::get<UnaryWithParam>(*activation);
    require(!a.is_sharded() || core_grid || program_config, "Sharded matmul run with ", function,
            " activation: this should be placed in the program config's fused_activation field");
}

Shape MatmulArguments::output_shape() const {
    const Shape &sa = input_tensor_a.shape(), &sb = input_tensor_b.shape();
    const Matrix ma = matrix(sa, transpose_a, true), mb = matrix(sb, transpose_b, false);
    const Matrix& longer = mb.outer.rank() > ma.outer.rank() || mb.outer.volume() > ma.outer.volume() ? mb : ma;
    std::vector<int64_t> dims = longer.outer.dims();
    // No products at all are no products of any batch.
    if (ma.outer.volume() == 0 || mb.outer.volume() == 0) {
        const size_t rank = std::max(ma.outer.rank(), mb.outer.rank());
        const Shape x = ma.outer.to_rank(rank), y = mb.outer.to_rank(rank);
        dims.clear();
        for (size_t i = 0; i < rank; ++i)
            dims.push_back(x.begin()[i] && y.begin()[i] ? std::max(x.begin()[i], y.begin()[i]) : 0);
    }
    if (sa.rank() >= 2) dims.push_back(ma.rows);
    if (sb.rank() >= 2) dims.push_back(mb.columns);
    return Shape(dims);
}

MemoryConfig MatmulArguments::output_memory_config() const {
    const MemoryConfig asked = memory_config.value_or(DRAM_MEMORY_CONFIG);
    if (!asked.is_sharded() || asked.nd_shard_spec() || asked.is_dram()) return asked;
    const ProductSize s = size();
    const MatmulBlocks b = choose_blocks(*this, s, dtype.value_or(input_tensor_a.dtype()), asked);
    // The cores of a ring may write to any others.
    if (b.factory == MatmulBlocks::Factory::MultiCore || (b.gather_in0 && asked.shard_spec())) return asked;
    return asked.with_shard_spec(output_shards(*this, b, s));
}

TensorSpec MatmulArguments::output() const {
    if (optional_output_tensor)
        return destination_spec("ttnn.matmul", *this, &MatmulArguments::optional_output_tensor, DestinationDtype::Any);
    const auto* line =
        program_config ? std::get_if<MatmulMultiCoreReuseMultiCast1DProgramConfig>(&*program_config) : nullptr;
    return {output_shape(), dtype.value_or(input_tensor_a.dtype()),
            line && line->untilize_out ? Layout::ROW_MAJOR : Layout::TILE, output_memory_config(),
            output_tile.value_or(input_tensor_a.spec().tile())};
}

ProductPlan MatmulArguments::plan() const {
    const Matrix ma = matrix(input_tensor_a.shape(), transpose_a, true),
                 mb = matrix(input_tensor_b.shape(), transpose_b, false);
    ProductPlan p;
    p.m = ma.rows;
    p.k = ma.columns;
    p.n = mb.columns;
    p.batches = std::max(ma.outer.volume(), mb.outer.volume());
    p.one_a = ma.outer.volume() == 1;
    p.transpose_a = transpose_a && input_tensor_a.shape().rank() >= 2;
    // A vector on the right is stored as one row of k: a transposed 1 x k matrix.
    p.transpose_b = input_tensor_b.shape().rank() < 2 || transpose_b;
    if (mb.outer.volume() > 1)
        for (int64_t i = 0; i < p.batches; ++i) p.b_index.push_back(i);
    // Without transposition the matrices of A lie one after another, so a shared B sees them as one.
    const bool whole =
        input_tensor_a.spec().padded_shape().height() == input_tensor_a.shape().height() || p.batches == 1;
    if (p.b_index.empty() && !p.transpose_a && whole && p.batches > 1) {
        p.m *= p.batches;
        p.batches = 1;
    }
    UnaryChain chain;
    if (activation) {
        auto* text = std::get_if<std::string>(&*activation);
        chain.push_back(text ? activation_from_string("ttnn.matmul", *text) : std::get<UnaryWithParam>(*activation));
    }
    if (program_config)
        if (auto fused = fused_activation(*program_config)) chain.push_back(*fused);
    p.activation = CompiledChain(chain);
    return p;
}

ProductSize MatmulArguments::size() const {
    auto tiles = [](int64_t n) { return std::max<int64_t>(1, div_up(n, 32)); };
    const Matrix a = matrix(input_tensor_a.shape(), transpose_a, true),
                 b = matrix(input_tensor_b.shape(), transpose_b, false);
    return {a.outer.volume(), b.outer.volume(), tiles(a.rows), tiles(a.columns), tiles(b.columns)};
}

MatmulBlocks MatmulArguments::chosen() const {
    const TensorSpec out = output();
    return choose_blocks(*this, size(), out.dtype(), out.memory_config());
}

// Blocks shrink to what is free in L1, so a program belongs to a state of L1 when something is there.
void MatmulArguments::extend_key(Hasher& key) const {
    if (program_config) return;
    const auto& l1 = input_tensor_a.device()->region(BufferType::L1);
    if (l1.lowest_in_use() != l1.base() + l1.bytes()) key.bytes(str(chosen()));
}

Program MatmulArguments::program() const {
    const TensorSpec out = output();
    const ProductPlan plan = this->plan();
    Program p;
    if (out.logical_shape().volume() > 0) p.device_programs = matmul_device_programs(*this, size(), out);
    p.compute = compute_kernel_config;
    p.blocking = program_config ? std::visit([](const auto& c) { return str(c); }, *program_config) : str(chosen());
    p.run = [plan](const Operands& o) {
        run_product(plan, o.in[0], o.in[1], o.in.size() > 2 ? o.in[2] : View{}, o.out[0]);
    };
    return p;
}

void Linear::validate() const {
    require(in0_column_offset.value_or(0) == 0, "[", name,
            "] in0_column_offset: only 0 is supported, as its unit is not documented, got ",
            in0_column_offset.value_or(0), "; give the columns of input_tensor_a by ttnn.slice");
    MatmulArguments::validate(name);
}

static Tensor launch_linear(const Linear& op) {
    auto request = detail::request_for(op);
    return std::move(launch(request)[0]);
}

Tensor call(const Linear& op) {
    const auto& bias = op.bias;
    const Shape &a = op.input_tensor_a.shape(), &b = op.input_tensor_b.shape();
    const int64_t columns = b.rank() < 2 ? 1 : op.transpose_b ? b.height() : b.width();
    const bool row = !bias || (bias->layout() == Layout::TILE && bias->shape().rank() >= 1 &&
                               bias->shape().rank() <= std::max(a.rank(), b.rank()) &&
                               bias->shape().width() == columns && bias->shape().volume() == columns);
    if (row) return launch_linear(op);
    Linear product = op;
    product.bias.reset();
    product.activation.reset();
    product.optional_output_tensor.reset();
    Add sum;
    sum.input_tensor_a = launch_linear(product);
    sum.input_tensor_b = *bias;
    sum.memory_config = op.memory_config;
    sum.output_tensor = op.optional_output_tensor;
    if (op.activation) {
        auto* text = std::get_if<std::string>(&*op.activation);
        sum.activations = {text ? activation_from_string(Linear::name, *text)
                                : std::get<UnaryWithParam>(*op.activation)};
    }
    return call(sum);
}

}  // namespace ttnn

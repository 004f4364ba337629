#include "ops/normalization/softmax.hpp"

#include <algorithm>
#include <limits>

#include "base/div_up.hpp"
#include "base/scratch.hpp"
#include "kernels/table.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/eltwise/broadcast.hpp"
#include "ops/eltwise/flat.hpp"
#include "ops/half_strips.hpp"
#include "ops/layout/layout_ops.hpp"
#include "ops/normalization/norm_programs.hpp"
#include "ops/normalization/row_programs.hpp"

namespace ttnn {
namespace {

void check_softmax(const Tensor& t, const char* name) {
    check_on_device(name, t);
    const DataType d = t.dtype();
    require(t.layout() == Layout::TILE, "Inputs to softmax must be tilized: [", name, "] got ", t.layout(),
            "; use ttnn.to_layout");
    require(d == DataType::FLOAT32 || d == DataType::BFLOAT16 || d == DataType::BFLOAT8_B, "[", name,
            "] Input tensor must be FLOAT32, BFLOAT16 or BFLOAT8_B, got ", d);
}

// A sharded configuration must describe the input's own shards.
void check_blocks(const std::optional<SoftmaxProgramConfig>& config, const Tensor& t) {
    const auto* c = config ? std::get_if<SoftmaxShardedMultiCoreProgramConfig>(&*config) : nullptr;
    if (!c || t.layout() != Layout::TILE || !t.memory_config().shard_spec()) return;
    const auto& shard = t.memory_config().shard_spec()->shape;
    const int64_t h = shard[0] / t.spec().tile().height, w = shard[1] / t.spec().tile().width;
    require(c->block_h == h, "block_h (", c->block_h, ") must match the shard height in tiles (", h,
            "): program_config of softmax");
    require(c->block_w == w, "block_w (", c->block_w, ") must match the shard width in tiles (", w,
            "): program_config of softmax");
}

constexpr int64_t kPiece = 32;

// How a mask gives rows: of `shape`, `stride` rows of memory apart, each in `pieces` of kPiece elements where more than
// one.
struct MaskRows {
    Shape shape;
    int64_t stride = 1, pieces = 1;
};

// A mask of one row for all may come as a row of tiles, of which the first row counts, or in pieces as wide as a tile,
// one below the other, [B, 1, W / 32, 32] in ROW_MAJOR, of which kernels read tiles without a tilization.
MaskRows rows_of_mask(const TensorSpec& mask, const Shape& x) {
    const Shape& m = mask.logical_shape();
    const bool in_pieces = mask.layout() == Layout::ROW_MAJOR && m.rank() == 4 && m[1] == 1 && m.width() == kPiece &&
                           x.width() > kPiece && m.height() == div_up(x.width(), kPiece);
    if (in_pieces) return {Shape{m[0], 1, 1, x.width()}, m.height(), m.height()};
    if (m.rank() < 2 || x.rank() < 2 || m.height() != mask.tile().height || x.height() <= m.height()) return {m};
    auto first = m.dims();
    first[first.size() - 2] = 1;
    return {Shape(first), m.height()};
}

}  // namespace

void SoftmaxRows::validate() const {
    check_softmax(input_tensor, name);
    if (!mask) return;
    check_on_device(name, *mask);
    const Shape &s = input_tensor.shape(), whole = rows_of_mask(mask->spec(), s).shape;
    require(whole.width() == s.width(), "[ttnn.softmax] mask: expected a width of ", s.width(), ", got ",
            mask->shape());
    const Shape m = whole.to_rank(s.rank());
    require(s.rank() > 1 || mask->shape().rows() == 1, "[ttnn.softmax] mask: expected one row, got ", mask->shape());
    for (size_t i = 0; i + 1 < s.rank(); ++i)
        require(m.begin()[i] == 1 || m.begin()[i] >= s.begin()[i], "[ttnn.softmax] mask: ", mask->shape(),
                " has not the rows of the input ", s, ", nor one for all of them");
}

TensorSpec SoftmaxRows::output() const {
    const auto& s = input_tensor.spec();
    return in_place ? s
                    : TensorSpec(s.logical_shape(), s.dtype(), s.layout(), memory_config.value_or(s.memory_config()),
                                 s.tile());
}

namespace {

// Softmax of n elements that lie `lanes` apart, for each of the lanes.
void softmax_lanes(float* x, int64_t n, int64_t lanes, bool stable) {
    const Scratch<float> line(static_cast<size_t>(n));
    for (int64_t c = 0; c < lanes; ++c) {
        for (int64_t j = 0; j < n; ++j) line[static_cast<size_t>(j)] = x[j * lanes + c];
        kernels::table().rows.softmax(line.data(), line.size(), stable);
        for (int64_t j = 0; j < n; ++j) x[j * lanes + c] = line[static_cast<size_t>(j)];
    }
}

// Along a dimension before the last: pieces of 32 columns, of one row of each matrix along the height (dim -2) and of a
// row of tiles of each matrix along a dimension of matrices.
void softmax_along(const Operands& o, int64_t dim, bool stable) {
    const Shape& s = o.in[0].spec->logical_shape();
    const int64_t along = s[dim], width = s.width(), height = dim == -2 ? 1 : s.height(), piece = 32;
    int64_t inner = 1;  // matrices between two elements of a line
    for (int64_t d = dim + 1; d < -2; ++d) inner *= s[d];
    const int64_t groups = (height + piece - 1) / piece, columns = (width + piece - 1) / piece,
                  outer = s.rows() / (along * inner * height);
    parallel_for(static_cast<size_t>(outer * inner * groups * columns), [&](size_t task) {
        const auto t = static_cast<int64_t>(task);
        const int64_t column = t % columns * piece, row = t / columns % groups * piece,
                      m = t / columns / groups % inner, first = t / columns / groups / inner * along;
        const int64_t rows = std::min(piece, height - row), wide = std::min(piece, width - column);
        const Scratch<float> x(static_cast<size_t>(along * rows * wide));
        auto at = [&](int64_t j) { return ((first + j) * inner + m) * height + row; };
        if (dim == -2) load_block(o.in[0], first, along, column, wide, x.data(), wide);
        else
            for (int64_t j = 0; j < along; ++j)
                load_block(o.in[0], at(j), rows, column, wide, x.data() + j * rows * wide, wide);
        softmax_lanes(x.data(), along, rows * wide, stable);
        if (dim == -2) store_block(o.out[0], first, along, column, wide, x.data(), wide);
        else
            for (int64_t j = 0; j < along; ++j)
                store_block(o.out[0], at(j), rows, column, wide, x.data() + j * rows * wide, wide);
    });
}

void softmax_in_halves(const Operands& o) {
    const auto n = static_cast<size_t>(o.in[0].spec->logical_shape().width());
    for_each_half_strip(o.in[0], o.out[0], [n](const kernels::HalfRows& x, const kernels::HalfRows& y, int64_t) {
        const Scratch<float> exponentials(4 * n);
        kernels::table().half_rows.softmax(x, y, n, exponentials.data());
    });
}

}  // namespace

Program SoftmaxRows::program() const {
    Program p;
    const size_t rank = input_tensor.shape().rank();
    if (rank > 0)  // a number is not sent to a card
        p.device_programs = {softmax_device_program(
            {input_tensor, mask ? &*mask : nullptr, numeric_stable, compute_kernel_config, dim, dim < -1 || rank > 4})};
    p.compute = compute_kernel_config;
    if (dim < -1) {
        p.run = [d = dim, stable = numeric_stable](const Operands& o) { softmax_along(o, d, stable); };
        return p;
    }
    const TensorSpec out = output();
    if (!mask && !causal && !scale && numeric_stable && lies_in_halves(out) && lies_like(input_tensor.spec(), out)) {
        p.run = softmax_in_halves;
        return p;
    }
    p.run = [factor = static_cast<float>(scale.value_or(1.0)), scaled = scale.has_value(), causal = causal,
             stable = numeric_stable](const Operands& o) {
        const auto& k = kernels::table().rows;
        const Shape& shape = o.in[0].spec->logical_shape();
        const int64_t width = shape.width(), height = shape.height();
        const MaskRows mask = o.in[1] ? rows_of_mask(*o.in[1].spec, shape) : MaskRows();
        const BroadcastRows mask_rows =
            o.in[1] ? BroadcastRows(mask.shape.to_rank(shape.rank()), shape) : BroadcastRows();
        const int64_t piece = mask.pieces > 1 ? kPiece : width;
        for_each_row(o.in[0], o.out[0], [&](float* x, int64_t r) {
            if (scaled)
                for (int64_t i = 0; i < width; ++i) x[i] *= factor;
            if (o.in[1]) {
                const Scratch<float> m(static_cast<size_t>(mask.pieces * piece));
                load_rows(o.in[1], mask_rows.row(r) * mask.stride, mask.pieces, m.data(), piece);
                for (int64_t i = 0; i < width; ++i) x[i] += m[static_cast<size_t>(i)];
            } else if (causal) {
                for (int64_t i = r % height + 1; i < width; ++i) x[i] = -std::numeric_limits<float>::infinity();
            }
            k.softmax(x, static_cast<size_t>(width), stable);
        });
    };
    return p;
}

Tensor Softmax::compose() const {
    const auto rank = static_cast<int64_t>(input_tensor.shape().rank());
    const int64_t n = std::max<int64_t>(1, rank), d = dim < 0 ? dim + n : dim;
    require(d >= 0 && d < n, "Dimension out of range (expected to be in range of [", -n, ", ", n - 1, "], but got ",
            dim, "): [ttnn.softmax]");
    check_on_device(name, input_tensor);
    const MemoryConfig place = memory_config.value_or(input_tensor.memory_config());
    if (rank == 0 || input_tensor.shape().volume() == 0) {
        // exp(x - x) / exp(x - x), or nothing at all.
        if (rank == 0 && input_tensor.layout() == Layout::TILE)
            return call(SoftmaxRows{.input_tensor = input_tensor,
                                    .numeric_stable = numeric_stable,
                                    .memory_config = place,
                                    .compute_kernel_config = compute_kernel_config});
        return call(ToMemoryConfig{.tensor = input_tensor, .memory_config = place});
    }
    // Row-major inputs are tilized where softmax runs over the last of four dimensions, and refused otherwise.
    Tensor x = input_tensor;
    if (d == rank - 1 && rank == 4 && x.layout() == Layout::ROW_MAJOR)
        x = call(ToLayout{.tensor = x, .layout = Layout::TILE});
    return call(SoftmaxRows{.input_tensor = x,
                            .numeric_stable = numeric_stable,
                            .memory_config = place,
                            .compute_kernel_config = compute_kernel_config,
                            .dim = d - n});
}

Tensor SoftmaxInPlace::compose() const {
    const auto rank = static_cast<int64_t>(std::max<size_t>(1, input_tensor.shape().rank()));
    const int64_t d = dim < 0 ? dim + rank : dim;
    require(d >= 0 && d < rank, "Dimension out of range (expected to be in range of [", -rank, ", ", rank - 1,
            "], but got ", dim, "): [ttnn.softmax_in_place]");
    require(d == rank - 1, "Invalid dimension: ", dim,
            ". Currently softmax inplace supports dim -1: [ttnn.softmax_in_place]");
    check_blocks(program_config, input_tensor);
    return call(SoftmaxRows{.input_tensor = input_tensor,
                            .numeric_stable = numeric_stable,
                            .in_place = true,
                            .compute_kernel_config = compute_kernel_config});
}

Tensor ScaleMaskSoftmax::compose() const {
    return call(SoftmaxRows{.input_tensor = input_tensor,
                            .mask = mask,
                            .scale = scale,
                            .numeric_stable = numeric_stable,
                            .memory_config = memory_config,
                            .compute_kernel_config = compute_kernel_config});
}

Tensor ScaleMaskSoftmaxInPlace::compose() const {
    check_blocks(program_config, input_tensor);
    return call(SoftmaxRows{.input_tensor = input_tensor,
                            .mask = mask,
                            .scale = scale,
                            .numeric_stable = numeric_stable,
                            .in_place = true,
                            .compute_kernel_config = compute_kernel_config});
}

}  // namespace ttnn

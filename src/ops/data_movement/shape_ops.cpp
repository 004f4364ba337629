#include "ops/data_movement/shape_ops.hpp"

#include <algorithm>
#include <numeric>

#include "ops/data_movement/device_programs.hpp"
#include "ops/data_movement/region_programs.hpp"
#include "ops/host_convert.hpp"

namespace ttnn {
namespace {

bool is_identity(const std::vector<int64_t>& order) {
    for (size_t i = 0; i < order.size(); ++i)
        if (order[i] != static_cast<int64_t>(i)) return false;
    return true;
}

int64_t index_of(const char* name, int64_t dim, int64_t rank) {
    const int64_t n = dim < 0 ? dim + rank : dim;
    require(n >= 0 && n < rank, "Index is out of bounds for the rank, should be between 0 and ", rank - 1,
            " however is ", n, ": [", name, "]");
    return n;
}

// Matrices that stay where they are and are transposed, each within its shard.
bool swaps_last_two(std::vector<int64_t> order) {
    if (order.size() < 2) return false;
    std::swap(order[order.size() - 1], order[order.size() - 2]);
    return is_identity(order);
}

bool same_place(const Tensor& t, const std::optional<MemoryConfig>& asked) {
    return !asked || *asked == t.memory_config();
}

// The output of an operation that keeps its input's shard layout and cores, with shards of its own extents if the old
// ones do not fit.
TensorSpec resharded_spec(const Tensor& input, const Shape& shape) {
    const TensorSpec kept = moved_spec(input, shape, {});
    const MemoryConfig& own = input.memory_config();
    if (!input.spec().is_tile() || !own.shard_spec() || kept.memory_config().is_sharded()) return kept;
    return kept.with_memory_config(resharded(own, kept));
}

Tensor permuted(const Tensor& t, std::vector<int64_t> order, const std::optional<MemoryConfig>& asked) {
    check_on_device("ttnn.permute", t);
    if (is_identity(order) && same_place(t, asked)) return t;
    return call(PermuteMovement{.input_tensor = t, .dims = std::move(order), .memory_config = asked});
}

}  // namespace

Tensor Permute::compose() const {
    const auto rank = static_cast<int64_t>(input_tensor.shape().rank());
    require(static_cast<int64_t>(dims.size()) == rank,
            "The number of dimensions in the tensor input does not match the length of the desired ordering: rank ",
            rank, ", got ", dims.size(), " dims: [ttnn.permute] name each dimension once");
    std::vector<int64_t> order;
    for (auto d : dims) order.push_back(index_of(name, d, rank));
    auto sorted = order;
    std::sort(sorted.begin(), sorted.end());
    require(is_identity(sorted), "[ttnn.permute] dims: each dimension must appear once");
    return permuted(input_tensor, std::move(order), memory_config);
}

TensorSpec PermuteMovement::output() const {
    std::vector<int64_t> out;
    for (auto d : dims) out.push_back(input_tensor.shape()[d]);
    const MemoryConfig& own = input_tensor.memory_config();
    const bool own_shards = !memory_config || (memory_config->memory_layout() == own.memory_layout() &&
                                               !memory_config->shard_spec() && !memory_config->nd_shard_spec());
    if (own_shards && swaps_last_two(dims) && own.memory_layout() == TensorMemoryLayout::HEIGHT_SHARDED) {
        const TensorSpec plain = moved_spec(input_tensor, Shape(out), DRAM_MEMORY_CONFIG);
        return plain.with_memory_config(resharded(own, plain));
    }
    const bool keeps_width = !dims.empty() && dims.back() + 1 == static_cast<int64_t>(dims.size());
    return memory_config || !keeps_width ? moved_spec(input_tensor, Shape(out), memory_config)
                                         : resharded_spec(input_tensor, Shape(out));
}

Program PermuteMovement::program() const {
    return movement_program(permute_device_programs(*input_tensor.device(), input_tensor.spec(), dims, output()),
                            permutation(input_tensor.shape(), dims));
}

Tensor Transpose::compose() const {
    const auto rank = static_cast<int64_t>(input_tensor.shape().rank());
    const int64_t a = index_of(name, dim1, rank), b = index_of(name, dim2, rank);
    std::vector<int64_t> order(static_cast<size_t>(rank));
    std::iota(order.begin(), order.end(), 0);
    std::swap(order[static_cast<size_t>(a)], order[static_cast<size_t>(b)]);
    return permuted(input_tensor, std::move(order), memory_config);
}

Shape reshape_target(const Shape& from, std::vector<int64_t> shape) {
    int64_t known = 1, unknown = -1;
    for (size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] == -1) {
            require(unknown < 0,
                    "Shape cannot have more than 1 elements that is set to -1! Invalid arguments to reshape");
            unknown = static_cast<int64_t>(i);
        } else {
            require(shape[i] >= 0, "Invalid arguments to reshape: an extent of ", shape[i]);
            require(!__builtin_mul_overflow(known, shape[i], &known),
                    "Invalid arguments to reshape: the extents ask for more elements than there are");
        }
    }
    const int64_t volume = from.volume();
    if (unknown >= 0) {
        require(known != 0 && volume % known == 0, "Invalid arguments to reshape: cannot divide ", volume,
                " elements into the shape");
        shape[static_cast<size_t>(unknown)] = volume / known;
    }
    const Shape out(shape);
    require(out.volume() == volume, "Invalid arguments to reshape: ", from, " has ", volume, " elements, ", out,
            " would have ", out.volume());
    return out;
}

namespace {

// The memory need not change: rows of the same length, and in tiles the same padding of the last two dimensions.
bool is_view(const TensorSpec& from, const TensorSpec& to) {
    const auto& config = from.memory_config();
    if (!from.is_tile()) {
        const bool rows_alike = from.physical_width() == to.physical_width();
        return from.padded_shape().volume() == to.padded_shape().volume() &&
               from.padded_shape() == from.logical_shape() && (rows_alike || !config.is_sharded()) && rows_alike;
    }
    if (from.physical_width() != to.physical_width() || from.logical_shape().width() != to.logical_shape().width())
        return false;
    const int64_t h = from.logical_shape().height(), g = to.logical_shape().height(), tile = from.tile().height;
    return h == g || (h % tile == 0 && g % tile == 0);
}

Tensor host_reshape(const Tensor& t, const Shape& shape) {
    const Tensor rows = convert_host(
        t, TensorSpec(t.shape(), is_block_float(t.dtype()) ? DataType::FLOAT32 : t.dtype(), Layout::ROW_MAJOR));
    const Tensor moved = rows.with_spec(TensorSpec(shape, rows.dtype(), Layout::ROW_MAJOR));
    return convert_host(moved, TensorSpec(shape, t.dtype(), t.layout(), {}, t.spec().tile()));
}

}  // namespace

// Another logical shape under the padded shape that is there: the form of reshape with two shapes.
Tensor Reshape::under_padding() const {
    const TensorSpec spec = moved_spec(input_tensor, Shape(shape), {});
    require(spec.padded_shape() == Shape(*padded_shape) &&
                spec.padded_shape().volume() == input_tensor.padded_shape().volume(),
            "Invalid arguments to reshape: padded_shape ", Shape(*padded_shape), " does not belong to ", Shape(shape),
            " in the memory of ", input_tensor.padded_shape());
    return input_tensor.with_spec(spec);
}

Tensor Reshape::compose() const {
    if (padded_shape && Shape(shape).volume() != input_tensor.shape().volume()) return under_padding();
    const Shape target = reshape_target(input_tensor.shape(), shape);
    if (!input_tensor.on_device()) return host_reshape(input_tensor, target);
    check_on_device(name, input_tensor);
    if (same_place(input_tensor, memory_config)) {
        if (target == input_tensor.shape()) return input_tensor;
        const TensorSpec spec = moved_spec(input_tensor, target, {});
        if (target.volume() > 0 && is_view(input_tensor.spec(), spec)) return input_tensor.with_spec(spec);
    }
    if (target.volume() == 0) return input_tensor.with_spec(moved_spec(input_tensor, target, {}));
    // A row-major tensor of one row and one column can take any rank.
    if (!input_tensor.spec().is_tile() && target.volume() == 1 && same_place(input_tensor, memory_config))
        return input_tensor.with_spec(moved_spec(input_tensor, target, {}));
    const DataType t = input_tensor.dtype();
    require(t != DataType::UINT8 && (t != DataType::UINT16 || input_tensor.layout() == Layout::TILE),
            "Can only work with bfloat16/float32 or int32/uint32 tensors: "
            "[ttnn.reshape] got ",
            t, "; use ttnn.typecast first");
    return call(ReshapeMovement{.input_tensor = input_tensor, .shape = target, .memory_config = memory_config});
}

TensorSpec ReshapeMovement::output() const {
    const TensorSpec plain = moved_spec(input_tensor, shape, memory_config.value_or(DRAM_MEMORY_CONFIG));
    const MemoryConfig& own = input_tensor.memory_config();
    if (memory_config || !own.shard_spec() || !plain.is_tile()) return moved_spec(input_tensor, shape, memory_config);
    const MemoryConfig config = resharded(own, plain);
    // Rows that fit into one shard are sharded by width.
    const bool one = own.memory_layout() == TensorMemoryLayout::HEIGHT_SHARDED &&
                     config.shard_spec()->shape[0] >= plain.physical_height();
    return plain.with_memory_config(
        one ? MemoryConfig(TensorMemoryLayout::WIDTH_SHARDED, config.buffer_type(), config.shard_spec()) : config);
}

Program ReshapeMovement::program() const {
    const Shape& from = input_tensor.shape();
    // Runs of the longer of the two widths' common part keep rows together.
    StridedCopy c;
    const int64_t run = std::gcd(std::max<int64_t>(1, from.width()), std::max<int64_t>(1, shape.width()));
    c.dims = {from.volume() / std::max<int64_t>(1, run), run};
    c.src_strides = c.dst_strides = {run, 1};
    return movement_program(reshape_device_programs(*input_tensor.device(), input_tensor.spec(), output()),
                            Movement{{c}, {}});
}

}  // namespace ttnn

#include "ops/data_movement/view_ops.hpp"

#include <algorithm>

#include "ops/data_movement/region_ops.hpp"

namespace ttnn {
namespace {

Tensor reshaped(const Tensor& t, std::vector<int64_t> shape) {
    return call(Reshape{.input_tensor = t, .shape = std::move(shape)});
}

// A tensor on the same memory. The memory must suffice: a shape of the same volume can need more tiles.
Tensor viewed(const char* name, const Tensor& t, const Shape& shape) {
    const TensorSpec spec = t.spec().with_shape(shape);
    require(spec.host_bytes() <= t.spec().host_bytes(), "MeshBuffer must be large enough to hold the tensor. [", name,
            "] shape ", shape, " needs more tiles than ", t.shape(), "; use ttnn.reshape");
    return t.with_spec(spec);
}

}  // namespace

Tensor ViewShape::compose() const {
    const Shape target = reshape_target(input_tensor.shape(), shape), &from = input_tensor.shape();
    if (target == from) return input_tensor;
    require(target.width() == from.width(),
            "The last dimension can not change in view, attempting to change last dimension from ", from.width(),
            " to ", target.width(), ", use reshape for this");
    const int64_t tile = input_tensor.spec().tile().height;
    require(input_tensor.layout() == Layout::ROW_MAJOR || target.height() == from.height() ||
                (target.height() % tile == 0 && from.height() % tile == 0),
            "Invalid second last dims for TILED reshape, from ", from.height(), " to ", target.height(),
            ", use reshape instead: [ttnn.view] both must be multiples of ", tile);
    return viewed(name, input_tensor, target);
}

Tensor ExperimentalView::compose() const {
    return viewed(name, input_tensor, reshape_target(input_tensor.shape(), shape));
}

Tensor Unsqueeze::compose() const {
    const auto rank = static_cast<int64_t>(input_tensor.shape().rank());
    require(dim >= -rank - 1 && dim <= rank, "Dimension out of range (expected to be in range of [", -rank - 1, ",",
            rank, "], but got ", dim, ")");
    auto dims = input_tensor.shape().dims();
    dims.insert(dims.begin() + (dim < 0 ? dim + rank + 1 : dim), 1);
    return reshaped(input_tensor, std::move(dims));
}

Tensor UnsqueezeTo4D::compose() const {
    const size_t rank = tensor.shape().rank();
    require(rank <= 4, "Tensor rank is greater than 4: [ttnn.unsqueeze_to_4D] got ", tensor.shape());
    return rank == 4 ? tensor : reshaped(tensor, tensor.shape().to_rank(4).dims());
}

Tensor Squeeze::compose() const {
    const Shape& s = input_tensor.shape();
    const auto rank = static_cast<int64_t>(s.rank());
    std::vector<bool> drop(s.rank(), !dim);
    if (dim) {
        const auto* one = std::get_if<int64_t>(&*dim);
        for (int64_t given : one ? std::vector<int64_t>{*one} : std::get<std::vector<int64_t>>(*dim)) {
            const int64_t d = given < 0 ? given + rank : given;
            require(d >= 0 && d < rank, "Dimension out of range (expected to be in range of [", -rank, ",", rank - 1,
                    "], but got ", d, ")");
            drop[static_cast<size_t>(d)] = true;
        }
    }
    std::vector<int64_t> dims;
    for (size_t i = 0; i < s.rank(); ++i)
        if (!drop[i] || s.begin()[i] != 1) dims.push_back(s.begin()[i]);
    return dims.size() == s.rank() ? input_tensor : reshaped(input_tensor, std::move(dims));
}

void Narrow::check_layout(int64_t d) const {
    const Shape& s = input_tensor.shape();
    const auto rank = static_cast<int64_t>(s.rank());
    if (input_tensor.layout() == Layout::TILE) {
        const bool width = d == rank - 1;
        const int64_t tile = width           ? input_tensor.spec().tile().width
                             : d == rank - 2 ? input_tensor.spec().tile().height
                                             : 1;
        require(start % tile == 0 && length % tile == 0, "Narrowing on ", width ? "width" : "height",
                " for TILE layout requires start and length to be multiples of ",
                width ? "TILE_WIDTH (" : "TILE_HEIGHT (", tile, "), got start ", start, " and length ", length,
                ": [ttnn.narrow] use ttnn.slice");
    }
    bool trivial = true;
    for (int64_t i = 0; i < d; ++i) trivial = trivial && s[i] == 1;
    require(trivial, "Narrowing on dimension ", d,
            " for DRAM INTERLEAVED tensors requires all preceding dimensions to be 1: [ttnn.narrow] got ", s,
            "; use ttnn.slice");
    require(rank > 1 && d < rank - 1,
            "[ttnn.narrow] the last dimension can only be kept whole: pages are not cut; use ttnn.slice");
    require(start == 0,
            "Start page ID must be aligned with number of banks for INTERLEAVED tensors: [ttnn.narrow] start ", start,
            "; use ttnn.slice");
}

Tensor Narrow::compose() const {
    const Shape& s = input_tensor.shape();
    const auto rank = static_cast<int64_t>(s.rank());
    const int64_t d = dim < 0 ? dim + rank : dim;
    require(d >= 0 && d < rank, "Index is out of bounds for the rank, should be between 0 and ", rank - 1,
            " however is ", d, ": [ttnn.narrow]");
    require(start >= 0 && start < s[d], "Narrow start index ", start, " out of bounds for dimension ", d, " with size ",
            s[d]);
    require(length > 0 && start + length <= s[d], "Narrow length ", length, " out of bounds for dimension ", d,
            " with size ", s[d], " from start ", start);
    require(!input_tensor.is_sharded(),
            "[ttnn.narrow] input_tensor: sharded tensors are not supported; use ttnn.slice");
    if (length == s[d]) return input_tensor;
    check_layout(d);
    Shape shape = s;
    shape.set(d, length);
    return viewed(name, input_tensor, shape);
}

Tensor Expand::compose() const {
    const Shape& s = input_tensor.shape();
    require(s.rank() <= output_shape.size(), "Output rank must be >= input rank for expand: [ttnn.expand] got ",
            output_shape.size(), " for ", s);
    const size_t added = output_shape.size() - s.rank();
    std::vector<int64_t> shape, times;
    for (size_t i = 0; i < output_shape.size(); ++i) {
        const int64_t own = i < added ? 1 : s.begin()[i - added],
                      wanted = output_shape[i] == -1 && i >= added ? own : output_shape[i];
        require(i >= added || wanted >= 0, "Leading dimension must be non-negative (got ", wanted,
                "); it has no corresponding input dimension");
        require(wanted == own || own == 1,
                "Only size 1 dimensions can be expanded in the output shape: [ttnn.expand] dimension ", i, " is ", own,
                ", asked ", wanted);
        require(wanted >= 0, "[ttnn.expand] output_shape: an extent of ", wanted);
        shape.push_back(own);
        times.push_back(wanted == own ? 1 : wanted);
    }
    const bool repeats = std::any_of(times.begin(), times.end(), [](int64_t n) { return n != 1; });
    require(!repeats || s.rank() > 0, "repeat does not support rank 0 tensors: [ttnn.expand] use ttnn.reshape first");
    const Tensor ranked = added == 0 ? input_tensor : reshaped(input_tensor, shape);
    if (!repeats && (!memory_config || *memory_config == ranked.memory_config())) return ranked;
    return call(Repeat{
        .input_tensor = ranked, .repeat_dims = times, .memory_config = memory_config, .optional_output_tensor = {}});
}

}  // namespace ttnn

#include "ops/data_movement/list_ops.hpp"

#include <algorithm>

#include "ops/data_movement/view_ops.hpp"
#include "ops/layout/layout_ops.hpp"

namespace ttnn {
namespace {

int64_t dimension(const char* name, int64_t dim, const Shape& s) {
    const auto rank = static_cast<int64_t>(s.rank());
    const int64_t d = dim < 0 ? dim + rank : dim;
    require(d >= 0 && d < rank, "Index is out of bounds for the rank, should be between 0 and ", rank - 1,
            " however is ", d, ": [", name, "]");
    return d;
}

Tensor part(const Tensor& t, int64_t d, int64_t begin, int64_t end, const std::optional<MemoryConfig>& config) {
    std::vector<int64_t> start(t.shape().rank(), 0), stop = t.shape().dims();
    start[static_cast<size_t>(d)] = begin;
    stop[static_cast<size_t>(d)] = end;
    return call(Slice{.input_tensor = t,
                      .slice_start = start,
                      .slice_end = stop,
                      .slice_step = {},
                      .memory_config = config,
                      .output_tensor = {},
                      .pad_value = {},
                      .sub_core_grids = {}});
}

std::vector<Tensor> parts(const Tensor& t, int64_t d, const std::vector<int64_t>& sizes,
                          const std::optional<MemoryConfig>& config) {
    std::vector<Tensor> out;
    int64_t at = 0;
    for (auto n : sizes) {
        out.push_back(part(t, d, at, at + n, config));
        at += n;
    }
    return out;
}

std::vector<int64_t> equal_sizes(int64_t extent, int64_t size) {
    std::vector<int64_t> out;
    for (int64_t at = 0; at < extent; at += size) out.push_back(std::min(size, extent - at));
    if (out.empty()) out.push_back(0);
    return out;
}

Tensor rolled(const Tensor& t, int64_t shift, int64_t dim, const std::optional<MemoryConfig>& config) {
    const auto rank = static_cast<int64_t>(t.shape().rank());
    require(dim >= -rank && dim < rank, "Invalid dimension index ", dim, ". The dimension must be within the range [",
            -rank, ", ", rank - 1, "].");
    const int64_t d = dim < 0 ? dim + rank : dim, n = t.shape()[d], moved = n ? (shift % n + n) % n : 0;
    if (moved == 0) return t;
    const Tensor head = part(t, d, n - moved, n, {});
    Tensor tail = part(t, d, 0, n - moved, {});
    // A part of block floats that does not begin at a tile is bfloat16; the other follows it.
    if (tail.dtype() != head.dtype())
        tail = call(Typecast{.input_tensor = tail,
                             .dtype = head.dtype(),
                             .memory_config = {},
                             .output_tensor = {},
                             .sub_core_grids = {}});
    return call(Concat{.tensors = {head, tail},
                       .dim = d,
                       .memory_config = config.value_or(t.memory_config()),
                       .output_tensor = {},
                       .groups = 1,
                       .sub_core_grids = {}});
}

}  // namespace

Tensor Stack::compose() const {
    require(!input_tensors.empty(), "ttnn.stack: expected a non-empty list of Tensors!");
    const auto rank = static_cast<int64_t>(input_tensors[0].shape().rank());
    const int64_t d = dim < 0 ? dim + rank + 1 : dim;
    require(d >= 0 && d <= rank, "[ttnn.stack] dim: expected ", -rank - 1, " to ", rank, ", got ", dim);
    std::vector<Tensor> raised;
    for (const auto& t : input_tensors) {
        require(t.shape() == input_tensors[0].shape(), "All tensors must have the same shape: [ttnn.stack] got ",
                input_tensors[0].shape(), " and ", t.shape());
        raised.push_back(call(Unsqueeze{.input_tensor = t, .dim = d}));
    }
    return call(Concat{
        .tensors = raised, .dim = d, .memory_config = {}, .output_tensor = {}, .groups = 1, .sub_core_grids = {}});
}

std::vector<Tensor> Split::compose() const {
    const int64_t d = dimension(name, dim, input_tensor.shape()), extent = input_tensor.shape()[d];
    if (const auto* size = std::get_if<int64_t>(&split_size)) {
        require(*size > 0, "split_size must be positive: [ttnn.split] got ", *size);
        return parts(input_tensor, d, equal_sizes(extent, *size), memory_config);
    }
    const auto& sizes = std::get<std::vector<int64_t>>(split_size);
    const std::string text = detail::to_text(sizes), listed = "{" + text.substr(1, text.size() - 2) + "}";
    int64_t remaining = extent;
    for (auto n : sizes) {
        require(n >= 0 && n <= remaining, "split_sizes must sum exactly to the size of dimension ", d, " (", extent,
                "), but sizes ", listed, " over-run it: [ttnn.split]");
        remaining -= n;
    }
    require(remaining == 0, "split_sizes must sum exactly to the size of dimension ", d, " (", extent, "), but sizes ",
            listed, " under-run it: [ttnn.split]");
    return parts(input_tensor, d, sizes, memory_config);
}

std::vector<Tensor> Chunk::compose() const {
    const auto rank = static_cast<int64_t>(input_tensor.shape().rank());
    require(dim >= -rank && dim < rank, "... Invalid dimension for chunk operation, ", rank,
            " needs to be greater than ", dim);
    require(chunks > 0, "[ttnn.chunk] chunks must be positive, got ", chunks);
    const int64_t d = dim < 0 ? dim + rank : dim, extent = input_tensor.shape()[d];
    return parts(input_tensor, d, equal_sizes(extent, std::max<int64_t>(1, extent / chunks + (extent % chunks != 0))),
                 {});
}

Tensor Roll::compose() const {
    require(shifts.size() == dim.size(), "Roll: number of shifts must match number of dimensions: [ttnn.roll] got ",
            shifts.size(), " and ", dim.size());
    Tensor out = input_tensor;
    for (size_t i = 0; i < dim.size(); ++i) out = rolled(out, shifts[i], dim[i], memory_config);
    return out;
}

Tensor RollOne::compose() const {
    if (dim) return rolled(input_tensor, shifts, *dim, memory_config);
    const Tensor flat = call(Reshape{.input_tensor = input_tensor, .shape = {1, input_tensor.shape().volume()}});
    return call(Reshape{.input_tensor = rolled(flat, shifts, 1, memory_config), .shape = input_tensor.shape().dims()});
}

}  // namespace ttnn

#include "ops/data_movement/region_ops.hpp"

#include <algorithm>

#include "op/destination.hpp"
#include "ops/data_movement/region_programs.hpp"
#include "ops/vectors.hpp"

namespace ttnn {
// --- slice

void Slice::validate() const {
    check_on_device(name, input_tensor);
    const size_t rank = input_tensor.shape().rank();
    require(slice_start.size() == slice_end.size(), "Start ", slice_start.size(), " and end ", slice_end.size(),
            " must have the same size: [ttnn.slice]");
    require(slice_start.size() == rank, "Input rank ", rank, " and begins ", slice_start.size(),
            " must have the same size: [ttnn.slice]");
    require(!slice_step || slice_step->size() == rank, "Step ", slice_step ? slice_step->size() : 0,
            " must have the same size as start and end: [ttnn.slice]");
    for (size_t i = 0; i < rank; ++i) {
        const int64_t n = input_tensor.shape().begin()[i], end = slice_end[i], step = slice_step ? (*slice_step)[i] : 1;
        require(step > 0, "Steps must be positive: [ttnn.slice] got ", step, " in dimension ", i);
        require(step == 1 || !is_block_float(input_tensor.dtype()),
                "Strided slice is not supported for BFLOAT8 tensors: [ttnn.slice] use ttnn.typecast first");
        require(end <= n, "Ends ", end, " must be less than or equal to the shape of the tensor ", n);
    }
    const auto all = ranges();
    for (size_t i = 0; i < rank; ++i)
        require(all[i].count >= 0, "End ", slice_end[i], " must be greater than or equal to start ", slice_start[i],
                ": [ttnn.slice] in dimension ", i);
}

std::vector<Slice::Range> Slice::ranges() const {
    std::vector<Range> out;
    for (size_t i = 0; i < slice_start.size(); ++i) {
        const int64_t n = input_tensor.shape().begin()[i], step = slice_step ? (*slice_step)[i] : 1;
        auto position = [&](int64_t p) { return std::clamp<int64_t>(p < 0 ? p + n : p, 0, n); };
        const int64_t start = position(slice_start[i]), end = position(slice_end[i]);
        out.push_back({start, step, end >= start ? (end - start + step - 1) / step : (end - start)});
    }
    return out;
}

TensorSpec Slice::output() const {
    if (output_tensor) return destination_spec(name, *this, &Slice::output_tensor);
    std::vector<int64_t> dims;
    for (const auto& r : ranges()) dims.push_back(std::max<int64_t>(0, r.count));
    const auto& s = input_tensor.spec();
    // Block floats whose region does not begin at a tile leave their tiles on the card and come back as bfloat16, as do
    // vectors.
    const bool untilized = is_block_float(s.dtype()) && (dims.size() < 2 || !begins_at_tile());
    const TensorSpec plain(Shape(dims), untilized ? DataType::BFLOAT16 : s.dtype(), s.layout(), MemoryConfig{},
                           s.tile());
    const MemoryConfig config = memory_config.value_or(s.memory_config());
    return plain.with_memory_config(config.is_sharded() && !memory_config ? resharded(config, plain) : config);
}

bool Slice::begins_at_tile() const {
    const auto rank = static_cast<int64_t>(slice_start.size());
    const auto all = ranges();
    const auto& tile = input_tensor.spec().tile();
    return (rank < 1 || all[static_cast<size_t>(rank - 1)].start % tile.width == 0) &&
           (rank < 2 || all[static_cast<size_t>(rank - 2)].start % tile.height == 0);
}

Program Slice::program() const {
    const auto strides = strides_of(input_tensor.shape());
    StridedCopy c;
    std::vector<int64_t> dims;
    const auto all = ranges();
    for (size_t i = 0; i < all.size(); ++i) {
        dims.push_back(all[i].count);
        c.src_strides.push_back(strides[i] * all[i].step);
        c.src_offset += strides[i] * all[i].start;
    }
    c.dims = dims;
    c.dst_strides = strides_of(Shape(dims));
    const bool strided = std::any_of(all.begin(), all.end(), [](const auto& r) { return r.step != 1; });
    return movement_program(
        slice_device_programs(
            *input_tensor.device(), input_tensor.spec(), output(),
            {.strided = strided, .at_tile = begins_at_tile(), .first_column = all.empty() ? 0 : all.back().start}),
        Movement{{c}, {}});
}

static std::vector<int64_t> positions(const char* field, const Tensor& t, size_t rank) {
    require(is_integer(t.dtype()) && t.shape().rank() == 1 && t.shape().volume() == static_cast<int64_t>(rank),
            "[ttnn.slice] ", field, ": expected ", rank, " integers in one dimension, got ", describe(t));
    std::vector<int64_t> out;
    for (float x : to_vector(t)) out.push_back(static_cast<int64_t>(x));
    return out;
}

void SliceByTensors::check_part(const std::vector<int64_t>& first, const std::vector<int64_t>& last) const {
    require(slice_dim.has_value() == num_devices.has_value(),
            "[ttnn.slice] slice_dim and num_devices: expected both or none");
    if (!slice_dim) return;
    const Shape& s = input_tensor.shape();
    const auto rank = static_cast<int64_t>(s.rank());
    require(*slice_dim >= -rank && *slice_dim < rank, "[ttnn.slice] slice_dim: expected ", -rank, " to ", rank - 1,
            ", got ", *slice_dim);
    const int64_t d = *slice_dim < 0 ? *slice_dim + rank : *slice_dim;
    require(*num_devices > 0 && s[d] % *num_devices == 0, "[ttnn.slice] num_devices: must divide the extent ", s[d],
            " of dimension ", d, ", got ", *num_devices);
    const auto at = static_cast<size_t>(d);
    require(last[at] - first[at] == s[d] / *num_devices, "[ttnn.slice] slice_end - slice_start: expected ",
            s[d] / *num_devices, " positions of dimension ", d, " (one part of ", *num_devices, "), got ",
            last[at] - first[at]);
}

Tensor SliceByTensors::compose() const {
    check_on_device(name, input_tensor);
    const size_t rank = input_tensor.shape().rank();
    const auto first = positions("slice_start", starts, rank), last = positions("slice_end", ends, rank);
    check_part(first, last);
    return call(Slice{.input_tensor = input_tensor,
                      .slice_start = first,
                      .slice_end = last,
                      .slice_step = slice_step,
                      .memory_config = memory_config,
                      .output_tensor = output_tensor,
                      .pad_value = pad_value,
                      .sub_core_grids = sub_core_grids});
}

// --- concat

void Concat::validate() const {
    require(!tensors.empty(), "ttnn.concat: expected a non-empty list of Tensors!");
    for (const auto& t : tensors) check_on_device(name, t);
    const Shape& first = tensors[0].shape();
    const auto rank = static_cast<int64_t>(first.rank());
    const int64_t d = dim < 0 ? dim + rank : dim;
    require(d >= 0 && d < rank, "Index is out of bounds for the rank, should be between 0 and ", rank - 1,
            " however is ", d, ": [ttnn.concat]");
    for (const auto& t : tensors) {
        bool match = t.shape().rank() == first.rank();
        for (int64_t i = 0; match && i < rank; ++i) match = i == d || t.shape()[i] == first[i];
        require(match,
                "All dimensions must be the same size except for the dimension along which the contenation is taking "
                "place.",
                " [ttnn.concat] got ", first, " and ", t.shape(), " along ", d);
    }
    for (const auto& t : tensors)
        require(t.dtype() == tensors[0].dtype(), "All Tensors should have same dtypes.", " [ttnn.concat] got ",
                tensors[0].dtype(), " and ", t.dtype());
    if (keeps_shards()) check_shards();
    else
        require(!tensors[0].is_sharded()
                    ? std::none_of(tensors.begin(), tensors.end(), [](const auto& t) { return t.is_sharded(); })
                    : true,
                "All tensors must be sharded or all must be interleaved: [ttnn.concat]");
    require(!pads_along(d) || is_tiled() == Tiled::All || is_tiled() == Tiled::None,
            "ttnn.concat: expected all input tensors to be in tile layout");
    require(groups >= 1, "[ttnn.concat] groups must be at least 1, got ", groups);
    for (const auto& t : tensors)
        require(groups == 1 || (groups <= t.shape()[d] && t.shape()[d] % groups == 0), "[ttnn.concat] groups: ", groups,
                " does not divide dimension ", d, " of ", t.shape());
}

// Whether shards are joined where they are. Tensors sharded along the dimension that grows go through interleaved
// memory instead.
bool Concat::keeps_shards() const {
    if (!tensors[0].is_sharded()) return false;
    const auto rank = static_cast<int64_t>(tensors[0].shape().rank());
    const bool all = std::all_of(tensors.begin(), tensors.end(), [](const auto& t) { return t.is_sharded(); });
    const bool width = normalized_dim(name, dim, tensors[0].shape().rank()) == rank - 1;
    const auto layout = tensors[0].memory_config().memory_layout();
    if (layout == TensorMemoryLayout::BLOCK_SHARDED || (layout == TensorMemoryLayout::HEIGHT_SHARDED && width))
        return true;
    return all &&
           ((layout == TensorMemoryLayout::WIDTH_SHARDED && !width) || (memory_config && memory_config->is_sharded()));
}

void Concat::check_shards() const {
    const auto& first = tensors[0].memory_config();
    for (const auto& t : tensors) {
        require(t.is_sharded(), "All tensors must be sharded or all must be interleaved: [ttnn.concat]");
        require(t.memory_config().memory_layout() == first.memory_layout() && t.memory_config().shard_spec() &&
                    first.shard_spec() && t.memory_config().shard_spec()->grid == first.shard_spec()->grid,
                "Sharded tensors must have the same grid. [ttnn.concat] use ttnn.reshard");
    }
    if (!memory_config || !memory_config->is_sharded()) return;
    require(memory_config->memory_layout() == first.memory_layout(),
            "Sharded output and inputs must have the same memory layout. [ttnn.concat]");
    const bool width =
        normalized_dim(name, dim, tensors[0].shape().rank()) == static_cast<int64_t>(tensors[0].shape().rank()) - 1;
    require(width || first.memory_layout() != TensorMemoryLayout::HEIGHT_SHARDED,
            "Only support height concat on width-sharded or block-sharded tensors: [ttnn.concat]");
}

Concat::Tiled Concat::is_tiled() const {
    const auto tiles =
        std::count_if(tensors.begin(), tensors.end(), [](const auto& t) { return t.layout() == Layout::TILE; });
    return tiles == 0 ? Tiled::None : tiles == static_cast<int64_t>(tensors.size()) ? Tiled::All : Tiled::Some;
}

// Whether a tensor in tiles has padding in the dimension that grows, so that its tiles cannot be joined whole.
bool Concat::pads_along(int64_t d) const {
    const int64_t from_end = static_cast<int64_t>(tensors[0].shape().rank()) - d;
    return std::any_of(tensors.begin(), tensors.end(), [&](const auto& t) {
        return t.layout() == Layout::TILE && from_end <= 2 &&
               t.shape()[d] % (from_end == 1 ? t.spec().tile().width : t.spec().tile().height) != 0;
    });
}

TensorSpec Concat::output() const {
    if (output_tensor) return destination_spec(name, *this, &Concat::output_tensor);
    const Tensor& first = tensors[0];
    const int64_t d = normalized_dim(name, dim, first.shape().rank());
    Shape shape = first.shape();
    int64_t sum = 0;
    for (const auto& t : tensors) sum += t.shape()[d];
    shape.set(d, sum);
    // Mixed layouts meet in tiles when the row-major tensors are whole tiles, and otherwise in rows.
    const bool whole = std::all_of(tensors.begin(), tensors.end(), [](const auto& t) {
        return t.layout() == Layout::TILE || (t.shape().width() % 32 == 0 && t.shape().height() % 32 == 0);
    });
    const bool tile = is_tiled() == Tiled::All || (is_tiled() == Tiled::Some && whole);
    const DataType t = is_block_float(first.dtype()) && pads_along(d) ? DataType::BFLOAT16 : first.dtype();
    return {shape, t, tile ? Layout::TILE : Layout::ROW_MAJOR, memory_config.value_or(DRAM_MEMORY_CONFIG),
            first.spec().tile()};
}

Program Concat::program() const {
    const TensorSpec out = output();
    const int64_t d = normalized_dim(name, dim, out.logical_shape().rank());
    const auto strides = strides_of(out.logical_shape());
    Movement m;
    int64_t at = 0;
    for (size_t i = 0; i < tensors.size(); ++i) {
        const Shape& s = tensors[i].shape();
        const int64_t extent = s[d], part = extent / groups, total = out.logical_shape()[d] / groups;
        // With groups, part g of every tensor goes to group g of the output.
        for (int64_t g = 0; g < groups; ++g) {
            StridedCopy c;
            c.input = i;
            c.dims = s.dims();
            c.dims[static_cast<size_t>(d)] = part;
            c.src_strides = strides_of(s);
            c.dst_strides = strides;
            c.src_offset = g * part * c.src_strides[static_cast<size_t>(d)];
            c.dst_offset = (g * total + at) * strides[static_cast<size_t>(d)];
            if (Shape(c.dims).volume()) m.copies.push_back(std::move(c));
        }
        at += extent / groups;
    }
    std::vector<TensorSpec> inputs;
    for (const auto& t : tensors) inputs.push_back(t.spec());
    return movement_program(concat_device_programs(*tensors[0].device(), inputs, d, pads_along(d), out), std::move(m));
}

// --- pad

void Pad::validate() const {
    check_on_device(name, input_tensor);
    require(padding.size() <= input_tensor.shape().rank(),
            "ttnn.pad: padding len can't be larger than input tensor rank: got ", padding.size(), " for rank ",
            input_tensor.shape().rank());
    for (const auto& [before, after] : padding)
        require(before >= 0 && after >= 0, "ttnn.pad: padding must not be negative, got (", before, ", ", after, ")");
    for (const auto& pair : padding)
        require(input_tensor.layout() != Layout::TILE || pair.first == 0,
                "ttnn.pad: on device tile padding does not support front padding: got ", pair.first,
                "; use ttnn.to_layout(..., ROW_MAJOR_LAYOUT) first");
    require(input_tensor.layout() == Layout::TILE || input_tensor.dtype() != DataType::UINT8,
            "Cannot pad RM tensor with specified format: [ttnn.pad] got ", input_tensor.dtype());
}

TensorSpec Pad::output() const {
    Shape shape = input_tensor.shape();
    for (size_t i = 0; i < padding.size(); ++i) {
        const auto d = static_cast<int64_t>(shape.rank() - padding.size() + i);
        shape.set(d, shape[d] + padding[i].first + padding[i].second);
    }
    // What fits into the tiles that are there stays where it is.
    const bool in_place =
        input_tensor.layout() == Layout::TILE &&
        input_tensor.spec().with_memory_config({}).with_shape(shape).padded_shape() == input_tensor.padded_shape();
    return moved_spec(input_tensor, shape, in_place ? std::nullopt : memory_config);
}

Tensor PadToShape::compose() const {
    const Shape& s = input_tensor.shape();
    require(output_padded_shape.size() == s.rank() && input_tensor_start.size() == s.rank(),
            "ttnn.pad: output_padded_shape and input_tensor_start must have the rank of the input, ", s.rank());
    std::vector<std::pair<int64_t, int64_t>> around;
    for (size_t i = 0; i < s.rank(); ++i) {
        const bool inside = input_tensor_start[i] >= 0 && input_tensor_start[i] <= output_padded_shape[i];
        const int64_t after = inside ? output_padded_shape[i] - input_tensor_start[i] - s.begin()[i] : -1;
        require(after >= 0, "ttnn.pad: output_padded_shape[", i, "] = ", output_padded_shape[i], " is too small for ",
                s.begin()[i], " elements from ", input_tensor_start[i]);
        around.emplace_back(input_tensor_start[i], after);
    }
    return call(Pad{.input_tensor = input_tensor,
                    .padding = around,
                    .value = value,
                    .use_multicore = use_multicore,
                    .memory_config = memory_config,
                    .sub_core_grids = sub_core_grids});
}

Program Pad::program() const {
    const TensorSpec out = output();
    StridedCopy c;
    c.dims = input_tensor.shape().dims();
    c.src_strides = strides_of(input_tensor.shape());
    c.dst_strides = strides_of(out.logical_shape());
    for (size_t i = 0; i < padding.size(); ++i)
        c.dst_offset += padding[i].first * c.dst_strides[c.dims.size() - padding.size() + i];
    const int64_t in_front = padding.empty() ? 0 : padding.back().first;
    return movement_program(
        pad_device_programs(*input_tensor.device(), input_tensor.spec(), out, in_front, use_multicore),
        Movement{{c}, value});
}

// --- repeat

namespace {

int64_t extent_times(const char* name, int64_t extent, int64_t times) {
    int64_t out = 0;
    require(!__builtin_mul_overflow(extent, times, &out), "[", name, "] ", times, " times an extent of ", extent,
            " is more than any device holds");
    return out;
}

}  // namespace

void Repeat::validate() const {
    check_on_device(name, input_tensor);
    for (auto n : repeat_dims) require(n >= 0, "[ttnn.repeat] repeat_dims must not be negative, got ", n);
}

// One entry for each dimension of the output: the longer of the two, filled up with ones in front.
std::vector<int64_t> Repeat::times() const {
    std::vector<int64_t> out = repeat_dims;
    const size_t rank = input_tensor.shape().rank();
    if (out.size() < rank) out.insert(out.begin(), rank - out.size(), 1);
    return out;
}

TensorSpec Repeat::output() const {
    if (optional_output_tensor) return destination_spec(name, *this, &Repeat::optional_output_tensor);
    const auto each = times();
    auto dims = input_tensor.shape().to_rank(each.size()).dims();
    for (size_t i = 0; i < each.size(); ++i) dims[i] = extent_times(name, dims[i], each[i]);
    return moved_spec(input_tensor, Shape(dims), memory_config);
}

Program Repeat::program() const {
    const auto each = times();
    const Shape in = input_tensor.shape().to_rank(each.size());
    const TensorSpec out = output();
    const auto from = strides_of(in), to = strides_of(out.logical_shape());
    StridedCopy c;
    for (size_t i = 0; i < each.size(); ++i) {  // [times, extent] for each dimension
        c.append(each[i], 0, in.begin()[i] * to[i]);
        c.append(in.begin()[i], from[i], to[i]);
    }
    return movement_program(repeat_device_programs(*input_tensor.device(), input_tensor.spec(), each, out),
                            Movement{{c}, {}});
}

void RepeatInterleave::validate() const {
    check_on_device(name, input_tensor);
    require(repeats > 0, "[ttnn.repeat_interleave] repeats must be positive, got ", repeats);
    normalized_dim(name, dim, input_tensor.shape().rank());
}

TensorSpec RepeatInterleave::output() const {
    auto dims = input_tensor.shape().dims();
    auto& extent = dims[static_cast<size_t>(normalized_dim(name, dim, dims.size()))];
    extent = extent_times(name, extent, repeats);
    return moved_spec(input_tensor, Shape(dims), memory_config);
}

Program RepeatInterleave::program() const {
    const Shape& in = input_tensor.shape();
    const auto d = static_cast<size_t>(normalized_dim(name, dim, in.rank()));
    const TensorSpec out = output();
    const auto from = strides_of(in), to = strides_of(out.logical_shape());
    StridedCopy c;
    for (size_t i = 0; i < in.rank(); ++i) {
        c.dims.push_back(in.begin()[i]);
        c.src_strides.push_back(from[i]);
        c.dst_strides.push_back(to[i] * (i == d ? repeats : 1));
        if (i != d) continue;
        c.dims.push_back(repeats);
        c.src_strides.push_back(0);
        c.dst_strides.push_back(to[i]);
    }
    return movement_program(repeat_interleave_device_programs(*input_tensor.device(), input_tensor.spec(),
                                                              static_cast<int64_t>(d), repeats, out),
                            Movement{{c}, {}});
}

}  // namespace ttnn

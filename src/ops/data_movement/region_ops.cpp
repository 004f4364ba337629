#include "ops/data_movement/region_ops.hpp"

#include <algorithm>

namespace ttnn {
// --- slice ---------------------------------------------------------------------------------------------------------------------------------

void Slice::validate() const {
    check_on_device(name, input_tensor);
    const size_t rank = input_tensor.shape().rank();
    require(slice_start.size() == slice_end.size(), "Start ", slice_start.size(), " and end ", slice_end.size(), " must have the same size: [ttnn.slice]");
    require(slice_start.size() == rank, "Start and end must have as many entries as the input has dimensions: [ttnn.slice] rank ", rank, ", got ", slice_start.size());
    require(!slice_step || slice_step->size() == rank, "Step ", slice_step ? slice_step->size() : 0, " must have the same size as start and end: [ttnn.slice]");
    for (size_t i = 0; i < rank; ++i) {
        const int64_t n = input_tensor.shape().begin()[i], end = slice_end[i], step = slice_step ? (*slice_step)[i] : 1;
        require(step > 0, "Steps must be positive: [ttnn.slice] got ", step, " in dimension ", i);
        require(end <= n, "Ends ", end, " must be less than or equal to the shape of the tensor ", n);
    }
    for (const auto& r : ranges()) require(r.count >= 0, "[ttnn.slice] ends must not lie before starts");
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
    if (output_tensor) return output_tensor->spec();
    std::vector<int64_t> dims;
    for (const auto& r : ranges()) dims.push_back(std::max<int64_t>(0, r.count));
    return moved_spec(input_tensor, Shape(dims), memory_config);
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
    return movement_program("SliceDeviceOperation", input_tensor.spec().is_tile() ? "SliceTileProgramFactory" : "SliceRmProgramFactory", input_tensor, Movement{{c}, {}});
}

// --- concat --------------------------------------------------------------------------------------------------------------------------------

void Concat::validate() const {
    require(!tensors.empty(), "ttnn.concat: expected a non-empty list of Tensors!");
    for (const auto& t : tensors) check_on_device(name, t);
    const Shape& first = tensors[0].shape();
    const auto rank = static_cast<int64_t>(first.rank());
    const int64_t d = dim < 0 ? dim + rank : dim;
    require(d >= 0 && d < rank, "Index is out of bounds for the rank, should be between 0 and ", rank - 1, " however is ", d, ": [ttnn.concat]");
    for (const auto& t : tensors) {
        bool match = t.shape().rank() == first.rank();
        for (int64_t i = 0; match && i < rank; ++i) match = i == d || t.shape()[i] == first[i];
        require(match, "All dimensions must be the same size except for the dimension along which the contenation is taking place.", " [ttnn.concat] got ", first, " and ",
                t.shape(), " along ", d);
    }
    for (const auto& t : tensors) require(t.dtype() == tensors[0].dtype(), "All Tensors should have same dtypes.", " [ttnn.concat] got ", tensors[0].dtype(), " and ", t.dtype());
    for (const auto& t : tensors)
        require(t.is_sharded() == tensors[0].is_sharded(), "All tensors must be sharded or all must be interleaved: [ttnn.concat]");
    require(groups >= 1, "[ttnn.concat] groups must be at least 1, got ", groups);
}

TensorSpec Concat::output() const {
    if (output_tensor) return output_tensor->spec();
    const Shape& first = tensors[0].shape();
    const int64_t d = normalized_dim(name, dim, first.rank());
    Shape shape = first;
    int64_t sum = 0;
    for (const auto& t : tensors) sum += t.shape()[d];
    shape.set(d, sum);
    const bool tile = std::any_of(tensors.begin(), tensors.end(), [](const auto& t) { return t.layout() == Layout::TILE; });
    const auto config = moved_memory_config(memory_config, tensors[0], shape);
    return {shape, tensors[0].dtype(), tile ? Layout::TILE : Layout::ROW_MAJOR, config, tensors[0].spec().tile()};
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
    return movement_program("ConcatDeviceOperation", "ConcatProgramFactory", tensors[0], std::move(m));
}

// --- pad -----------------------------------------------------------------------------------------------------------------------------------

void Pad::validate() const {
    check_on_device(name, input_tensor);
    require(padding.size() <= input_tensor.shape().rank(), "ttnn.pad: padding len can't be larger than input tensor rank: got ", padding.size(), " for rank ",
            input_tensor.shape().rank());
    for (const auto& [before, after] : padding) require(before >= 0 && after >= 0, "ttnn.pad: padding must not be negative, got (", before, ", ", after, ")");
    require(input_tensor.layout() == Layout::TILE || input_tensor.dtype() != DataType::UINT8, "Cannot pad RM tensor with specified format: [ttnn.pad] got ",
            input_tensor.dtype());
}

TensorSpec Pad::output() const {
    Shape shape = input_tensor.shape();
    for (size_t i = 0; i < padding.size(); ++i) {
        const auto d = static_cast<int64_t>(shape.rank() - padding.size() + i);
        shape.set(d, shape[d] + padding[i].first + padding[i].second);
    }
    return moved_spec(input_tensor, shape, memory_config);
}

Program Pad::program() const {
    const TensorSpec out = output();
    StridedCopy c;
    c.dims = input_tensor.shape().dims();
    c.src_strides = strides_of(input_tensor.shape());
    c.dst_strides = strides_of(out.logical_shape());
    for (size_t i = 0; i < padding.size(); ++i) c.dst_offset += padding[i].first * c.dst_strides[c.dims.size() - padding.size() + i];
    return movement_program("PadDeviceOperation", input_tensor.spec().is_tile() ? "PadTileMulticoreProgramFactory" : "PadRmReaderWriterMultiCoreProgramFactory",
                            input_tensor, Movement{{c}, value});
}

// --- repeat --------------------------------------------------------------------------------------------------------------------------------

void Repeat::validate() const {
    check_on_device(name, input_tensor);
    require(repeat_dims.size() >= input_tensor.shape().rank(), "[ttnn.repeat] repeat_dims: expected at least ", input_tensor.shape().rank(), " entries, got ",
            repeat_dims.size());
    for (auto n : repeat_dims) require(n >= 0, "[ttnn.repeat] repeat_dims must not be negative, got ", n);
}

TensorSpec Repeat::output() const {
    if (optional_output_tensor) return optional_output_tensor->spec();
    Shape shape = input_tensor.shape().to_rank(repeat_dims.size());
    for (size_t i = 0; i < repeat_dims.size(); ++i) shape.set(static_cast<int64_t>(i), shape.begin()[i] * repeat_dims[i]);
    return moved_spec(input_tensor, shape, memory_config);
}

Program Repeat::program() const {
    const Shape in = input_tensor.shape().to_rank(repeat_dims.size());
    const auto from = strides_of(in), to = strides_of(output().logical_shape());
    StridedCopy c;
    for (size_t i = 0; i < repeat_dims.size(); ++i) {  // [times, extent] for each dimension
        c.dims.insert(c.dims.end(), {repeat_dims[i], in.begin()[i]});
        c.src_strides.insert(c.src_strides.end(), {0, from[i]});
        c.dst_strides.insert(c.dst_strides.end(), {in.begin()[i] * to[i], to[i]});
    }
    return movement_program("RepeatDeviceOperation", "RepeatProgramFactory", input_tensor, Movement{{c}, {}});
}

void RepeatInterleave::validate() const {
    check_on_device(name, input_tensor);
    require(repeats > 0, "[ttnn.repeat_interleave] repeats must be positive, got ", repeats);
    normalized_dim(name, dim, input_tensor.shape().rank());
}

TensorSpec RepeatInterleave::output() const {
    Shape shape = input_tensor.shape();
    shape.set(dim, shape[dim] * repeats);
    return moved_spec(input_tensor, shape, memory_config);
}

Program RepeatInterleave::program() const {
    const Shape& in = input_tensor.shape();
    const auto d = static_cast<size_t>(normalized_dim(name, dim, in.rank()));
    const auto from = strides_of(in), to = strides_of(output().logical_shape());
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
    return movement_program("RepeatDeviceOperation", "RepeatProgramFactory", input_tensor, Movement{{c}, {}});
}

}  // namespace ttnn

#include "ops/data_movement/write_ops.hpp"

#include "ops/data_movement/logical_elements.hpp"
#include "ops/data_movement/region_ops.hpp"
#include "ops/data_movement/shape_ops.hpp"

namespace ttnn {
namespace {

// (before, after) of each dimension from the three forms of fold's padding.
std::vector<std::pair<int64_t, int64_t>> fold_padding(const std::vector<int64_t>& p) {
    if (p.size() == 2) return {{0, 0}, {p[0], p[0]}, {p[1], p[1]}, {0, 0}};
    if (p.size() == 4) return {{0, 0}, {p[0], p[1]}, {p[2], p[3]}, {0, 0}};
    require(p.size() == 6, "Fold: padding must have 2, 4 or 6 entries, got ", p.size());
    return {{0, 0}, {p[0], p[1]}, {p[2], p[3]}, {p[4], p[5]}};
}

}  // namespace

Tensor Fold::compose() const {
    require(input.shape().rank() == 4, "Fold: input must have rank 4, got ", input.shape());
    const auto around = fold_padding(padding);
    bool padded = false;
    for (const auto& [before, after] : around) padded = padded || before || after;
    Tensor x = input;
    if (padded)
        x = call(Pad{.input_tensor = input,
                     .padding = around,
                     .value = 0,
                     .use_multicore = true,
                     .memory_config = {},
                     .sub_core_grids = {}});
    const Tensor out = call(
        FoldMovement{.input = x, .stride_h = stride_h, .stride_w = stride_w, .memory_config = override_memory_config});
    if (!collapse_output) return out;
    return call(Reshape{.input_tensor = out, .shape = {1, 1, -1, out.shape().width()}});
}

void FoldMovement::validate() const {
    check_on_device(name, input);
    const Shape& s = input.shape();
    require(stride_h > 0 && stride_w > 0, "Fold: strides must be positive, got ", stride_h, " and ", stride_w);
    require(s[1] % stride_h == 0, "Fold: logical H (", s[1], ") must be divisible by stride_h (", stride_h, ").");
    require(s[2] % stride_w == 0, "Fold: logical W (", s[2], ") must be divisible by stride_w (", stride_w, ").");
}

TensorSpec FoldMovement::output() const {
    const Shape& s = input.shape();
    const Shape shape{s[0], s[1] / stride_h, s[2] / stride_w, s[3] * stride_h * stride_w};
    const DataType t = is_block_float(input.dtype()) ? DataType::BFLOAT16 : input.dtype();
    return {shape, t, Layout::ROW_MAJOR, moved_memory_config(memory_config, input, shape)};
}

Program FoldMovement::program() const {
    require(!is_block_float(input.dtype()), "Fold: expected float32, bfloat16 or integers, got ", input.dtype(),
            "; use ttnn.typecast first");
    const Shape& s = input.shape();
    const int64_t c = s[3], row = s[2] * c, folded = c * stride_h * stride_w;
    const StridedCopy copy{.input = 0,
                           .dims = {s[0] * s[1] / stride_h, s[2] / stride_w, stride_h, stride_w * c},
                           .src_strides = {stride_h * row, stride_w * c, row, 1},
                           .dst_strides = {s[2] / stride_w * folded, folded, stride_w * c, 1}};
    return movement_program("FoldDeviceOperation", "MultiCoreRowMajorInterleaved", input, Movement{{copy}, {}});
}

void SliceWrite::validate() const {
    check_on_device(name, input_tensor);
    check_on_device(name, output_tensor);
    const size_t rank = output_tensor.shape().rank();
    require(input_tensor.dtype() == output_tensor.dtype(),
            "[ttnn.experimental.slice_write] input_tensor: expected dtype ", output_tensor.dtype(), ", got ",
            input_tensor.dtype());
    require(input_tensor.shape().rank() == rank && start.size() == rank && end.size() == rank && step.size() == rank,
            "[ttnn.experimental.slice_write] input, start, end and step must have the rank of the output, ", rank);
    for (size_t i = 0; i < rank; ++i) {
        require(step[i] > 0, "[ttnn.experimental.slice_write] step must be positive, got ", step[i]);
        require(start[i] >= 0 && start[i] <= end[i] && end[i] <= output_tensor.shape().begin()[i], "Ends ", end[i],
                " must be less than or equal to the shape of the tensor ", output_tensor.shape().begin()[i],
                ": [ttnn.experimental.slice_write] start ", start[i]);
        require((end[i] - start[i] + step[i] - 1) / step[i] == input_tensor.shape().begin()[i],
                "[ttnn.experimental.slice_write] the region has ", (end[i] - start[i] + step[i] - 1) / step[i],
                " positions in dimension ", i, ", the input ", input_tensor.shape().begin()[i]);
    }
}

Program SliceWrite::program() const {
    const auto strides = strides_of(output_tensor.shape());
    StridedCopy into;
    into.input = 0;
    into.dims = input_tensor.shape().dims();
    into.src_strides = strides_of(input_tensor.shape());
    for (size_t i = 0; i < strides.size(); ++i) {
        into.dst_strides.push_back(strides[i] * step[i]);
        into.dst_offset += strides[i] * start[i];
    }
    // The rest of the output stays: it is the second input, and copied first.
    Movement m = same_order(output_tensor.shape());
    m.copies[0].input = 1;
    m.copies.push_back(std::move(into));
    return movement_program("SliceWriteDeviceOperation", "SliceWriteRMInterleavedProgramFactory", output_tensor,
                            std::move(m));
}

}  // namespace ttnn

#include "ops/data_movement/rearrange.hpp"

#include <algorithm>

#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"
#include "ops/data_movement/logical_elements.hpp"
#include "ops/data_movement/region_ops.hpp"
#include "ops/data_movement/shape_ops.hpp"
#include "ops/layout/layout_ops.hpp"
#include "ops/steps.hpp"

namespace ttnn {
namespace {

// Rows of K positions by N: source row of each output row. Raises for an index out of range.
std::vector<int64_t> indexed_rows(const char* name, const View& index, int64_t k) {
    const Shape& s = index.spec->logical_shape();
    auto rows = logical_integers(index);
    for (size_t i = 0; i < rows.size(); ++i) {
        require(rows[i] >= 0 && rows[i] < k, "[", name, "] index: ", rows[i], " is not below ", k);
        rows[i] += static_cast<int64_t>(i) / s[1] * k;
    }
    return rows;
}

void check_indexed(const char* name, const Tensor& input, const Tensor& index) {
    check_on_device(name, input);
    check_on_device(name, index);
    require(input.shape().rank() == 3, "[", name, "] input: expected [N, K, C], got ", input.shape());
    require(index.shape().rank() == 2 && index.shape()[0] == input.shape()[0], "[", name, "] index: expected [",
            input.shape()[0], ", W], got ", index.shape());
}

// out row i = in row from[i] (or out row to[i] = in row i) of C logical elements.
void copy_rows(const View& in, const View& out, const std::vector<int64_t>& rows, bool gather) {
    const auto source = logical_elements(in);
    const size_t bytes = static_cast<size_t>(in.spec->logical_shape().width()) * logical_element_size(in.spec->dtype());
    const PlainElements result = gather ? PlainElements(rows.size() * bytes) : logical_elements(out);
    for (size_t i = 0; i < rows.size(); ++i) {
        const size_t from = gather ? static_cast<size_t>(rows[i]) : i, to = gather ? i : static_cast<size_t>(rows[i]);
        std::copy_n(source.data() + from * bytes, bytes, result.data() + to * bytes);
    }
    store_logical(out, result);
}

Program rows_program(const char* operation, const char* factory, const Tensor& t) {
    return movement_program(operation, factory, t, {});
}

}  // namespace

void TosaGather::validate() const { check_indexed(name, input, index); }

TensorSpec TosaGather::output() const {
    return moved_spec(input, Shape{input.shape()[0], index.shape()[1], input.shape()[2]}, memory_config);
}

Program TosaGather::program() const {
    Program p = rows_program("GatherDeviceOperation", "SingleRowSingleCoreProgramFactory", input);
    p.run = [k = input.shape()[1]](const Operands& o) {
        copy_rows(o.in[0], o.out[0], indexed_rows(name, o.in[1], k), true);
    };
    return p;
}

void TosaScatter::validate() const {
    check_indexed(name, input, index);
    check_on_device(name, src);
    const Shape want{input.shape()[0], index.shape()[1], input.shape()[2]};
    require(src.shape() == want && src.dtype() == input.dtype(), "[", name, "] src: expected ", want, " of ",
            input.dtype(), ", got ", describe(src));
}

TensorSpec TosaScatter::output() const { return moved_spec(input, input.shape(), memory_config); }

Program TosaScatter::program() const {
    Program p = rows_program("ScatterDeviceOperation", "ScatterProgramFactory", input);
    p.run = [k = input.shape()[1]](const Operands& o) {
        store_logical(o.out[0], logical_elements(o.in[0]));
        copy_rows(o.in[2], o.out[0], indexed_rows(name, o.in[1], k), false);
    };
    return p;
}

void FillRm::validate() const {
    check_on_device(name, any);
    require(n >= 0 && c >= 0 && h >= 0 && w >= 0, "[", name, "] N, C, H, W: must not be negative");
    require(h_ones >= 0 && h_ones <= h && w_ones >= 0 && w_ones <= w, "[", name, "] hOnes, wOnes: expected up to ", h,
            " and ", w, ", got ", h_ones, " and ", w_ones);
    require(any.dtype() == DataType::BFLOAT16, "[", name, "] any: expected bfloat16, got ", any.dtype());
}

TensorSpec FillRm::output() const {
    return {Shape{n, c, h, w}, any.dtype(), Layout::ROW_MAJOR, memory_config.value_or(any.memory_config())};
}

Program FillRm::program() const {
    Program p = rows_program("FillRMDeviceOperation", "FillRMProgramFactory", any);
    p.run = [height = h, hi = static_cast<float>(val_hi), lo = static_cast<float>(val_lo), rows = h_ones,
             columns = w_ones](const Operands& o) {
        const Shape& s = o.out[0].spec->logical_shape();
        std::vector<float> line(static_cast<size_t>(s.width()), lo), inner = line;
        std::fill_n(inner.begin(), columns, hi);
        parallel_pieces(static_cast<size_t>(s.rows()), 64, [&](size_t begin, size_t end) {
            for (size_t r = begin; r < end; ++r)
                store_rows(o.out[0], static_cast<int64_t>(r), 1,
                           static_cast<int64_t>(r) % height < rows ? inner.data() : line.data(), s.width());
        });
    };
    return p;
}

Tensor FillOnesRm::compose() const {
    return call(FillRm{.n = n,
                       .c = c,
                       .h = h,
                       .w = w,
                       .h_ones = h_ones,
                       .w_ones = w_ones,
                       .any = any,
                       .memory_config = memory_config});
}

Tensor ReshapeOnDevice::compose() const {
    check_on_device(name, input_tensor);
    Reshape op;
    op.input_tensor = input_tensor;
    op.shape = {w, z, y, x};
    op.memory_config = memory_config;
    return call(op);
}

Tensor InterleavedToShardedPartial::compose() const {
    check_on_device(name, input_tensor);
    const int64_t rows = input_tensor.shape().rows(), width = input_tensor.shape().width();
    require(num_slices > 0 && rows % num_slices == 0, "[", name, "] num_slices: must divide the ", rows, " rows, got ",
            num_slices);
    require(slice_index >= 0 && slice_index < num_slices, "[", name, "] slice_index: expected 0 to ", num_slices - 1,
            ", got ", slice_index);
    require(shard_shape.size() == 2, "[", name, "] shard_shape: expected height and width");
    const int64_t each = rows / num_slices;
    const Tensor all = steps::reshape(input_tensor, Shape{1, 1, rows, width});
    const Tensor part = steps::slice(all, 2, slice_index * each, (slice_index + 1) * each,
                                     MemoryConfig(TensorMemoryLayout::INTERLEAVED, BufferType::DRAM));
    InterleavedToSharded op;
    op.input_tensor = part;
    op.sharded_memory_config = MemoryConfig(
        shard_scheme, BufferType::L1, ShardSpec{cores_of(grid), {shard_shape[0], shard_shape[1]}, shard_orientation});
    op.output_dtype = output_dtype;
    return call(op);
}

void ShardedToInterleavedPartial::validate() const {
    check_on_device(name, input_tensor);
    check_on_device(name, cache_tensor);
    require(input_tensor.is_sharded(), "[", name, "] input_tensor: expected a sharded tensor");
    const Shape &in = input_tensor.shape(), &cache = cache_tensor.shape();
    require(num_slices > 0 && cache.rows() % num_slices == 0 && in.rows() * num_slices == cache.rows() &&
                in.width() == cache.width(),
            "[", name, "] cache_tensor: expected ", num_slices, " parts of ", in, ", got ", cache);
    require(slice_index >= 0 && slice_index < num_slices, "[", name, "] slice_index: expected 0 to ", num_slices - 1,
            ", got ", slice_index);
    const bool whole = !is_block_float(cache_tensor.dtype()) || in.rows() % cache_tensor.spec().tile().height == 0;
    require(whole, "[", name, "] input_tensor: a part of block floats must have whole tiles, got ", in);
}

Program ShardedToInterleavedPartial::program() const {
    Program p = rows_program("ShardedToInterleavedPartialDeviceOperation", "ShardedToInterleavedPartialProgramFactory",
                             input_tensor);
    p.run = [first = slice_index * input_tensor.shape().rows()](const Operands& o) {
        const Shape& s = o.in[0].spec->logical_shape();
        parallel_pieces(static_cast<size_t>(s.rows()), 32, [&](size_t begin, size_t end) {
            const auto b = static_cast<int64_t>(begin), n = static_cast<int64_t>(end - begin);
            if (is_floating(o.in[0].spec->dtype())) {
                std::vector<float> rows(static_cast<size_t>(n * s.width()));
                load_rows(o.in[0], b, n, rows.data(), s.width());
                store_rows(o.out[0], first + b, n, rows.data(), s.width());
            } else {
                std::vector<std::byte> rows(static_cast<size_t>(n * s.width()) * element_size(o.in[0].spec->dtype()));
                load_rows_raw(o.in[0], b, n, rows.data(), s.width());
                store_rows_raw(o.out[0], first + b, n, rows.data(), s.width());
            }
        });
    };
    return p;
}

Tensor PaddedSlice::compose() const {
    Slice op;
    op.input_tensor = input_tensor;
    op.slice_start = padded_slice_start;
    op.slice_end = padded_slice_end;
    op.slice_step = padded_slice_step;
    op.memory_config = memory_config;
    op.output_tensor = output_tensor;
    return call(op);
}

// --- channels first and last

namespace {

// The shards of an input, read for an output of `height` x `width` along the other layout.
MemoryConfig turned_shards(const Tensor& input, TensorMemoryLayout layout, int64_t height, int64_t width) {
    const auto& spec = *input.memory_config().shard_spec();
    const int64_t cores = spec.num_cores();
    const bool by_height = layout == TensorMemoryLayout::HEIGHT_SHARDED;
    const std::array<int64_t, 2> shard = {by_height ? (height + cores - 1) / cores : height,
                                          by_height ? width : (width + cores - 1) / cores};
    return {layout, BufferType::L1, ShardSpec{spec.grid, shard, spec.orientation}};
}

Program swap_program(const char* operation, const char* factory, const Tensor& input, bool convert) {
    const Shape& s = input.shape();
    const int64_t a = s[-2], b = s[-1], outer = s.outer_volume();
    StridedCopy copy{.dims = {outer, b, a}, .src_strides = {a * b, 1, b}, .dst_strides = {a * b, a, 1}};
    Program p = movement_program(operation, factory, input, {{copy}, {}});
    if (!convert) return p;
    p.run = [outer, a, b](const Operands& o) {
        parallel_for(static_cast<size_t>(outer), [&](size_t i) {
            const auto matrix = static_cast<int64_t>(i);
            std::vector<float> in(static_cast<size_t>(a * b)), out(in.size());
            load_rows(o.in[0], matrix * a, a, in.data(), b);
            for (int64_t r = 0; r < a; ++r)
                for (int64_t c = 0; c < b; ++c)
                    out[static_cast<size_t>(c * a + r)] = in[static_cast<size_t>(r * b + c)];
            store_rows(o.out[0], matrix * b, b, out.data(), a);
        });
    };
    return p;
}

}  // namespace

void ConvertToChw::validate() const {
    check_on_device(name, input);
    require(input.is_sharded() && input.memory_config().shard_spec(),
            "Input tensor must be sharded to infer output memory config: [", name, "]");
    require(input.memory_config().memory_layout() == TensorMemoryLayout::HEIGHT_SHARDED,
            "Input tensor must be height sharded: [", name, "]");
    const Shape& s = input.shape();
    require(s.rank() == 4 && s[0] == 1 && s[1] == 1, "[", name, "] input: expected [1, 1, HW, C], got ", s);
    require(is_floating(input.dtype()) && !is_block_float(dtype.value_or(DataType::BFLOAT16)), "[", name,
            "] dtype: expected bfloat16 or float32");
}

TensorSpec ConvertToChw::output() const {
    const Shape& s = input.shape();
    const DataType d = dtype.value_or(is_block_float(input.dtype()) ? DataType::BFLOAT16 : input.dtype());
    return {Shape{1, 1, s[3], s[2]}, d, Layout::ROW_MAJOR,
            turned_shards(input, TensorMemoryLayout::WIDTH_SHARDED, s[3], s[2])};
}

Program ConvertToChw::program() const {
    return swap_program("ConvertToCHWDeviceOperation", "ConvertToCHWProgramFactory", input,
                        output().dtype() != input.dtype());
}

void ConvertToHwc::validate() const {
    check_on_device(name, input);
    require(memory_config || !input.memory_config().is_dram(),
            "When input tensor is in DRAM, output memory_config must be explicitly specified: [", name, "]");
    require(memory_config || input.is_sharded(), "Input tensor must be sharded to infer output memory config: [", name,
            "]");
    require(memory_config || input.memory_config().memory_layout() == TensorMemoryLayout::WIDTH_SHARDED,
            "Input tensor must be width sharded: [", name, "]");
    const Shape& s = input.shape();
    require(s.rank() == 4 && s[0] == 1, "[", name, "] input: expected [1, B, C, HW], got ", s);
    require(input.layout() == Layout::ROW_MAJOR, "[", name, "] input: expected ROW_MAJOR, got ", input.layout());
    require(is_floating(input.dtype()), "[", name, "] input: expected bfloat16 or float32, got ", input.dtype());
}

TensorSpec ConvertToHwc::output() const {
    const Shape& s = input.shape();
    const int64_t rows = s[1] * s[3];
    return {Shape{1, 1, rows, s[2]}, dtype.value_or(input.dtype()), Layout::ROW_MAJOR,
            memory_config ? *memory_config : turned_shards(input, TensorMemoryLayout::HEIGHT_SHARDED, rows, s[2])};
}

Program ConvertToHwc::program() const {
    return swap_program("ConvertToHWCDeviceOperation", "ConvertToHWCProgramFactory", input,
                        output().dtype() != input.dtype());
}

void TransposeRm::validate() const {
    check_on_device(name, input);
    require(input.layout() == Layout::ROW_MAJOR, "transpose_rm: only ROW_MAJOR layout supported. [", name,
            "] use ttnn.to_layout");
    require(input.dtype() == DataType::FLOAT32 || input.dtype() == DataType::BFLOAT16,
            "transpose_rm: only Float32 and BFloat16 supported (got ", static_cast<int>(input.dtype()), ").");
    const Shape& s = input.shape();
    require(s.rank() >= 2, "transpose_rm: input must have >=2 dims (got ", s.rank(), ").");
    require(s[-2] >= 32 && s[-2] % 32 == 0,
            "transpose_rm: A (second-to-last dim) must be a multiple of 32 and >=32 (got ", s[-2], ").");
    require(s[-1] >= 32 && s[-1] % 32 == 0, "transpose_rm: B (last dim) must be a multiple of 32 and >=32 (got ", s[-1],
            ").");
}

TensorSpec TransposeRm::output() const {
    Shape s = input.shape();
    const int64_t a = s[-2];
    s.set(-2, s[-1]);
    s.set(-1, a);
    return {s, input.dtype(), Layout::ROW_MAJOR, input.memory_config()};
}

Program TransposeRm::program() const {
    return swap_program("TransposeRmDeviceOperation", "TransposeRmFactory", input, false);
}

void IsIn::validate() const {
    check_on_device(name, elements);
    check_on_device(name, test_elements);
    require(elements.dtype() == test_elements.dtype(), "[", name, "] test_elements: expected ", elements.dtype(),
            ", got ", test_elements.dtype());
}

TensorSpec IsIn::output() const {
    return {elements.shape(), output_tensor ? output_tensor->dtype() : DataType::UINT8, Layout::ROW_MAJOR,
            elements.memory_config().is_sharded() ? DRAM_MEMORY_CONFIG : elements.memory_config()};
}

Program IsIn::program() const {
    Program p = rows_program("IsInDeviceOperation", "IsInProgramFactory", elements);
    p.run = [inverted = invert](const Operands& o) {
        const DataType t = o.in[0].spec->dtype();
        const auto x = logical_elements(o.in[0]), set = logical_elements(o.in[1]);
        const size_t each = logical_element_size(t), n = x.size() / each;
        std::vector<double> known(set.size() / each);
        for (size_t i = 0; i < known.size(); ++i) known[i] = logical_number(t, set, i);
        std::erase_if(known, [](double v) { return v != v; });  // NaN equals nothing
        std::sort(known.begin(), known.end());
        std::vector<float> result(n);
        parallel_pieces(n, 4096, [&](size_t begin, size_t end) {
            for (size_t i = begin; i < end; ++i) {
                const double v = logical_number(t, x, i);
                result[i] = v == v && std::binary_search(known.begin(), known.end(), v) ? 1.0f : 0.0f;
                if (inverted) result[i] = 1.0f - result[i];
            }
        });
        const Shape& s = o.out[0].spec->logical_shape();
        if (n) store_rows(o.out[0], 0, s.rows(), result.data(), s.width());
    };
    return p;
}

}  // namespace ttnn

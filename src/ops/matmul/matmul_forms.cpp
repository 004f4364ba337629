#include "ops/matmul/matmul_forms.hpp"

#include <algorithm>
#include <cstring>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/block_io.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/eltwise/binary_ops.hpp"
#include "ops/eltwise/ternary.hpp"
#include "ops/eltwise/unary_ops.hpp"
#include "ops/steps.hpp"
#include "ops/whole.hpp"

namespace ttnn {

std::ostream& operator<<(std::ostream& out, const MinimalMatmulConfig& c) {
    return out << "MinimalMatmulConfig(M_block_size=" << c.M_block_size << ",K_block_size=" << c.K_block_size
               << ",N_block_size=" << c.N_block_size << ",subblock_h=" << c.subblock_h << ",subblock_w=" << c.subblock_w
               << ",compute_with_storage_grid_size=" << c.compute_with_storage_grid_size << ")";
}

// --- minimal_matmul

namespace {

// The first half of the columns are gates, the second values.
Tensor swiglu(const Tensor& x, const std::optional<MemoryConfig>& config) {
    const int64_t n = x.shape()[-1];
    require(n % 2 == 0, "[ttnn.experimental.minimal_matmul] fuse_swiglu: expected an even number of columns, got ", n);
    Multiply op;
    op.input_tensor_a = steps::slice(x, -1, 0, n / 2);
    op.input_tensor_b = steps::slice(x, -1, n / 2, n);
    op.input_tensor_a_activations = {{UnaryOpType::SILU, {}}};
    op.memory_config = config;
    return call(op);
}

template <class Op>
Tensor minimal(const Op& s, const Tensor& x) {
    Linear op;
    op.input_tensor_a = x;
    op.input_tensor_b = s.weight_tensor;
    op.bias = s.bias_tensor;
    op.memory_config = s.memory_config;
    op.dtype = s.dtype;
    op.compute_kernel_config = s.compute_kernel_config;
    if (s.fused_activation) op.activation = *s.fused_activation;
    const Tensor out = call(op);
    return s.fuse_swiglu ? swiglu(out, s.memory_config) : out;
}

}  // namespace

Tensor MinimalMatmul::compose() const {
    if (auto* one = std::get_if<Tensor>(&input_tensor)) return minimal(*this, *one);
    const auto& parts = std::get<std::vector<Tensor>>(input_tensor);
    require(!parts.empty(), "[", name, "] input_tensor: expected at least one tensor");
    return minimal(*this, parts.size() == 1 ? parts[0] : steps::concat(parts, -1));
}

std::vector<Tensor> MinimalMatmulSplit::compose() const {
    check_on_device(name, weight_tensor);
    const int64_t n = weight_tensor.shape()[-1] / (fuse_swiglu ? 2 : 1);
    require(dim == -1, "[", name, "] dim: expected -1, got ", dim);
    require(chunks > 0 && n % chunks == 0, "[", name, "] chunks: must divide the ", n, " columns, got ", chunks);
    require(n / chunks % 32 == 0 || !is_block_float(dtype.value_or(input_tensor.dtype())), "[", name,
            "] chunks: block floats are parted between tiles alone, got ", chunks, " for ", n, " columns");
    const Tensor all = minimal(*this, input_tensor);
    std::vector<Tensor> out;
    for (int64_t i = 0; i < chunks; ++i)
        out.push_back(steps::slice(all, -1, i * (n / chunks), (i + 1) * (n / chunks), memory_config));
    return out;
}

Tensor DitMinimalMatmulAddcmulFused::compose() const {
    Linear op;
    op.input_tensor_a = matmul_input_tensor;
    op.input_tensor_b = matmul_weight_tensor;
    op.bias = bias_tensor;
    op.dtype = dtype;
    op.compute_kernel_config = compute_kernel_config;
    const Tensor product = call(op);
    Addcmul sum;
    sum.input_a = addcmul_input_tensor1;
    sum.input_b = product;
    sum.input_c = addcmul_input_tensor2;
    sum.value = Scalar(scalar);
    sum.memory_config = memory_config;
    return call(sum);
}

std::vector<Tensor> MatmulBatchedWeights::compose() const {
    require(!input_tensors_b.empty(), "[", name, "] input_tensors_b: expected at least one tensor");
    require(!optional_output_tensor || input_tensors_b.size() == 1, "[", name,
            "] optional_output_tensor: takes the product of one weight, got ", input_tensors_b.size(),
            " weights; leave it out, or call ttnn.matmul for each");
    std::vector<Tensor> out;
    for (const auto& w : input_tensors_b) {
        Matmul op;
        op.input_tensor_a = input_tensor_a;
        op.input_tensor_b = w;
        op.transpose_a = transpose_a;
        op.transpose_b = transpose_b;
        op.memory_config = memory_config;
        op.dtype = dtype;
        op.program_config = program_config;
        op.activation = activation;
        op.compute_kernel_config = compute_kernel_config;
        op.core_grid = core_grid;
        op.output_tile = output_tile;
        op.optional_output_tensor = optional_output_tensor;
        op.global_cb = global_cb;
        op.sub_device_id = sub_device_id;
        out.push_back(call(op));
    }
    return out;
}

// --- one token a user

void AttnProduct::validate() const {
    check_on_device(name, a);
    check_on_device(name, b);
    const Shape &x = a.shape(), &y = b.shape();
    require(x.rank() == 4 && y.rank() == 4, "[", name, "] tensors: expected rank 4, got ", x, " and ", y);
    require(x[0] == 1, "Input q_len must be 1!: [", name, "] got ", x);
    require(x[3] == y[2], "Dimension K (A.shape[3]) and B.shape[2] must match: [", name, "] got ", x, " and ", y);
    require(x[2] == y[0], "Num of users must match: [", name, "] got ", x, " and ", y);
    require(y[1] > 0 && x[1] % y[1] == 0, "[", name, "] heads: ", x[1], " must be a multiple of ", y[1]);
}

TensorSpec AttnProduct::output() const {
    const Shape &x = a.shape(), &y = b.shape();
    return {Shape{1, x[1], x[2], y[3]}, dtype.value_or(a.dtype()), Layout::TILE,
            memory_config.value_or(DRAM_MEMORY_CONFIG), a.spec().tile()};
}

Program AttnProduct::program() const {
    const int64_t page = static_cast<int64_t>(Tile{}.bytes(a.dtype())), kt = (a.shape()[3] + 31) / 32;
    const auto cores = a.device()->all_cores();
    std::string factory = device_operation;
    factory.replace(factory.find("DeviceOperation"), 15, "ProgramFactory");
    Program p;
    p.device_programs = {{device_operation,
                          factory,
                          {{StaticBufferKind::Circular, kt * page, cores},
                           {StaticBufferKind::Circular, 2 * page, cores},
                           {StaticBufferKind::Circular, 2 * page, cores}},
                          {}}};
    p.compute = compute;
    p.run = [](const Operands& o) {
        const Shape &x = o.in[0].spec->logical_shape(), &y = o.in[1].spec->logical_shape();
        const int64_t heads = x[1], users = x[2], k = x[3], kv_heads = y[1], n = y[3], group = heads / kv_heads;
        const auto rows = floats_of(o.in[0]);
        std::vector<float> out(static_cast<size_t>(heads * users * n));
        parallel_for(static_cast<size_t>(users * kv_heads), [&](size_t i) {
            const int64_t user = static_cast<int64_t>(i) / kv_heads, kv = static_cast<int64_t>(i) % kv_heads;
            std::vector<float> b(static_cast<size_t>(k * n));
            load_rows(o.in[1], static_cast<int64_t>(i) * k, k, b.data(), n);
            for (int64_t h = kv * group; h < (kv + 1) * group; ++h) {
                const float* from = rows.data() + (h * users + user) * k;
                float* to = out.data() + (h * users + user) * n;
                for (int64_t j = 0; j < k; ++j)
                    kernels::table().rows.axpy(from[j], b.data() + j * n, to, static_cast<size_t>(n));
            }
        });
        store_floats(o.out[0], out.data());
    };
    return p;
}

Tensor AttnMatmulFromCache::compose() const {
    check_on_device(name, input_tensor_b);
    const Shape& s = input_tensor_b.shape();
    require(s.rank() == 4 && num_tokens > 0 && num_tokens <= s[2], "[", name, "] num_tokens: expected 1 to ",
            s.rank() == 4 ? s[2] : 0, ", got ", num_tokens);
    Tensor rows = num_tokens == s[2] ? input_tensor_b : steps::slice(input_tensor_b, 2, 0, num_tokens);
    // Tiles are turned inside the product, so block floats keep their values.
    if (transpose_hw && is_block_float(rows.dtype())) rows = steps::typecast(rows, DataType::BFLOAT16);
    if (transpose_hw) rows = steps::transposed(rows);
    AttnMatmul op;
    op.input_tensor_a = input_tensor_a;
    op.input_tensor_b = rows;
    op.compute_with_storage_grid_size = compute_with_storage_grid_size;
    op.dtype = dtype;
    op.compute_kernel_config = compute_kernel_config;
    op.memory_config = memory_config;
    op.output_tensor = output_tensor;
    return call(op);
}

// --- experts

// Products that share the weights: A B matrices of a dense a, A of a sparse one.
int64_t SparseMatmul::groups() const {
    const Shape& a = input_tensor_a.shape();
    return is_input_a_sparse ? a[0] : a[0] * a[1];
}

void SparseMatmul::validate() const {
    check_on_device(name, input_tensor_a);
    check_on_device(name, input_tensor_b);
    check_on_device(name, sparsity);
    require(is_input_a_sparse || is_input_b_sparse, "[", name,
            "] is_input_a_sparse, is_input_b_sparse: one of them must be True");
    require(!bias && !indices, "[", name, "] bias, indices: only None is supported; add the bias with ttnn.add");
    const Shape &a = input_tensor_a.shape(), &b = input_tensor_b.shape();
    require(a.rank() == 4 && b.rank() == 4 && b[0] == 1, "[", name, "] expected [A, B, M, K] and [1, E, K, N], got ", a,
            " and ", b);
    require(a[3] == b[2], "[", name, "] input_tensor_b: expected ", a[3], " rows, got ", b);
    require(!is_input_a_sparse || a[1] == b[1], "[", name, "] input_tensor_a: expected ", b[1], " experts, got ", a);
    require(sparsity.shape().volume() == groups() * b[1], "[", name, "] sparsity: expected ", groups() * b[1],
            " elements, got ", sparsity.shape());
}

TensorSpec SparseMatmul::output() const {
    const Shape &a = input_tensor_a.shape(), &b = input_tensor_b.shape();
    const Shape shape = is_input_a_sparse ? Shape{a[0], a[1], a[2], b[3]} : Shape{a[0], a[1], 1, b[1], a[2], b[3]};
    return {shape, dtype.value_or(input_tensor_a.dtype()), Layout::TILE, memory_config.value_or(DRAM_MEMORY_CONFIG),
            output_tile.value_or(Tile{})};
}

namespace {

// One matrix of a tensor, as a tensor of its own.
struct Matrix {
    Matrix(const View& v, int64_t index)
        : spec(Shape{v.spec->logical_shape()[-2], v.spec->logical_shape()[-1]}, v.spec->dtype(), v.spec->layout(), {},
               v.spec->tile()),
          data(v.data + static_cast<size_t>(index) * spec.host_bytes()) {}
    View view() const { return {data, &spec}; }
    TensorSpec spec;
    std::byte* data;
};

}  // namespace

Program SparseMatmul::program() const {
    const int64_t page = static_cast<int64_t>(Tile{}.bytes(input_tensor_a.dtype()));
    const auto cores = input_tensor_a.device()->all_cores();
    Program p;
    p.device_programs = {{"SparseMatmulDeviceOperation",
                          "SparseMatmulMultiCoreReuseMcast1DProgramFactory",
                          {{StaticBufferKind::Circular, 2 * page, cores},
                           {StaticBufferKind::Circular, 2 * page, cores},
                           {StaticBufferKind::Circular, page, cores}},
                          {}}};
    p.compute = compute_kernel_config;
    p.run = [sparse_a = is_input_a_sparse, count = groups()](const Operands& o) {
        const Shape &a = o.in[0].spec->logical_shape(), &b = o.in[1].spec->logical_shape();
        const auto chosen = floats_of(o.in[2]);
        const ProductPlan plan{.m = a[2], .k = a[3], .n = b[3]};
        if (o.out[0].spec->host_bytes()) std::memset(o.out[0].data, 0, o.out[0].spec->host_bytes());
        for (int64_t g = 0; g < count; ++g)
            for (int64_t e = 0; e < b[1]; ++e) {
                const int64_t at = g * b[1] + e;
                if (chosen[static_cast<size_t>(at)] == 0) continue;
                const Matrix x(o.in[0], sparse_a ? at : g), w(o.in[1], e), y(o.out[0], at);
                run_product(plan, x.view(), w.view(), {}, y.view());
            }
    };
    return p;
}

}  // namespace ttnn

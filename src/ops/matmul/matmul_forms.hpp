// Matrix products of special shapes: of attention with one token a user, of experts that are chosen by a sparsity
// tensor, and the experimental forms of matmul.
#pragma once
#include "ops/matmul/matmul.hpp"

namespace ttnn {

struct MinimalMatmulConfig {
    int64_t M_block_size = 1, K_block_size = 1, N_block_size = 1, subblock_h = 1, subblock_w = 1;
    CoreCoord compute_with_storage_grid_size{1, 1};
};
std::ostream& operator<<(std::ostream& out, const MinimalMatmulConfig& c);
inline void hash_value(Hasher& h, const MinimalMatmulConfig& c) { h.bytes(str(c)); }

struct MinimalMatmul {
    static constexpr const char* name = "ttnn.experimental.minimal_matmul";
    static constexpr const char* doc =
        "Product of [..., M, K] and [K, N] plus a bias row, then an activation. With fuse_swiglu the first half of the "
        "columns are gates of the second: [..., M, N / 2] of silu(gate) * value.";
    std::variant<Tensor, std::vector<Tensor>> input_tensor;
    Tensor weight_tensor;
    std::optional<Tensor> bias_tensor;
    std::optional<UnaryWithParam> fused_activation;
    std::optional<MinimalMatmulConfig> config;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    bool fuse_swiglu = false;
    static constexpr auto fields() {
        using S = MinimalMatmul;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[..., M, K], or its parts along K"),
                          arg("weight_tensor", &S::weight_tensor, "[K, N], TILE"),
                          kw("bias_tensor", &S::bias_tensor, "[1, N]"),
                          kw("fused_activation", &S::fused_activation, "function of the result"),
                          kw("config", &S::config, "division over the card's cores"),
                          kw("memory_config", &S::memory_config, "where the output goes; DRAM"),
                          kw("dtype", &S::dtype, "of the output; the input's"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("fuse_swiglu", &S::fuse_swiglu, "gate the result"));
    }
    Tensor compose() const;
};

struct MinimalMatmulSplit {
    static constexpr const char* name = "ttnn.experimental.minimal_matmul_split";
    static constexpr const char* doc = "minimal_matmul whose result is given in `chunks` equal parts of its columns.";
    Tensor input_tensor, weight_tensor;
    int64_t chunks = 3, dim = -1;
    std::optional<Tensor> bias_tensor;
    std::optional<UnaryWithParam> fused_activation;
    std::optional<MinimalMatmulConfig> config;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    bool fuse_swiglu = false;
    static constexpr auto fields() {
        using S = MinimalMatmulSplit;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[..., M, K], TILE"),
                          arg("weight_tensor", &S::weight_tensor, "[K, N], TILE"), kw("chunks", &S::chunks, "parts"),
                          kw("dim", &S::dim, "-1"), kw("bias_tensor", &S::bias_tensor, "[1, N]"),
                          kw("fused_activation", &S::fused_activation, "function of the result"),
                          kw("config", &S::config, "division over the card's cores"),
                          kw("memory_config", &S::memory_config, "where the outputs go; DRAM"),
                          kw("dtype", &S::dtype, "of the outputs; the input's"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("fuse_swiglu", &S::fuse_swiglu, "gate the result"));
    }
    std::vector<Tensor> compose() const;
};

/// One token a user: out[0, h, u] = a[0, h, u] @ b[u, h / (heads / kv_heads)].
struct AttnProduct {
    const char* name;
    const char* device_operation;
    const Tensor &a, &b;
    std::optional<DataType> dtype;
    const std::optional<MemoryConfig>& memory_config;
    const std::optional<ComputeKernelConfig>& compute;

    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

#define ATTN_MATMUL(Struct, python_name, operation, out_name, out_member)                                              \
    struct Struct {                                                                                                    \
        static constexpr const char* name = python_name;                                                               \
        static constexpr const char* doc =                                                                             \
            "Products of one token a user: [1, heads, users, K] with [users, kv_heads, K, N] gives [1, heads, users, " \
            "N].";                                                                                                     \
        Tensor input_tensor_a, input_tensor_b;                                                                         \
        CoreCoord compute_with_storage_grid_size;                                                                      \
        std::optional<DataType> dtype;                                                                                 \
        std::optional<ComputeKernelConfig> compute_kernel_config;                                                      \
        std::optional<MemoryConfig> memory_config;                                                                     \
        std::optional<Tensor> out_member;                                                                              \
        static constexpr auto fields() {                                                                               \
            return std::tuple(                                                                                         \
                arg("input_tensor_a", &Struct::input_tensor_a, "[1, heads, users, K], TILE", kFloats, kTile),          \
                arg("input_tensor_b", &Struct::input_tensor_b, "[users, kv_heads, K, N], TILE", kFloats, kTile),       \
                req("compute_with_storage_grid_size", &Struct::compute_with_storage_grid_size, "cores"),               \
                kw("dtype", &Struct::dtype, "of the output; that of input_tensor_a"),                                  \
                kw("compute_kernel_config", &Struct::compute_kernel_config, "the card's compute configuration"),       \
                kw("memory_config", &Struct::memory_config, "where the output goes; DRAM"),                            \
                out(out_name, &Struct::out_member));                                                                   \
        }                                                                                                              \
        AttnProduct product() const {                                                                                  \
            return {name, operation, input_tensor_a, input_tensor_b, dtype, memory_config, compute_kernel_config};     \
        }                                                                                                              \
        void validate() const { product().validate(); }                                                                \
        TensorSpec output() const { return product().output(); }                                                       \
        Program program() const { return product().program(); }                                                        \
    };
ATTN_MATMUL(AttnMatmul, "ttnn.experimental.attn_matmul", "AttnMatmulDeviceOperation", "output_tensor", output_tensor)
ATTN_MATMUL(GroupAttnMatmul, "ttnn.experimental.group_attn_matmul", "GroupAttnMatmulDeviceOperation",
            "optional_output_tensor", optional_output_tensor)
#undef ATTN_MATMUL

struct AttnMatmulFromCache {
    static constexpr const char* name = "ttnn.experimental.attn_matmul_from_cache";
    static constexpr const char* doc =
        "attn_matmul with the first num_tokens rows of a cache [users, kv_heads, length, d], turned with transpose_hw.";
    Tensor input_tensor_a, input_tensor_b;
    int64_t num_tokens = 0;
    bool transpose_hw = false;
    CoreCoord compute_with_storage_grid_size;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        using S = AttnMatmulFromCache;
        return std::tuple(arg("input_tensor_a", &S::input_tensor_a, "[1, heads, users, K], TILE"),
                          arg("input_tensor_b", &S::input_tensor_b, "[users, kv_heads, length, d], TILE"),
                          req("num_tokens", &S::num_tokens, "rows of the cache"),
                          req("transpose_hw", &S::transpose_hw, "use the rows as columns"),
                          req("compute_with_storage_grid_size", &S::compute_with_storage_grid_size, "cores"),
                          kw("memory_config", &S::memory_config, "where the output goes; DRAM"),
                          kw("dtype", &S::dtype, "of the output"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("output_tensor", &S::output_tensor, "receives the result"));
    }
    Tensor compose() const;
};

struct SparseMatmul {
    static constexpr const char* name = "ttnn.sparse_matmul";
    static constexpr const char* doc =
        "Products with E experts where sparsity is not zero; the others give zeros. Dense a [A, B, M, K] and b [1, E, "
        "K, "
        "N] with sparsity [A, B, 1, E]: [A, B, 1, E, M, N]. Sparse a [1, E, M, K] and b: sparsity [1, 1, 1, E], [1, E, "
        "M, N]. Sparse a [A, E, M, K] and dense b: sparsity [1, 1, A, E], [A, E, M, N].";
    Tensor input_tensor_a, input_tensor_b, sparsity;
    std::optional<MatmulProgramConfig> program_config;
    std::optional<int64_t> nnz;
    bool is_input_a_sparse = false, is_input_b_sparse = true;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<CoreGrid> core_grid;
    std::optional<Tile> output_tile;
    std::optional<Tensor> optional_output_tensor, indices, bias;
    std::optional<GlobalCircularBuffer> global_cb;
    std::optional<SubDeviceId> sub_device_id;
    static constexpr auto fields() {
        using S = SparseMatmul;
        return std::tuple(arg("input_tensor_a", &S::input_tensor_a, "activations, TILE", kFloats, kTile),
                          arg("input_tensor_b", &S::input_tensor_b, "weights [1, E, K, N], TILE", kFloats, kTile),
                          req("sparsity", &S::sparsity, "which products to compute, ROW_MAJOR"),
                          kw("program_config", &S::program_config, "division over the card's cores"),
                          kw("nnz", &S::nnz, "elements of sparsity that are not zero"),
                          kw("is_input_a_sparse", &S::is_input_a_sparse, "a has a matrix for each expert"),
                          kw("is_input_b_sparse", &S::is_input_b_sparse, "b has a matrix for each expert"),
                          kw("memory_config", &S::memory_config, "where the output goes; DRAM"),
                          kw("dtype", &S::dtype, "of the output; that of input_tensor_a"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("core_grid", &S::core_grid, "cores that the program uses"),
                          kw("output_tile", &S::output_tile, "tile shape of the output"),
                          out("optional_output_tensor", &S::optional_output_tensor), kw("indices", &S::indices, "None"),
                          kw("bias", &S::bias, "None"),
                          kw("global_cb", &S::global_cb, "accepted for compatibility: weights are read in place"),
                          kw("sub_device_id", &S::sub_device_id, "sub-device that the program is kept to"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;

 private:
    int64_t groups() const;
};

struct MatmulBatchedWeights {
    static constexpr const char* name = "ttnn.matmul_batched_weights";
    static constexpr const char* doc = "The products of one tensor with each of several weights: a list.";
    Tensor input_tensor_a;
    std::vector<Tensor> input_tensors_b;
    bool transpose_a = false, transpose_b = false;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    std::optional<MatmulProgramConfig> program_config;
    std::optional<Activation> activation;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<CoreGrid> core_grid;
    std::optional<Tile> output_tile;
    std::optional<Tensor> optional_output_tensor;
    std::optional<GlobalCircularBuffer> global_cb;
    std::optional<SubDeviceId> sub_device_id;
    static constexpr auto fields() {
        using S = MatmulBatchedWeights;
        return std::tuple(arg("input_tensor_a", &S::input_tensor_a, "[..., M, K], TILE"),
                          arg("input_tensors_b", &S::input_tensors_b, "[..., K, N] each, TILE"),
                          kw("transpose_a", &S::transpose_a, "swap the last two dimensions of input_tensor_a"),
                          kw("transpose_b", &S::transpose_b, "swap the last two dimensions of the weights"),
                          kw("memory_config", &S::memory_config, "where the outputs go"),
                          kw("dtype", &S::dtype, "of the outputs"),
                          kw("program_config", &S::program_config, "division over the card's cores"),
                          kw("activation", &S::activation, "function of the results"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("core_grid", &S::core_grid, "cores that the program uses"),
                          kw("output_tile", &S::output_tile, "tile shape of the outputs"),
                          out("optional_output_tensor", &S::optional_output_tensor,
                              "preallocated tensor that receives the product, where there is one weight"),
                          kw("global_cb", &S::global_cb, "buffer that brings the weights; see ttnn.matmul"),
                          kw("sub_device_id", &S::sub_device_id, "sub-device that the programs are kept to"));
    }
    std::vector<Tensor> compose() const;
};

struct DitMinimalMatmulAddcmulFused {
    static constexpr const char* name = "ttnn.experimental.dit_minimal_matmul_addcmul_fused";
    static constexpr const char* doc =
        "addcmul_input_tensor1 + scalar * (x @ w + bias) * addcmul_input_tensor2, with broadcasting.";
    Tensor matmul_input_tensor, matmul_weight_tensor;
    double scalar = 1;
    Tensor addcmul_input_tensor1, addcmul_input_tensor2;
    std::optional<Tensor> bias_tensor;
    std::optional<MinimalMatmulConfig> config;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = DitMinimalMatmulAddcmulFused;
        return std::tuple(
            arg("matmul_input_tensor", &S::matmul_input_tensor, "[..., M, K], TILE"),
            arg("matmul_weight_tensor", &S::matmul_weight_tensor, "[K, N], TILE"),
            arg("scalar", &S::scalar, "factor of the product"),
            arg("addcmul_input_tensor1", &S::addcmul_input_tensor1, "added, [..., M, N]"),
            arg("addcmul_input_tensor2", &S::addcmul_input_tensor2, "factors, [..., 1 or M, N]"),
            opt("bias_tensor", &S::bias_tensor, "[1, N]"), kw("config", &S::config, "division over the card's cores"),
            kw("memory_config", &S::memory_config, "where the output goes"), kw("dtype", &S::dtype, "of the output"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    Tensor compose() const;
};

}  // namespace ttnn

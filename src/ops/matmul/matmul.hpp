// ttnn.matmul and ttnn.linear.
#pragma once
#include "op/launch.hpp"
#include "ops/matmul/product.hpp"
#include "ops/matmul/program_config.hpp"
#include "program/resources.hpp"

namespace ttnn {

using Activation = std::variant<std::string, UnaryWithParam>;

/// Sizes in tiles of 32x32; a batched second operand has batch_b > 1.
struct ProductSize {
    int64_t batch_a = 1, batch_b = 1, m = 1, k = 1, n = 1;
};

struct MatmulBlocks;

struct MatmulArguments {
    Tensor input_tensor_a, input_tensor_b;
    std::optional<Tensor> bias;
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
    std::vector<PrefetcherPipe> prefetcher_pipes;

    void validate(const char* name) const;
    TensorSpec output() const;
    Program program() const;
    void extend_key(Hasher& key) const;

 private:
    ProductSize size() const;
    ProductPlan plan() const;
    Shape output_shape() const;
    MemoryConfig output_memory_config() const;
    MatmulBlocks chosen() const;
    bool vectors() const { return input_tensor_b.shape().rank() < 2; }
};

template <class Op>
constexpr auto matmul_fields() {
    return std::tuple(
        kw("transpose_a", static_cast<bool Op::*>(&Op::transpose_a),
           "use the first tensor's last two dimensions swapped"),
        kw("transpose_b", static_cast<bool Op::*>(&Op::transpose_b),
           "use the second tensor's last two dimensions swapped"),
        kw("memory_config", static_cast<std::optional<MemoryConfig> Op::*>(&Op::memory_config),
           "where the output goes; interleaved DRAM"),
        kw("dtype", static_cast<std::optional<DataType> Op::*>(&Op::dtype),
           "element type of the output; the first tensor's"),
        kw("program_config", static_cast<std::optional<MatmulProgramConfig> Op::*>(&Op::program_config),
           "division over the card's cores"),
        kw("activation", static_cast<std::optional<Activation> Op::*>(&Op::activation),
           "function of the result, by name or as UnaryWithParam"),
        kw("compute_kernel_config", static_cast<std::optional<ComputeKernelConfig> Op::*>(&Op::compute_kernel_config),
           "the card's compute configuration"),
        kw("core_grid", static_cast<std::optional<CoreGrid> Op::*>(&Op::core_grid), "cores that the program uses"),
        kw("output_tile", static_cast<std::optional<Tile> Op::*>(&Op::output_tile), "tile shape of the output"),
        out("optional_output_tensor", static_cast<std::optional<Tensor> Op::*>(&Op::optional_output_tensor)),
        kw("global_cb", static_cast<std::optional<GlobalCircularBuffer> Op::*>(&Op::global_cb),
           "buffer through which ttnn.dram_prefetcher brings the second tensor; it needs a program_config for a line "
           "of "
           "cores. The tensor is read in place"),
        kw("sub_device_id", static_cast<std::optional<SubDeviceId> Op::*>(&Op::sub_device_id),
           "sub-device that the program is kept to; the result is the same on each"),
        kw("prefetcher_pipes", static_cast<std::vector<PrefetcherPipe> Op::*>(&Op::prefetcher_pipes),
           "streams of a card, none here"));
}

struct Matmul : MatmulArguments {
    static constexpr const char* name = "ttnn.matmul";
    static constexpr const char* doc =
        "Matrix product of [..., M, K] and [..., K, N]: [..., M, N]. The second tensor's leading dimensions are 1, or "
        "equal to the first's.";
    static constexpr auto fields() {
        return std::tuple_cat(std::tuple(arg("input_tensor_a", static_cast<Tensor Matmul::*>(&Matmul::input_tensor_a),
                                             "[..., M, K], TILE", kFloats),
                                         arg("input_tensor_b", static_cast<Tensor Matmul::*>(&Matmul::input_tensor_b),
                                             "[..., K, N], TILE", kFloats)),
                              matmul_fields<Matmul>());
    }
    void validate() const { MatmulArguments::validate(name); }
};

struct Linear : MatmulArguments {
    std::optional<int64_t> in0_column_offset;
    static constexpr const char* name = "ttnn.linear";
    static constexpr const char* doc =
        "Matrix product plus a bias row: [..., M, K] x [K, N] + [N] -> [..., M, N], then an activation.";
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple(arg("input_tensor_a", static_cast<Tensor Linear::*>(&Linear::input_tensor_a),
                           "[..., M, K], TILE", kFloats),
                       arg("input_tensor_b", static_cast<Tensor Linear::*>(&Linear::input_tensor_b),
                           "[..., K, N], TILE", kFloats),
                       kw("bias", static_cast<std::optional<Tensor> Linear::*>(&Linear::bias), "[..., 1, N]", kFloats)),
            matmul_fields<Linear>(),
            std::tuple(kw("in0_column_offset", &Linear::in0_column_offset,
                          "0 or None; other columns to begin at are not supported: use ttnn.slice")));
    }
    void validate() const;
};

/// A bias that is no row of the output's width is added by an operation of its own, and may broadcast.
Tensor call(const Linear& op);

}  // namespace ttnn

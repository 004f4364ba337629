// Matrix products with another tensor added, and products under older names: made of matmul.
#pragma once
#include "ops/matmul/matmul.hpp"

namespace ttnn {

struct Addmm {
    static constexpr const char* name = "ttnn.addmm";
    static constexpr const char* doc =
        "beta * input_tensor + alpha * (mat1_tensor @ mat2_tensor): [M, N] of [M, K] and [K, N]; input_tensor is [M, "
        "N] "
        "or broadcasts to it.";
    Tensor input_tensor, mat1_tensor, mat2_tensor;
    double alpha = 1.0, beta = 1.0;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    std::optional<MatmulProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<CoreGrid> core_grid;
    std::optional<Tile> output_tile;
    std::optional<Tensor> optional_output_tensor;
    static constexpr auto fields() {
        using S = Addmm;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[M, N], or with extents of 1"),
                          arg("mat1_tensor", &S::mat1_tensor, "[M, K], TILE"),
                          arg("mat2_tensor", &S::mat2_tensor, "[K, N], TILE"),
                          kw("alpha", &S::alpha, "factor of the product"),
                          kw("beta", &S::beta, "factor of input_tensor, which is not read at 0"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("dtype", &S::dtype, "of the output; mat1_tensor's"),
                          kw("program_config", &S::program_config, "division over the card's cores"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("core_grid", &S::core_grid, "cores that the program uses"),
                          kw("output_tile", &S::output_tile, "tile shape of the output"),
                          kw("optional_output_tensor", &S::optional_output_tensor, "receives the result"));
    }
    Tensor compose() const;
};

}  // namespace ttnn

// ttnn.clone: a copy of a tensor, in another place or dtype if asked. The model to follow when adding an operation (see
// CONTRIBUTING.md).
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct Clone {
    static constexpr const char* name = "ttnn.clone";
    static constexpr const char* doc =
        "A copy of the tensor. Shape, dtype, layout and memory config are the input's unless given.";

    Tensor input_tensor;
    std::optional<DataType> dtype;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;

    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &Clone::input_tensor, "tensor of any shape on a device"),
            kw("dtype", &Clone::dtype, "element type of the copy"),
            kw("memory_config", &Clone::memory_config, "where the copy goes"),
            kw("compute_kernel_config", &Clone::compute_kernel_config, "compute configuration of the card"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn

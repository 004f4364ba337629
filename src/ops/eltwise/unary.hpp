// The unary operations: what they have in common. Each is a struct of unary_ops.hpp that gives its chain of functions.
#pragma once
#include "op/launch.hpp"
#include "ops/eltwise/activation.hpp"

namespace ttnn {

/// Arguments that all unary operations share, with the chain they stand for.
struct UnaryCall {
    const char* name;
    const Tensor& input;
    const std::optional<MemoryConfig>& memory_config;
    const std::optional<Tensor>& output_tensor;
    const std::optional<CoreRangeSet>& sub_core_grids;
    UnaryChain chain;
    std::optional<DataType> dtype{};  ///< of the output, the input's when empty
    int temporaries = 0;              ///< further buffers of the device program (logit has one)

    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

/// The memory config of an element-wise output: what was asked for, or that of `like`. A sharded layout without shard
/// spec takes the input's shards when the layout is the same, or spreads the tensor over the whole grid.
MemoryConfig elementwise_memory_config(const std::optional<MemoryConfig>& asked, const Tensor& like);

}  // namespace ttnn

// Members and fields that the operations of the moreh family share.
#pragma once
#include "op/launch.hpp"

// In a struct S: where the output goes and the card's configuration.
#define MOREH_PLACE_MEMBERS                    \
    std::optional<MemoryConfig> memory_config; \
    std::optional<ComputeKernelConfig> compute_kernel_config;
#define MOREH_PLACE_FIELDS                                           \
    kw("memory_config", &S::memory_config, "where the output goes"), \
        kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration")

namespace ttnn {

/// A dimension, several, or all.
using MorehDims = std::optional<std::variant<int64_t, std::vector<int64_t>>>;
/// What an operation gives whose outputs may not all be wanted.
using MorehOutputs = std::vector<std::optional<Tensor>>;

/// The dimensions in order; raises for negative ones, as the official module does, and for those beyond the rank.
std::vector<int64_t> moreh_dims(const char* name, const MorehDims& dims, size_t rank);
/// The shape with reduced dimensions gone, but the last two stay with extent 1.
Shape moreh_reduced_shape(const Shape& shape, const std::vector<int64_t>& dims, bool keepdim);
/// Raises unless the tensor is on the device and in TILE layout, of floats.
void check_moreh(const char* name, const Tensor& t, const char* field);
/// Interleaved unless asked otherwise.
MemoryConfig moreh_memory(const std::optional<MemoryConfig>& asked, const Tensor& like);

}  // namespace ttnn

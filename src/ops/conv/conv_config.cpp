#include "ops/conv/conv_config.hpp"

namespace ttnn {
namespace {

template <class T>
std::string optional(const std::optional<T>& v) {
    return v ? str(*v) : std::string("std::nullopt");
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Conv2dConfig& c) {
    return out << "Conv2dConfig(weights_dtype=" << optional(c.weights_dtype) << ",activation=" << optional(c.activation)
               << ",deallocate_activation=" << c.deallocate_activation
               << ",reallocate_halo_output=" << c.reallocate_halo_output
               << ",config_tensors_in_dram=" << c.config_tensors_in_dram
               << ",act_block_h_override=" << c.act_block_h_override << ",act_block_w_div=" << c.act_block_w_div
               << ",reshard_if_not_optimal=" << c.reshard_if_not_optimal
               << ",override_sharding_config=" << c.override_sharding_config
               << ",shard_layout=" << optional(c.shard_layout) << ",core_grid=" << optional(c.core_grid)
               << ",transpose_shards=" << c.transpose_shards << ",output_layout=" << c.output_layout
               << ",enable_act_double_buffer=" << c.enable_act_double_buffer
               << ",enable_weights_double_buffer=" << c.enable_weights_double_buffer
               << ",full_inner_dim=" << c.full_inner_dim
               << ",enable_kernel_stride_folding=" << optional(c.enable_kernel_stride_folding)
               << ",enable_activation_reuse=" << c.enable_activation_reuse
               << ",force_split_reader=" << optional(c.force_split_reader)
               << ",override_output_sharding_config=" << c.override_output_sharding_config
               << ",padding_mode=PaddingMode::" << (c.padding_mode == PaddingMode::Zeros ? "Zeros" : "Replicate")
               << ")";
}

std::ostream& operator<<(std::ostream& out, const Op2DSliceConfig& c) {
    static constexpr const char* names[] = {"L1_FULL", "DRAM_HEIGHT", "DRAM_WIDTH"};
    return out << "Op2DSliceConfig(slice_type=SliceType::" << names[static_cast<size_t>(c.slice_type)]
               << ",num_slices=" << c.num_slices << ")";
}

}  // namespace ttnn

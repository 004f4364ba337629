// How a convolution is to be carried out: the card's Conv2dConfig and Op2DSliceConfig. They decide where the output
// goes and how a card divides the work; the numbers depend on weights_dtype, activation and padding_mode alone.
#pragma once
#include <optional>
#include <ostream>

#include "base/str.hpp"
#include "device/core.hpp"
#include "ops/eltwise/activation.hpp"
#include "tensor/memory_config.hpp"

namespace ttnn {

enum class PaddingMode : uint8_t { Zeros = 0, Replicate = 1 };

struct Conv2dConfig {
    std::optional<DataType> weights_dtype;
    std::optional<UnaryWithParam> activation;
    bool deallocate_activation = false, reallocate_halo_output = true, config_tensors_in_dram = false;
    int64_t act_block_h_override = 0, act_block_w_div = 1;
    bool reshard_if_not_optimal = false, override_sharding_config = false;
    std::optional<TensorMemoryLayout> shard_layout;
    std::optional<CoreRangeSet> core_grid;
    bool transpose_shards = false;
    Layout output_layout = Layout::TILE;
    bool enable_act_double_buffer = false, enable_weights_double_buffer = false, full_inner_dim = false;
    std::optional<bool> enable_kernel_stride_folding;
    bool enable_activation_reuse = false;
    std::optional<bool> force_split_reader;
    bool override_output_sharding_config = false;
    PaddingMode padding_mode = PaddingMode::Zeros;
};
std::ostream& operator<<(std::ostream& out, const Conv2dConfig& c);
inline void hash_value(Hasher& h, const Conv2dConfig& c) { h.bytes(str(c)); }

struct Op2DSliceConfig {
    enum class SliceType : uint8_t { L1_FULL, DRAM_HEIGHT, DRAM_WIDTH };
    SliceType slice_type = SliceType::DRAM_HEIGHT;
    int64_t num_slices = 0;  ///< 0: as many as needed
};
std::ostream& operator<<(std::ostream& out, const Op2DSliceConfig& c);
inline void hash_value(Hasher& h, const Op2DSliceConfig& c) { h.bytes(str(c)); }

}  // namespace ttnn

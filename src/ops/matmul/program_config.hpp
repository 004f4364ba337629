// How a card would divide a matrix product over its cores. The host kernels choose their own blocking; the
// configuration decides what a program holds in L1 and how a sharded output is laid out.
#pragma once
#include <optional>
#include <variant>

#include "base/str.hpp"
#include "device/core.hpp"
#include "ops/eltwise/activation.hpp"

namespace ttnn {

struct MatmulMultiCoreProgramConfig {
    bool operator==(const MatmulMultiCoreProgramConfig&) const = default;
};
struct MatmulMultiCoreReuseProgramConfig {
    CoreCoord compute_with_storage_grid_size;
    int64_t in0_block_w = 1, out_subblock_h = 1, out_subblock_w = 1, per_core_M = 1, per_core_N = 1;
    std::optional<CoreRangeSet> allowed_worker_cores;
};
struct MatmulMultiCoreReuseMultiCastProgramConfig {
    CoreCoord compute_with_storage_grid_size;
    int64_t in0_block_w = 1, out_subblock_h = 1, out_subblock_w = 1, out_block_h = 1, out_block_w = 1, per_core_M = 1,
            per_core_N = 1;
    bool transpose_mcast = false;
    std::optional<UnaryWithParam> fused_activation;
    bool fuse_batch = true;
    std::optional<CoreRangeSet> allowed_worker_cores;
};
struct MatmulMultiCoreReuseMultiCast1DProgramConfig {
    CoreCoord compute_with_storage_grid_size;
    int64_t in0_block_w = 1, out_subblock_h = 1, out_subblock_w = 1, out_block_h = 1, out_block_w = 1, per_core_M = 1,
            per_core_N = 1;
    bool fuse_batch = true;
    std::optional<UnaryWithParam> fused_activation;
    bool mcast_in0 = true, gather_in0 = false;
    CoreRangeSet hop_cores;
    int64_t num_global_cb_receivers = 1;
    bool untilize_out = false;
    std::optional<CoreRangeSet> allowed_worker_cores;
    bool stream_in1 = false;
};
struct MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig {
    int64_t in0_block_w = 1, per_core_M = 1, per_core_N = 1;
    std::optional<UnaryWithParam> fused_activation;
    int64_t num_workers_per_dram_bank = 1;
};
struct MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig {
    int64_t in0_block_w = 1, per_core_M = 1, per_core_N = 1;
    std::optional<UnaryWithParam> fused_activation;
};

using MatmulProgramConfig =
    std::variant<MatmulMultiCoreProgramConfig, MatmulMultiCoreReuseProgramConfig,
                 MatmulMultiCoreReuseMultiCastProgramConfig, MatmulMultiCoreReuseMultiCast1DProgramConfig,
                 MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig,
                 MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig>;

std::ostream& operator<<(std::ostream& out, const MatmulMultiCoreProgramConfig& c);
std::ostream& operator<<(std::ostream& out, const MatmulMultiCoreReuseProgramConfig& c);
std::ostream& operator<<(std::ostream& out, const MatmulMultiCoreReuseMultiCastProgramConfig& c);
std::ostream& operator<<(std::ostream& out, const MatmulMultiCoreReuseMultiCast1DProgramConfig& c);
std::ostream& operator<<(std::ostream& out, const MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig& c);
std::ostream& operator<<(std::ostream& out, const MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig& c);

// The text names every field, so its hash is the configuration's.
template <class Config>
requires requires(const Config& c) { c.in0_block_w; }
void hash_value(Hasher& h, const Config& c) { h.bytes(str(c)); }
inline void hash_value(Hasher& h, const MatmulMultiCoreProgramConfig&) { h.word(0); }

/// The activation that the configuration fuses, if any.
std::optional<UnaryWithParam> fused_activation(const MatmulProgramConfig& config);

}  // namespace ttnn

#include "ops/matmul/program_config.hpp"

#include <ostream>

namespace ttnn {
namespace {

template <class T>
std::string text(const std::optional<T>& v) {
    return v ? str(*v) : "std::nullopt";
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const MatmulMultiCoreProgramConfig&) {
    return out << "MatmulMultiCoreProgramConfig()";
}

std::ostream& operator<<(std::ostream& out, const MatmulMultiCoreReuseProgramConfig& c) {
    return out << "MatmulMultiCoreReuseProgramConfig(compute_with_storage_grid_size="
               << c.compute_with_storage_grid_size << ",in0_block_w=" << c.in0_block_w
               << ",out_subblock_h=" << c.out_subblock_h << ",out_subblock_w=" << c.out_subblock_w
               << ",per_core_M=" << c.per_core_M << ",per_core_N=" << c.per_core_N
               << ",allowed_worker_cores=" << text(c.allowed_worker_cores) << ")";
}

std::ostream& operator<<(std::ostream& out, const MatmulMultiCoreReuseMultiCastProgramConfig& c) {
    return out << "MatmulMultiCoreReuseMultiCastProgramConfig(compute_with_storage_grid_size="
               << c.compute_with_storage_grid_size << ",in0_block_w=" << c.in0_block_w
               << ",out_subblock_h=" << c.out_subblock_h << ",out_subblock_w=" << c.out_subblock_w
               << ",out_block_h=" << c.out_block_h << ",out_block_w=" << c.out_block_w << ",per_core_M=" << c.per_core_M
               << ",per_core_N=" << c.per_core_N << ",transpose_mcast=" << c.transpose_mcast
               << ",fused_activation=" << text(c.fused_activation) << ",fuse_batch=" << c.fuse_batch
               << ",allowed_worker_cores=" << text(c.allowed_worker_cores) << ")";
}

std::ostream& operator<<(std::ostream& out, const MatmulMultiCoreReuseMultiCast1DProgramConfig& c) {
    return out << "MatmulMultiCoreReuseMultiCast1DProgramConfig(compute_with_storage_grid_size="
               << c.compute_with_storage_grid_size << ",in0_block_w=" << c.in0_block_w
               << ",out_subblock_h=" << c.out_subblock_h << ",out_subblock_w=" << c.out_subblock_w
               << ",out_block_h=" << c.out_block_h << ",out_block_w=" << c.out_block_w << ",per_core_M=" << c.per_core_M
               << ",per_core_N=" << c.per_core_N << ",fuse_batch=" << c.fuse_batch
               << ",fused_activation=" << text(c.fused_activation) << ",mcast_in0=" << c.mcast_in0
               << ",gather_in0=" << c.gather_in0 << ",hop_cores=" << c.hop_cores
               << ",num_global_cb_receivers=" << c.num_global_cb_receivers << ",untilize_out=" << c.untilize_out
               << ",allowed_worker_cores=" << text(c.allowed_worker_cores) << ",stream_in1=" << c.stream_in1 << ")";
}

std::ostream& operator<<(std::ostream& out, const MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig& c) {
    return out << "MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig(in0_block_w=" << c.in0_block_w
               << ",per_core_M=" << c.per_core_M << ",per_core_N=" << c.per_core_N
               << ",fused_activation=" << text(c.fused_activation)
               << ",num_workers_per_dram_bank=" << c.num_workers_per_dram_bank << ")";
}

std::ostream& operator<<(std::ostream& out, const MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig& c) {
    return out << "MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig(in0_block_w=" << c.in0_block_w
               << ",per_core_M=" << c.per_core_M << ",per_core_N=" << c.per_core_N
               << ",fused_activation=" << text(c.fused_activation) << ")";
}

std::optional<UnaryWithParam> fused_activation(const MatmulProgramConfig& config) {
    return std::visit(
        [](const auto& c) -> std::optional<UnaryWithParam> {
            if constexpr (requires { c.fused_activation; }) return c.fused_activation;
            else return {};
        },
        config);
}

}  // namespace ttnn

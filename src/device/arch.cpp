// Sources: facts on memory observed on the official module (0.81.1) for n150 and p150; n300 and p100 by their grids and
// banks.
#include "device/arch.hpp"

#include <cstdlib>

#include "base/error.hpp"

namespace ttnn {
namespace {

constexpr double kSfpuEps = 1.1920899822825959e-07, kBlackholeNan = 7.0039998997052e+19,
                 kSfpuInf = 1.7013999693950742e+38;

constexpr CardModel wormhole(const char* name, const char* cluster, CoreCoord grid) {
    return {.name = name,
            .arch_name = "wormhole_b0",
            .cluster_type = cluster,
            .arch = Arch::WORMHOLE_B0,
            .grid = grid,
            .logical_grid = {8, 10},
            .l1_size = 1'499'136,
            .l1_base = 105'824,
            .max_worker_l1_size = 1'463'968,
            .dram_banks = 12,
            .dram_bank_size = int64_t{1} << 30,
            .dram_base = 1'048'640,
            .l1_alignment = 16,
            .dram_alignment = 32,
            .granule = 32,
            .clock = 1.0e9,
            .dram_bandwidth = 288e9,
            .noc_bytes_per_cycle = 32,
            .pcie_bytes_per_cycle = 20.1,
            .sfpu_eps = kSfpuEps,
            .sfpu_nan = kBlackholeNan,
            .sfpu_inf = kSfpuInf};
}

constexpr CardModel blackhole(const char* name, const char* cluster, CoreCoord grid, int banks, double bandwidth) {
    return {.name = name,
            .arch_name = "blackhole",
            .cluster_type = cluster,
            .arch = Arch::BLACKHOLE,
            .grid = grid,
            .logical_grid = {14, 10},
            .l1_size = 1'572'864,
            .l1_base = 111'744,
            .max_worker_l1_size = 1'531'776,
            .dram_banks = banks,
            .dram_bank_size = 4'278'190'080,
            .dram_base = 1'048'704,
            .l1_alignment = 16,
            .dram_alignment = 64,
            .granule = 64,
            .clock = 1.35e9,
            .dram_bandwidth = bandwidth,
            .noc_bytes_per_cycle = 64,
            .pcie_bytes_per_cycle = 42.5,
            .sfpu_eps = kSfpuEps,
            .sfpu_nan = kBlackholeNan,
            .sfpu_inf = kSfpuInf};
}

constexpr CardModel kModels[] = {
    wormhole("n150", "N150", {8, 8}),
    wormhole("n300", "N300", {8, 7}),
    blackhole("p100", "P100", {11, 10}, 7, 448e9),
    blackhole("p150", "P150", {13, 10}, 8, 512e9),
};

}  // namespace

const CardModel& card_model(std::string_view name) {
    for (const auto& model : kModels)
        if (name == model.name) return model;
    std::string known;
    for (const auto& model : kModels) known += str(known.empty() ? "" : ", ", model.name);
    fail("TESSERA_DEVICE: no card is called '", name, "'; choose one of ", known);
}

const CardModel& default_card_model() {
    const char* chosen = std::getenv("TESSERA_DEVICE");
    return card_model(chosen && *chosen ? chosen : "n150");
}

}  // namespace ttnn

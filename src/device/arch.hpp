// The cards as data. A new model is a new row of the table in arch.cpp.
#pragma once
#include <cstdint>
#include <string_view>

#include "device/core.hpp"

namespace ttnn {

enum class Arch { WORMHOLE_B0 = 2, BLACKHOLE = 3, QUASAR = 4 };

/// Sizes in bytes, addresses from the start of the memory, frequencies in Hz, bandwidths in bytes a second.
struct CardModel {
    const char* name;          ///< "n150"
    const char* arch_name;     ///< "wormhole_b0"
    const char* cluster_type;  ///< "N150"
    Arch arch;
    CoreCoord grid;          ///< worker cores
    CoreCoord logical_grid;  ///< columns and rows of the chip as reports show them
    int64_t l1_size, l1_base, max_worker_l1_size;
    int dram_banks;
    int64_t dram_bank_size, dram_base;
    int64_t l1_alignment, dram_alignment, granule;  ///< granule: unit of L1 allocation
    double clock, dram_bandwidth, noc_bytes_per_cycle, pcie_bytes_per_cycle;
    double sfpu_eps, sfpu_nan, sfpu_inf;

    int64_t l1_bank_bytes() const { return l1_size - l1_base; }
    int64_t dram_bank_bytes() const { return dram_bank_size - dram_base; }
    int64_t num_workers() const { return grid.x * grid.y; }
};

/// The model called `name`; raises with the list of names otherwise.
const CardModel& card_model(std::string_view name);
/// The model that TESSERA_DEVICE names; n150 when unset.
const CardModel& default_card_model();

}  // namespace ttnn

// All kernels of one instruction set. table() is chosen once, at first use, from the features of the processor;
// TESSERA_ISA forces another.
#pragma once
#include "kernels/attention.hpp"
#include "kernels/blocks.hpp"
#include "kernels/elementwise.hpp"
#include "kernels/half_maps.hpp"
#include "kernels/half_rows.hpp"
#include "kernels/rows.hpp"

namespace ttnn::kernels {

struct Table {
    const char* isa;  ///< "avx512_bf16"
    Elementwise elementwise;
    Convert convert;
    MatrixBlocks blocks;
    Attention attention;
    Rows rows;
    HalfRowKernels half_rows;
    HalfMaps half_maps;
};

const Table& table();
/// The table of another instruction set, for tests; null when this processor (or build) lacks it.
const Table* table_for(const char* isa);

}  // namespace ttnn::kernels

// Gathers the kernels of this instruction set.
#include "kernels/table.hpp"

#include "kernels/isa.hpp"

namespace ttnn::kernels::KERNEL_ISA {

void fill_elementwise(Elementwise& t);
void fill_convert(Convert& t);
void fill_blocks(MatrixBlocks& t);
void fill_attention(Attention& t);
void fill_rows(Rows& t);
void fill_half_rows(HalfRowKernels& t);
void fill_half_maps(HalfMaps& t);

void fill(Table& t) {
    fill_elementwise(t.elementwise);
    fill_convert(t.convert);
    fill_blocks(t.blocks);
    fill_attention(t.attention);
    fill_rows(t.rows);
    fill_half_rows(t.half_rows);
    fill_half_maps(t.half_maps);
}

}  // namespace ttnn::kernels::KERNEL_ISA

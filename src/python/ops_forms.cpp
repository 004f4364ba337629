// Special forms of products, reductions and movements.
#include "ops/data_movement/rearrange.hpp"
#include "ops/matmul/matmul_forms.hpp"
#include "ops/normalization/attention_softmax.hpp"
#include "ops/reduction/fourier.hpp"
#include "ops/reduction/scans.hpp"
#include "python/bind_config.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {
namespace {

template <class... Ops>
void bind_all(nb::module_& root, const char* category) {
    (bind_operation<Ops>(root, category), ...);
}

}  // namespace

void bind_forms(nb::module_& root) {
    using C = MinimalMatmulConfig;
    bind_config<C>(submodule(root, "operations.experimental"), "MinimalMatmulConfig", "Blocks of minimal_matmul.",
                   member("M_block_size", &C::M_block_size), member("K_block_size", &C::K_block_size),
                   member("N_block_size", &C::N_block_size), member("subblock_h", &C::subblock_h),
                   member("subblock_w", &C::subblock_w),
                   member("compute_with_storage_grid_size", &C::compute_with_storage_grid_size));
    bind_all<MinimalMatmul, MinimalMatmulSplit, AttnMatmul, GroupAttnMatmul, AttnMatmulFromCache,
             DitMinimalMatmulAddcmulFused, FastReduceNc, FastReduceNcSplit, DeepseekMoeFastReduceNc, HcSumReduce,
             PrefixScan, RepeatAndInterleaveEltwiseMul, IntImg, DeepseekGroupedGate, PaddedSlice, ConvertToChw,
             ConvertToHwc, TransposeRm, IsIn, Fft, FftOfComplex, Ifft, ComplexMul>(root, "experimental");
    bind_all<SparseMatmul, MatmulBatchedWeights>(root, "matmul");
    bind_all<Ema, Moe>(root, "reduction");
    bind_all<TosaGather, TosaScatter, FillRm, FillOnesRm, ReshapeOnDevice, InterleavedToShardedPartial,
             ShardedToInterleavedPartial>(root, "data_movement");
    bind_all<AttentionSoftmax, AttentionSoftmaxInPlace>(root, "transformer");
    bind_operation<ScaleCausalMaskHwDimsSoftmaxInPlace>(root, "normalization");
}

}  // namespace ttnn::python

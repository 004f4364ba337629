// Paged key-value caches, attention against them, and latent attention.
#include "ops/transformer/latent_attention.hpp"
#include "ops/transformer/paged_attention.hpp"
#include "ops/transformer/paged_cache.hpp"
#include "python/bind_config.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_paged(nb::module_& root) {
    auto scope = submodule(root, "operations.transformer");
    using G = PagedCacheGeometryOverride;
    bind_config<G>(scope, "PagedCacheGeometryOverride", "Another geometry of the same pages.",
                   member("block_size", &G::block_size), member("num_kv_heads", &G::num_kv_heads));
    bind_operation<PagedUpdateCache>(root, "experimental");
    bind_operation<PagedFusedUpdateCache>(root, "experimental");
    bind_operation<PagedFillCache>(root, "experimental");
    bind_operation<NlpKvCacheLoadSlice>(root, "experimental");
    bind_operation<PagedScaledDotProductAttentionDecode>(root, "transformer");
    bind_operation<ChunkedScaledDotProductAttention>(root, "transformer");
    bind_operation<JointScaledDotProductAttention>(root, "transformer");
    bind_operation<RingDistributedScaledDotProductAttention>(root, "transformer");
    bind_operation<FlashMlaPrefill>(root, "transformer");
    bind_operation<FlashMlaPrefillValues>(root, "transformer");
    bind_operation<ChunkedFlashMlaPrefill>(root, "transformer");
    bind_operation<FlashMultiLatentAttentionDecode>(root, "transformer");
    bind_operation<PagedFlashMultiLatentAttentionDecode>(root, "transformer");
}

}  // namespace ttnn::python

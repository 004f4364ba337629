// What depends on the position of a token: rotary embedding and key-value caches.
#include "ops/transformer/kv_cache.hpp"
#include "ops/transformer/rotary.hpp"
#include "ops/transformer/rotary_llama.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_positions(nb::module_& root) {
    bind_operation<RotaryEmbedding>(root, "experimental");
    bind_operation<TransformerRotaryEmbedding>(root, "transformer");
    bind_operation<RotaryEmbeddingHf>(root, "experimental");
    bind_operation<RotaryEmbeddingLlama>(root, "experimental");
    bind_operation<RotaryEmbeddingLlamaFusedQk>(root, "experimental");
    bind_operation<RotateHalf>(root, "experimental");
    bind_operation<FillCache>(root, "kv_cache");
    bind_operation<FillCacheForUser>(root, "kv_cache");
    bind_operation<UpdateCache>(root, "kv_cache");
    bind_operation<UpdateCacheForToken>(root, "kv_cache");
}

}  // namespace ttnn::python

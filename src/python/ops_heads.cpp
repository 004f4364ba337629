// What attention needs around it: heads, rotary embedding, key-value caches.
#include "ops/transformer/heads.hpp"
#include "ops/transformer/kv_cache.hpp"
#include "ops/transformer/rotary.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_heads(nb::module_& root) {
    bind_operation<NlpCreateQkvHeads>(root, "experimental");
    bind_operation<NlpConcatHeads>(root, "experimental");
    bind_operation<RotaryEmbedding>(root, "experimental");
    bind_operation<RotaryEmbeddingHf>(root, "experimental");
    bind_operation<FillCache>(root, "kv_cache");
    bind_operation<FillCacheForUser>(root, "kv_cache");
    bind_operation<UpdateCache>(root, "kv_cache");
    bind_operation<UpdateCacheForToken>(root, "kv_cache");
}

}  // namespace ttnn::python

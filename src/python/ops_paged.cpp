// Paged key-value caches, attention against them, and latent attention.
#include "ops/transformer/latent_attention.hpp"
#include "ops/transformer/paged_attention.hpp"
#include "ops/transformer/paged_cache.hpp"
#include "python/bind_config.hpp"
#include "python/bind_operation.hpp"

namespace nanobind::detail {

/// A set (or frozenset) of ttnn.MeshCoordinate, which is a class of the Python package.
template <>
struct type_caster<ttnn::MeshCoordinates> {
    NB_TYPE_CASTER(ttnn::MeshCoordinates, const_name("collections.abc.Set[ttnn.mesh.MeshCoordinate]"))
    bool from_python(handle src, uint8_t, cleanup_list*) noexcept try {
        if (!PyAnySet_Check(src.ptr())) return false;
        value.list.clear();
        for (handle at : src) {
            if (cast<std::string>(at.type().attr("__name__")) != "MeshCoordinate") return false;
            value.list.push_back(cast<std::vector<int64_t>>(list(at)));
        }
        return true;
    } catch (...) {
        PyErr_Clear();
        return false;
    }
    static handle from_cpp(const ttnn::MeshCoordinates& c, rv_policy policy, cleanup_list* cleanup) {
        return make_caster<std::vector<std::vector<int64_t>>>::from_cpp(c.list, policy, cleanup);
    }
};

}  // namespace nanobind::detail

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

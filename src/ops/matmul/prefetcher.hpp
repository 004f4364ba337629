// ttnn.dram_prefetcher: weights on their way to the matrix products that read them through a global circular buffer.
#pragma once
#include "op/launch.hpp"
#include "program/resources.hpp"

namespace ttnn {

struct DramPrefetcher {
    static constexpr const char* name = "ttnn.dram_prefetcher";
    static constexpr const char* doc =
        "Prefetches weights for products with `global_cb`: on the card, reader cores stream them from DRAM layer after "
        "layer while other programs run. Here products read their weights in place, so this checks its arguments and "
        "moves nothing. Returns a tensor without meaning: a tile of zeros [32, 32] of the first weight's dtype, in "
        "DRAM.";
    std::vector<Tensor> tensors;
    int64_t num_layers = 1;
    std::optional<GlobalCircularBuffer> global_cb;
    bool enable_performance_mode = false;
    std::vector<PrefetcherPipe> prefetcher_pipes;

    static constexpr auto fields() {
        using S = DramPrefetcher;
        return std::tuple(
            arg("tensors", &S::tensors,
                "weights [..., K, N] of one layer, floats in TILE layout, width sharded in DRAM over at most as many "
                "banks as there are senders; and last the addresses of all layers' weights, uint32 in ROW_MAJOR: layer "
                "by layer, as many a core as there are weights times layers"),
            arg("num_layers", &S::num_layers, "how many layers have such weights, at least 1"),
            opt("global_cb", &S::global_cb, "the buffer that the products read; required"),
            kw("enable_performance_mode", &S::enable_performance_mode, "accepted for compatibility"),
            kw("prefetcher_pipes", &S::prefetcher_pipes, "streams of a card, none here"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn

// The arithmetic of attention on views, block by block of keys with the softmax carried along, so that no matrix of
// scores is ever held. Units of work are blocks of queries over heads (prompts) or chunks of the cache (single tokens),
// divided by shape alone.
#pragma once
#include <span>
#include <utility>

#include "tensor/view.hpp"

namespace ttnn {

struct AttentionPlan {
    float scale = 1;
    bool causal = false;
    int64_t window = 0;       ///< keys that a query sees at most; 0: unlimited
    int64_t first_query = 0;  ///< position of the first query among the keys

    /// Keys that a query at `position` may see: [first, second).
    std::pair<int64_t, int64_t> visible(int64_t position, int64_t keys) const;
};

/// What takes part; mask and sink may be empty.
struct AttentionOperands {
    View q, k, v, mask, sink, out;
};

/// q [b, heads, sq, d], k and v [b or 1, kv_heads, sk, d or dv], mask [1 or b, 1 or heads, 1 or sq, sk].
void run_attention(const AttentionPlan& plan, const AttentionOperands& o);
/// q [1, b, heads, d], one token a user at positions[user] (negative: nothing is done); mask [1 or b, 1, 1 or heads,
/// s].
void run_attention_decode(const AttentionPlan& plan, const AttentionOperands& o, std::span<const int64_t> positions);

}  // namespace ttnn

// Single tokens against a long cache: what it costs is reading the cache, so chunks of keys are divided among the
// host's threads, each is read once for all heads that share it, and keys and values are used where they lie.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/scratch.hpp"
#include "ops/tile_blocks.hpp"
#include "ops/transformer/flash.hpp"
#include "tensor/elements.hpp"

namespace ttnn {
namespace {

using kernels::kPiece;
using kernels::SoftmaxState;

constexpr float kMinusInfinity = -std::numeric_limits<float>::infinity();
constexpr int64_t kMostKeys = 256, kLeastKeys = 64;  // of a unit of work
constexpr int64_t kUnits = 8;                        // of a user and head, if keys allow
constexpr size_t kHeadsJoined = 8;                   // by one thread
constexpr int64_t kAhead = 128;                      // keys between fetching and using, whole tiles

class Decode {
 public:
    Decode(const AttentionPlan& plan, const AttentionOperands& o, std::span<const int64_t> positions)
        : plan_(plan), o_(o), positions_(positions), k_(o.k, keys()), v_(o.v, keys()) {
        const Shape &q = o.q.spec->logical_shape(), &k = o.k.spec->logical_shape();
        users_ = q[1], heads_ = q[2], d_ = q[3], kv_heads_ = k[1];
        group_ = heads_ / kv_heads_;
        dv_ = o.v.spec->logical_shape()[3];
        for (int64_t user = 0; user < users_; ++user) chunks_ = std::max(chunks_, chunks(user));
        // The sums of a chunk: group rows of dv, and their softmax states.
        each_ = tiles_of(dv_) * group_ * 32 + 2 * group_;
    }

    void run() const {
        float* parts = scratch<struct DecodeParts, float>(static_cast<size_t>(users_ * kv_heads_ * chunks_ * each_));
        parallel_for(static_cast<size_t>(users_ * kv_heads_ * chunks_), [&](size_t i) {
            const auto unit = static_cast<int64_t>(i), chunk = unit % chunks_, head = unit / chunks_ % kv_heads_,
                       user = unit / chunks_ / kv_heads_;
            if (chunk < chunks(user)) attend(user, head, chunk, parts + unit * each_);
        });
        parallel_pieces(static_cast<size_t>(users_ * kv_heads_), kHeadsJoined, [&](size_t begin, size_t end) {
            for (auto i = static_cast<int64_t>(begin); i < static_cast<int64_t>(end); ++i)
                if (seen(i / kv_heads_)) join(i / kv_heads_, i % kv_heads_, parts + i * chunks_ * each_);
        });
    }

 private:
    int64_t keys() const { return o_.k.spec->logical_shape()[2]; }
    // Keys that a user's token sees, up to its position; positions beyond the cache are clamped.
    int64_t seen(int64_t user) const {
        if (!plan_.causal) return keys();
        const int64_t position = positions_[static_cast<size_t>(user)];
        return position < 0 ? 0 : std::min(position + 1, keys());
    }
    // Keys that are taken together; they depend on nothing but the user's own, so that others do not change its bits.
    int64_t chunk_of(int64_t user) const {
        return std::clamp(tiles_of(seen(user) / kUnits) * 32, kLeastKeys, kMostKeys);
    }
    int64_t chunks(int64_t user) const { return (seen(user) + chunk_of(user) - 1) / chunk_of(user); }
    int64_t source(int64_t user, int64_t head) const {
        return (o_.k.spec->logical_shape()[0] == 1 ? 0 : user) * kv_heads_ + head;
    }
    SoftmaxState* states(float* part) const {
        return reinterpret_cast<SoftmaxState*>(part + tiles_of(dv_) * group_ * 32);
    }

    void attend(int64_t user, int64_t head, int64_t chunk, float* part) const {
        const int64_t first = chunk * chunk_of(user), count = std::min(chunk_of(user), seen(user) - first);
        float* x = scratch<struct DecodeScores, float>(static_cast<size_t>(group_ * kMostKeys));
        scores(user, head, first, count, x);
        const auto visible = plan_.visible(seen(user) - 1, seen(user));
        std::memset(part, 0, static_cast<size_t>(each_) * sizeof(float));
        for (int64_t g = 0; g < group_; ++g) {
            float* row = x + g * kMostKeys;
            if (o_.mask) add_mask(user, head * group_ + g, first, count, row);
            const int64_t begin = std::clamp<int64_t>(visible.first - first, 0, count), width = tiles_of(count) * 32;
            std::fill(row, row + begin, kMinusInfinity);
            std::fill(row + count, row + width, kMinusInfinity);
            states(part)[g] = {kMinusInfinity, 0.0f};
            kernels::table().attention.softmax_step(row, 32, static_cast<size_t>(width / 32),
                                                    o_.mask ? 1.0f : plan_.scale, states(part) + g);
        }
        for (int64_t i = 0; i < count; i += 32) {
            for (int64_t c = 0; c < tiles_of(dv_); ++c) {
                v_.fetch(source(user, head), first + i + kAhead, c * 32);
                add_values(source(user, head), first + i, std::min<int64_t>(32, count - i), c * 32, x + i,
                           part + c * group_ * 32);
            }
        }
    }

    void scores(int64_t user, int64_t head, int64_t first, int64_t count, float* x) const {
        const auto& k = kernels::table().attention;
        const int64_t pieces = tiles_of(d_), matrix = source(user, head);
        float* q = scratch<struct DecodeQueries, float>(static_cast<size_t>(group_ * pieces * 32));
        std::fill(q, q + group_ * pieces * 32, 0.0f);
        load_rows(o_.q, user * heads_ + head * group_, group_, q, pieces * 32);
        const auto rows = static_cast<size_t>(group_), deep = static_cast<size_t>(pieces);
        const bool plain =
            k_.direct() && d_ % 32 == 0 && k_.dtype() == DataType::BFLOAT16 && fits_bfloat16(o_.q.spec->dtype());
        uint16_t* halves = scratch<struct DecodeHalves, uint16_t>(static_cast<size_t>(group_ * pieces * 32));
        if (plain) kernels::table().convert.float_to_bfloat16(q, halves, static_cast<size_t>(group_ * pieces * 32));
        float* wide = plain ? nullptr : scratch<struct DecodeKeys, float>(deep * kPiece);
        for (int64_t i = 0; i < count; i += 32) {
            if (plain) {
                k.scores_bfloat16(halves, rows, deep, reinterpret_cast<const uint16_t*>(k_.tile(matrix, first + i, 0)),
                                  kPiece, x + i, kMostKeys);
                continue;
            }
            for (int64_t c = 0; c < pieces; ++c) {
                float* to = wide + c * 1024;
                const float* block = k_.load<float>(matrix, first + i, c * 32, to);
                if (block != to) std::memcpy(to, block, kPiece * sizeof(float));
            }
            k.scores_float(q, rows, deep, wide, kPiece, x + i, kMostKeys);
        }
    }

    void add_mask(int64_t user, int64_t head, int64_t first, int64_t count, float* row) const {
        const Shape& m = o_.mask.spec->logical_shape();
        const int64_t at = (m[0] == 1 ? 0 : user) * m[1] * m[2] + (m[2] == 1 ? 0 : head);
        alignas(64) float values[kMostKeys];
        load_block(o_.mask, at, 1, first, count, values, kMostKeys);
        for (int64_t i = 0; i < count; ++i) row[i] = row[i] * plan_.scale + values[i];
    }

    // sums[group x 32] += weights of 32 keys (kMostKeys apart a row) times their values.
    void add_values(int64_t matrix, int64_t key, int64_t deep, int64_t column, const float* weights,
                    float* sums) const {
        const auto& k = kernels::table().blocks;
        const auto m = static_cast<size_t>(group_), n = static_cast<size_t>(deep);
        if (v_.direct()) {
            const auto* tile = reinterpret_cast<const uint8_t*>(v_.tile(matrix, key, column));
            const DataType t = v_.dtype();
            if (t == DataType::BFLOAT16)
                return k.tile_bfloat16(weights, kMostKeys, reinterpret_cast<const uint16_t*>(tile), m, n, sums, 32);
            if (m == 1 && t == DataType::BFLOAT8_B && k.tiles_bfp8(weights, tile, 1, 0, sums, 32)) return;
        }
        alignas(64) float block[kPiece];
        k.tile_float(weights, kMostKeys, v_.load<float>(matrix, key, column, block), m, n, sums, 32);
    }

    // Chunks in their order, under their common maximum.
    void join(int64_t user, int64_t head, float* parts) const {
        const int64_t wide = tiles_of(dv_) * 32, count = chunks(user);
        float* rows = scratch<struct DecodeRows, float>(static_cast<size_t>(group_ * wide));
        std::fill(rows, rows + group_ * wide, 0.0f);
        for (int64_t g = 0; g < group_; ++g) {
            const int64_t h = head * group_ + g;
            SoftmaxState all = o_.sink ? SoftmaxState{static_cast<float>(Elements(o_.sink)(h, 0)) * plan_.scale, 1.0f}
                                       : SoftmaxState{kMinusInfinity, 0.0f};
            const float own = all.max;
            for (int64_t i = 0; i < count; ++i) all.max = std::max(all.max, states(parts + i * each_)[g].max);
            const float shift = std::isfinite(all.max) ? all.max : 0.0f;
            all.sum *= std::exp(own - shift);
            for (int64_t i = 0; i < count; ++i) {
                const SoftmaxState& s = states(parts + i * each_)[g];
                const float factor = std::exp(s.max - shift);
                all.sum += s.sum * factor;
                for (int64_t c = 0; c < wide; c += 32)
                    kernels::table().rows.axpy(factor, parts + i * each_ + c * group_ + g * 32, rows + g * wide + c,
                                               32);
            }
            kernels::table().attention.rescale(rows + g * wide, 32, static_cast<size_t>(wide / 32), 1.0f / all.sum);
        }
        store_rows(o_.out, user * heads_ + head * group_, group_, rows, wide);
    }

    const AttentionPlan& plan_;
    const AttentionOperands& o_;
    std::span<const int64_t> positions_;
    TileBlocks k_, v_;
    int64_t users_, heads_, kv_heads_, group_, d_, dv_, chunks_ = 1, each_;
};

}  // namespace

void run_attention_decode(const AttentionPlan& plan, const AttentionOperands& o, std::span<const int64_t> positions) {
    if (o.out.spec->logical_shape().volume() == 0) return;
    Decode(plan, o, positions).run();
}

}  // namespace ttnn

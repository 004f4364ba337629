// Reproducible random weights of any shape without a file: for speed and memory at full size. Each row is computed when
// it is asked for, so that nothing is held.
#include <cmath>

#include "source.hpp"

namespace bitnet {
namespace {

// splitmix64
class Random {
 public:
    explicit Random(uint64_t seed) : state_(seed) {}
    uint64_t operator()() {
        uint64_t z = state_ += 0x9E3779B97F4A7C15u;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
        z = (z ^ z >> 27) * 0x94D049BB133111EBu;
        return z ^ z >> 31;
    }
    /// Uniform with variance 1.
    float uniform() { return (static_cast<float>((*this)() >> 40) * 0x1p-23f - 1.0f) * 1.7320508f; }

 private:
    uint64_t state_;
};

class RandomSource : public WeightSource {
 public:
    RandomSource(const Config& config, uint64_t seed) : seed_(seed) {
        config_ = config;
        path_ = "random weights";
    }
    std::string kind() const override { return "random weights"; }

    void floats(const std::string& name, int64_t first, int64_t count, float* out) const override {
        const bool matrix = name == "model.embed_tokens" || name == "lm_head";
        const int64_t columns = name.ends_with("ffn_sub_norm") ? config_.ffn : config_.hidden;
        const float factor = name == "lm_head" ? 1 / std::sqrt(static_cast<float>(columns)) : 1.0f;
        for (int64_t r = 0; r < count; ++r) {
            Random random(seed_of(name) ^ static_cast<uint64_t>(first + r) * 0xD1342543DE82EF95u);
            for (int64_t i = 0; i < columns; ++i)
                *out++ = matrix ? random.uniform() * factor : 1 + random.uniform() * 0.1f;
        }
    }

    // Half of the weights are zero.
    Ternary ternary(const std::string& name, const Dims& shape) const override {
        Ternary out{shape[0], shape[1], std::sqrt(2 / static_cast<float>(shape[1])), {}, {}};
        auto words = std::make_shared<std::vector<uint32_t>>(static_cast<size_t>(out.tiles() * kTileWords));
        Random random(seed_of(name));
        for (uint32_t& word : *words) {
            const uint64_t bits = random();
            const auto magnitude = static_cast<uint32_t>(bits) & 0x55555555u;
            word = magnitude | (static_cast<uint32_t>(bits >> 32) & magnitude) << 1;
        }
        out.words = *words;
        out.owner = std::move(words);
        return out;
    }

 private:
    uint64_t seed_of(const std::string& name) const {
        uint64_t h = 0xCBF29CE484222325u ^ seed_;
        for (char c : name) h = (h ^ static_cast<uint8_t>(c)) * 0x100000001B3u;
        return h;
    }
    uint64_t seed_;
};

}  // namespace

SourceRef random_source(const Config& config, uint64_t seed) { return std::make_shared<RandomSource>(config, seed); }

}  // namespace bitnet

// The next token from logits: the largest, or drawn with temperature among the likeliest. The same seed draws the same
// tokens on every machine.
#pragma once
#include <cstdint>
#include <span>

#include "tokenizer.hpp"

namespace bitnet {

struct Sampling {
    double temperature = 0;  ///< 0: the largest
    int64_t top_k = 0;       ///< draw among so many; 0: among all
    double top_p = 1;        ///< draw among the fewest whose shares reach this
    uint64_t seed = 0;
    void check() const;  ///< raises std::invalid_argument
};

class Sampler {
 public:
    explicit Sampler(const Sampling& options) : options_(options), state_(options.seed) {}
    Token operator()(std::span<const float> logits);

 private:
    double uniform();
    Sampling options_;
    uint64_t state_;
};

}  // namespace bitnet

#include "sampler.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "file_error.hpp"

namespace bitnet {

void Sampling::check() const {
    if (!(temperature >= 0))
        throw std::invalid_argument(text("[bitnet] temperature: expected 0 or more, got ", temperature));
    if (top_k < 0) throw std::invalid_argument(text("[bitnet] top-k: expected 0 or more, got ", top_k));
    if (!(top_p > 0 && top_p <= 1))
        throw std::invalid_argument(text("[bitnet] top-p: expected above 0 up to 1, got ", top_p));
}

// splitmix64
double Sampler::uniform() {
    uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return static_cast<double>((z ^ z >> 31) >> 11) * 0x1p-53;
}

Token Sampler::operator()(std::span<const float> logits) {
    if (options_.temperature == 0)
        return static_cast<Token>(std::max_element(logits.begin(), logits.end()) - logits.begin());
    std::vector<Token> order(logits.size());
    std::iota(order.begin(), order.end(), 0);
    const auto keep =
        options_.top_k > 0 ? std::min<size_t>(static_cast<size_t>(options_.top_k), order.size()) : order.size();
    const auto likelier = [&](Token a, Token b) {
        const float x = logits[static_cast<size_t>(a)], y = logits[static_cast<size_t>(b)];
        return x != y ? x > y : a < b;
    };
    std::partial_sort(order.begin(), order.begin() + static_cast<int64_t>(keep), order.end(), likelier);
    order.resize(keep);
    std::vector<double> shares;
    const double largest = logits[static_cast<size_t>(order[0])];
    for (Token t : order) shares.push_back(std::exp((logits[static_cast<size_t>(t)] - largest) / options_.temperature));
    const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
    double reached = 0;
    size_t count = 0;
    while (count < shares.size() && reached < options_.top_p * all) reached += shares[count++];
    double at = uniform() * reached;
    for (size_t i = 0; i < count; ++i)
        if ((at -= shares[i]) < 0) return order[i];
    return order[count - 1];
}

}  // namespace bitnet

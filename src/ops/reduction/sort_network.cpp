#include "ops/reduction/sort_network.hpp"

#include <utility>

namespace ttnn {
namespace {

constexpr int64_t kTile = 32;

// Puts two elements in order; `swaps_equal`: exchanges them even if they are equal.
void compare(PlacedValue& a, PlacedValue& b, bool descending, bool swaps_equal) {
    const bool wrong = descending ? a.value < b.value : a.value > b.value;
    if (wrong || (swaps_equal && a.value == b.value)) std::swap(a, b);
}

// One step of a phase: elements `distance` apart, in runs of 2^(phase + 1) that take turns in direction. Comparisons
// that put the smaller first exchange equal elements, except in the steps that start two of the phases.
void step(PlacedValue* x, int64_t n, int phase, int64_t distance, bool descending) {
    const bool keeps_equal = (phase == 0 && distance == 1) || (phase == 4 && distance == 16);
    for (int64_t i = 0; i < n; ++i) {
        if (i & distance) continue;
        const bool down = ((i >> (phase + 1)) & 1) == 0 ? descending : !descending;
        compare(x[i], x[i + distance], down, !down && !keeps_equal);
    }
}

// Sorts runs of 2^(last + 1) within 64 elements. The first three phases have a direction of their own.
void sort_pair(PlacedValue* x, bool descending, int last) {
    for (int phase = 0; phase <= last; ++phase)
        for (int64_t d = int64_t{1} << phase; d; d /= 2) step(x, 2 * kTile, phase, d, phase < 3 || descending);
}

void merge_tiles(PlacedValue* left, PlacedValue* right, bool descending) {
    for (int64_t i = 0; i < kTile; ++i) compare(left[i], right[i], descending, false);
}

}  // namespace

void network_topk(std::vector<PlacedValue>& line, bool descending) {
    const auto tiles = static_cast<int64_t>(line.size()) / kTile;
    PlacedValue* x = line.data();
    for (int64_t t = 0; t < tiles; t += 2) sort_pair(x + t * kTile, descending, 4);
    for (int64_t apart = 1; apart < tiles; apart *= 2) {
        bool down = descending;
        for (int64_t t = 0; t < tiles; t += 2 * apart, down = !down) {
            PlacedValue* left = x + t * kTile;
            merge_tiles(left, left + apart * kTile, descending);
            for (int64_t d = kTile / 2; d; d /= 2) step(left, kTile, 4, d, down);
        }
    }
}

void network_sort(std::vector<PlacedValue>& line, bool descending) {
    const auto tiles = static_cast<int64_t>(line.size()) / kTile;
    PlacedValue* x = line.data();
    for (int64_t t = 0; t < tiles; t += 2) sort_pair(x + t * kTile, (t / 2 % 2 == 0) == descending, 5);
    for (int stage = 2; (int64_t{1} << stage) <= tiles; ++stage)
        for (int64_t apart = int64_t{1} << (stage - 1); apart; apart /= 2)
            for (int64_t t = 0; t < tiles; ++t) {
                if (t & apart) continue;
                const bool down = ((t >> stage) & 1) == 0 ? descending : !descending;
                if (apart == 1) sort_pair(x + t * kTile, down, 5);
                else merge_tiles(x + t * kTile, x + (t + apart) * kTile, down);
            }
}

}  // namespace ttnn

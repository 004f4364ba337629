#include "ops/reduction/sort_network.hpp"

namespace ttnn {
namespace {

constexpr int64_t kTile = 32;

// Puts two elements in order, without a branch; `SwapsEqual`: exchanges them even if they are equal.
template <bool Descending, bool SwapsEqual>
void compare(PlacedKey& a, PlacedKey& b) {
    const uint64_t p = key_of(a), q = key_of(b);
    const bool wrong = Descending ? (SwapsEqual ? p <= q : p < q) : (SwapsEqual ? p >= q : p > q);
    const PlacedKey change = (a ^ b) & -static_cast<PlacedKey>(wrong);
    a ^= change, b ^= change;
}
template <bool Descending, bool SwapsEqual, int64_t Distance>
void compare_run(PlacedKey* x, int64_t run) {
    for (int64_t i = 0; i < run; i += 2 * Distance)
        for (int64_t j = i; j < i + Distance; ++j) compare<Descending, SwapsEqual>(x[j], x[j + Distance]);
}

// Elements `Distance` apart, in runs that take turns in direction, `Descending` first. Comparisons that put the smaller
// first exchange equal elements, unless told not to.
template <bool Descending, bool KeepsEqual, int64_t Distance>
void compare_runs(PlacedKey* x, int64_t n, int64_t run) {
    for (int64_t i = 0; i < n; i += 2 * run) {
        compare_run<Descending, !Descending && !KeepsEqual, Distance>(x + i, run < n - i ? run : n - i);
        if (i + run < n) compare_run<!Descending, Descending && !KeepsEqual, Distance>(x + i + run, run);
    }
}
template <int64_t Distance>
void compare_runs(PlacedKey* x, int64_t n, int64_t run, bool descending, bool keeps_equal) {
    if (descending)
        keeps_equal ? compare_runs<true, true, Distance>(x, n, run) : compare_runs<true, false, Distance>(x, n, run);
    else keeps_equal ? compare_runs<false, true, Distance>(x, n, run) : compare_runs<false, false, Distance>(x, n, run);
}

// One step of a phase: elements `distance` apart, in runs of 2^(phase + 1). Two of the phases start with a step that
// keeps equal elements.
void step(PlacedKey* x, int64_t n, int phase, int64_t distance, bool descending) {
    const bool keeps_equal = (phase == 0 && distance == 1) || (phase == 4 && distance == 16);
    const int64_t run = int64_t{2} << phase;
    switch (distance) {
        case 1: return compare_runs<1>(x, n, run, descending, keeps_equal);
        case 2: return compare_runs<2>(x, n, run, descending, keeps_equal);
        case 4: return compare_runs<4>(x, n, run, descending, keeps_equal);
        case 8: return compare_runs<8>(x, n, run, descending, keeps_equal);
        case 16: return compare_runs<16>(x, n, run, descending, keeps_equal);
        default: return compare_runs<32>(x, n, run, descending, keeps_equal);
    }
}

// Sorts runs of 2^(last + 1) within 64 elements. The first three phases have a direction of their own.
void sort_pair(PlacedKey* x, bool descending, int last) {
    for (int phase = 0; phase <= last; ++phase)
        for (int64_t d = int64_t{1} << phase; d; d /= 2) step(x, 2 * kTile, phase, d, phase < 3 || descending);
}

void merge_tiles(PlacedKey* left, PlacedKey* right, bool descending) {
    for (int64_t i = 0; i < kTile; ++i)
        descending ? compare<true, false>(left[i], right[i]) : compare<false, false>(left[i], right[i]);
}

}  // namespace

void network_topk(std::span<PlacedKey> line, bool descending) {
    const auto tiles = static_cast<int64_t>(line.size()) / kTile;
    PlacedKey* x = line.data();
    for (int64_t t = 0; t < tiles; t += 2) sort_pair(x + t * kTile, descending, 4);
    for (int64_t apart = 1; apart < tiles; apart *= 2) {
        bool down = descending;
        for (int64_t t = 0; t < tiles; t += 2 * apart, down = !down) {
            PlacedKey* left = x + t * kTile;
            merge_tiles(left, left + apart * kTile, descending);
            for (int64_t d = kTile / 2; d; d /= 2) step(left, kTile, 4, d, down);
        }
    }
}

void network_sort(std::span<PlacedKey> line, bool descending) {
    const auto tiles = static_cast<int64_t>(line.size()) / kTile;
    PlacedKey* x = line.data();
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

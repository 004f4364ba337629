// The order in which the card leaves equal elements. It sorts with bitonic networks over tiles of 32 and pairs of 64
// elements; where equal elements end up follows from the network and from which comparisons exchange equal ones. The
// rules were found from the positions that the card gives for lines with many equal elements.
#pragma once
#include <cstdint>
#include <span>

namespace ttnn {

/// An element of a line as a number: what it is sorted by, up to 2^33, and below that its place, up to 2^31.
using PlacedKey = uint64_t;
constexpr PlacedKey placed_key(uint64_t key, int64_t place) { return key << 31 | static_cast<uint64_t>(place); }
constexpr uint64_t key_of(PlacedKey p) { return p >> 31; }
constexpr int64_t place_of(PlacedKey p) { return static_cast<int64_t>(p & 0x7FFFFFFF); }

/// The first 32 of a line in order. Its length is a multiple of 64 and a power of two.
void network_topk(std::span<PlacedKey> line, bool descending);
/// The whole line in order; the same lengths.
void network_sort(std::span<PlacedKey> line, bool descending);

}  // namespace ttnn

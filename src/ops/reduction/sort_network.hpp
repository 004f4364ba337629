// The order in which the card leaves equal elements. It sorts with bitonic networks over tiles of 32 and pairs of 64
// elements; where equal elements end up follows from the network and from which comparisons exchange equal ones. The
// rules were found from the positions that the card gives for lines with many equal elements.
#pragma once
#include <cstdint>
#include <vector>

namespace ttnn {

struct PlacedValue {
    double value;
    int64_t place;
};

/// The first 32 of a line in order. Its length is a multiple of 64 and a power of two.
void network_topk(std::vector<PlacedValue>& line, bool descending);
/// The whole line in order; the same lengths.
void network_sort(std::vector<PlacedValue>& line, bool descending);

}  // namespace ttnn

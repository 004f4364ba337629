// What a program is given on the card's cores beside tensors: the sub-device that it is kept to, and buffers that
// another program fills. Results here do not depend on them; they are checked, and stand in reports and in a program's
// key.
#pragma once
#include <ostream>
#include <utility>
#include <vector>

#include "device/core.hpp"
#include "tensor/tensor.hpp"

namespace ttnn {

/// Number of a sub-device among those of the loaded manager.
struct SubDeviceId {
    uint8_t number = 0;
    bool operator==(const SubDeviceId&) const = default;
};
inline std::ostream& operator<<(std::ostream& out, SubDeviceId id) {
    return out << "SubDeviceId(" << static_cast<int>(id.number) << ")";
}
inline void hash_value(Hasher& h, SubDeviceId id) { h.word(id.number); }

/// A circular buffer at one address on all of its cores: sender cores fill it on their receivers, from outside of the
/// program that reads it.
struct GlobalCircularBuffer {
    std::vector<std::pair<CoreCoord, CoreRangeSet>> mapping;  ///< sender cores and their receivers
    int64_t size = 0;                                         ///< bytes of contents on a core
    Tensor contents, state;                                   ///< its memory on the device
};
inline std::ostream& operator<<(std::ostream& out, const GlobalCircularBuffer& b) {
    return out << "GlobalCircularBuffer(senders=" << b.mapping.size() << ",size=" << b.size << ")";
}
inline void hash_value(Hasher& h, const GlobalCircularBuffer& b) {
    hash_value(h, b.mapping);
    h.word(static_cast<uint64_t>(b.size));
}

/// A stream from a bank to cores, which is made on a card alone: lists of them are empty here.
struct PrefetcherPipe {};
inline void hash_value(Hasher&, const PrefetcherPipe&) {}

/// Coordinates of those devices of a mesh that an operation is for.
struct MeshCoordinates {
    std::vector<std::vector<int64_t>> list;
    bool operator==(const MeshCoordinates&) const = default;
};
inline std::ostream& operator<<(std::ostream& out, const MeshCoordinates& c) {
    out << "{";
    for (const auto& at : c.list) {
        out << "MeshCoordinate([";
        for (size_t i = 0; i < at.size(); ++i) out << (i ? ", " : "") << at[i];
        out << "])";
    }
    return out << "}";
}
inline void hash_value(Hasher& h, const MeshCoordinates& c) { hash_value(h, c.list); }

}  // namespace ttnn

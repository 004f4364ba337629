// How a card's compute engine would be set up. The fast host kernels compute in float32 and ignore it; it is part of
// every program, so that a bit-exact arithmetic needs no other interface, and of the performance model.
#pragma once
#include <optional>
#include <ostream>

#include "base/hash.hpp"

namespace ttnn {

enum class MathFidelity : uint8_t { LoFi = 0, HiFi2 = 2, HiFi3 = 3, HiFi4 = 4, Invalid = 255 };

/// The official (Wormhole)ComputeKernelConfig; its defaults are those of an object whose fields the user does not set.
struct ComputeKernelConfig {
    MathFidelity math_fidelity = MathFidelity::LoFi;
    bool math_approx_mode = true;
    bool fp32_dest_acc_en = false;
    bool packer_l1_acc = false;
    bool dst_full_sync_en = false;
    int64_t throttle_level = 0;
    bool operator==(const ComputeKernelConfig&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, MathFidelity f) {
    switch (f) {
        case MathFidelity::LoFi: return out << "MathFidelity::LoFi";
        case MathFidelity::HiFi2: return out << "MathFidelity::HiFi2";
        case MathFidelity::HiFi3: return out << "MathFidelity::HiFi3";
        case MathFidelity::HiFi4: return out << "MathFidelity::HiFi4";
        default: return out << "MathFidelity::Invalid";
    }
}

inline std::ostream& operator<<(std::ostream& out, const ComputeKernelConfig& c) {
    return out << "WormholeComputeKernelConfig(math_fidelity=" << c.math_fidelity
               << ",math_approx_mode=" << c.math_approx_mode << ",fp32_dest_acc_en=" << c.fp32_dest_acc_en
               << ",packer_l1_acc=" << c.packer_l1_acc << ",dst_full_sync_en=" << c.dst_full_sync_en << ")";
}

inline void hash_value(Hasher& h, const ComputeKernelConfig& c) {
    h.word(static_cast<uint64_t>(c.math_fidelity) << 8 | static_cast<uint64_t>(c.math_approx_mode) << 4 |
           static_cast<uint64_t>(c.fp32_dest_acc_en) << 3 | static_cast<uint64_t>(c.packer_l1_acc) << 2 |
           static_cast<uint64_t>(c.dst_full_sync_en) << 1);
    h.word(static_cast<uint64_t>(c.throttle_level));
}

}  // namespace ttnn

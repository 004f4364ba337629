// Where a buffer lives and how it is laid over the banks. Numbers and names are those of the official module.
#pragma once
#include <cstdint>
#include <ostream>
#include <string_view>

namespace ttnn {

enum class BufferType : uint8_t { DRAM = 0, L1 = 1, SYSTEM_MEMORY = 2, L1_SMALL = 3, TRACE = 4 };
enum class TensorMemoryLayout : uint8_t {
    INTERLEAVED = 0,
    HEIGHT_SHARDED = 2,
    WIDTH_SHARDED = 3,
    BLOCK_SHARDED = 4,
    ND_SHARDED = 5
};

std::string_view name(BufferType t);
std::string_view name(TensorMemoryLayout l);
inline std::ostream& operator<<(std::ostream& out, BufferType t) { return out << "BufferType::" << name(t); }
inline std::ostream& operator<<(std::ostream& out, TensorMemoryLayout l) {
    return out << "TensorMemoryLayout::" << name(l);
}

constexpr bool is_l1(BufferType t) { return t == BufferType::L1 || t == BufferType::L1_SMALL; }

}  // namespace ttnn

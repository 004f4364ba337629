// What the processor can do, read once from CPUID and the operating system. Kernels are chosen from this (and from the
// family where a feature flag says too little), never by timing, so that results have the same bits from run to run.
#pragma once
#include <cstddef>
#include <string>

namespace ttnn {

struct CpuFeatures {
    bool avx2_fma = false;     ///< AVX2, FMA and F16C
    bool avx512 = false;       ///< AVX-512 F, BW, DQ, VL
    bool avx512_bf16 = false;  ///< AVX-512 BF16, VNNI and VBMI on top of the above
    bool amx = false;          ///< AMX tile, bf16 and int8, with the permission of the operating system
    bool amd = false;          ///< made by AMD, where vdpbf16ps runs at full rate
    int family = 0;
    size_t cache = size_t{8} << 20;  ///< bytes of the last-level cache
    std::string name;
};

const CpuFeatures& cpu_features();

/// Whether a result of this size is written past the caches: reading the lines first, which the last-level cache would
/// do, costs more than the next reader gains.
inline bool bypasses_cache(size_t bytes) {
    constexpr size_t most = size_t{8} << 20;
    const size_t share = cpu_features().cache / 8;
    return bytes > (share < most ? share : most);
}

}  // namespace ttnn

// Reads CPUID; on other processors everything stays false and the portable kernels run.
#include "base/cpu.hpp"

#include <unistd.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <sys/syscall.h>

#include <cstring>
#endif

namespace ttnn {
namespace {

#if defined(__x86_64__)
struct Registers {
    unsigned a = 0, b = 0, c = 0, d = 0;
};

Registers cpuid(unsigned leaf, unsigned sub = 0) {
    Registers r;
    __get_cpuid_count(leaf, sub, &r.a, &r.b, &r.c, &r.d);
    return r;
}

bool bit(unsigned word, int n) { return (word >> n) & 1; }

// The operating system must save the registers that an instruction set uses.
unsigned long long enabled_state() {
    if (!bit(cpuid(1).c, 27)) return 0;
    unsigned lo, hi;
    __asm__("xgetbv" : "=a"(lo), "=d"(hi) : "c"(0));
    return (static_cast<unsigned long long>(hi) << 32) | lo;
}

// Linux grants AMX tile data on request, once for the process (arch_prctl ARCH_REQ_XCOMP_PERM, feature 18).
bool request_amx() {
    constexpr int request_permission = 0x1023, tile_data = 18;
    return syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
}

CpuFeatures detect() {
    CpuFeatures f;
    const auto one = cpuid(1), seven = cpuid(7), seven1 = cpuid(7, 1);
    const auto state = enabled_state();
    const bool ymm = (state & 6) == 6, zmm = (state & 0xE6) == 0xE6, tiles = (state & 0x60000) == 0x60000;
    f.avx2_fma = ymm && bit(one.c, 12) && bit(one.c, 29) && bit(seven.b, 5);
    f.avx512 = f.avx2_fma && zmm && bit(seven.b, 16) && bit(seven.b, 17) && bit(seven.b, 30) && bit(seven.b, 31);
    f.avx512_bf16 = f.avx512 && bit(seven1.a, 5) && bit(seven.c, 11) && bit(seven.c, 1);
    f.amx = f.avx512_bf16 && tiles && bit(seven.d, 22) && bit(seven.d, 24) && bit(seven.d, 25) && request_amx();
    const unsigned base = (one.a >> 8) & 15;
    f.family = static_cast<int>(base == 15 ? base + ((one.a >> 20) & 255) : base);
    const auto zero = cpuid(0);
    f.amd = zero.b == 0x68747541;
    char text[49] = {};
    for (unsigned i = 0; i < 3; ++i) {
        const auto r = cpuid(0x80000002 + i);
        std::memcpy(text + 16 * i, &r, 16);
    }
    f.name = text;
    return f;
}
#else
CpuFeatures detect() { return {}; }
#endif

}  // namespace

const CpuFeatures& cpu_features() {
    static const CpuFeatures features = [] {
        CpuFeatures f = detect();
        if (const long bytes = sysconf(_SC_LEVEL3_CACHE_SIZE); bytes > 0) f.cache = static_cast<size_t>(bytes);
        return f;
    }();
    return features;
}

}  // namespace ttnn

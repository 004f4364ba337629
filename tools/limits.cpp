// What this machine can do at most, measured when asked: reads the names of limits from standard input, one a line, and
// answers each with a number (GFLOP/s or GB/s, all threads together; 0 if the machine has no such thing). The compute
// limits run on random data, as some units slow down with the bits that change. Used by tools/bench.py.

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "base/cpu.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

using Clock = std::chrono::steady_clock;
int threads = 1;

// Best of several runs of f(thread) on all threads, in seconds from the first begin to the last end.
double best(const std::function<void(int)>& f, int runs = 40) {
    double least = 1e30;
    for (int run = 0; run < runs; ++run) {
        std::atomic<int> ready{0};
        std::vector<Clock::time_point> begin(static_cast<size_t>(threads)), end(static_cast<size_t>(threads));
        std::vector<std::thread> all;
        for (int t = 0; t < threads; ++t)
            all.emplace_back([&, t] {
                ++ready;
                while (ready < threads) {}
                begin[static_cast<size_t>(t)] = Clock::now();
                f(t);
                end[static_cast<size_t>(t)] = Clock::now();
            });
        for (auto& t : all) t.join();
        const auto span = *std::max_element(end.begin(), end.end()) - *std::min_element(begin.begin(), begin.end());
        least = std::min(least, std::chrono::duration<double>(span).count());
    }
    return least;
}

constexpr int kMemoryRuns = 2;  // who asks takes the median of many answers
constexpr size_t kBytes = size_t{128} << 20;
char* block(size_t index) {
    static char* blocks[2] = {};
    if (!blocks[index]) {
        void* p = mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (p == MAP_FAILED) return nullptr;
        madvise(p, kBytes, MADV_HUGEPAGE);
        std::memset(p, static_cast<int>(index) + 1, kBytes);
        blocks[index] = static_cast<char*>(p);
    }
    return blocks[index];
}
size_t share() { return kBytes / static_cast<size_t>(threads) / 4096 * 4096; }
volatile uint64_t sink;

// Twelve sums of vectors stay in registers; the operands are random numbers of about 1.
#if defined(__x86_64__)
#define SUMS(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11)
#define FMA_LOOP(PREFIX, INSTRUCTION, MOVE)                                                                        \
    __asm__ volatile(MOVE " (%1),%%" PREFIX "mm14\n" MOVE " 64(%1),%%" PREFIX "mm15\n1:\n" SUMS(INSTRUCTION) \
                     "dec %0\njnz 1b\n"                                                                            \
                     : "+r"(steps)                                                                                 \
                     : "r"(operands)                                                                               \
                     : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",    \
                       "xmm11", "xmm14", "xmm15", "cc", "memory")
#define FMA_256(n) "vfmadd231ps %%ymm14,%%ymm15,%%ymm" #n "\n"
#define FMA_512(n) "vfmadd231ps %%zmm14,%%zmm15,%%zmm" #n "\n"
#define DOT_512(n) "vdpbf16ps %%zmm14,%%zmm15,%%zmm" #n "\n"

alignas(64) uint16_t operands[8 * 1024];
void fill_operands() {
    uint32_t s = 1;
    for (auto& x : operands) {
        s = s * 1664525u + 1013904223u;
        x = static_cast<uint16_t>(0x3F00 | ((s >> 16) & 0x80FF));
    }
}

double fma_rate() {
    const auto& f = ttnn::cpu_features();
    constexpr long count = 500'000;
    if (f.avx512)
        return threads * count * 12.0 * 32 / best([](int) { long steps = count; FMA_LOOP("z", FMA_512, "vmovups"); }) / 1e9;
    if (f.avx2_fma)
        return threads * count * 12.0 * 16 / best([](int) { long steps = count; FMA_LOOP("y", FMA_256, "vmovups"); }) / 1e9;
    return 0;
}
double dot_rate() {
    constexpr long count = 500'000;
    if (!ttnn::cpu_features().avx512_bf16) return 0;
    return threads * count * 12.0 * 64 / best([](int) { long steps = count; FMA_LOOP("z", DOT_512, "vmovups"); }) / 1e9;
}

struct alignas(64) TileConfiguration {
    uint8_t palette = 1, start = 0, reserved[14] = {};
    uint16_t bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
    uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};
// 2x2 tiles of sums; A from 8 KiB that stay in the first-level cache, B from 256 KiB in the second.
void tile_loop(long steps, const char* a, const char* b) {
    TileConfiguration configuration;
    __asm__ volatile("ldtilecfg %0" : : "m"(configuration));
    __asm__ volatile("tilezero %%tmm0\ntilezero %%tmm1\ntilezero %%tmm2\ntilezero %%tmm3" : :);
    for (long i = 0; i < steps; ++i) {
        const char *x = a + i % 4 * 2048, *y = b + i % 128 * 2048;
        __asm__ volatile(
            "tileloadd (%0,%2,1),%%tmm4\ntileloadd (%1,%2,1),%%tmm6\ntdpbf16ps %%tmm6,%%tmm4,%%tmm0\n"
            "tileloadd 1024(%1,%2,1),%%tmm7\ntdpbf16ps %%tmm7,%%tmm4,%%tmm1\n"
            "tileloadd 1024(%0,%2,1),%%tmm5\ntdpbf16ps %%tmm6,%%tmm5,%%tmm2\ntdpbf16ps %%tmm7,%%tmm5,%%tmm3\n"
            :
            : "r"(x), "r"(y), "r"(64L)
            : "memory");
    }
    __asm__ volatile("tilerelease");
}
double tile_rate() {
    if (!ttnn::cpu_features().amx) return 0;
    constexpr long count = 100'000;
    constexpr size_t each = size_t{512} << 10;
    std::vector<char> memory(each * static_cast<size_t>(threads) + 64);
    char* start = memory.data() + (64 - reinterpret_cast<uintptr_t>(memory.data()) % 64) % 64;
    for (size_t i = 0; i + sizeof operands <= each * static_cast<size_t>(threads); i += sizeof operands)
        std::memcpy(start + i, operands, sizeof operands);
    return threads * count * 4.0 * 16 * 16 * 32 * 2 /
           best([&](int t) { tile_loop(count, start + t * each, start + t * each + (256 << 10)); }) / 1e9;
}

__attribute__((target("avx2"))) void read_block(const char* p, size_t n, size_t ahead) {
    __m256i s[4] = {};
    for (size_t i = 0; i < n; i += 128) {
        if (ahead) {
            _mm_prefetch(p + i + ahead, _MM_HINT_T0);
            _mm_prefetch(p + i + ahead + 64, _MM_HINT_T0);
        }
        for (size_t j = 0; j < 4; ++j)
            s[j] = _mm256_or_si256(s[j], _mm256_load_si256(reinterpret_cast<const __m256i*>(p + i + j * 32)));
    }
    sink = static_cast<uint64_t>(
        _mm256_extract_epi64(_mm256_or_si256(_mm256_or_si256(s[0], s[1]), _mm256_or_si256(s[2], s[3])), 0));
}
__attribute__((target("avx2"))) void copy_block(char* to, const char* from, size_t n) {
    for (size_t i = 0; i < n; i += 32)
        _mm256_stream_si256(reinterpret_cast<__m256i*>(to + i),
                            _mm256_load_si256(reinterpret_cast<const __m256i*>(from + i)));
    _mm_sfence();
}
#else
void fill_operands() {}
double fma_rate() { return 0; }
double dot_rate() { return 0; }
double tile_rate() { return 0; }
void read_block(const char* p, size_t n, size_t) {
    uint64_t s = 0, x;
    for (size_t i = 0; i < n; i += 8) std::memcpy(&x, p + i, 8), s |= x;
    sink = s;
}
void copy_block(char* to, const char* from, size_t n) { std::memcpy(to, from, n); }
#endif

double read_rate() {
    const char* p = block(0);
    const size_t n = share();
    double seconds = 1e30;
    for (size_t ahead : {0, 1024})
        seconds = std::min(seconds, best([&](int t) { read_block(p + n * static_cast<size_t>(t), n, ahead); }, kMemoryRuns));
    return static_cast<double>(n) * threads / seconds / 1e9;
}
// Bytes read and bytes written.
double copy_rate() {
    char *from = block(0), *to = block(1);
    const size_t n = share();
    const auto at = [n](int t) { return n * static_cast<size_t>(t); };
    const double streamed = best([&](int t) { copy_block(to + at(t), from + at(t), n); }, kMemoryRuns),
                 plain = best([&](int t) { std::memcpy(to + at(t), from + at(t), n); }, kMemoryRuns);
    return 2.0 * static_cast<double>(n) * threads / std::min(streamed, plain) / 1e9;
}

}  // namespace

int main(int argc, char** argv) {
    threads = argc > 1 ? std::max(1, std::atoi(argv[1])) : 2;
    fill_operands();
    const std::map<std::string, double (*)()> limits{
        {"fma", fma_rate}, {"bf16_dot", dot_rate}, {"tiles", tile_rate}, {"read", read_rate}, {"copy", copy_rate}};
    for (std::string name; std::getline(std::cin, name);) {
        const auto found = limits.find(name);
        std::printf("%.3f\n", found == limits.end() ? 0.0 : found->second());
        std::fflush(stdout);
    }
}

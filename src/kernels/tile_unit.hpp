// A matrix unit with eight tiles of 16 rows of 64 bytes: AMX where the instruction set has it, and elsewhere the same
// in plain code, so that whatever is written for the unit can be tested anywhere. Tiles are numbered at compile time,
// as the instructions want it.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include <type_traits>

#include "kernels/math.hpp"

namespace {

#if defined(__AMX_BF16__)
class TileUnit {
 public:
    // Another library on this thread may have configured the unit once and for all: it finds that again. The whole
    // configuration is an operand: the compiler's own function shows it only 8 of the 64 bytes.
    TileUnit() {
        __asm__ volatile("sttilecfg %0" : "=m"(before_));
        Configuration c;
        c.palette = 1;
        for (int i = 0; i < 8; ++i) c.bytes[i] = 64, c.rows[i] = 16;
        __asm__ volatile("ldtilecfg %0" : : "m"(c));
    }
    ~TileUnit() {
        if (before_.palette) __asm__ volatile("ldtilecfg %0" : : "m"(before_));
        else __asm__ volatile("tilerelease");
    }
    TileUnit(const TileUnit&) = delete;

    template <int T>
    void zero() {
        __asm__ volatile("tilezero %%tmm%c0" : : "i"(T));
    }
    /// `Streamed`: what is read leaves what the first-level cache holds alone.
    template <int T, bool Streamed = false>
    void load(const void* p, size_t stride) {
        if constexpr (Streamed)
            __asm__ volatile("tileloaddt1 (%0,%1,1), %%tmm%c2" : : "r"(p), "r"(stride), "i"(T) : "memory");
        else __asm__ volatile("tileloadd (%0,%1,1), %%tmm%c2" : : "r"(p), "r"(stride), "i"(T) : "memory");
    }
    template <int T>
    void store(void* p, size_t stride) {
        __asm__ volatile("tilestored %%tmm%c2, (%0,%1,1)" : : "r"(p), "r"(stride), "i"(T) : "memory");
    }
    /// C (16x16 floats) += A (16 rows of 16 pairs) * B (16 pairs down, 16 columns); where Total is int32_t, of four
    /// bytes instead of pairs, signed in A and unsigned in B.
    template <class Total, int C, int A, int B>
    void multiply() {
        if constexpr (std::is_same_v<Total, float>)
            __asm__ volatile("tdpbf16ps %%tmm%c2, %%tmm%c1, %%tmm%c0" : : "i"(C), "i"(A), "i"(B));
        else __asm__ volatile("tdpbsud %%tmm%c2, %%tmm%c1, %%tmm%c0" : : "i"(C), "i"(A), "i"(B));
    }

 private:
    struct alignas(64) Configuration {
        uint8_t palette = 0, start = 0, reserved[14] = {};
        uint16_t bytes[16] = {};
        uint8_t rows[16] = {};
    };
    Configuration before_;
};
#else
class TileUnit {
 public:
    template <int T>
    void zero() {
        __builtin_memset(tiles_[T], 0, 1024);
    }
    template <int T, bool Streamed = false>
    void load(const void* p, size_t stride) {
        for (size_t r = 0; r < 16; ++r)
            __builtin_memcpy(tiles_[T] + r * 16, static_cast<const char*>(p) + r * stride, 64);
    }
    template <int T>
    void store(void* p, size_t stride) {
        for (size_t r = 0; r < 16; ++r) __builtin_memcpy(static_cast<char*>(p) + r * stride, tiles_[T] + r * 16, 64);
    }
    template <class Total, int C, int A, int B>
    void multiply() {
        for (size_t r = 0; r < 16; ++r)
            for (size_t i = 0; i < 16; ++i)
                for (size_t j = 0; j < 16; ++j) {
                    uint32_t& sum = tiles_[C][r * 16 + j];
                    sum = add(Total{}, sum, tiles_[A][r * 16 + i], tiles_[B][i * 16 + j]);
                }
    }

 private:
    static uint32_t add(float, uint32_t sum, uint32_t a, uint32_t b) {
        const float first = from_bits(sum) + from_bits(a << 16) * from_bits(b << 16);
        return bits(first + from_bits(a & 0xFFFF0000u) * from_bits(b & 0xFFFF0000u));
    }
    static uint32_t add(int32_t, uint32_t sum, uint32_t a, uint32_t b) {
        for (int shift = 0; shift < 32; shift += 8)
            sum += (b >> shift & 0xFF) * static_cast<uint32_t>(static_cast<int8_t>(a >> shift));
        return sum;
    }
    uint32_t tiles_[8][256];
};
#endif

}  // namespace

// Products with weights of -1, 0 and 1 held in two bits each: a sixteenth of float32, so a product of few rows reads a
// quarter of what bfloat8_b would need. A strip of columns is unpacked in cache and multiplied there.
//
// Denser still are five digits a byte, 208 bytes a tile: each byte is ceil(v * 256 / 243) for a number v of five base-3
// digits (weight + 1, the first one most significant), so that multiplying by 3 moves the next digit above the byte.
// Digit d of byte 64 g + w (g below 3) is place 5 g + d of word w of the two-bit form; digit d of byte 192 + j (d below
// 4) is place 15 of word 16 d + j.
#pragma once
#include <span>

#include "op/launch.hpp"

namespace ttnn {

struct TernaryMatmul {
    static constexpr const char* name = "ttnn.experimental.ternary_matmul";
    static constexpr const char* doc =
        "x [..., M, K] times weights of -1, 0 and 1: [..., M, N] in TILE layout and x's dtype. The weights are uint32 "
        "[K / 32 * N / 32, 64], ROW_MAJOR, the mantissa words of pack_bfp2, tiles along N first; or uint8 [..., 208], "
        "five weights a byte. With norm_weight x is first divided by the root mean square of its rows and multiplied "
        "by norm_weight [K].";
    Tensor input_tensor, weight;
    bool use_packed_ternary = true;
    std::optional<Tensor> norm_weight;
    std::optional<double> norm_epsilon;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = TernaryMatmul;
        return std::tuple(
            arg("input_tensor", &S::input_tensor, "[..., M, K], TILE", kFloats, kTile),
            arg("weight", &S::weight, "[tiles, 64], two bits a weight, or [tiles, 208], five a byte",
                dtype_bit(DataType::UINT32) | dtype_bit(DataType::INT32) | dtype_bit(DataType::UINT8), kRowMajor),
            kw("use_packed_ternary", &S::use_packed_ternary, "the weights are packed: True"),
            kw("norm_weight", &S::norm_weight, "factors of the normalised x, K elements", kFloats),
            kw("norm_epsilon", &S::norm_epsilon, "added to the mean square; 1e-5"),
            kw("memory_config", &S::memory_config, "where the output goes; DRAM"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

/// Packs tiles of 1024 floats (row by row, or face by face) into block floats of one magnitude bit: 80 words a tile, 16
/// of exponents and 64 of codes, in the card's face order. `rebias` stores exponents with the bias of 5 bits.
std::vector<uint32_t> pack_bfp2(std::span<const float> elements, bool row_major_input, bool rebias);

}  // namespace ttnn

#include "ternary.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace bitnet {
namespace {

Ternary random_matrix(int64_t rows, int64_t columns) {
    std::mt19937 random(3);
    return pack(rows, columns, 0.5f, [&](int64_t, int8_t* weights) {
        for (int64_t i = 0; i < columns; ++i) weights[i] = static_cast<int8_t>(static_cast<int>(random() % 3) - 1);
    });
}

TEST(Ternary, WordsAreInTheOrderOfTheOperation) {
    // The weight of input 40 and output 21 of 96: tile (1, 0), face row 8 of face 1, code 5.
    const Ternary matrix = pack(96, 64, 1, [](int64_t row, int8_t* weights) {
        std::fill_n(weights, 64, int8_t{0});
        if (row == 21) weights[40] = -1;
    });
    for (size_t i = 0; i < matrix.words.size(); ++i)
        EXPECT_EQ(matrix.words[i], i == 3 * 64 + 16 + 8 ? 3u << 10 : 0u) << i;
}

TEST(Ternary, UnpackedValuesAreTransposed) {
    const Ternary matrix = pack(32, 64, 1, [](int64_t row, int8_t* weights) {
        for (int64_t i = 0; i < 64; ++i) weights[i] = static_cast<int8_t>((row * 5 + i) % 3 - 1);
    });
    std::vector<float> values(32 * 64);
    unpack(matrix, values.data());
    for (int64_t r = 0; r < 32; ++r)
        for (int64_t c = 0; c < 64; ++c)
            EXPECT_EQ(values[static_cast<size_t>(c * 32 + r)], static_cast<float>((r * 5 + c) % 3 - 1));
}

TEST(Ternary, DigitsHoldTheSameWeights) {
    const Ternary matrix = random_matrix(96, 160);
    const auto bytes = to_digits(matrix);
    EXPECT_EQ(std::ssize(bytes), 15 * kTileDigitBytes);
    const Ternary back = from_digits(96, 160, 0.5f, bytes);
    EXPECT_TRUE(std::equal(matrix.words.begin(), matrix.words.end(), back.words.begin(), back.words.end()));
    EXPECT_EQ(first_bad_word(back.words), back.words.size());
}

TEST(Ternary, FloatsRoundAtHalfTheMean) {
    std::vector<float> values(32 * 32, 0.0f);
    values[0] = 16.0f, values[1] = -0.02f, values[2] = -300.0f, values[3] = 0.16f;
    const auto refuse = [](size_t, float) { FAIL(); };
    const Ternary matrix =
        from_floats({FloatKind::F32, reinterpret_cast<const std::byte*>(values.data())}, 32, 32, refuse);
    EXPECT_FLOAT_EQ(matrix.scale, (16.0f + 0.02f + 300.0f + 0.16f) / 1024);  // 0.3088
    std::vector<float> out(32 * 32);
    unpack(matrix, out.data());
    EXPECT_EQ(out[0], 1);
    EXPECT_EQ(out[32], 0);
    EXPECT_EQ(out[64], -1);
    EXPECT_EQ(out[96], 1);
}

TEST(Ternary, NotFiniteIsRefused) {
    std::vector<float> values(32 * 32, 1.0f);
    values[77] = INFINITY;
    size_t refused = 0;
    try {
        from_floats({FloatKind::F32, reinterpret_cast<const std::byte*>(values.data())}, 32, 32,
                    [&](size_t index, float) {
                        refused = index;
                        throw 1;
                    });
    } catch (int) {}
    EXPECT_EQ(refused, 77u);
}

TEST(Floats, HalvesAndBfloat16) {
    EXPECT_EQ(half_to_float(0x3C00), 1.0f);
    EXPECT_EQ(half_to_float(0xC100), -2.5f);
    EXPECT_EQ(half_to_float(0x0001), std::ldexp(1.0f, -24));
    EXPECT_TRUE(std::isinf(half_to_float(0x7C00)) && std::isnan(half_to_float(0x7E00)));
    EXPECT_EQ(to_bfloat16(1.0f), 0x3F80);
    EXPECT_EQ(to_bfloat16(1.0f + 0x1p-8f), 0x3F80);
    EXPECT_EQ(to_bfloat16(1.0f + 3 * 0x1p-8f), 0x3F82);
    const uint16_t halves[] = {0x3C00, 0x4000};
    float out[2];
    widen(FloatKind::F16, reinterpret_cast<const std::byte*>(halves), 2, out);
    EXPECT_EQ(out[1], 2.0f);
}

}  // namespace
}  // namespace bitnet

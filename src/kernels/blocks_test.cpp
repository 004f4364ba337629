// Every kernel of matrix products that this processor has, against sums in double.
#include "kernels/blocks.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "format/convert.hpp"
#include "kernels/table.hpp"

namespace ttnn::kernels {
namespace {

constexpr const char* kIsas[] = {"portable", "avx2", "avx512", "avx512_bf16", "amx"};

template <class T>
T element(float x) {
    if constexpr (std::is_same_v<T, float>) return x;
    else return to_bfloat16(x);
}
double value(float x) { return x; }
double value(uint16_t x) { return from_bfloat16(x); }

template <class T>
std::vector<T> random(size_t n, unsigned seed) {
    std::mt19937 engine(seed);
    std::normal_distribution<float> normal;
    std::vector<T> out(n);
    for (auto& x : out) x = element<T>(normal(engine));
    return out;
}

// B is a panel of `pieces` tiles in natural order; A has `slack` rows of NaN below each slab's m rows, up to 32.
template <class T>
void check_blocks(const Blocks<T>& blocks, size_t m, size_t pieces, bool transposed, bool first) {
    const size_t height = (m + 31) / 32 * 32;
    auto a = random<T>(pieces * height * 32, 1), b = random<T>(pieces * kPiece, 2);
    for (size_t p = 0; p < pieces; ++p)
        for (size_t i = m * 32; i < height * 32; ++i) a[p * height * 32 + i] = element<T>(NAN);
    std::vector<T> panel(b.size());
    for (size_t p = 0; p < pieces; ++p)
        (transposed ? blocks.pack_transposed : blocks.pack)(b.data() + p * kPiece, panel.data() + p * kPiece);
    auto c = random<float>(m * 32 + 8, 3);
    const auto before = c;
    blocks.multiply({a.data(), height * 32}, {panel.data()}, pieces, m, {c.data()}, first,
                    m % 2 ? Ahead{b.data(), kPiece * sizeof(T)} : Ahead{});
    for (size_t r = 0; r < m; ++r)
        for (size_t j = 0; j < 32; ++j) {
            double sum = first ? 0.0 : static_cast<double>(before[r * 32 + j]), size = 1;
            for (size_t i = 0; i < pieces * 32; ++i) {
                const size_t k = i % 32, piece = i / 32 * kPiece;
                const double x = value(a[i / 32 * height * 32 + r * 32 + k]) *
                                 value(b[piece + (transposed ? j * 32 + k : k * 32 + j)]);
                sum += x;
                size += std::fabs(x);
            }
            ASSERT_NEAR(c[r * 32 + j], sum, size * 1e-6) << m << " rows, row " << r << " column " << j;
        }
    for (size_t i = m * 32; i < c.size(); ++i) ASSERT_EQ(c[i], before[i]) << "beyond the last row";
    std::vector<T> rows_of_tiles(a.size());
    for (size_t p = 0; p < pieces; ++p)
        for (size_t t = 0; t < height / 32; ++t)
            std::copy_n(a.data() + (p * height / 32 + t) * kPiece, kPiece,
                        rows_of_tiles.data() + (t * pieces + p) * kPiece);
    auto same = before;
    blocks.multiply({rows_of_tiles.data(), kPiece, pieces * kPiece}, {panel.data()}, pieces, m, {same.data()}, first,
                    {});
    ASSERT_EQ(same, c) << m << " rows, A as a tensor's tiles lie";
    // The same panel twice, in places of their own.
    const size_t step = panel.size() + 64, c_step = c.size() + 16;
    panel.resize(step + panel.size());
    std::copy_n(panel.data(), pieces * kPiece, panel.data() + step);
    std::vector<float> both(c_step + c.size());
    for (size_t i : {size_t{0}, c_step})
        std::copy(before.begin(), before.end(), both.begin() + static_cast<ptrdiff_t>(i));
    for (const Slabs<T>& slabs :
         {Slabs<T>{a.data(), height * 32}, Slabs<T>{rows_of_tiles.data(), kPiece, pieces * kPiece}}) {
        auto twice = both;
        blocks.multiply(slabs, {panel.data(), 2, step}, pieces, m, {twice.data(), c_step}, first, {});
        for (size_t i = 0; i < c.size(); ++i)
            ASSERT_TRUE(twice[i] == c[i] && twice[c_step + i] == c[i]) << m << " rows, two panels, element " << i;
    }
}

TEST(Blocks, EveryInstructionSet) {
    for (const char* isa : kIsas) {
        const Table* t = table_for(isa);
        if (!t) continue;
        SCOPED_TRACE(isa);
        for (size_t m : {1, 2, 5, 7, 13, 15, 16, 17, 31, 32, 33, 48, 64, 83})
            for (size_t pieces : {1, 3})
                for (bool transposed : {false, true}) {
                    SCOPED_TRACE(transposed ? "transposed" : "natural");
                    check_blocks(t->blocks.floats, m, pieces, transposed, m % 2 == 0);
                    check_blocks(t->blocks.pairs, m, pieces, transposed, m % 2 == 0);
                    check_blocks(t->blocks.tiles, m, pieces, transposed, m % 2 == 0);
                }
    }
}

TEST(Blocks, TilesOfBAsTheyLieAreMultipliedLikePackedOnes) {
    constexpr size_t pieces = 3, across = 2;
    const auto tiles = random<uint16_t>(pieces * across * kPiece, 16);
    for (const char* isa : kIsas) {
        const Table* t = table_for(isa);
        if (!t || !t->blocks.pairs.multiply_natural) continue;
        const HalfBlocks& blocks = t->blocks.pairs;
        std::vector<uint16_t> panel(pieces * kPiece);
        for (size_t p = 0; p < pieces; ++p)
            blocks.pack(tiles.data() + (p * across + 1) * kPiece, panel.data() + p * kPiece);
        for (size_t m : {1, 5, 14, 32, 50}) {
            const size_t height = (m + 31) / 32 * 32;
            const auto a = random<uint16_t>(pieces * height * 32, 17);
            auto c = random<float>(height * 32, 18), expected = c;
            const Slabs<uint16_t> slabs{a.data(), height * 32};
            blocks.multiply(slabs, {panel.data()}, pieces, m, {expected.data()}, false, {});
            blocks.multiply_natural(slabs, {tiles.data() + kPiece, 1, 0, across * kPiece}, pieces, m, {c.data()}, false,
                                    {});
            ASSERT_EQ(c, expected) << isa << ", " << m << " rows";
        }
    }
}

// Windows of 3 x 2 pixels of 64 channels in lines of 9 pixels, against slabs of copies.
template <class T>
void check_in_place(const Blocks<T>& blocks, size_t m) {
    constexpr size_t channels = 64, line = 9 * channels, run = 2 * channels / 32, pieces = 3 * run;
    const size_t height = (m + 31) / 32 * 32;
    const auto image = random<T>((height + 1) * channels + 2 * line, 13), panels = random<T>(2 * pieces * kPiece, 14);
    const auto before = random<float>(2 * height * 32, 15);
    std::vector<T> slabs(pieces * height * 32);
    for (size_t p = 0; p < pieces; ++p)
        for (size_t r = 0; r < height; ++r)
            std::copy_n(image.data() + r * channels + p / run * line + p % run * 32, 32,
                        slabs.data() + (p * height + r) * 32);
    const Panels<T> b{panels.data(), 2, pieces * kPiece};
    for (bool first : {true, false}) {
        auto c = before, expected = before;
        blocks.multiply({slabs.data(), height * 32}, b, pieces, m, {expected.data(), height * 32}, first, {});
        blocks.multiply_in_place({image.data(), channels, run, line}, b, pieces, m, {c.data(), height * 32}, first);
        ASSERT_EQ(c, expected) << m << " rows";
    }
}

TEST(Blocks, RowsInPlaceAreMultipliedLikeSlabs) {
    for (const char* isa : kIsas) {
        const Table* t = table_for(isa);
        if (!t) continue;
        SCOPED_TRACE(isa);
        for (size_t m : {1, 16, 20, 32, 45}) {
            check_in_place(t->blocks.floats, m);
            check_in_place(t->blocks.pairs, m);
            check_in_place(t->blocks.tiles, m);
        }
    }
}

#if defined(__x86_64__)
TEST(Blocks, TheMatrixUnitIsLeftAsItWasConfigured) {
    const Table* t = table_for("amx");
    if (!t) GTEST_SKIP() << "no matrix unit";
    alignas(64) std::array<uint8_t, 64> mine{}, after{};
    mine[0] = 1;
    for (size_t tile = 0; tile < 8; ++tile) mine[16 + 2 * tile] = 32, mine[48 + tile] = 8;
    __asm__ volatile("ldtilecfg %0" : : "m"(mine));
    check_blocks(t->blocks.tiles, 33, 3, false, true);
    __asm__ volatile("sttilecfg %0" : "=m"(after));
    __asm__ volatile("tilerelease");
    EXPECT_EQ(after, mine);
    check_blocks(t->blocks.tiles, 33, 3, false, true);
    __asm__ volatile("sttilecfg %0" : "=m"(after));
    EXPECT_EQ(after, (std::array<uint8_t, 64>{})) << "released where nobody had configured it";
}
#endif

TEST(Blocks, FewRowsOfEveryInstructionSet) {
    const auto tile = random<float>(kPiece, 4), a = random<float>(9 * 32, 5);
    const auto halves = random<uint16_t>(kPiece, 6);
    for (const char* isa : kIsas) {
        const Table* t = table_for(isa);
        if (!t) continue;
        SCOPED_TRACE(isa);
        for (size_t m : {1, 2, 3, 4, 5, 9})
            for (size_t k : {1, 2, 31, 32}) {
                std::vector<float> c(m * 32, 0.5f), d = c;
                t->blocks.tile_float(a.data(), 32, tile.data(), m, k, c.data(), 32);
                t->blocks.tile_bfloat16(a.data(), 32, halves.data(), m, k, d.data(), 32);
                for (size_t r = 0; r < m; ++r)
                    for (size_t j = 0; j < 32; ++j) {
                        double sum = 0.5, other = 0.5;
                        for (size_t i = 0; i < k; ++i) {
                            sum += double{a[r * 32 + i]} * tile[i * 32 + j];
                            other += double{a[r * 32 + i]} * value(halves[i * 32 + j]);
                        }
                        ASSERT_NEAR(c[r * 32 + j], sum, 2e-5);
                        ASSERT_NEAR(d[r * 32 + j], other, 2e-5);
                    }
            }
        float turned[kPiece];
        t->blocks.transpose(tile.data(), turned);
        for (size_t i = 0; i < kPiece; ++i) ASSERT_EQ(turned[i % 32 * 32 + i / 32], tile[i]);
    }
}

struct CodedTile {
    std::vector<uint8_t> exponents = std::vector<uint8_t>(64), codes = std::vector<uint8_t>(kPiece);
    CodedTile() {
        std::mt19937 engine(8);
        for (auto& e : exponents) e = static_cast<uint8_t>(110 + engine() % 30);
        for (auto& code : codes) code = static_cast<uint8_t>(engine());
        // A group of zeros has the exponent 0; one of tiny elements counts as zero in some kernels.
        exponents[5] = 0;
        for (size_t i = 0; i < 16; ++i) codes[5 / 2 * 32 + 16 + i] = 0;
        exponents[40] = 2;
    }
    float at(int bits, size_t i, size_t j) const {
        const uint8_t byte = bits == 7 ? codes[i * 32 + j] : codes[i * 16 + j / 2];
        const auto code = static_cast<uint8_t>(bits == 7 ? byte : byte >> (j % 2 * 4) & 15);
        return unpack_code(bits == 7 ? DataType::BFLOAT8_B : DataType::BFLOAT4_B, exponents[2 * i + j / 16], code);
    }
};

// Eleven equal tiles, of which the tenth holds NaN.
void check_coded_row(MatrixBlocks::CodedTiles run, int bits, const std::vector<float>& a) {
    const CodedTile tile;
    const size_t codes = bits == 7 ? kPiece : kPiece / 2;
    std::vector<uint8_t> tiles;
    for (size_t i = 0; i < 11; ++i) {
        tiles.insert(tiles.end(), tile.exponents.begin(), tile.exponents.end());
        tiles.insert(tiles.end(), tile.codes.begin(), tile.codes.begin() + static_cast<ptrdiff_t>(codes));
    }
    tiles[9 * (64 + codes) + 63] = 255;
    std::vector<float> c(11 * 40, 0.5f);
    ASSERT_EQ(run(a.data(), tiles.data(), 9, 64, c.data(), 40), 9u);
    for (size_t j = 0; j < 9 * 40; ++j) {
        double sum = 0.5, size = 1;
        for (size_t i = 0; i < 32 && j % 40 < 32; ++i) {
            const double x = double{a[i]} * tile.at(bits, i, j % 40);
            sum += x;
            size += std::fabs(x);
        }
        ASSERT_NEAR(c[j], sum, size * 4e-6) << "tile " << j / 40 << " column " << j % 40;
    }
    EXPECT_EQ(run(a.data(), tiles.data(), 11, 0, c.data(), 40), 9u);
}

TEST(Blocks, BlockFloatTilesOfEveryInstructionSet) {
    const auto a = random<float>(32, 7);
    const std::vector<float> zeros(32);
    auto spread = a;
    for (size_t i = 0; i < 32; ++i) spread[i] = std::ldexp(a[i], static_cast<int>(i * 7 % 32) - 90);
    for (const char* isa : kIsas) {
        const Table* t = table_for(isa);
        if (!t) continue;
        SCOPED_TRACE(isa);
        for (auto row : {a, spread, zeros}) {
            check_coded_row(t->blocks.tiles_bfp8, 7, row);
            check_coded_row(t->blocks.tiles_bfp4, 3, row);
            for (float& x : row) x = from_bfloat16(to_bfloat16(x));
            check_coded_row(t->blocks.half_tiles_bfp8, 7, row);
            check_coded_row(t->blocks.half_tiles_bfp4, 3, row);
        }
    }
}

TEST(Blocks, PiecesOfBlockFloatsOfEveryInstructionSet) {
    const CodedTile tile;
    for (const char* isa : kIsas) {
        const Table* t = table_for(isa);
        if (!t) continue;
        SCOPED_TRACE(isa);
        for (const HalfBlocks* blocks : {&t->blocks.pairs, &t->blocks.tiles})
            for (int bits : {7, 3}) {
                std::vector<uint16_t> natural(kPiece), expected(kPiece), piece(kPiece);
                for (size_t at = 0; at < kPiece; ++at) {
                    const float x = tile.at(bits, at / 32, at % 32);
                    natural[at] = std::fabs(x) < 0x1p-126f ? 0 : to_bfloat16(x);
                }
                blocks->pack(natural.data(), expected.data());
                const auto pack = bits == 7 ? blocks->pack_bfp8 : blocks->pack_bfp4;
                ASSERT_TRUE(pack(tile.exponents.data(), tile.codes.data(), piece.data()));
                for (size_t at = 0; at < kPiece; ++at) {
                    const float got = from_bfloat16(piece[at]), want = from_bfloat16(expected[at]);
                    ASSERT_EQ(std::fabs(got) < 0x1p-126f ? 0.0f : got, want) << at;
                }
                auto special = tile.exponents;
                special[0] = 255;
                EXPECT_FALSE(pack(special.data(), tile.codes.data(), piece.data()));
            }
    }
}

// Ternary weights of three tiles below one another, in words of a face's rows, and what they stand for.
struct TernaryTiles {
    std::vector<uint32_t> words = std::vector<uint32_t>(192);
    std::vector<float> weights = std::vector<float>(3 * kPiece);
    TernaryTiles() {
        std::mt19937 engine(13);
        for (size_t i = 0; i < 96; ++i)
            for (size_t j = 0; j < 32; ++j) {
                const uint32_t code = std::array{0u, 1u, 3u}[engine() % 3];
                words[i / 32 * 64 + (i % 32 / 16 * 2 + j / 16) * 16 + i % 16] |= code << (j % 16 * 2);
                weights[i * 32 + j] = code == 3 ? -1.0f : static_cast<float>(code);
            }
    }
};

void check_ternary_bytes(const ByteBlocks& blocks, size_t m) {
    const TernaryTiles tiles;
    const size_t height = (m + 31) / 32 * 32;
    std::vector<uint16_t> a(height * 32), piece(kPiece);
    auto* bytes = reinterpret_cast<int8_t*>(a.data());
    std::mt19937 engine(14);
    for (size_t i = 0; i < m * 64; ++i) bytes[i] = static_cast<int8_t>(engine());
    blocks.pack_ternary(tiles.words.data(), tiles.words.data() + 64, piece.data());
    std::vector<int32_t> c(m * 32 + 8, 7);
    for (bool first : {true, false})
        blocks.multiply({a.data(), height * 32}, {piece.data()}, 1, m, {c.data()}, first, {});
    for (size_t r = 0; r < m; ++r)
        for (size_t j = 0; j < 32; ++j) {
            int32_t sum = 0;
            for (size_t i = 0; i < 64; ++i)
                sum += bytes[r * 64 + i] * (static_cast<int32_t>(tiles.weights[i * 32 + j]) + 2);
            ASSERT_EQ(c[r * 32 + j], 2 * sum) << "row " << r << " column " << j;
        }
    for (size_t i = m * 32; i < c.size(); ++i) ASSERT_EQ(c[i], 7) << "beyond the last row";
}

TEST(Blocks, TernaryWeightsOfEveryInstructionSet) {
    const TernaryTiles tiles;
    const auto a = random<uint16_t>(32, 15);
    std::vector<uint16_t> halves(kPiece);
    for (size_t i = 0; i < kPiece; ++i) halves[i] = to_bfloat16(tiles.weights[i]);
    for (const char* isa : kIsas) {
        const Table* t = table_for(isa);
        if (!t) continue;
        SCOPED_TRACE(isa);
        // Every word the same: bytes of the digits of its places, and of the last place.
        uint8_t digits[208];
        uint32_t words[64];
        const uint32_t codes[16] = {0, 1, 3, 3, 0, 1, 1, 1, 0, 3, 3, 0, 0, 1, 3, 1};
        const auto byte = [](const uint32_t* code, size_t n) {
            uint32_t value = 0;
            for (size_t i = 0; i < 5; ++i) value = value * 3 + (i < n ? (code[i] + 1) % 4 : 0);
            return static_cast<uint8_t>((value * 256 + 242) / 243);
        };
        for (size_t i = 0; i < 192; ++i) digits[i] = byte(codes + i / 64 * 5, 5);
        const uint32_t last[4] = {codes[15], codes[15], codes[15], codes[15]};
        for (size_t i = 192; i < 208; ++i) digits[i] = byte(last, 4);
        t->blocks.words_of_digits(digits, words);
        for (uint32_t word : words)
            for (size_t i = 0; i < 16; ++i) ASSERT_EQ(word >> (2 * i) & 3, codes[i]) << "place " << i;
        std::vector<float> unpacked(kPiece);
        t->blocks.unpack_ternary(tiles.words.data(), unpacked.data());
        EXPECT_TRUE(std::equal(unpacked.begin(), unpacked.end(), tiles.weights.begin()));
        for (const HalfBlocks* blocks : {&t->blocks.pairs, &t->blocks.tiles}) {
            std::vector<uint16_t> expected(kPiece), piece(kPiece);
            blocks->pack(halves.data(), expected.data());
            blocks->pack_ternary(tiles.words.data(), piece.data());
            EXPECT_EQ(piece, expected);
        }
        Walk ahead{reinterpret_cast<const char*>(tiles.words.data()), 256, 256, 256, 3};
        float c[32] = {}, total = 0;
        for (uint16_t x : a) total += from_bfloat16(x);
        t->blocks.tiles_ternary(a.data(), total, tiles.words.data(), 1, c, ahead);
        for (size_t j = 0; j < 32; ++j) {
            double sum = 0;
            for (size_t i = 0; i < 32; ++i) sum += value(a[i]) * static_cast<double>(tiles.weights[i * 32 + j]);
            ASSERT_NEAR(c[j], sum, 3e-5) << "column " << j;
        }
        const float integers[3] = {-127, 5, 100}, others[4] = {1.5f, 128, NAN, -INFINITY};
        int8_t bytes[64] = {};
        int32_t count = 0, d[64];
        EXPECT_TRUE(t->blocks.to_bytes(integers, 3, bytes + 1, &count));
        EXPECT_EQ(count, -22);
        for (size_t i = 0; i < 64; ++i) bytes[i] = static_cast<int8_t>(i * 83 % 255 - 127);
        // Two tiles side by side, the second of which stands below the first as well; then the same once more.
        std::vector<int32_t> sums(2 * kTernarySums);
        for (int twice = 0; twice < 2; ++twice)
            t->blocks.add_ternary_bytes(bytes, tiles.words.data(), 64, 2, 2, sums.data(), ahead);
        t->blocks.total_ternary_bytes(sums.data(), 2, d);
        for (size_t j = 0; j < 64; ++j) {
            int32_t sum = 0;
            for (size_t i = 0; i < 64; ++i)
                sum += 2 * bytes[i] * (static_cast<int32_t>(tiles.weights[(j / 32 * 32 + i) * 32 + j % 32]) + 2);
            ASSERT_EQ(d[j], sum) << "column " << j;
        }
        for (const float& x : others) EXPECT_FALSE(t->blocks.to_bytes(&x, 1, bytes, &count)) << x;
        for (const ByteBlocks* blocks : {&t->blocks.quads, &t->blocks.quad_tiles})
            for (size_t m : {1, 3, 14, 15, 16, 31, 32, 50}) check_ternary_bytes(*blocks, m);
    }
}

TEST(Attention, ScoresOfEveryInstructionSet) {
    constexpr size_t pieces = 3, rows = 3;
    const auto q = random<float>(rows * pieces * 32, 9), keys = random<float>(pieces * 2 * kPiece, 10);
    const auto halves = random<uint16_t>(keys.size(), 11), q_halves = random<uint16_t>(q.size(), 16);
    for (const char* isa : kIsas) {
        const Table* t = table_for(isa);
        if (!t) continue;
        SCOPED_TRACE(isa);
        float out[rows * 40], other[rows * 40];
        t->attention.scores_float(q.data(), rows, pieces, keys.data(), 2 * kPiece, out, 40);
        t->attention.scores_bfloat16(q_halves.data(), rows, pieces, halves.data(), 2 * kPiece, other, 40);
        for (size_t r = 0; r < rows; ++r)
            for (size_t key = 0; key < 32; ++key) {
                double sum = 0, half = 0;
                for (size_t i = 0; i < pieces * 32; ++i) {
                    const size_t at = i / 32 * 2 * kPiece + key * 32 + i % 32;
                    sum += double{q[r * pieces * 32 + i]} * keys[at];
                    half += value(q_halves[r * pieces * 32 + i]) * value(halves[at]);
                }
                ASSERT_NEAR(out[r * 40 + key], sum, 1e-4);
                ASSERT_NEAR(other[r * 40 + key], half, 1e-4);
            }
    }
}

TEST(Attention, SoftmaxByBlocksOfEveryInstructionSet) {
    constexpr size_t keys = 160;
    auto scores = random<float>(keys, 12);
    for (size_t i = 0; i < 32; ++i) scores[i] = -INFINITY;  // a block of nothing comes first
    scores[70] = 30;
    for (const char* isa : kIsas) {
        const Table* t = table_for(isa);
        if (!t) continue;
        SCOPED_TRACE(isa);
        auto x = scores;
        SoftmaxState state{-INFINITY, 0};
        std::vector<float> weights(keys, 0.0f);
        for (size_t at = 0, blocks; at < keys; at += blocks * 32) {
            blocks = at == 0 ? 1 : 2;
            const float factor = t->attention.softmax_step(x.data() + at, 32, blocks, 0.5f, &state);
            for (size_t i = 0; i < at; ++i) weights[i] *= factor;
            std::copy(x.begin() + at, x.begin() + at + blocks * 32, weights.begin() + at);
        }
        double sum = 0;
        for (float s : scores) sum += std::exp(0.5 * (s - 30.0));
        for (size_t i = 0; i < keys; ++i)
            ASSERT_NEAR(weights[i] / state.sum, std::exp(0.5 * (scores[i] - 30.0)) / sum, 1e-6) << i;
        EXPECT_EQ(weights[3], 0.0f);
        // The row six times over, by steps of one and of four blocks.
        constexpr size_t rows = 6;
        std::vector<float> six(rows * keys);
        for (size_t i = 0; i < six.size(); ++i) six[i] = scores[i / 32 / rows * 32 + i % 32];
        std::vector<uint16_t> halves(six.size());
        std::vector<SoftmaxState> others(rows, {-INFINITY, 0});
        float factors[rows];
        for (size_t at = 0, blocks; at < keys; at += blocks * 32) {
            blocks = at == 0 ? 1 : 4;
            t->attention.softmax_halves(six.data() + at * rows, 32 * rows, blocks, rows, 0.5f, others.data(),
                                        halves.data() + at * rows, factors);
        }
        for (size_t r = 0; r < rows; ++r) {
            EXPECT_NEAR(others[r].sum, state.sum, 1e-5 * state.sum);
            EXPECT_EQ(others[r].max, state.max);
            EXPECT_EQ(factors[r], 0.0f) << "nothing was summed before";
            const auto weight = [&](size_t key) { return halves[(key / 32 * rows + r) * 32 + key % 32]; };
            for (size_t key = 32; key < keys; ++key)  // the second step saw the largest
                ASSERT_NEAR(from_bfloat16(weight(key)), std::exp(0.5 * (scores[key] - 30.0)), 0x1p-8) << key;
            EXPECT_EQ(weight(3), 0);
        }
        // The other way round: the least score is the largest.
        others.assign(rows, {-INFINITY, 0});
        t->attention.softmax_halves(six.data() + 32 * rows, 32 * rows, 4, rows, -0.5f, others.data(), halves.data(),
                                    factors);
        for (const SoftmaxState& s : others)
            EXPECT_EQ(s.max, -0.5f * *std::min_element(scores.begin() + 32, scores.end()));
        x[0] = six[0] = NAN;
        t->attention.softmax_step(x.data(), 32, 1, 1.0f, &state);
        EXPECT_TRUE(std::isnan(state.sum));
        t->attention.softmax_halves(six.data(), 32 * rows, 1, rows, 1.0f, others.data(), halves.data(), factors);
        EXPECT_TRUE(std::isnan(others[0].sum));
        EXPECT_FALSE(std::isnan(others[1].sum));
    }
}

}  // namespace
}  // namespace ttnn::kernels

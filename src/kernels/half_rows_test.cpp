// Kernels that work on bf16 where it lies, of every instruction set that this processor has: rows against sums in
// double, maps and conversions bit for bit against stages between plain conversions.
#include "kernels/half_rows.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "format/convert.hpp"
#include "kernels/table.hpp"

namespace ttnn::kernels {
namespace {

constexpr const char* kIsas[] = {"portable", "avx2", "avx512", "avx512_bf16", "amx"};

template <class F>
void for_each_isa(F f) {
    for (const char* isa : kIsas) {
        const Table* t = table_for(isa);
        if (!t) continue;
        SCOPED_TRACE(isa);
        f(*t);
    }
}

// A row of tiles of n columns (or 32 plain rows) on cache lines, of random numbers.
struct Strip {
    Strip(size_t columns, bool tiles) : n(columns), tiled(tiles), lines(columns) {
        std::mt19937 engine(static_cast<unsigned>(n));
        std::normal_distribution<float> normal(0.5f, 3.0f);
        for (auto& line : lines)
            for (auto& x : line.halves) x = to_bfloat16(normal(engine));
    }
    uint16_t& at(size_t r, size_t c) {
        const size_t i = tiled ? c / 32 * 1024 + r * 32 + c % 32 : r * n + c;
        return lines[i / 32].halves[i % 32];
    }
    HalfRows rows(size_t count, bool streaming = false) {
        return {lines[0].halves, count, tiled ? 1024ul : 32ul, tiled ? 32 : n, streaming ? nullptr : lines[0].halves,
                streaming};
    }
    struct alignas(64) Line {
        uint16_t halves[32];
    };
    size_t n;
    bool tiled;
    std::vector<Line> lines;
};

using RowFunction = std::function<std::vector<double>(const std::vector<double>&)>;
using Kernel = std::function<void(HalfRows, HalfRows, size_t)>;

// What the kernel makes of each row is the double function's value, to half a unit in the last place of bf16 and a
// little; rows beyond the last stay, and so does the result with streaming stores.
void check_rows(const Kernel& kernel, const RowFunction& plain) {
    for (const bool tiles : {false, true})
        for (const size_t n : {32, 96, 1056})
            for (const size_t rows : {1, 3, 4, 9, 32}) {
                Strip x(n, tiles), y(n, tiles), z(n, tiles), before(n, tiles);
                kernel(x.rows(rows), y.rows(rows), n);
                kernel(x.rows(rows, true), z.rows(rows, true), n);
                for (size_t r = 0; r < rows; ++r) {
                    std::vector<double> row(n);
                    for (size_t c = 0; c < n; ++c) row[c] = from_bfloat16(x.at(r, c));
                    const auto expected = plain(row);
                    for (size_t c = 0; c < n; ++c)
                        ASSERT_NEAR(from_bfloat16(y.at(r, c)), expected[c], std::fabs(expected[c]) / 250 + 1e-5)
                            << rows << " rows of " << n << ": row " << r << ", column " << c;
                }
                for (size_t r = 0; r < 32; ++r)
                    for (size_t c = 0; c < n; ++c)
                        ASSERT_EQ(z.at(r, c), r < rows ? y.at(r, c) : before.at(r, c)) << r << " " << c;
            }
}

std::vector<double> softmax_of(const std::vector<double>& x) {
    std::vector<double> out(x);
    double top = -INFINITY, sum = 0;
    for (double v : x) top = std::max(top, v);
    for (double& v : out) sum += v = std::exp(v - top);
    for (double& v : out) v /= sum;
    return out;
}

TEST(HalfRows, Softmax) {
    for_each_isa([](const Table& t) {
        check_rows(
            [&](HalfRows x, HalfRows y, size_t n) {
                std::vector<float> scratch(4 * n);
                t.half_rows.softmax(x, y, n, scratch.data());
            },
            softmax_of);
    });
}

TEST(HalfRows, SoftmaxOfInfinities) {
    constexpr uint16_t inf = 0x7F80, minus = 0xFF80, nan = 0x7FC0;
    for_each_isa([](const Table& t) {
        Strip x(64, true), y(64, true);
        x.at(0, 5) = minus;                                  // no part of the sum
        for (size_t c = 0; c < 64; ++c) x.at(1, c) = minus;  // 0 / 0
        x.at(2, 40) = inf;                                   // NaN there, 0 elsewhere
        x.at(3, 1) = nan;
        x.at(4, 63) = nan;  // alone in the last group
        std::vector<float> scratch(4 * 64);
        t.half_rows.softmax(x.rows(5), y.rows(5), 64, scratch.data());
        EXPECT_EQ(y.at(0, 5), 0);
        EXPECT_GT(from_bfloat16(y.at(0, 6)), 0.0f);
        for (size_t c = 0; c < 64; ++c) {
            EXPECT_TRUE(std::isnan(from_bfloat16(y.at(1, c))));
            EXPECT_TRUE(c == 40 ? std::isnan(from_bfloat16(y.at(2, c))) : y.at(2, c) == 0) << c;
            EXPECT_TRUE(std::isnan(from_bfloat16(y.at(3, c))));
            EXPECT_TRUE(std::isnan(from_bfloat16(y.at(4, c))));
        }
    });
}

TEST(HalfRows, Norms) {
    for_each_isa([](const Table& t) {
        for (const bool centered : {false, true})
            for (const bool weighted : {false, true})
                for (const bool biased : {false, true})
                    check_rows(
                        [&](HalfRows x, HalfRows y, size_t n) {
                            float means[32] = {}, scales[32];
                            if (centered) t.half_rows.moments(x, n, means, scales);
                            else t.half_rows.sums_of_squares(x, n, scales);
                            for (float& s : scales) s = 1.0f / std::sqrt(s / static_cast<float>(n) + 1e-5f);
                            std::vector<float> weight(n), bias(n);
                            for (size_t c = 0; c < n; ++c) {
                                weight[c] = static_cast<float>(c % 7) - 3.0f;
                                bias[c] = static_cast<float>(c % 5);
                            }
                            t.half_rows.scale_shift(x, y, n, means, scales, weighted ? weight.data() : nullptr,
                                                    biased ? bias.data() : nullptr);
                        },
                        [=](const std::vector<double>& x) {
                            const auto n = static_cast<double>(x.size());
                            double mean = 0, square = 0;
                            for (double v : x) mean += centered ? v / n : 0;
                            for (double v : x) square += (v - mean) * (v - mean) / n;
                            std::vector<double> out(x);
                            for (size_t c = 0; c < x.size(); ++c) {
                                out[c] = (x[c] - mean) / std::sqrt(square + 1e-5);
                                if (weighted) out[c] *= static_cast<double>(c % 7) - 3;
                                if (biased) out[c] += static_cast<double>(c % 5);
                            }
                            return out;
                        });
    });
}

// Two pieces, the first of which is far off: its mean is the guess.
TEST(HalfRows, MomentsOfRowsThatBeginFarOff) {
    constexpr size_t n = 4096;
    std::mt19937 engine(21);
    std::normal_distribution<float> normal;
    std::vector<uint16_t> row(n);
    double mean = 0, square = 0;
    for (size_t i = 0; i < n; ++i) row[i] = to_bfloat16(i < 32 ? 300.0f : 5.0f + normal(engine));
    for (uint16_t x : row) mean += double{from_bfloat16(x)} / n;
    for (uint16_t x : row) square += (from_bfloat16(x) - mean) * (from_bfloat16(x) - mean);
    for_each_isa([&](const Table& t) {
        float got = 0, squares = 0;
        t.half_rows.moments({row.data(), 1, 32, n}, n, &got, &squares);
        EXPECT_NEAR(got, mean, 1e-4);
        EXPECT_NEAR(squares / square, 1, 1e-4);
    });
}

const Table& plain_table() { return *table_for("portable"); }

// All halves, in an order that has odd neighbours; n leaves pieces that are not whole.
std::vector<uint16_t> all_halves(size_t n, unsigned step) {
    std::vector<uint16_t> out(n);
    for (size_t i = 0; i < n; ++i) out[i] = static_cast<uint16_t>(i * step);
    return out;
}
float* widened(const std::vector<uint16_t>& x, std::vector<float>& to) {
    to.resize(x.size());
    for (size_t i = 0; i < x.size(); ++i) to[i] = from_bfloat16(x[i]);
    return to.data();
}

TEST(HalfMaps, UnaryOfEveryInstructionSet) {
    const float p[] = {0.75f, 2.5f, 1.5f, -1e-6f};
    const auto x = all_halves(65536 + 11, 1);
    for_each_isa([&](const Table& t) {
        for (size_t id = 0; id < static_cast<size_t>(UnaryId::Count); ++id) {
            if (!t.half_maps.unary[id]) continue;
            std::vector<float> stage;
            widened(x, stage);
            for (size_t i = 0; i < x.size(); i += 1024)
                plain_table().elementwise.unary[id](stage.data() + i, std::min<size_t>(1024, x.size() - i), p);
            std::vector<uint16_t> y(x.size() + 1, 0xABCD);
            t.half_maps.unary[id](x.data(), y.data(), x.size(), p, false);
            for (size_t i = 0; i < x.size(); ++i)
                ASSERT_EQ(y[i], to_bfloat16(stage[i])) << "unary " << id << " of " << from_bfloat16(x[i]);
            ASSERT_EQ(y[x.size()], 0xABCD);
        }
    });
}

TEST(HalfMaps, BinaryOfEveryInstructionSet) {
    const auto a = all_halves(200003, 40503), b = all_halves(200003, 30011);
    for_each_isa([&](const Table& t) {
        for (size_t id = 0; id < static_cast<size_t>(BinaryId::Count); ++id) {
            if (!t.half_maps.binary[id]) continue;
            std::vector<float> v, w;
            plain_table().elementwise.binary[id](widened(a, v), widened(b, w), a.size());
            std::vector<uint16_t> y(a.size());
            t.half_maps.binary[id](a.data(), b.data(), y.data(), a.size(), false);
            for (size_t i = 0; i < a.size(); ++i)
                ASSERT_EQ(y[i], to_bfloat16(v[i]))
                    << "binary " << id << " of " << from_bfloat16(a[i]) << ", " << from_bfloat16(b[i]);
        }
    });
}

TEST(HalfMaps, LookUps) {
    std::vector<uint16_t> table(kTableEntries);
    for (size_t i = 0; i < kHalves; ++i) table[i] = static_cast<uint16_t>(i * 3 + 1);
    for_each_isa([&](const Table& t) {
        for (const size_t n : {1, 7, 8, 9, 1000}) {
            const auto x = all_halves(n, 7919);
            std::vector<uint16_t> y(n + 1, 5);
            for (const auto look_up : {t.half_maps.look_up, t.half_maps.look_up_gathered}) {
                if (!look_up) continue;
                std::fill(y.begin(), y.end(), uint16_t{5});
                look_up(x.data(), table.data(), y.data(), n, false);
                for (size_t i = 0; i < n; ++i) ASSERT_EQ(y[i], table[x[i]]);
                ASSERT_EQ(y[n], 5);
            }
        }
    });
}

// Floats of all kinds: random bits, of which many groups share few exponents.
std::vector<float> any_floats(size_t n) {
    std::mt19937 engine(3);
    std::vector<float> out(n);
    for (size_t i = 0; i < n; ++i) {
        const uint32_t word = engine(), close = (word >> 8 & 31) + static_cast<uint32_t>(i / 16 % 230);
        out[i] = std::bit_cast<float>(i / 16 % 3 == 0 ? word : (word & 0x807FFFFFu) | close << 23);
    }
    return out;
}

TEST(HalfMaps, Conversions) {
    const auto x = any_floats(16384);
    for_each_isa([&](const Table& t) {
        for (const size_t n : {size_t{3}, size_t{32}, size_t{77}, x.size()}) {
            std::vector<uint16_t> y(n);
            std::vector<float> back(n);
            t.convert.float_to_bfloat16(x.data(), y.data(), n);
            t.convert.bfloat16_to_float(y.data(), back.data(), n);
            for (size_t i = 0; i < n; ++i) {
                ASSERT_EQ(y[i], to_bfloat16(x[i])) << std::bit_cast<uint32_t>(x[i]);
                ASSERT_EQ(std::bit_cast<uint32_t>(back[i]), static_cast<uint32_t>(y[i]) << 16);
            }
        }
    });
}

using Bytes = std::vector<uint8_t>;

// Rows of bfloat16, where x is made of them, become the same.
void check_packed_rows(const Table& t, const std::vector<float>& x, const Bytes& e8, const Bytes& c8, const Bytes& e4,
                       const Bytes& c4) {
    constexpr size_t gap = 5;
    const size_t rows = x.size() / 32;
    std::vector<uint16_t> halves(rows * (32 + gap));
    for (size_t i = 0; i < rows * 32; ++i) {
        if (std::bit_cast<uint32_t>(x[i]) & 0xFFFF) return;
        halves[i / 32 * (32 + gap) + i % 32] = static_cast<uint16_t>(std::bit_cast<uint32_t>(x[i]) >> 16);
    }
    const auto check = [&](Convert::PackRows pack, const Bytes& exponents, const Bytes& codes, size_t row_codes) {
        Bytes e(rows * 2), c(rows * row_codes);
        pack(halves.data(), 32 + gap, e.data(), c.data(), rows);
        ASSERT_TRUE(std::equal(e.begin(), e.end(), exponents.begin()));
        ASSERT_TRUE(std::equal(c.begin(), c.end(), codes.begin()));
    };
    check(t.convert.pack8_rows, e8, c8, 32);
    check(t.convert.pack4_rows, e4, c4, 16);
}

void check_packing(const std::vector<float>& x) {
    const size_t groups = x.size() / 16;
    for_each_isa([&](const Table& t) {
        Bytes e8(groups), e4(groups), c8(x.size()), c4(x.size() / 2);
        t.convert.pack8(x.data(), e8.data(), c8.data(), groups);
        t.convert.pack4(x.data(), e4.data(), c4.data(), groups);
        for (size_t g = 0; g < groups; ++g) {
            uint8_t codes[16];
            const std::span<const float, 16> values(x.data() + g * 16, 16);
            ASSERT_EQ(e8[g], pack_group(DataType::BFLOAT8_B, values, codes));
            for (size_t i = 0; i < 16; ++i) ASSERT_EQ(c8[g * 16 + i], codes[i]) << "group " << g;
            ASSERT_EQ(e4[g], pack_group(DataType::BFLOAT4_B, values, codes));
            for (size_t i = 0; i < 16; ++i) ASSERT_EQ(c4[g * 8 + i / 2] >> (i % 2 * 4) & 15, codes[i]) << "group " << g;
        }
        check_packed_rows(t, x, e8, c8, e4, c4);
    });
}

TEST(HalfMaps, BlockFloats) {
    for (const bool halves : {false, true}) {
        auto x = any_floats(16384 + 16);  // an odd number of groups
        if (halves)
            for (float& v : x) v = std::bit_cast<float>(std::bit_cast<uint32_t>(v) & 0xFFFF0000u);
        check_packing(x);
    }
}

}  // namespace
}  // namespace ttnn::kernels

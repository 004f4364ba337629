#include "ternary.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace bitnet {
namespace {

constexpr uint32_t code_of(int8_t weight) { return weight == 0 ? 0u : weight > 0 ? 1u : 3u; }
constexpr int8_t weight_of(uint32_t code) { return static_cast<int8_t>(code & 1 ? (code & 2 ? -1 : 1) : 0); }

using TileWeights = std::array<int8_t, 1024>;  // row by row: inputs down, outputs across

void pack_tile(const TileWeights& tile, uint32_t* words) {
    for (int64_t face = 0; face < 4; ++face)
        for (int64_t r = 0; r < 16; ++r) {
            const int8_t* row = tile.data() + (face / 2 * 16 + r) * 32 + face % 2 * 16;
            uint32_t word = 0;
            for (int i = 0; i < 16; ++i) word |= code_of(row[i]) << (2 * i);
            words[face * 16 + r] = word;
        }
}

void unpack_tile(const uint32_t* words, TileWeights& tile) {
    for (int64_t face = 0; face < 4; ++face)
        for (int64_t r = 0; r < 16; ++r) {
            int8_t* row = tile.data() + (face / 2 * 16 + r) * 32 + face % 2 * 16;
            for (int i = 0; i < 16; ++i) row[i] = weight_of(words[face * 16 + r] >> (2 * i) & 3);
        }
}

// Where a digit belongs; the last one of a byte of four digits belongs nowhere.
struct Place {
    int word, shift;
};
constexpr Place place_of(int byte, int digit) {
    if (byte < 192) return {byte % 64, 2 * (byte / 64 * 5 + digit)};
    return {digit < 4 ? 16 * digit + byte - 192 : -1, 30};
}

Ternary empty(int64_t rows, int64_t columns, float scale, uint32_t*& words) {
    Ternary out{rows, columns, scale, {}, {}};
    auto owner = std::make_shared<std::vector<uint32_t>>(static_cast<size_t>(out.tiles() * kTileWords));
    words = owner->data();
    out.words = *owner;
    out.owner = std::move(owner);
    return out;
}

}  // namespace

Ternary pack(int64_t rows, int64_t columns, float scale, const ReadRow& read_row) {
    uint32_t* words = nullptr;
    Ternary out = empty(rows, columns, scale, words);
    std::vector<int8_t> strip(static_cast<size_t>(32 * columns));  // 32 outputs, all inputs
    TileWeights tile;
    for (int64_t n = 0; n < rows / 32; ++n) {
        for (int64_t i = 0; i < 32; ++i) read_row(n * 32 + i, strip.data() + i * columns);
        for (int64_t k = 0; k < columns / 32; ++k) {
            for (int64_t i = 0; i < 32; ++i)
                for (int64_t j = 0; j < 32; ++j)
                    tile[static_cast<size_t>(j * 32 + i)] = strip[static_cast<size_t>(i * columns + k * 32 + j)];
            pack_tile(tile, words + (k * (rows / 32) + n) * kTileWords);
        }
    }
    return out;
}

void unpack(const Ternary& matrix, float* out) {
    TileWeights tile;
    const int64_t across = matrix.rows / 32;
    for (int64_t t = 0; t < matrix.tiles(); ++t) {
        unpack_tile(matrix.words.data() + t * kTileWords, tile);
        float* corner = out + t / across * 32 * matrix.rows + t % across * 32;
        for (int64_t r = 0; r < 32; ++r) std::copy_n(tile.data() + r * 32, 32, corner + r * matrix.rows);
    }
}

Ternary from_floats(const FloatMatrix& matrix, int64_t rows, int64_t columns,
                    const std::function<void(size_t index, float value)>& refuse) {
    const auto width = static_cast<size_t>(columns), step = width * width_of(matrix.kind);
    std::vector<float> row(width);
    double sum = 0;
    for (int64_t r = 0; r < rows; ++r) {
        widen(matrix.kind, matrix.bytes + static_cast<size_t>(r) * step, width, row.data());
        if (const size_t bad = first_not_finite(row.data(), width); bad < width)
            refuse(static_cast<size_t>(r) * width + bad, row[bad]);
        for (float value : row) sum += std::fabs(value);
    }
    const float scale = std::max(static_cast<float>(sum / static_cast<double>(rows * columns)), 1e-5f);
    return pack(rows, columns, scale, [&](int64_t r, int8_t* weights) {
        widen(matrix.kind, matrix.bytes + static_cast<size_t>(r) * step, width, row.data());
        for (size_t i = 0; i < width; ++i)
            weights[i] = static_cast<int8_t>(std::clamp(std::nearbyint(row[i] / scale), -1.0f, 1.0f));
    });
}

size_t first_bad_word(std::span<const uint32_t> words) {
    const auto bad = [](uint32_t w) { return (w >> 1 & ~w & 0x55555555u) != 0; };
    return static_cast<size_t>(std::find_if(words.begin(), words.end(), bad) - words.begin());
}

std::vector<std::byte> to_digits(const Ternary& matrix) {
    std::vector<std::byte> out(static_cast<size_t>(matrix.tiles() * kTileDigitBytes));
    for (int64_t t = 0; t < matrix.tiles(); ++t) {
        const uint32_t* words = matrix.words.data() + t * kTileWords;
        for (int j = 0; j < kTileDigitBytes; ++j) {
            uint32_t number = 0;
            for (int digit = 0; digit < 5; ++digit) {
                const Place place = place_of(j, digit);
                number = number * 3 + (place.word < 0 ? 0 : (((words[place.word] >> place.shift & 3) + 1) & 3));
            }
            out[static_cast<size_t>(t * kTileDigitBytes + j)] = static_cast<std::byte>((number * 256 + 242) / 243);
        }
    }
    return out;
}

Ternary from_digits(int64_t rows, int64_t columns, float scale, std::span<const std::byte> bytes) {
    uint32_t* words = nullptr;
    Ternary out = empty(rows, columns, scale, words);
    for (int64_t t = 0; t < out.tiles(); ++t, words += kTileWords)
        for (int j = 0; j < kTileDigitBytes; ++j) {
            auto rest = static_cast<uint32_t>(bytes[static_cast<size_t>(t * kTileDigitBytes + j)]);
            for (int digit = 0; digit < 5; ++digit, rest = rest * 3 & 255)
                if (const Place place = place_of(j, digit); place.word >= 0)
                    words[place.word] |= (((rest * 3 >> 8) - 1) & 3) << place.shift;
        }
    return out;
}

}  // namespace bitnet

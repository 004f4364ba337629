#include "ops/layout/padding.hpp"

#include <algorithm>
#include <array>

#include "base/thread_pool.hpp"
#include "format/convert.hpp"
#include "format/tile.hpp"

namespace ttnn {
namespace {

// Row `r` of a tile of block floats from logical column `first` on set to a value; the groups are packed anew with it.
void fill_block_row(const TensorSpec& s, std::byte* tile, int64_t r, int64_t first, float value) {
    const DataType t = s.dtype();
    const auto width = static_cast<int64_t>(s.tile().width);
    for (int64_t g = first / 16; g < width / 16; ++g) {
        std::array<float, 16> values;
        std::array<uint8_t, 16> codes;
        for (int64_t i = 0; i < 16; ++i)
            values[static_cast<size_t>(i)] =
                16 * g + i < first ? load_as_float(t, s.tile(), tile, static_cast<size_t>(r * width + 16 * g + i))
                                   : value;
        tile[r * (width / 16) + g] = std::byte{pack_group(t, values, codes)};
        std::byte* to = tile + exponent_bytes(s.tile());
        for (int64_t i = 0, at = r * width + 16 * g; i < 16; ++i, ++at) {
            const uint8_t code = codes[static_cast<size_t>(i)];
            if (t == DataType::BFLOAT8_B) to[at] = std::byte{code};
            else
                to[at / 2] = at % 2 ? (to[at / 2] & std::byte{0x0F}) | std::byte{static_cast<uint8_t>(code << 4)}
                                    : (to[at / 2] & std::byte{0xF0}) | std::byte{code};
        }
    }
}

void fill_row(const TensorSpec& s, std::byte* tile, int64_t r, int64_t first, double value) {
    const auto width = static_cast<int64_t>(s.tile().width);
    if (first >= width) return;
    if (is_block_float(s.dtype())) return fill_block_row(s, tile, r, first, static_cast<float>(value));
    for (int64_t c = first; c < width; ++c)
        store_from_double(s.dtype(), tile, static_cast<size_t>(r * width + c), value);
}

// Whether the matrix of this number, in a padded shape, is nothing but padding.
bool is_padding(const TensorSpec& s, int64_t matrix) {
    const Shape &logical = s.logical_shape(), &padded = s.padded_shape();
    const size_t lead = padded.rank() - logical.rank();
    for (size_t i = std::max<size_t>(padded.rank(), 2) - 2; i-- > 0; matrix /= padded.begin()[i])
        if (matrix % padded.begin()[i] >= (i < lead ? 1 : logical.begin()[i - lead])) return true;
    return false;
}

}  // namespace

void fill_padding(const View& out, double value) {
    const TensorSpec& s = *out.spec;
    const int64_t th = s.tile().height, tw = s.tile().width, down = s.padded_shape().height() / th,
                  across = s.padded_shape().width() / tw;
    parallel_for(static_cast<size_t>(s.num_tiles()), [&](size_t tile) {
        const auto index = static_cast<int64_t>(tile);
        const int64_t row = index / across % down * th, column = index % across * tw;
        const bool none = is_padding(s, index / (across * down));
        const int64_t height = none ? 0 : s.logical_shape().height(), width = none ? 0 : s.logical_shape().width();
        if (row + th <= height && column + tw <= width) return;
        std::byte* to = out.data + tile * s.tile().bytes(s.dtype());
        for (int64_t r = 0; r < th; ++r)
            fill_row(s, to, r, row + r >= height ? 0 : std::clamp<int64_t>(width - column, 0, tw), value);
    });
}

}  // namespace ttnn

#include "ops/data_movement/assign.hpp"

#include <algorithm>
#include <array>

#include "base/thread_pool.hpp"
#include "format/convert.hpp"
#include "format/tile.hpp"
#include "ops/layout/clone.hpp"
#include "ops/layout/layout_ops.hpp"

namespace ttnn {

Tensor Assign::compose() const {
    check_on_device(name, input_tensor);
    const auto& s = input_tensor.spec();
    const TensorSpec spec(s.logical_shape(), dtype.value_or(s.dtype()), s.layout(), memory_config, s.tile());
    return call(Restore{.input_tensor = input_tensor,
                        .spec = spec,
                        .device_operation = "CopyDeviceOperation",
                        .output_tensor = output_tensor});
}

Tensor AssignTo::compose() const {
    call(Copy{.input_a = input_a, .input_b = input_b});
    return input_b;
}

Tensor FillImplicitTilePadding::compose() const {
    const auto& s = input_tensor.spec();
    if (s.logical_shape().height() % 32 == 0 && s.logical_shape().width() % 32 == 0) return input_tensor;
    require(s.is_tile(), "FillPad should only be used for tile layout: [ttnn.fill_implicit_tile_padding] got ",
            s.layout());
    // Padding of block floats changes the exponents of what lies beside it, so they are filled in a copy, as on the
    // card.
    const Tensor filled = is_block_float(s.dtype()) ? call(Clone{.input_tensor = input_tensor}) : input_tensor;
    return call(FillPadding{.input_tensor = filled, .fill_value = fill_value});
}

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

}  // namespace

Program FillPadding::program() const {
    Program p = movement_program("FillPadDeviceOperation", "FillPadProgramFactory", input_tensor, {});
    p.run = [value = fill_value](const Operands& o) {
        const TensorSpec& s = *o.out[0].spec;
        const int64_t th = s.tile().height, tw = s.tile().width, down = s.padded_shape().height() / th,
                      across = s.padded_shape().width() / tw;
        const int64_t height = s.logical_shape().height(), width = s.logical_shape().width();
        parallel_for(static_cast<size_t>(s.num_tiles()), [&](size_t tile) {
            const int64_t row = static_cast<int64_t>(tile) / across % down * th,
                          column = static_cast<int64_t>(tile) % across * tw;
            if (row + th <= height && column + tw <= width) return;
            std::byte* to = o.out[0].data + tile * s.tile().bytes(s.dtype());
            for (int64_t r = 0; r < th; ++r)
                fill_row(s, to, r, row + r >= height ? 0 : std::clamp<int64_t>(width - column, 0, tw), value.value);
        });
    };
    return p;
}

}  // namespace ttnn

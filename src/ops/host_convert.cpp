#include "ops/host_convert.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/error.hpp"
#include "base/scratch.hpp"
#include "base/thread_pool.hpp"
#include "format/convert.hpp"
#include "kernels/table.hpp"
#include "ops/block_io.hpp"
#include "ops/convert_run.hpp"
#include "ops/streaming.hpp"
#include "tensor/relayout.hpp"

namespace ttnn {
namespace {

// Integers of different width convert as in C: modulo 2^n.
template <class From, class To>
void convert_integers(const std::byte* src, std::byte* dst, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
        From v;
        std::memcpy(&v, src + static_cast<size_t>(i) * sizeof(From), sizeof(From));
        const To w = static_cast<To>(v);
        std::memcpy(dst + static_cast<size_t>(i) * sizeof(To), &w, sizeof(To));
    }
}

template <class From>
void convert_integers_to(DataType to, const std::byte* src, std::byte* dst, int64_t n) {
    switch (to) {
        case DataType::UINT32: return convert_integers<From, uint32_t>(src, dst, n);
        case DataType::INT32: return convert_integers<From, int32_t>(src, dst, n);
        case DataType::UINT16: return convert_integers<From, uint16_t>(src, dst, n);
        default: return convert_integers<From, uint8_t>(src, dst, n);
    }
}

void convert_integer_row(DataType from, DataType to, const std::byte* src, std::byte* dst, int64_t n) {
    switch (from) {
        case DataType::UINT32: return convert_integers_to<uint32_t>(to, src, dst, n);
        case DataType::INT32: return convert_integers_to<int32_t>(to, src, dst, n);
        case DataType::UINT16: return convert_integers_to<uint16_t>(to, src, dst, n);
        default: return convert_integers_to<uint8_t>(to, src, dst, n);
    }
}

void convert_piece(const View& src, const View& dst, RowPieces::Range rows) {
    const int64_t width = src.spec->logical_shape().width();
    const DataType from = src.spec->dtype(), to = dst.spec->dtype();
    if (is_integer(from) && is_integer(to)) {
        std::vector<std::byte> a(static_cast<size_t>(width) * 4), b(static_cast<size_t>(width) * 4);
        for (int64_t r = rows.begin; r < rows.end; ++r) {
            load_rows_raw(src, r, 1, a.data(), width);
            convert_integer_row(from, to, a.data(), b.data(), width);
            store_rows_raw(dst, r, 1, b.data(), width);
        }
        return;
    }
    // As many rows at once as stay in the first-level cache.
    const int64_t together = std::clamp<int64_t>(4096 / std::max<int64_t>(1, width), 1, rows.end - rows.begin);
    const Scratch<float> buffer(static_cast<size_t>(together * width));
    for (int64_t first = rows.begin; first < rows.end; first += together) {
        const int64_t count = std::min(together, rows.end - first);
        load_rows(src, first, count, buffer.data(), width);
        store_rows(dst, first, count, buffer.data(), width);
    }
}

// Whole tiles of 32 x 32, in tiles or in plain memory: blocks that stay in the first-level cache go from one to the
// other.
constexpr int64_t kSide = 32, kBlock = kSide * kSide;

bool has_whole_tiles(const TensorSpec& s) {
    const Shape& shape = s.logical_shape();
    return shape.rank() >= 2 && shape == s.padded_shape() && shape.width() % kSide == 0 &&
           shape.height() % kSide == 0 && (!s.is_tile() || s.tile() == Tile());
}

// Tile `t` in the order of tiles.
class TilePlace {
 public:
    explicit TilePlace(const View& v) : view_(v), width_(v.spec->logical_shape().width()) {}

    void load(int64_t t, float* block) const {
        const DataType type = view_.spec->dtype();
        if (view_.spec->is_tile()) return load_flat(view_, t * kBlock, kBlock, block);
        const size_t element = element_size(type), row = static_cast<size_t>(width_) * element;
        const std::byte* from = view_.data + first(t) * element;
        fetch_next(from, row);
        if (type == DataType::BFLOAT16)
            return kernels::table().half_maps.widen_pieces(reinterpret_cast<const uint16_t*>(from),
                                                           static_cast<size_t>(width_), block, kSide);
        for (size_t r = 0; r < kSide; ++r) to_floats(type, from + r * row, block + r * kSide, kSide);
    }
    /// Its rows of bfloat16, and how far they are apart.
    std::pair<const uint16_t*, size_t> halves(int64_t t) const {
        const auto* data = reinterpret_cast<const uint16_t*>(view_.data);
        if (view_.spec->is_tile()) return {data + t * kBlock, kSide};
        fetch_next(reinterpret_cast<const std::byte*>(data + first(t)), static_cast<size_t>(width_) * sizeof(*data));
        return {data + first(t), static_cast<size_t>(width_)};
    }
    void store(int64_t t, const float* block, bool streaming) const {
        const DataType type = view_.spec->dtype();
        if (view_.spec->is_tile()) return store_flat(view_, t * kBlock, kBlock, block, streaming);
        const size_t element = element_size(type), row = static_cast<size_t>(width_) * element;
        std::byte* to = view_.data + first(t) * element;
        if (type == DataType::BFLOAT16)
            return kernels::table().half_maps.narrow_pieces(block, reinterpret_cast<uint16_t*>(to),
                                                            static_cast<size_t>(width_), kSide, streaming);
        for (size_t r = 0; r < kSide; ++r) from_floats(type, block + r * kSide, to + r * row, kSide);
    }

 private:
    /// The processor does not see by itself that the tiles beside this one come next.
    static void fetch_next(const std::byte* from, size_t row) {
        constexpr size_t ahead = 512;
        for (size_t r = 0; r < kSide; ++r) __builtin_prefetch(from + r * row + ahead, 0, 2);
    }
    size_t first(int64_t t) const {
        const int64_t across = width_ / kSide;
        return static_cast<size_t>(t / across * kSide * width_ + t % across * kSide);
    }
    View view_;
    int64_t width_;
};

// bfloat16 becomes block floats without a stop as floats.
void pack_tiles(const View& src, const View& dst) {
    const TilePlace from(src);
    const auto& convert = kernels::table().convert;
    const auto pack = dst.spec->dtype() == DataType::BFLOAT8_B ? convert.pack8_rows : convert.pack4_rows;
    const size_t bytes = Tile().bytes(dst.spec->dtype());
    parallel_pieces(static_cast<size_t>(dst.spec->logical_shape().volume() / kBlock), 256,
                    [&](size_t begin, size_t end) {
                        for (size_t t = begin; t < end; ++t) {
                            const auto [rows, step] = from.halves(static_cast<int64_t>(t));
                            auto* to = reinterpret_cast<uint8_t*>(dst.data) + t * bytes;
                            pack(rows, step, to, to + exponent_bytes(Tile()), kSide);
                        }
                    });
}

void convert_tiles(const View& src, const View& dst) {
    if (src.spec->dtype() == DataType::BFLOAT16 && is_block_float(dst.spec->dtype())) return pack_tiles(src, dst);
    const TilePlace from(src), to(dst);
    const bool streaming = streams(dst);
    parallel_pieces(static_cast<size_t>(dst.spec->logical_shape().volume() / kBlock), 256,
                    [&](size_t begin, size_t end) {
                        float block[kBlock];
                        for (size_t t = begin; t < end; ++t) {
                            from.load(static_cast<int64_t>(t), block);
                            to.store(static_cast<int64_t>(t), block, streaming);
                        }
                    });
}

}  // namespace

void convert_view(const View& src, const View& dst) {
    const TensorSpec &from = *src.spec, &to = *dst.spec;
    if (to.host_bytes() == 0) return;
    const bool movable = from.dtype() == to.dtype() && (!is_block_float(to.dtype()) || from.tile() == to.tile());
    if (movable) return relayout(src, dst);
    const bool integers = is_integer(from.dtype()) && is_integer(to.dtype());
    if (!integers && has_whole_tiles(from) && has_whole_tiles(to)) return convert_tiles(src, dst);
    if (to.padded_shape() != to.logical_shape()) std::memset(dst.data, 0, to.host_bytes());
    const RowPieces pieces(to.is_tile() ? to : from);
    parallel_for(static_cast<size_t>(pieces.count()),
                 [&](size_t i) { convert_piece(src, dst, pieces[static_cast<int64_t>(i)]); });
}

Tensor convert_host(const Tensor& src, const TensorSpec& target) {
    ensure(src.shape() == target.logical_shape(), "convert_host of ", describe(src), " to ", target);
    if (src.spec() == target && !src.on_device()) return src;
    Tensor out = Tensor::on_host(target);
    if (target.host_bytes()) convert_view(src.read(), {out.bytes()->data(), &out.spec()});
    return out;
}

namespace {

// Bytes of one element, or of one tile for block floats, that the whole storage repeats.
std::vector<std::byte> pattern(const TensorSpec& spec, double value) {
    const DataType t = spec.dtype();
    if (!is_block_float(t)) {
        std::vector<std::byte> one(element_size(t));
        store_from_double(t, one.data(), 0, value);
        return one;
    }
    const TensorSpec tile({spec.tile().height, spec.tile().width}, t, Layout::TILE, {}, spec.tile());
    std::vector<std::byte> bytes(tile.host_bytes());
    const std::vector<float> values(spec.tile().volume(), static_cast<float>(value));
    store_flat({bytes.data(), &tile}, 0, static_cast<int64_t>(values.size()), values.data());
    return bytes;
}

}  // namespace

void fill_host(const Tensor& tensor, double value) {
    const size_t size = tensor.spec().host_bytes();
    if (size == 0) return;
    std::byte* data = tensor.bytes()->data();
    const auto unit = pattern(tensor.spec(), value);
    std::memcpy(data, unit.data(), unit.size());
    for (size_t done = unit.size(); done < size; done *= 2) std::memcpy(data + done, data, std::min(done, size - done));
}

}  // namespace ttnn

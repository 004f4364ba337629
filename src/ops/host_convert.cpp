#include "ops/host_convert.hpp"

#include <cstring>
#include <vector>

#include "base/error.hpp"
#include "base/thread_pool.hpp"
#include "format/convert.hpp"
#include "ops/block_io.hpp"
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
    std::vector<float> buffer(static_cast<size_t>((rows.end - rows.begin) * width));
    load_rows(src, rows.begin, rows.end - rows.begin, buffer.data(), width);
    store_rows(dst, rows.begin, rows.end - rows.begin, buffer.data(), width);
}

}  // namespace

void convert_view(const View& src, const View& dst) {
    const TensorSpec &from = *src.spec, &to = *dst.spec;
    if (to.host_bytes() == 0) return;
    const bool movable = from.dtype() == to.dtype() && (!is_block_float(to.dtype()) || from.tile() == to.tile());
    if (movable) return relayout(src, dst);
    if (to.padded_shape() != to.logical_shape()) std::memset(dst.data, 0, to.host_bytes());
    const RowPieces pieces(to.is_tile() ? to : from);
    parallel_for(static_cast<size_t>(pieces.count()),
                 [&](size_t i) { convert_piece(src, dst, pieces[static_cast<int64_t>(i)]); });
}

Tensor convert_host(const Tensor& src, const TensorSpec& target) {
    ensure(src.shape() == target.logical_shape(), "convert_host of ", describe(src), " to ", target);
    if (src.spec() == target) return src;
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

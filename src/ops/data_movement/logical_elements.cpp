#include "ops/data_movement/logical_elements.hpp"

#include <algorithm>

#include "base/thread_pool.hpp"
#include "format/convert.hpp"
#include "ops/block_io.hpp"

namespace ttnn {

namespace {

size_t logical_size(const TensorSpec& s) {
    return static_cast<size_t>(s.logical_shape().volume()) * logical_element_size(s.dtype());
}

void load_elements(const View& v, std::byte* out) {
    const Shape& s = v.spec->logical_shape();
    const bool block = is_block_float(v.spec->dtype());
    const size_t element = logical_element_size(v.spec->dtype());
    const RowPieces pieces(*v.spec);
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        std::byte* to = out + static_cast<size_t>(begin * s.width()) * element;
        if (block) load_rows(v, begin, end - begin, reinterpret_cast<float*>(to), s.width());
        else load_rows_raw(v, begin, end - begin, to, s.width());
    });
}

void load_integers(const View& v, std::span<int64_t> out) {
    const Scratch<std::byte> data(logical_size(*v.spec));
    load_elements(v, data.data());
    parallel_pieces(out.size(), 16384, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) out[i] = load_as_integer(v.spec->dtype(), data.data(), i);
    });
}

}  // namespace

PlainElements logical_elements(const View& v) {
    PlainElements out(logical_size(*v.spec));
    load_elements(v, out.data());
    return out;
}

void store_logical(const View& v, std::span<const std::byte> data) {
    store_logical(v, data, logical_type(v.spec->dtype()));
}

void store_logical(const View& v, std::span<const std::byte> data, DataType held) {
    const Shape& s = v.spec->logical_shape();
    const bool block = held != v.spec->dtype();
    const size_t element = element_size(held);
    const RowPieces pieces(*v.spec);
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        const std::byte* from = data.data() + static_cast<size_t>(begin * s.width()) * element;
        if (block) store_rows(v, begin, end - begin, reinterpret_cast<const float*>(from), s.width());
        else store_rows_raw(v, begin, end - begin, from, s.width());
    });
}

std::vector<int64_t> logical_integers(const View& v) {
    std::vector<int64_t> out(static_cast<size_t>(v.spec->logical_shape().volume()));
    load_integers(v, out);
    return out;
}

SignedIntegers::SignedIntegers(const View& v) : SignedIntegers(v, {}) {}

SignedIntegers::SignedIntegers(const View& v, std::span<const int64_t> given)
    : Scratch(v ? static_cast<size_t>(v.spec->logical_shape().volume()) : given.size()) {
    if (!v) {
        std::copy(given.begin(), given.end(), begin());
        return;
    }
    load_integers(v, *this);
    for (int64_t& x : *this) x = static_cast<int32_t>(x);
}

double logical_number(DataType t, std::span<const std::byte> data, size_t index) {
    if (is_integer(t)) return static_cast<double>(load_as_integer(t, data.data(), index));
    return load_as_float(logical_type(t), Tile{}, data.data(), index);
}

}  // namespace ttnn

#include "ops/eltwise/selections.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/thread_pool.hpp"
#include "format/convert.hpp"
#include "ops/eltwise/binary.hpp"
#include "ops/eltwise/broadcast.hpp"

namespace ttnn {
namespace {

using D = DataType;

// Walks the output's rows in pieces: f(first row, number of rows).
template <class F>
void for_row_pieces(const TensorSpec& out, F f) {
    if (out.logical_shape().volume() == 0) return;
    const RowPieces pieces(out, 4096);
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        f(begin, end - begin);
    });
}

std::vector<DeviceProgram> binary_programs(const Tensor& a, const Tensor* b, D second, const TensorSpec& out) {
    const auto cores = a.device()->all_cores();
    std::vector<DeviceProgram> programs;
    for (const Tensor* t : {&a, b})
        if (t && out.is_tile() && t->layout() == Layout::ROW_MAJOR) programs.push_back(tilize_program(*t));
    DeviceProgram d{"BinaryNgDeviceOperation", "ProgramFactory", {}, {}};
    for (D t : {a.dtype(), second, out.dtype()})
        d.buffers.push_back({StaticBufferKind::Circular, static_cast<int64_t>(2 * Tile{}.bytes(t)), cores});
    programs.push_back(std::move(d));
    return programs;
}

// Elements of 1, 2 or 4 bytes as words and back; block floats as the bfloat16 that they equal.
void load_bits(const View& v, int64_t row, int64_t rows, int64_t width, std::vector<uint32_t>& bits) {
    const D t = v.spec->dtype();
    if (is_block_float(t)) {
        std::vector<float> floats(bits.size());
        load_rows(v, row, rows, floats.data(), width);
        for (size_t i = 0; i < bits.size(); ++i) bits[i] = to_bfloat16(floats[i]);
        return;
    }
    const size_t size = element_size(t);
    std::vector<uint8_t> raw(bits.size() * size);
    load_rows_raw(v, row, rows, raw.data(), width);
    for (size_t i = 0; i < bits.size(); ++i) {
        bits[i] = 0;
        std::memcpy(&bits[i], raw.data() + i * size, size);  // little-endian: the lower bytes
    }
}
void store_bits(const View& v, int64_t row, int64_t rows, int64_t width, const std::vector<uint32_t>& bits) {
    const D t = v.spec->dtype();
    if (is_block_float(t)) {
        std::vector<float> floats(bits.size());
        for (size_t i = 0; i < bits.size(); ++i) floats[i] = from_bfloat16(static_cast<uint16_t>(bits[i]));
        store_rows(v, row, rows, floats.data(), width);
        return;
    }
    const size_t size = element_size(t);
    std::vector<uint8_t> raw(bits.size() * size);
    for (size_t i = 0; i < bits.size(); ++i) std::memcpy(raw.data() + i * size, &bits[i], size);
    store_rows_raw(v, row, rows, raw.data(), width);
}

}  // namespace

template <class Self>
void Triangle<Self>::check(const char* name) const {
    const auto& s = input_tensor.spec();
    require(input_tensor.on_device(), "Input tensor A must be on device, got storage type: StorageType::HOST: [", name,
            "]; move it with ttnn.to_device");
    require(s.dtype() != D::UINT8, "Input tensor A dtype ", s.dtype(),
            " is not supported for binary operation BinaryOpType::MUL: [", name, "]");
    require(s.dtype() != D::UINT16, "Mixed dtype is not supported for binary operation BinaryOpType::MUL: [", name,
            "] dtype ", s.dtype());
    const auto& shape = s.logical_shape();
    require(s.is_tile() || (shape.rank() >= 2 && shape.height() % 32 == 0 && shape.width() % 32 == 0),
            "to_layout: Converting layout to Layout::TILE implicitly changed physical shape: [", name,
            "] row-major tensors need whole tiles, got ", shape);
}

template <class Self>
TensorSpec Triangle<Self>::output() const {
    const auto& s = input_tensor.spec();
    return {s.logical_shape(), s.dtype(), Layout::TILE, combined_memory_config(memory_config, input_tensor, nullptr),
            s.tile()};
}

template <class Self>
Program Triangle<Self>::triangle(bool lower) const {
    Program p;
    const D t = input_tensor.dtype();
    p.device_programs = binary_programs(input_tensor, nullptr, is_integer(t) ? t : D::BFLOAT16, output());
    // Beyond the largest matrix all diagonals are alike.
    const int64_t most = input_tensor.shape().volume() + 1;
    p.run = [lower, diagonal = std::clamp(diagonal, -most, most)](const Operands& o) {
        const auto& shape = o.out[0].spec->logical_shape();
        const int64_t width = shape.width(), height = shape.height();
        const bool block = is_block_float(o.in[0].spec->dtype());
        for_row_pieces(*o.out[0].spec, [&](int64_t first, int64_t rows) {
            auto clear = [&](auto& values) {
                for (int64_t r = 0; r < rows; ++r) {
                    const int64_t edge =
                        std::clamp<int64_t>((first + r) % height + diagonal + (lower ? 1 : 0), 0, width);
                    auto* row = values.data() + r * width;
                    lower ? std::fill(row + edge, row + width, 0) : std::fill(row, row + edge, 0);
                }
            };
            const auto count = static_cast<size_t>(rows * width);
            if (block) {
                std::vector<float> values(count);
                load_rows(o.in[0], first, rows, values.data(), width);
                clear(values);
                store_rows(o.out[0], first, rows, values.data(), width);
            } else {
                std::vector<uint32_t> values(count);
                load_bits(o.in[0], first, rows, width, values);
                clear(values);
                store_bits(o.out[0], first, rows, width, values);
            }
        });
    };
    return p;
}
template struct Triangle<Tril>;
template struct Triangle<Triu>;

UnaryCall Bitcast::unary() const {
    return {name, input_tensor, memory_config, output_tensor, sub_core_grids, {{UnaryOpType::IDENTITY, {}}}, dtype};
}

void Bitcast::validate() const {
    require(!output_tensor || output_tensor->dtype() == dtype,
            "If both output dtype and output tensor provided dtype should match: [", name, "] ", dtype);
    unary().validate();
}

Program Bitcast::program() const {
    Program p = unary().program();
    p.run = [](const Operands& o) {
        const int64_t width = o.out[0].spec->logical_shape().width();
        for_row_pieces(*o.out[0].spec, [&](int64_t first, int64_t rows) {
            std::vector<uint32_t> bits(static_cast<size_t>(rows * width));
            load_bits(o.in[0], first, rows, width, bits);
            store_bits(o.out[0], first, rows, width, bits);
        });
    };
    return p;
}

UnaryCall AltComplexRotate90::unary() const {
    return {name, input_tensor, memory_config, output_tensor, sub_core_grids, {{UnaryOpType::IDENTITY, {}}}};
}

void AltComplexRotate90::validate() const {
    require(is_floating(input_tensor.dtype()),
            "Unary: UnaryOpType::ALT_COMPLEX_ROTATE90 does not support integer input dtype ", input_tensor.dtype(),
            "; use ttnn.typecast first");
    unary().validate();
}

Program AltComplexRotate90::program() const {
    Program p = unary().program();
    p.run = [](const Operands& o) {
        const int64_t width = o.out[0].spec->logical_shape().width();
        for_row_pieces(*o.out[0].spec, [&](int64_t first, int64_t rows) {
            std::vector<float> x(static_cast<size_t>(rows * width));
            load_rows(o.in[0], first, rows, x.data(), width);
            for (int64_t r = 0; r < rows; ++r) {
                float* row = x.data() + r * width;
                for (int64_t c = 0; c < width; c += 2) {
                    const float imaginary = c + 1 < width ? row[c + 1] : 0;  // the partner of a last odd one is padding
                    if (c + 1 < width) row[c + 1] = row[c];
                    row[c] = -imaginary;
                }
            }
            store_rows(o.out[0], first, rows, x.data(), width);
        });
    };
    return p;
}

namespace {
const std::optional<MemoryConfig> kWhereItIs;
const std::optional<CoreRangeSet> kAllCores;
UnaryCall negation(const Tensor& x, const std::optional<Tensor>& into) {
    return {LogicalNotInPlace::name, x, kWhereItIs, into, kAllCores, {{UnaryOpType::LOGICAL_NOT_UNARY, {}}}};
}
}  // namespace

void LogicalNotInPlace::validate() const { negation(input_tensor, input_tensor).validate(); }
Program LogicalNotInPlace::program() const { return negation(input_tensor, input_tensor).program(); }

void Isclose::validate() const {
    auto check = [](const Tensor& t, const char* side) {
        require(t.on_device(), "Input tensor ", side,
                " must be on device, got storage type: StorageType::HOST: [ttnn.isclose]; move it with ttnn.to_device");
        require(is_floating(t.dtype()) || t.dtype() == D::INT32, "Input tensor ", side, " dtype ", t.dtype(),
                " is not supported for binary operation BinaryOpType::ISCLOSE: [ttnn.isclose]");
    };
    check(input_tensor_a, "A");
    check(input_tensor_b, "B");
    const D a = input_tensor_a.dtype(), b = input_tensor_b.dtype();
    require(a == b || (!is_block_float(a) && !is_block_float(b)),
            "Mixed dtype is not supported for binary operation BinaryOpType::ISCLOSE, dtype A: ", a, ", dtype B: ", b);
    broadcast_shape(input_tensor_a.shape(), input_tensor_b.shape());
}

TensorSpec Isclose::output() const {
    const D a = input_tensor_a.dtype(), b = input_tensor_b.dtype();
    const bool tile = input_tensor_a.layout() == Layout::TILE || input_tensor_b.layout() == Layout::TILE;
    return {broadcast_shape(input_tensor_a.shape(), input_tensor_b.shape()),
            is_floating(a)   ? a
            : is_floating(b) ? b
                             : D::FLOAT32,
            tile ? Layout::TILE : Layout::ROW_MAJOR,
            combined_memory_config(memory_config, input_tensor_a, &input_tensor_b)};
}

Program Isclose::program() const {
    const TensorSpec spec = output();
    Program p;
    p.device_programs = binary_programs(input_tensor_a, &input_tensor_b, input_tensor_b.dtype(), spec);
    const BroadcastRows rows_a(input_tensor_a.shape(), spec.logical_shape()),
        rows_b(input_tensor_b.shape(), spec.logical_shape());
    p.run = [rows_a, rows_b, rtol = static_cast<float>(rtol), atol = static_cast<float>(atol),
             equal_nan = equal_nan](const Operands& o) {
        const int64_t width = o.out[0].spec->logical_shape().width();
        for_row_pieces(*o.out[0].spec, [&](int64_t first, int64_t rows) {
            std::vector<float> a(static_cast<size_t>(rows * width)), b(a.size());
            rows_a.load(o.in[0], first, rows, width, a.data());
            rows_b.load(o.in[1], first, rows, width, b.data());
            for (size_t i = 0; i < a.size(); ++i) {
                const bool both_nan = equal_nan && std::isnan(a[i]) && std::isnan(b[i]);
                const bool near = std::isfinite(b[i]) && std::abs(a[i] - b[i]) <= atol + rtol * std::abs(b[i]);
                a[i] = a[i] == b[i] || near || both_nan;
            }
            store_rows(o.out[0], first, rows, a.data(), width);
        });
    };
    return p;
}

}  // namespace ttnn

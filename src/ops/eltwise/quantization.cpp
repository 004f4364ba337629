#include "ops/eltwise/quantization.hpp"

#include <cmath>

#include "ops/data_movement/movement_op.hpp"
#include "ops/normalization/row_programs.hpp"
#include "ops/whole.hpp"

namespace ttnn {
namespace {

bool is_quantized(DataType t) { return t == DataType::INT32 || t == DataType::UINT8; }

// A number, or the numbers of a tensor, by position along the axis.
struct Parameter {
    std::vector<float> values;
    float at(int64_t i) const { return values.size() == 1 ? values[0] : values[static_cast<size_t>(i)]; }
};

// What a program keeps of a parameter: a number, or that it is the next input.
struct Source {
    explicit Source(const TensorOrScalar& v) {
        if (auto* s = std::get_if<Scalar>(&v)) number = static_cast<float>(s->value);
    }
    Parameter read(const Operands& o, size_t& next) const {
        return number ? Parameter{{*number}} : Parameter{floats_of(o.in[next++])};
    }
    std::optional<float> number;
};

struct Sources {
    Source scale, zero_point;
};
std::optional<Sources> sources_of(const std::optional<QuantizationPair>& p) {
    if (!p) return {};
    return Sources{Source(p->scale), Source(p->zero_point)};
}

}  // namespace

void QuantizationCall::check_parameter(const TensorOrScalar& v, const char* what) const {
    auto* t = std::get_if<Tensor>(&v);
    if (!t) return;
    check_on_device(name, *t);
    const int64_t n = t->shape().volume();
    const int64_t wanted = axis ? input.shape()[*axis] : 1;
    require(n == 1 || n == wanted, "[", name, "] ", what, ": expected 1", axis ? str(" or ", wanted) : str(""),
            " elements, got ", t->shape());
}

void QuantizationCall::validate() const {
    check_on_device(name, input);
    const char* word = from && to ? "Requantize" : from ? "Dequantize" : "Quantize";
    if (from) {
        require(is_quantized(input.dtype()), word, " only supports int32, int8 or uint8 inputs for now, got ",
                input.dtype());
    } else {
        require(is_floating(input.dtype()), word, " only takes floating-point number inputs: [", name, "] got ",
                input.dtype());
    }
    if (to) require(is_quantized(dtype), word, " only supports int32, int8 or uint8 outputs for now, got ", dtype);
    else require(is_floating(dtype), word, " only supports floating-point outputs, got ", dtype);
    if (axis) normalized_dim(name, *axis, input.shape().rank());
    for (const auto* pair : {&from, &to})
        if (*pair) {
            check_parameter((*pair)->scale, "scale");
            check_parameter((*pair)->zero_point, "zero_point");
        }
}

TensorSpec QuantizationCall::output() const {
    return {input.shape(), dtype, input.layout(), moved_memory_config(memory_config, input, input.shape()),
            input.spec().tile()};
}

Program QuantizationCall::program() const {
    const int64_t page = static_cast<int64_t>(Tile{}.bytes(input.dtype()));
    Program p;
    p.device_programs = {{"BinaryNgDeviceOperation",
                          "ProgramFactory",
                          {{StaticBufferKind::Circular, 2 * page, input.device()->all_cores()},
                           {StaticBufferKind::Circular, 2 * 4096, input.device()->all_cores()}},
                          {}}};
    const Shape& s = input.shape();
    const auto rank = static_cast<int64_t>(s.rank());
    const int64_t d = axis ? normalized_dim(name, *axis, s.rank()) : -1;
    int64_t below = 1;  // rows from one position of the axis to the next
    for (int64_t i = d + 1; d >= 0 && i < rank - 1; ++i) below *= s[i];
    const bool columns = d >= 0 && d == rank - 1;
    p.run = [a = sources_of(from), b = sources_of(to), d, below, columns](const Operands& o) {
        size_t next = 1;
        const Parameter in_scale = a ? a->scale.read(o, next) : Parameter{{1}};
        const Parameter in_zero = a ? a->zero_point.read(o, next) : Parameter{{0}};
        const Parameter out_scale = b ? b->scale.read(o, next) : Parameter{{1}};
        const Parameter out_zero = b ? b->zero_point.read(o, next) : Parameter{{0}};
        const Shape& s = o.in[0].spec->logical_shape();
        const int64_t width = s.width(), extent = d >= 0 ? s[d] : 1;
        const bool whole = b.has_value();
        for_each_row(o.in[0], o.out[0], [&](float* x, int64_t r) {
            int64_t at = d >= 0 && !columns ? r / below % extent : 0;
            for (int64_t i = 0; i < width; ++i) {
                if (columns) at = i;
                const float value = (x[i] - in_zero.at(at)) * in_scale.at(at);
                x[i] = whole ? std::nearbyint(value / out_scale.at(at)) + out_zero.at(at) : value;
            }
        });
    };
    return p;
}

QuantizationCall Quantize::quantization() const {
    return {name,         input_tensor, {}, QuantizationPair{scale, zero_point}, axis, dtype.value_or(DataType::INT32),
            memory_config};
}
QuantizationCall Dequantize::quantization() const {
    return {name,         input_tensor, QuantizationPair{scale, zero_point},
            {},           axis,         dtype.value_or(DataType::BFLOAT16),
            memory_config};
}
QuantizationCall Requantize::quantization() const {
    return {name,
            input_tensor,
            QuantizationPair{in_scale, in_zero_point},
            QuantizationPair{out_scale, out_zero_point},
            axis,
            dtype.value_or(DataType::INT32),
            memory_config};
}

}  // namespace ttnn

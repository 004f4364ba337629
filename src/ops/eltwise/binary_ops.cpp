#include "ops/eltwise/binary_ops.hpp"

#include <cmath>

#include "ops/eltwise/flat.hpp"
#include "ops/eltwise/unary.hpp"

namespace ttnn {
namespace {

constexpr BinaryRow kDiv{"ttnn.div", "DIV", kernels::BinaryId::Div, -1, BinaryPolicy::Quotient};
constexpr BinaryRow kDivTrunc{"ttnn.div", "DIV_TRUNC", kernels::BinaryId::DivTrunc, integer_kernel::TruncDiv,
                              BinaryPolicy::Quotient};
constexpr BinaryRow kDivFloor{"ttnn.div", "DIV_FLOOR", kernels::BinaryId::DivFloor, integer_kernel::FloorDiv,
                              BinaryPolicy::Quotient};
constexpr BinaryRow kPow{"ttnn.pow", "POWER", kernels::BinaryId::Pow, -1, BinaryPolicy::SameFloat};

}  // namespace

BinaryCall DivideBase::binary() const {
    require(!rounding_mode || *rounding_mode == "trunc" || *rounding_mode == "floor",
            "Incorrect rounding mode (expected None, 'trunc', or 'floor'), got '", rounding_mode.value_or(""), "'");
    const BinaryRow& row = !rounding_mode ? kDiv : *rounding_mode == "trunc" ? kDivTrunc : kDivFloor;
    BinaryCall out = binary_call(row, input_tensor_a, input_tensor_b, *this);
    const auto *a = std::get_if<Tensor>(&input_tensor_a), *b = std::get_if<Tensor>(&input_tensor_b);
    const bool whole = rounding_mode && a && b && a->dtype() == DataType::INT32 && b->dtype() == DataType::INT32;
    if (whole && !out.dtype) out.dtype = DataType::INT32;  // a rounded quotient of integers is one
    return out;
}

namespace {

// An integer tensor to a whole power: exact, modulo 2^32.
bool integer_power(const Pow& p) {
    const auto* t = std::get_if<Tensor>(&p.input_tensor);
    return t && is_integer(t->dtype()) && std::holds_alternative<Scalar>(p.exponent);
}

void run_integer_power(const Operands& o, int64_t exponent) {
    for_each_block(flat_size(*o.in[0].spec), kBlock, [&](int64_t begin, int64_t count) {
        int32_t block[kBlock];
        load_flat(o.in[0], begin, count, block);
        for (int64_t i = 0; i < count; ++i) {
            uint32_t base = static_cast<uint32_t>(block[i]), r = 1;
            for (int64_t e = exponent; e; e >>= 1, base *= base)
                if (e & 1) r *= base;
            block[i] = static_cast<int32_t>(r);
        }
        store_flat(o.out[0], begin, count, block);
    });
}

}  // namespace

void Pow::validate() const {
    if (!integer_power(*this)) return binary_call(kPow, input_tensor, exponent, *this).validate();
    const Tensor& t = std::get<Tensor>(input_tensor);
    const Scalar& e = std::get<Scalar>(exponent);
    require(t.on_device(), "Input tensor must be on device, got storage type: StorageType::HOST: [ttnn.pow]");
    require(t.dtype() != DataType::UINT8, "Unary: UnaryOpType::POWER does not support integer input dtype ", t.dtype());
    require(e.is_integer || e.value == std::trunc(e.value), "pow: ", t.dtype(),
            " input requires an integral exponent, got ", e);
    require(e.value >= 0, "pow: integers to negative integer powers are not allowed, got ", e,
            "; use ttnn.typecast to a float dtype first");
    require(e.value <= 0xFFFFFFFFp0, "pow: the power of integers has 32 bits, got ", e);
    require(t.layout() == Layout::TILE, "pow_int: input must be in TILE layout, got ", t.layout(),
            "; use ttnn.to_layout first");
    require(!output_tensor || (output_tensor->shape() == t.shape() && output_tensor->dtype() == t.dtype() &&
                               lies_like(t.spec(), output_tensor->spec())),
            "[ttnn.pow] output_tensor: expected a tensor like the input, ", describe(t), ", got ",
            detail::to_text(output_tensor));
}

TensorSpec Pow::output() const {
    if (!integer_power(*this)) return binary_call(kPow, input_tensor, exponent, *this).output();
    if (output_tensor) return output_tensor->spec();
    const Tensor& t = std::get<Tensor>(input_tensor);
    return {t.shape(), t.dtype(), t.layout(), elementwise_memory_config(memory_config, t), t.spec().tile()};
}

Program Pow::program() const {
    if (!integer_power(*this)) return binary_call(kPow, input_tensor, exponent, *this).program();
    const Tensor& t = std::get<Tensor>(input_tensor);
    const Scalar& e = std::get<Scalar>(exponent);
    const int64_t tiles = static_cast<int64_t>(2 * Tile{}.bytes(t.dtype()));
    const auto cores = t.device()->all_cores();
    Program p;
    p.device_programs = {{"UnaryDeviceOperation",
                          "ProgramFactory",
                          {{StaticBufferKind::Dataflow, tiles, cores}, {StaticBufferKind::Dataflow, tiles, cores}},
                          {}}};
    p.run = [n = static_cast<int64_t>(e.value)](const Operands& o) { run_integer_power(o, n); };
    return p;
}

}  // namespace ttnn

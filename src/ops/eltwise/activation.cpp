#include "ops/eltwise/activation.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "kernels/table.hpp"

namespace ttnn {
namespace {

constexpr unsigned I = 1u << static_cast<unsigned>(DataType::INT32), U = 1u << static_cast<unsigned>(DataType::UINT32),
                   H = 1u << static_cast<unsigned>(DataType::UINT16), B = 1u << static_cast<unsigned>(DataType::UINT8);

struct Row {
    UnaryOpType type;
    const char* name;
    bool supported;
    kernels::UnaryId floats;
    kernels::IntegerUnaryId integers;
    unsigned integer_dtypes;
    double defaults[2];
};

constexpr Row kRows[] = {
#define ACTIVATION(type, number, floats, integers, dtypes, ...)                                           \
    {UnaryOpType::type, #type, true, kernels::UnaryId::floats, kernels::IntegerUnaryId::integers, dtypes, \
     {__VA_ARGS__}},
#define UNSUPPORTED_ACTIVATION(type, number) \
    {UnaryOpType::type, #type, false, kernels::UnaryId::Identity, kernels::IntegerUnaryId::Identity, 0, {}},
#include "ops/eltwise/activation.inc"
#undef ACTIVATION
#undef UNSUPPORTED_ACTIVATION
};

const Row& row(UnaryOpType t) {
    const auto* found = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& r) { return r.type == t; });
    ensure(found != std::end(kRows), "unknown unary operation ", static_cast<int>(t));
    return *found;
}

// Where the kernel's parameters are not simply the official ones.
void adapt(UnaryOpType t, float* p) {
    if (t == UnaryOpType::ROUND) p[0] = std::pow(10.0f, p[0]);
    if (t == UnaryOpType::XIELU) {
        p[2] = 0.5f;      // beta
        p[3] = -1.0e-6f;  // eps
    }
}

}  // namespace

std::string_view name(UnaryOpType t) { return row(t).name; }

std::ostream& operator<<(std::ostream& out, const UnaryWithParam& u) {
    out << "UnaryWithParam(op_type=" << u.op_type;
    for (size_t i = 0; i < u.params.size(); ++i) out << (i ? ", " : ", params=[") << u.params[i];
    return out << (u.params.empty() ? ")" : "])");
}

void hash_value(Hasher& h, const UnaryWithParam& u) {
    h.word(static_cast<uint64_t>(u.op_type));
    hash_value(h, u.params);
}

UnaryWithParam activation_from_string(const char* operation, const std::string& text) {
    static const std::pair<const char*, const char*> aliases[] = {{"gelu_approx", "GELU_TANH"},
                                                                  {"swish", "SILU"},
                                                                  {"logical_not", "LOGICAL_NOT_UNARY"},
                                                                  {"reciprocal", "RECIP"},
                                                                  {"log_sigmoid", "LOGSIGMOID"}};
    std::string upper = text;
    std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
    for (const auto& [from, to] : aliases)
        if (text == from) upper = to;
    for (const auto& r : kRows)
        if (r.supported && upper == r.name) return {r.type, {}};
    fail("[", operation, "] activation: Unknown unary op: '", text,
         "'; use a name such as \"relu\", \"gelu\", \"silu\", \"sigmoid\" or a ttnn.UnaryWithParam");
}

bool supports_integer(UnaryOpType t, DataType dtype) {
    return row(t).integer_dtypes >> static_cast<unsigned>(dtype) & 1;
}

namespace {

void float_parameters(const UnaryWithParam& u, float* p) {
    const Row& r = row(u.op_type);
    for (size_t i = 0; i < kernels::kUnaryParameters; ++i)
        p[i] = static_cast<float>(i < u.params.size() ? u.params[i] : i < 2 ? r.defaults[i] : 0.0);
    adapt(u.op_type, p);
}

// The function with these parameters; rounding to integers needs no division.
size_t float_function(const UnaryWithParam& u, const float* p) {
    const kernels::UnaryId id = row(u.op_type).floats;
    const bool to_integer = id == kernels::UnaryId::Round && p[0] == 1.0f;
    return static_cast<size_t>(to_integer ? kernels::UnaryId::RoundToInteger : id);
}

}  // namespace

kernels::HalfUnary quick_function(const UnaryWithParam& u, float* p) {
    float_parameters(u, p);
    return kernels::table().half_maps.unary[float_function(u, p)];
}

CompiledChain CompiledChain::to_bfloat16() const {
    CompiledChain out = *this;
    if (!empty())
        out.floats_.push_back(
            {kernels::table().elementwise.unary[static_cast<size_t>(kernels::UnaryId::ToBfloat16)], {}});
    return out;
}

namespace {

// A bound that no int32 reaches stays a bound; what fills a tensor of uint32 travels as its bits.
int32_t integer_parameter(UnaryOpType op, double value) {
    constexpr double most = 2147483647.0;
    if (op == UnaryOpType::FILL && value > most)
        return static_cast<int32_t>(static_cast<uint32_t>(std::min(value, 4294967295.0)));
    return static_cast<int32_t>(std::clamp(value, -2147483648.0, most));
}

}  // namespace

CompiledChain::CompiledChain(const UnaryChain& chain) {
    const auto& kernels = kernels::table().elementwise;
    for (const auto& u : chain) {
        const Row& r = row(u.op_type);
        require(r.supported, "Unary: ", u.op_type, " cannot be used as an activation; call its operation instead");
        FloatStage f{};
        float_parameters(u, f.p);
        f.function = kernels.unary[float_function(u, f.p)];
        IntegerStage n{kernels.integer_unary[static_cast<size_t>(r.integers)], {}};
        if (u.op_type == UnaryOpType::POLYGAMMA)
            require(!u.params.empty() && u.params[0] >= 1 && u.params[0] <= 30,
                    "[ttnn.polygamma] k: expected an order from 1 to 30, got ", u.params.empty() ? 0 : u.params[0]);
        for (size_t i = 0; i < std::min(u.params.size(), kernels::kUnaryParameters); ++i)
            n.p[i] = integer_parameter(u.op_type, u.params[i]);
        floats_.push_back(f);
        integers_.push_back(n);
    }
}

}  // namespace ttnn

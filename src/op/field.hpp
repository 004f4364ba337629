// The fields of an operation: its struct's members with names and documentation. From them are derived the Python
// binding (keywords, order and defaults), the program-cache key, the tensors of a call, the arguments in reports, the
// documentation and the dtype/layout checks.
//
//     static constexpr auto fields() {
//         return std::tuple(arg("input_tensor", &Softmax::input_tensor, "tensor of any rank", kFloats, kTile),
//                           opt("dim", &Softmax::dim, "dimension to normalise"),
//                           kw("memory_config", &Softmax::memory_config, "where the output goes"));
//     }
//
// arg: positional, required. opt: positional with the member's initialiser as default. kw: keyword only, with default.
// req: keyword only, required. out: keyword only, a preallocated output tensor (std::optional<Tensor>), and outs
// several; they are not inputs.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/hash.hpp"
#include "base/str.hpp"
#include "tensor/tensor.hpp"

namespace ttnn {

/// A Python number, which keeps whether it was an integer: integer tensors take integer scalars exactly.
struct Scalar {
    double value = 0;
    int64_t integer = 0;
    bool is_integer = false;
    Scalar() = default;
    Scalar(double v) : value(v) {}
    Scalar(int64_t v) : value(static_cast<double>(v)), integer(v), is_integer(true) {}
    Scalar(int v) : Scalar(static_cast<int64_t>(v)) {}
    bool operator==(const Scalar&) const = default;
};
using TensorOrScalar = std::variant<Tensor, Scalar>;

inline std::ostream& operator<<(std::ostream& out, const Scalar& s) {
    if (s.is_integer) return out << s.integer;
    return out << s.value;
}
inline void hash_value(Hasher& h, const Scalar& s) {
    h.word(s.is_integer);
    if (s.is_integer) hash_value(h, s.integer);
    else hash_value(h, s.value);
}

enum class FieldKind { Arg, Opt, Kw, Req, Out };

/// Sets of dtypes and layouts as bits, for documentation and checks.
using DtypeSet = uint32_t;
constexpr DtypeSet dtype_bit(DataType t) { return 1u << static_cast<unsigned>(t); }
inline constexpr DtypeSet kAnyDtype = ~0u;
inline constexpr DtypeSet kFloats = dtype_bit(DataType::FLOAT32) | dtype_bit(DataType::BFLOAT16) |
                                    dtype_bit(DataType::BFLOAT8_B) | dtype_bit(DataType::BFLOAT4_B);
inline constexpr DtypeSet kIntegers =
    dtype_bit(DataType::INT32) | dtype_bit(DataType::UINT32) | dtype_bit(DataType::UINT16) | dtype_bit(DataType::UINT8);
enum class LayoutSet : uint8_t { Any, Tile, RowMajor };
inline constexpr LayoutSet kTile = LayoutSet::Tile, kRowMajor = LayoutSet::RowMajor, kAnyLayout = LayoutSet::Any;

template <FieldKind K, class Op, class T>
struct Field {
    static constexpr FieldKind kind = K;
    using type = T;
    const char* name;
    T Op::*member;
    const char* doc;
    DtypeSet dtypes = kAnyDtype;
    LayoutSet layout = kAnyLayout;
};

template <class Op, class T>
constexpr auto arg(const char* name, T Op::*member, const char* doc, DtypeSet dtypes = kAnyDtype,
                   LayoutSet layout = kAnyLayout) {
    return Field<FieldKind::Arg, Op, T>{name, member, doc, dtypes, layout};
}
template <class Op, class T>
constexpr auto opt(const char* name, T Op::*member, const char* doc, DtypeSet dtypes = kAnyDtype,
                   LayoutSet layout = kAnyLayout) {
    return Field<FieldKind::Opt, Op, T>{name, member, doc, dtypes, layout};
}
template <class Op, class T>
constexpr auto kw(const char* name, T Op::*member, const char* doc, DtypeSet dtypes = kAnyDtype,
                  LayoutSet layout = kAnyLayout) {
    return Field<FieldKind::Kw, Op, T>{name, member, doc, dtypes, layout};
}
template <class Op, class T>
constexpr auto req(const char* name, T Op::*member, const char* doc, DtypeSet dtypes = kAnyDtype,
                   LayoutSet layout = kAnyLayout) {
    return Field<FieldKind::Req, Op, T>{name, member, doc, dtypes, layout};
}
template <class Op>
constexpr auto out(const char* name, std::optional<Tensor> Op::*member,
                   const char* doc = "preallocated tensor that receives the result") {
    return Field<FieldKind::Out, Op, std::optional<Tensor>>{name, member, doc};
}

/// Preallocated tensors of an operation with several outputs, in their order; absent ones are allocated.
using OutputTensors = std::optional<std::vector<std::optional<Tensor>>>;
template <class Op>
constexpr auto outs(const char* name, OutputTensors Op::*member,
                    const char* doc = "preallocated tensors that receive the results") {
    return Field<FieldKind::Out, Op, OutputTensors>{name, member, doc};
}

/// Calls f(field) for each field of an operation.
template <class Op, class F>
constexpr void for_each_field(F f) {
    std::apply([&](const auto&... field) { (f(field), ...); }, Op::fields());
}

namespace detail {

// Appends the tensors inside a field's value; an absent optional one appends an empty Tensor, so that positions do not
// shift.
inline void collect(const Tensor& t, Tensors& out) { out.push_back(t); }
inline void collect(const std::optional<Tensor>& t, Tensors& out) { out.push_back(t ? *t : Tensor{}); }
inline void collect(const std::vector<Tensor>& list, Tensors& out) {
    for (const auto& t : list) out.push_back(t);
}
inline void collect(const std::optional<std::vector<Tensor>>& list, Tensors& out) {
    if (list) collect(*list, out);
}
inline void collect(const std::variant<Tensor, std::vector<Tensor>>& v, Tensors& out) {
    std::visit([&](const auto& x) { collect(x, out); }, v);
}
inline void collect(const TensorOrScalar& v, Tensors& out) {
    if (auto* t = std::get_if<Tensor>(&v)) out.push_back(*t);
}
inline void collect(const std::optional<TensorOrScalar>& v, Tensors& out) {
    if (v) collect(*v, out);
}
template <class T>
void collect(const T&, Tensors&) {}

// Attributes for the key; tensors enter it by their specs, which launch adds.
inline void add_to_key(Hasher& h, const Tensor&) { h.word(1); }
inline void add_to_key(Hasher& h, const std::optional<Tensor>& t) { h.word(t.has_value()); }
inline void add_to_key(Hasher& h, const std::vector<Tensor>& t) { h.word(t.size()); }
inline void add_to_key(Hasher& h, const std::optional<std::vector<Tensor>>& t) { h.word(t ? t->size() + 1 : 0); }
inline void add_to_key(Hasher& h, const TensorOrScalar& v) {
    h.word(v.index());
    if (auto* s = std::get_if<Scalar>(&v)) hash_value(h, *s);
}
inline void add_to_key(Hasher& h, const std::optional<TensorOrScalar>& v) {
    h.word(v.has_value());
    if (v) add_to_key(h, *v);
}
template <class... Ts>
void add_to_key(Hasher& h, const std::variant<Ts...>& v) {
    h.word(v.index());
    std::visit([&](const auto& x) { hash_value(h, x); }, v);
}
template <class... Ts>
void add_to_key(Hasher& h, const std::optional<std::variant<Ts...>>& v) {
    h.word(v.has_value());
    if (v) add_to_key(h, *v);
}
template <class T>
void add_to_key(Hasher& h, const T& v) {
    hash_value(h, v);
}

// All are declared before they are used, as they call each other for the values inside.
inline std::string to_text(const Tensor& t) { return t ? std::string(describe(t)) : "nullopt"; }
inline std::string to_text(bool v) { return v ? "true" : "false"; }
template <class T>
std::string to_text(const T& v);
template <class... Ts>
std::string to_text(const std::variant<Ts...>& v);
template <class T>
std::string to_text(const std::vector<T>& v);
template <class T>
std::string to_text(const std::optional<T>& v) {
    return v ? to_text(*v) : std::string("nullopt");
}
template <class... Ts>
std::string to_text(const std::variant<Ts...>& v) {
    return std::visit([](const auto& x) { return to_text(x); }, v);
}
template <class T>
std::string to_text(const std::vector<T>& v) {
    std::string out = "[";
    for (size_t i = 0; i < v.size(); ++i) out += (i ? ", " : "") + to_text(static_cast<const T&>(v[i]));
    return out + "]";
}
template <class T>
std::string to_text(const T& v) {
    if constexpr (requires(std::ostream & o) { o << v; }) return str(v);
    else return "...";
}

}  // namespace detail
}  // namespace ttnn

// Derives the Python function of an operation from its struct: parameters, keywords and defaults from `fields`, the
// call from op/launch.hpp. Bind one family a file (about a quarter of a second of compile time an operation):
//
//     void bind_softmax(nb::module_& root) { bind_operation<Softmax>(root, "normalization"); }
//
// Overloads are structs of their own with the same name.
#pragma once
#include "op/launch.hpp"
#include "python/binding.hpp"
#include "python/source.hpp"

namespace ttnn::python {

/// What documentation and stubs are made from; one entry for each overload.
struct BoundField {
    std::string name, kind, type, default_text, doc;
    DtypeSet dtypes;
    LayoutSet layout;
    bool is_tensor;
};
struct BoundOperation {
    std::string name, category, doc;
    std::vector<BoundField> fields;
};
std::vector<BoundOperation>& bound_operations();

namespace detail {

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;
template <class Op, size_t I>
using FieldAt = std::tuple_element_t<I, decltype(Op::fields())>;

// kw_only() before the first keyword field, then the field's own annotation.
template <class Op, size_t I>
auto annotation() {
    using F = FieldAt<Op, I>;
    constexpr auto f = std::get<I>(Op::fields());
    constexpr bool keyword = F::kind == FieldKind::Kw || F::kind == FieldKind::Req || F::kind == FieldKind::Out;
    constexpr bool first = [] {
        if constexpr (I == 0) {
            return keyword;
        } else {
            using P = FieldAt<Op, I - 1>;
            return keyword && !(P::kind == FieldKind::Kw || P::kind == FieldKind::Req || P::kind == FieldKind::Out);
        }
    }();
    auto named = [&] {
        if constexpr (F::kind == FieldKind::Arg || F::kind == FieldKind::Req) return nb::arg(f.name);
        else if constexpr (is_optional<typename F::type>) return nb::arg(f.name).none() = nb::cast(Op{}.*f.member);
        else return nb::arg(f.name) = Op{}.*f.member;
    };
    if constexpr (first) return std::tuple(nb::kw_only(), named());
    else return std::tuple(named());
}

template <class Op, size_t... I>
void define(nb::module_& scope, const char* short_name, std::index_sequence<I...>) {
    auto function = [](typename FieldAt<Op, I>::type... values) {
        Op op;
        constexpr auto fields = Op::fields();
        ((op.*std::get<I>(fields).member = std::move(values)), ...);
        const ScopedSource source;
        const auto run = [&op] {
            nb::gil_scoped_release release;
            return call(op);
        };
        if constexpr (requires { Op::returns_tuple; }) return nb::tuple(nb::cast(run()));
        else return run();
    };
    std::apply([&](auto&&... extra) { scope.def(short_name, function, extra..., Op::doc); },
               std::tuple_cat(annotation<Op, I>()...));
}

template <class F>
BoundField bound_field(const F& f, std::string default_text) {
    static constexpr const char* kinds[] = {"arg", "opt", "kw", "req", "out"};
    using T = typename F::type;
    constexpr bool tensor = std::is_same_v<T, Tensor> || std::is_same_v<T, std::optional<Tensor>> ||
                            std::is_same_v<T, std::vector<Tensor>> || std::is_same_v<T, TensorOrScalar> ||
                            std::is_same_v<T, std::optional<TensorOrScalar>>;
    return {f.name, kinds[static_cast<int>(F::kind)], "", std::move(default_text), f.doc, f.dtypes, f.layout, tensor};
}

}  // namespace detail

/// Defines `_ttnn.operations.<category>.<last part of Op::name>`.
template <class Op>
void bind_operation(nb::module_& root, const char* category) {
    std::string path = std::string("operations.") + category;
    nb::module_ scope = submodule(root, path.c_str());
    const std::string full = Op::name;
    const std::string short_name = full.substr(full.rfind('.') + 1);
    detail::define<Op>(scope, short_name.c_str(),
                       std::make_index_sequence<std::tuple_size_v<decltype(Op::fields())>>());
    BoundOperation bound{Op::name, category, Op::doc, {}};
    const Op defaults;
    for_each_field<Op>([&](const auto& f) {
        constexpr auto kind = std::remove_cvref_t<decltype(f)>::kind;
        const bool required = kind == FieldKind::Arg || kind == FieldKind::Req;
        bound.fields.push_back(detail::bound_field(f, required ? "" : ttnn::detail::to_text(defaults.*f.member)));
    });
    bound_operations().push_back(std::move(bound));
}

}  // namespace ttnn::python

// Binds a configuration: a plain struct whose members become keywords of its constructor (the initialisers are the
// defaults) and attributes.
#pragma once
#include "python/binding.hpp"

namespace ttnn::python {

template <class C, class T>
struct ConfigMember {
    const char* name;
    T C::*member;
};
template <class C, class T>
constexpr ConfigMember<C, T> member(const char* name, T C::*pointer) {
    return {name, pointer};
}

namespace detail {

template <class T>
constexpr bool takes_none = false;
template <class T>
constexpr bool takes_none<std::optional<T>> = true;

template <class C, class T>
auto keyword(const ConfigMember<C, T>& m) {
    if constexpr (takes_none<T>) return nb::arg(m.name).none() = nb::cast(C{}.*m.member);
    else return nb::arg(m.name) = C{}.*m.member;
}

template <class C, class T>
void attribute(nb::class_<C>& type, const ConfigMember<C, T>& m) {
    if constexpr (takes_none<T>) type.def_rw(m.name, m.member, nb::arg("value").none());
    else type.def_rw(m.name, m.member);
}

}  // namespace detail

template <class C, class... T>
void bind_config(nb::handle scope, const char* name, const char* doc, const ConfigMember<C, T>&... members) {
    nb::class_<C> type(scope, name, doc);
    type.def(
        "__init__",
        [members...](C* c, T... values) {
            new (c) C{};
            ((c->*members.member = std::move(values)), ...);
        },
        nb::kw_only(), detail::keyword(members)...);
    (detail::attribute(type, members), ...);
    type.def("__repr__", [](const C& c) { return str(c); });
}

}  // namespace ttnn::python

// Describe: one walk over the members of any fact, decision or row, in their declared order (inherited members first).
//
// Every form of a record is such a walk: stored bytes, JSON in and out, rows of the views. None lists members again.
#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

#include "ledger/event.h"

namespace ipep {

template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;
template <class T>
concept DescribedEnum = boost::describe::has_describe_enumerators<T>::value;

template <class T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

// Which shape a member has.
template <class T, template <class...> class Template>
inline constexpr bool is_a = false;
template <template <class...> class Template, class... Arguments>
inline constexpr bool is_a<Template<Arguments...>, Template> = true;

// What is kept apart is walked as what it holds.
template <class T>
auto& walked(T& member) {
    if constexpr (is_a<std::remove_const_t<T>, Apart>)
        return *member;
    else
        return member;
}

// Calls visit(name, member) for each member of `self`.
template <class T, class Visit>
void for_each_member(T& self, Visit&& visit) {
    boost::mp11::mp_for_each<MembersOf<std::remove_const_t<T>>>(
        [&](auto d) { visit(d.name, walked(self.*d.pointer)); });
}

// Calls visit.operator()<Member>(name) for each member of T, without an object.
template <class T, class Visit>
void for_each_member_type(Visit&& visit) {
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto d) {
        using Member = std::remove_cvref_t<decltype(walked(std::declval<T&>().*d.pointer))>;
        visit.template operator()<Member>(d.name);
    });
}

template <class T>
concept Optional = is_a<T, std::optional> || is_a<T, Seldom>;
template <class T>
concept List = is_a<T, std::vector>;
template <class T>
concept Variant = is_a<T, Sum>;

// Members that are a text with a meaning: identifiers, keys, decimals, ratios.
template <class T>
concept TextLike = !Described<T> && requires(T t) {
    { t.text } -> std::same_as<std::string&>;
};

// The variant alternative of this kind, default-made, or nothing.
template <class V>
std::optional<V> make_kind(std::string_view kind) {
    std::optional<V> made;
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<V::size>>([&](auto index) {
        using Kind = std::variant_alternative_t<index, typename V::Kinds>;
        if (kKinds[kKindIndex<Kind>] == kind) made.emplace(Kind{});
    });
    return made;
}

template <DescribedEnum E>
std::string_view enum_name(E value) {
    return boost::describe::enum_to_string(value, "");
}

}  // namespace ipep

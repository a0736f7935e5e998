// The special members of a Sum, for the one file that makes them: it ends with `template class ipep::Sum<…>;`.
//
// Promise: an assignment that throws leaves what was there.
#pragma once

#include <array>
#include <memory>
#include <type_traits>
#include <utility>

#include "ledger/sum.h"

namespace ipep {

template <class Kinds>
inline constexpr auto kMakers = []<class... Kind>(const std::variant<Kind...>*) {
    static_assert((std::is_nothrow_move_constructible_v<Kind> && ...));
    return std::array<Kinds (*)(void*), sizeof...(Kind)>{
        [](void* kind) { return Kinds(std::in_place_type<Kind>, std::move(*static_cast<Kind*>(kind))); }...};
}(static_cast<const Kinds*>(nullptr));

template <class Name>
Sum<Name>::Sum() = default;
template <class Name>
Sum<Name>::Sum(std::size_t place, void* kind) : Kinds(kMakers<Kinds>[place](kind)) {}
template <class Name>
Sum<Name>::Sum(const Sum& other) = default;
template <class Name>
Sum<Name>::Sum(Sum&& other) noexcept = default;
template <class Name>
Sum<Name>::~Sum() = default;

template <class Name>
Sum<Name>& Sum<Name>::operator=(const Sum& other) {
    return *this = Sum(other);
}
template <class Name>
Sum<Name>& Sum<Name>::operator=(Sum&& other) noexcept {
    if (this != &other) {
        std::destroy_at(this);
        std::construct_at(this, std::move(other));
    }
    return *this;
}

template <class Name>
bool Sum<Name>::operator==(const Sum& other) const {
    return static_cast<const Kinds&>(*this) == static_cast<const Kinds&>(other);
}

}  // namespace ipep

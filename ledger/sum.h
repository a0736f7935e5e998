// Sum: a value of one of many kinds, with its copies, moves and comparison made in ledger/event.cc alone.
//
// Shape:  a std::variant in every other respect: std::visit, std::get_if and the rest take it. A file that copied or
//         destroyed a plain variant of sixty kinds compiled these sixty again, which took longer than all it said.
#pragma once

#include <concepts>
#include <cstddef>
#include <variant>

namespace ipep {

// Specialised for each name: `type` is the variant.
template <class Name>
struct KindsOf;

template <class Kind, class Variant>
inline constexpr bool kIsKindOf = false;
template <class Kind, class... Kinds>
inline constexpr bool kIsKindOf<Kind, std::variant<Kinds...>> = (std::same_as<Kind, Kinds> || ...);

// Precondition: it is one of them.
template <class Kind, class Variant>
inline constexpr std::size_t kPlaceIn = 0;
template <class Kind, class First, class... Rest>
inline constexpr std::size_t kPlaceIn<Kind, std::variant<First, Rest...>> = [] {
    constexpr bool same[] = {std::same_as<Kind, First>, std::same_as<Kind, Rest>...};
    std::size_t place = 0;
    while (!same[place]) ++place;
    return place;
}();

template <class Name>
class Sum : public KindsOf<Name>::type {
public:
    using Kinds = typename KindsOf<Name>::type;
    static constexpr std::size_t size = std::variant_size_v<Kinds>;

    Sum();
    template <class Kind>
    requires kIsKindOf<Kind, Kinds> Sum(Kind kind) : Sum(kPlaceIn<Kind, Kinds>, &kind) {}
    Sum(const Sum& other);
    Sum(Sum&& other) noexcept;
    Sum& operator=(const Sum& other);
    Sum& operator=(Sum&& other) noexcept;
    ~Sum();
    bool operator==(const Sum& other) const;

private:
    // Moves from the kind that stands in this place.
    Sum(std::size_t place, void* kind);
};

}  // namespace ipep

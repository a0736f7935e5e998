// OneOf: a kind that is one of those named. A function over it says of each by name what it says of all.
#pragma once

#include <concepts>

namespace ipep {

template <class Kind, class... Kinds>
concept OneOf = (std::same_as<Kind, Kinds> || ...);

}  // namespace ipep

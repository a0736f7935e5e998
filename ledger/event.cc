#include "ledger/event.h"

#include "ledger/sum_members.h"

namespace ipep {

template class Sum<BodyName>;

Body widen(Fact fact) {
    return std::visit([](auto& kind) { return Body(std::move(kind)); }, fact);
}

std::optional<Fact> fact_in(const Body& body) {
    return std::visit(
        [](const auto& kind) -> std::optional<Fact> {
            if constexpr (std::is_constructible_v<Fact, decltype(kind)>)
                return Fact(kind);
            else
                return std::nullopt;
        },
        body);
}

}  // namespace ipep

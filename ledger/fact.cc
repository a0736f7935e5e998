#include "ledger/fact.h"

#include "ledger/event.h"
#include "ledger/sum_members.h"

namespace ipep {

template class Sum<PlainFactName>;
template class Sum<FactName>;

Fact widen(PlainFact fact) {
    return std::visit([](auto& kind) { return Fact(std::move(kind)); }, fact);
}

}  // namespace ipep

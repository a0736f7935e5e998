#include "services/forms/standing_fact.h"

#include "events/codec.h"
#include "ledger/guard.h"
#include "services/forms/fact_form.h"
#include "services/words/code.h"

namespace ipep::forms {
namespace {

std::optional<PlainFact> fact_of(const Body& body) {
    std::optional<PlainFact> made;
    std::visit(
        [&]<class Kind>(const Kind& kind) {
            if constexpr (std::is_same_v<Kind, FactCorrected>)
                made = kind.fact;
            else if constexpr (kIsKindOf<Kind, PlainFact::Kinds>)
                made = kind;
        },
        body);
    return made;
}

}  // namespace

Verdict<StandingFact> standing_fact(LedgerService& ledger, Position position) {
    const Position head = ledger.store().head();
    if (position == 0 || position > head)
        return refuse(code::position_absent, {{"position", std::to_string(position)}, {"head", std::to_string(head)}});
    const Event event = ledger.event(position, false);
    auto fact = fact_of(event.body);
    const std::string kind(kind_of(event.body));
    if (!fact || !event.key || !is_correctable(kind)) return refuse(code::not_correctable, {{"kind", kind}});
    const auto* correction = std::get_if<FactCorrected>(&event.body);
    StandingFact found{.key = correction ? correction->corrects : *event.key,
                       .standing = position,
                       .on = event.on,
                       .source = event.source,
                       .fact = std::move(*fact),
                       .kind = {}};
    ledger.store().scan(position + 1, head + 1, [&](Position at, const Record& record) {
        Event later = read_event(at, record.payload);
        auto* put_right = std::get_if<FactCorrected>(&later.body);
        if (!put_right || put_right->corrects != found.key) return true;
        found.standing = at;
        found.on = later.on;
        found.source = std::move(later.source);
        found.fact = std::move(put_right->fact);
        return true;
    });
    found.kind = std::string(kind_of(found.fact));
    return found;
}

}  // namespace ipep::forms

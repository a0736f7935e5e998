#include "services/ledger/in_effect.h"

#include "projections/read_ahead.h"
#include "services/words/code.h"

namespace ipep {

void count_in_effect(LedgerService& ledger, Day day) {
    Views& views = ledger.views();
    const Position until = views.position();
    BalanceView balances({});
    EnvelopeView envelope({});
    StatementView statements({});
    read_ahead(ledger.store(), 1, until + 1, [&](const Event& event) {
        Postings postings = posting(event);
        std::erase_if(postings, [&](const Posting& one) { return one.on > day; });
        balances.fold(event, postings);
        statements.fold(event, postings);
        if (event.on <= day) envelope.fold(event, postings);
    });
    views.balances() = std::move(balances);
    views.envelope() = std::move(envelope);
    views.statements() = std::move(statements);
}

Verdict<Settlement> settlement_in_effect(LedgerService& ledger, ResultYear year, std::optional<std::int64_t> revision,
                                         std::optional<Day> day) {
    if (!day) return ledger.settlement(year, revision);
    const auto is_in_effect = [&](std::int64_t one) {
        return ledger.event(ledger.views().settlements().head(year, one)->position, false).on <= *day;
    };
    const auto& settled = ledger.book().common().settled;
    const auto latest = settled.find(year);
    std::int64_t last = latest == settled.end() ? 0 : latest->second.revision;
    while (last > 0 && !is_in_effect(last)) --last;
    if (last == 0) return refuse(code::settlement_absent, {{"year", to_text(year)}});
    auto found = ledger.settlement(year, revision.value_or(last));
    if (!found || is_in_effect(found->head.settled.revision)) return found;
    return refuse(code::revision_absent,
                  {{"year", to_text(year)}, {"revision", std::to_string(*revision)}, {"last", std::to_string(last)}});
}

}  // namespace ipep

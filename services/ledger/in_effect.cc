#include "services/ledger/in_effect.h"

#include "events/codec.h"
#include "ledger/about.h"
#include "projections/kept_versions.h"
#include "projections/read_ahead.h"
#include "services/words/code.h"

namespace ipep {
namespace {

// The events known at a state that wrote rows, and what they move by the end of a day.
class Counted {
public:
    Counted(const Store& store, Position until, Day day)
        : store_(store), until_(until), versions_until_(std::min(until, versions_kept(store))), day_(day) {}

    bool counts(const Event& event) const { return event.on <= day_; }
    Postings moved(const Event& event) const { return counts(event) ? posting(event) : Postings(); }

    // In order: those that wrote a row by its versions, then those that no version tells of.
    template <class Fold>
    void each(char view, Match match, std::string_view key, const Fold& fold) const {
        for (const Position at : positions_written(store_, view, match, key, versions_until_))
            fold(read_event(at, store_.payload(at)));
        for (const Event& event : late()) fold(event);
    }

private:
    // Whether the event can write a row of a view that is counted.
    static bool can_write(const Event& event) {
        return brought<EnvelopeBudgeted>(event.body) || std::holds_alternative<GroupementAdmitted>(event.body) ||
               std::holds_alternative<YearSettled>(event.body) || !posting(event).empty();
    }
    const std::vector<Event>& late() const {
        if (!late_) {
            late_.emplace();
            read_ahead(store_, versions_until_ + 1, until_ + 1, [&](const Event& event) {
                if (can_write(event)) late_->push_back(event);
            });
        }
        return *late_;
    }

    const Store& store_;
    Position until_, versions_until_;
    Day day_;
    mutable std::optional<std::vector<Event>> late_;
};
using CountedEvents = std::shared_ptr<const Counted>;

template <class View>
Rows rows_of(View& folded) {
    Rows rows;
    folded.take_changes(rows);
    return rows;
}

// A groupement is known before anything is in effect of it.
RowSource balances_of(const CountedEvents& events) {
    return RowSource::made([events](Match match, std::string_view key) {
        BalanceView view({});
        events->each(kPastBalances, match, key, [&](const Event& event) { view.fold(event, events->moved(event)); });
        return rows_of(view);
    });
}

RowSource envelope_of(const CountedEvents& events) {
    return RowSource::made([events](Match match, std::string_view key) {
        EnvelopeView view({});
        events->each(kPastEnvelope, match, key, [&](const Event& event) {
            if (events->counts(event)) view.fold(event, posting(event));
        });
        return rows_of(view);
    });
}

// What writes a line of a statement writes the balance.
RowSource statements_of(const CountedEvents& events) {
    return RowSource::made([events](Match, std::string_view line) {
        StatementView view({});
        const auto groupement = StatementView::groupement_of(line);
        events->each(kPastBalances, groupement ? Match::whole : Match::prefix, groupement.value_or(""),
                     [&](const Event& event) { view.fold(event, events->moved(event)); });
        return rows_of(view);
    });
}

}  // namespace

void count_in_effect(LedgerService& ledger, Day day) {
    Views& views = ledger.views();
    const auto events = std::make_shared<const Counted>(ledger.store(), views.position(), day);
    views.balances() = BalanceView(balances_of(events));
    views.envelope() = EnvelopeView(envelope_of(events));
    views.statements() = StatementView(statements_of(events));
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

#include "services/answers/reading_answers.h"

#include <boost/json.hpp>

#include "events/code.h"
#include "events/event_json.h"
#include "events/json_walk.h"
#include "ledger/description.h"
#include "projections/edition.h"
#include "services/histories/stale_year.h"
#include "services/ledger/event_filter.h"
#include "services/ledger/in_effect.h"
#include "services/ledger/recorder.h"

namespace ipep {

namespace json = boost::json;

Verdict<Answer<SettlementShown>> answer(Asking& asking, const questions::Settlement& question) {
    const auto ledger = IPEP_TRY(asking.reader());
    const auto day = asking.effective_day();
    SettlementShown shown{IPEP_TRY(settlement_in_effect(*ledger, question.year, question.revision, day))};
    const Reader& reader = asking.asks(*ledger);
    std::erase_if(shown.settlement.groups,
                  [&](const SettlementLine& line) { return !reader.sees(line.row.groupement); });
    if (!day && !question.revision) {
        const auto stale = stale_years(ledger->store(), ledger->book(), question.year);
        shown.would_change = !stale.empty() && stale.front().wouldChange;
    }
    return Answer(std::move(shown), *ledger);
}

json::object document(const SettlementShown& value) { return settlement_answer(value.settlement); }

Verdict<Answer<SettlementsShown>> answer(Asking& asking, const questions::Settlements&) {
    const auto ledger = IPEP_TRY(asking.reader());
    const auto& settled = ledger->book().common().settled;
    SettlementsShown shown{{settled.begin(), settled.end()}};
    if (!asking.asks(*ledger).sees_any())
        for (auto& [year, one] : shown.years) one.validatedBy = one.refusedBy = {}, one.refusedFor.clear();
    return Answer(std::move(shown), *ledger);
}

json::object document(const SettlementsShown& value) {
    json::array years;
    for (const auto& [year, one] : value.years) years.push_back(settled_year_answer(year, one));
    return {{"settlements", std::move(years)}};
}

Verdict<Answer<BalancesShown>> answer(Asking& asking, const questions::Balances& question) {
    const auto ledger = IPEP_TRY(asking.reader());
    Views& views = ledger->views();
    if (!question.groupement.empty()) {
        const auto groupement = IPEP_TRY(ledger->known_groupement(question.groupement));
        return Answer(BalancesShown{{balance_row(groupement, views.balances())}, true}, *ledger);
    }
    BalancesShown shown{balance_rows(views.balances()), false, envelope_rows(views.envelope()).total};
    const Reader& reader = asking.asks(*ledger);
    std::erase_if(shown.rows, [&](const BalanceRow& row) { return !reader.sees(row.groupement); });
    return Answer(std::move(shown), *ledger);
}

json::object document(const BalancesShown& value) {
    return value.of_one ? balance_answer(value.rows.front()) : balances_answer(value.rows);
}

Verdict<Answer<EnvelopeRows>> answer(Asking& asking, const questions::Envelope&) {
    const auto ledger = IPEP_TRY(asking.reader());
    return Answer(envelope_rows(ledger->views().envelope()), *ledger);
}

json::object document(const EnvelopeRows& value) { return envelope_answer(value); }

Verdict<Answer<StatementShown>> answer(Asking& asking, const questions::Statement& question) {
    const auto ledger = IPEP_TRY(asking.reader());
    const auto groupement = IPEP_TRY(ledger->known_groupement(question.groupement));
    return Answer(StatementShown{groupement, described(*ledger->book_of(groupement).find(groupement)).name,
                                 ledger->views().statements().lines(groupement)},
                  *ledger);
}

json::object document(const StatementShown& value) {
    return statement_answer(value.groupement, value.name, value.lines);
}

Verdict<Answer<RowStream<EventShown>>> answer(Asking& asking, const questions::Events& question) {
    const EventFilter filter{question.groupement, question.kind,  question.year,
                             question.from,       question.until, question.limit};
    if (!filter.kind.empty() && std::ranges::find(kKinds, filter.kind) == kKinds.end())
        return refuse(code::kind_unknown, {{"kind", filter.kind}});
    const std::shared_ptr<LedgerService> ledger = IPEP_TRY(asking.reader());
    if (!filter.groupement.empty()) IPEP_TRY(ledger->known_groupement(filter.groupement));
    Reader& reader = asking.asks(*ledger);
    const auto each = [&asking, &reader, ledger, filter](const std::function<bool(const EventShown&)>& take) {
        const Position end = std::min(filter.until, ledger->views().position() + 1);
        std::uint64_t given = 0;
        ledger->store().scan(filter.from, end, [&](Position position, const Record& record) {
            if (given == filter.limit) {
                asking.continues({{"after", std::to_string(position - 1)}});
                return false;
            }
            EventShown row{read_event(position, record.payload), record.digest, ledger->format().trial};
            if (!filter.takes(row.event.body)) return true;
            ++given;
            if (!reader.sees(row.event)) return true;
            reveal_personal(ledger->store(), row.event);
            reader.read(row.event);
            return take(row);
        });
    };
    return Answer(RowStream<EventShown>{each}, *ledger);
}

json::object document(const EventShown& row) {
    json::object line = to_json(row.event, row.digest);
    if (row.trial) line["trial"] = true;
    return line;
}

Verdict<Answer<std::variant<Bytes, RulesShown>>> answer(Asking& asking, const questions::Rules& question) {
    const std::string edition = question.edition.empty() ? shipped_editions().back() : question.edition;
    if (question.shipped) return Answer(std::variant<Bytes, RulesShown>(Bytes{std::string(shipped_rules(edition))}));
    const auto ledger = IPEP_TRY(asking.reader());
    RulesShown shown{ledger->book().common().rules, edition};
    if (std::ranges::any_of(shown.versions, [&](const auto& one) { return one.noted.value.rules.text == edition; }))
        shown.better.clear();
    return Answer(std::variant<Bytes, RulesShown>(std::move(shown)), *ledger);
}

json::object document(const RulesShown& value) {
    json::array versions;
    for (const auto& [key, noted] : value.versions)
        versions.push_back({{"position", noted.position},
                            {"on", to_text(noted.on)},
                            {"rules", noted.value.rules.text},
                            {"title", noted.value.title},
                            {"fromYear", noted.value.fromYear.number},
                            {"parameters", members_to_json(*noted.value.parameters)}});
    return {{"rules", std::move(versions)}};
}

}  // namespace ipep

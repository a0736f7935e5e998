#include "services/forms/fact_trial.h"

#include <boost/json.hpp>

#include "events/event_json.h"
#include "events/seal.h"
#include "services/sheets/plausibility.h"
#include "services/words/wording.h"

namespace ipep::forms {
namespace {

using Owed = std::map<GroupementId, Money>;

Owed owed_in(const Book& book) {
    Owed owed;
    for (const GroupementId& id : book.groupements()) owed.emplace(id, book.find(id)->net());
    return owed;
}

// From which year on what is settled may rest on the fact; nothing where it is none of what a settlement reads.
std::optional<ResultYear> first_year_of(const Book& book, const PlainFact& fact) {
    ResultYear from = sheets::subject_of(widen(fact)).year;
    if (const auto* rules = std::get_if<RulesAdopted>(&fact)) from = rules->fromYear;
    for (const auto& [year, settled] : book.common().settled)
        if (year >= from) return year;
    return std::nullopt;
}

// What stands out among the values of a fact that a sheet may give as well.
std::vector<std::string> what_stands_out(const LedgerService& ledger, const RecordFact& command) {
    const PlainFact fact = plain(command.fact);
    const Values values = values_of(fact);
    sheets::SheetFact given{.fact = {command.key, command.on, command.source, widen(fact)}, .values = {}, .places = {}};
    for (const auto& [name, text] : values)
        if (const auto* measure = sheets::measure_of(kind_of(fact), name)) given.values.push_back({measure, {}, text});
    if (given.values.empty()) return {};
    given.places.emplace_back(sheets::Heading::day, sheets::Place());
    std::vector<std::string> found;
    for (const auto& one : sheets::what_stands_out(ledger.book(), {given}, ledger.world().today()))
        found.push_back(one.about + " · " + spoken_sentence(one.rejection));
    return found;
}

std::string mark_of(const FactTrial& trial, const RecordFact& command) {
    std::string text = boost::json::serialize(to_json(command));
    for (const auto& one : trial.due)
        text += one.groupement.text + to_text(one.year) + to_text(one.before) + to_text(one.after);
    for (const OwedChange& one : trial.owed) text += one.groupement.text + to_text(one.before) + to_text(one.after);
    for (const std::string& one : trial.stands_out) text += one;
    return to_hex(bytes_of(sha256(text))).substr(0, 16);
}

}  // namespace

FactTrial try_fact(LedgerService& ledger, const RecordFact& command, const PersonId& person) {
    FactTrial trial;
    const PlainFact fact = plain(command.fact);
    trial.stands_out = what_stands_out(ledger, command);
    const Owed before = owed_in(ledger.book());
    const bool moves_years = right_for(widen(fact)) == Right::record_results;
    const auto again = moves_years ? first_year_of(ledger.book(), fact) : std::nullopt;
    const Day today = ledger.world().today();
    const auto look = [&](const Book& book) {
        for (const auto& [id, owed] : owed_in(book)) {
            const auto known = before.find(id);
            const Money was = known == before.end() ? Money() : known->second;
            if (owed != was) trial.owed.push_back({id, was, owed});
        }
        if (!again) return;
        const auto drafts = decide_settlement(book, *again, today);
        if (!drafts) {
            trial.unsettled = drafts.error();
            return;
        }
        if (!drafts->empty()) trial.again = again;
        for (const auto& one : sheets::due_ahead(book, *drafts))
            if (one.before != one.after) trial.due.push_back(one);
    };
    const Trial tried = ledger.try_append(std::vector{command}, person, look);
    const std::vector<Field> fields = fields_of(kind_of(fact));
    for (const Rejection& one : tried.refused) {
        Rejection told = one;
        told.line = 0;
        told.key.clear();
        trial.refused.push_back({field_of(told, fields), std::move(told)});
    }
    trial.is_known = tried.result.repeated > 0;
    trial.mark = mark_of(trial, command);
    return trial;
}

}  // namespace ipep::forms

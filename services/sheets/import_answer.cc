#include "services/sheets/import_answer.h"

#include <boost/json.hpp>

#include "ledger/code.h"
#include "services/answers/figures.h"
#include "services/questions/recording_answer.h"
#include "services/words/wording.h"

namespace ipep::sheets {
namespace {

namespace json = boost::json;

void add_findings(const std::vector<Finding>& findings, json::array& to) {
    for (const Finding& one : findings)
        to.push_back({{"sheet", one.place.sheet},
                      {"row", one.place.row},
                      {"column", column_letters(one.place.column)},
                      {"heading", one.place.heading},
                      {"code", text_of(one.rejection.code).code},
                      {"detail", spoken_sentence(one.rejection)}});
}

json::array facts_of(const SheetImport& import, const KnownBefore& before) {
    json::array facts;
    auto known = before.values.begin();
    for (const SheetFact& fact : import.facts) {
        const Subject subject = subject_of(fact.fact.fact);
        json::array values;
        for (const GivenValue& one : fact.values)
            values.push_back({{"sheet", one.place.sheet},
                              {"row", one.place.row},
                              {"member", one.measure->member},
                              {"value", one.text},
                              {"yearBefore", *known++}});
        facts.push_back({{"key", fact.fact.key.text},
                         {"kind", fact.values.front().measure->kind},
                         {"groupement", subject.groupement.text},
                         {"year", subject.year.number},
                         {"indicator", subject.indicator.text},
                         {"on", to_text(fact.fact.on)},
                         {"values", std::move(values)}});
    }
    return facts;
}

json::object ahead_of(const SettlementAhead& ahead, const std::vector<DueAhead>& changes) {
    json::object answer{{"year", ahead.year.number}};
    if (!ahead.drafts) {
        answer["refused"] = rejection_answer(ahead.drafts.error(), spoken_sentence(ahead.drafts.error()));
        return answer;
    }
    json::array due;
    for (const DueAhead& one : changes)
        due.push_back({{"groupement", one.groupement.text},
                       {"year", one.year.number},
                       {"before", to_text(one.before)},
                       {"after", to_text(one.after)}});
    answer["due"] = std::move(due);
    return answer;
}

}  // namespace

std::vector<DueAhead> due_ahead(const Book& before, const std::vector<Draft>& drafts) {
    std::vector<DueAhead> all;
    const auto stands = [&](const GroupementId& id, ResultYear year) {
        const GroupState* page = before.find(id);
        const auto line = page ? page->settled.find(year) : decltype(page->settled.end())();
        return page && line != page->settled.end() ? line->second.row.due : Money();
    };
    for (const Draft& draft : drafts) {
        if (const auto* line = std::get_if<IncentiveSettled>(&draft.body))
            all.push_back({line->groupement, line->year, stands(line->groupement, line->year), line->due});
        if (const auto* annulled = std::get_if<IncentiveAnnulled>(&draft.body))
            all.push_back(
                {annulled->groupement, annulled->year, stands(annulled->groupement, annulled->year), Money()});
    }
    return all;
}

KnownBefore known_before(const SheetImport& import, const Book& before) {
    KnownBefore known;
    for (const SheetFact& fact : import.facts) {
        Subject subject = subject_of(fact.fact.fact);
        --subject.year;
        for (const GivenValue& one : fact.values) known.values.push_back(known_value(before, *one.measure, subject));
    }
    if (import.ahead && import.ahead->drafts) known.due = due_ahead(before, *import.ahead->drafts);
    return known;
}

json::object import_answer(const SheetImport& import, const KnownBefore& before) {
    json::object answer = append_answer(import.result);
    json::array errors, warnings;
    add_findings(import.errors, errors);
    add_findings(import.notes, warnings);
    add_findings(import.warnings, warnings);
    answer["errors"] = std::move(errors);
    answer["warnings"] = std::move(warnings);
    answer["unfilled"] = import.unfilled;
    answer["facts"] = facts_of(import, before);
    if (import.ahead) answer["settlement"] = ahead_of(*import.ahead, before.due);
    return answer;
}

}  // namespace ipep::sheets

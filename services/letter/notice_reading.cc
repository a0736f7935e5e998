#include "services/letter/notice_reading.h"

#include "events/code.h"
#include "ledger/description.h"
#include "projections/derivation.h"
#include "services/words/indicator_names.h"

namespace ipep {
namespace {

std::vector<std::pair<IndicatorId, Decimal>> values_before(const GroupState& page, ResultYear year,
                                                           const GroupInputs<Traced>& inputs) {
    std::vector<std::pair<IndicatorId, Decimal>> values;
    const YearFacts* before = page.facts(year - 1);
    if (!before) return values;
    for (const auto* group : {&inputs.core, &inputs.chosen})
        for (const auto& result : *group)
            if (const auto* measured = before->measure(result.indicator))
                values.emplace_back(result.indicator, measured->value.value);
    return values;
}

// Of the measures that count, and of experience where it does.
std::vector<MeasureEvidence> evidence_behind(LedgerService& ledger, const GroupState& page, ResultYear year,
                                             const GroupInputs<Traced>& inputs) {
    std::vector<MeasureEvidence> all;
    const YearFacts* facts = page.facts(year);
    const auto take = [&](Position position) {
        if (auto evidence = evidence_of(ledger.event(position, false).body)) all.push_back(std::move(*evidence));
    };
    for (const auto* group : {&inputs.core, &inputs.chosen})
        for (const auto& result : *group)
            if (const auto* measured = facts ? facts->measure(result.indicator) : nullptr) take(measured->position);
    if (facts && inputs.experience && facts->experience) take(facts->experience->position);
    return all;
}

// Whether there is a notice to ask for, and the reader may.
Verdict<> check_asked(LedgerService& ledger, ResultYear year, const GroupementId& id, const Reader& reader) {
    const GroupState* page = ledger.book().find(id);
    if (!page) return refuse(code::unknown_groupement, {{"groupement", id.text}});
    IPEP_TRY(reader.check_amounts(id, page->admission.value.cpam));
    if (page->settled.contains(year)) return {};
    return refuse(code::reference_unknown, {{"reference", Reference::due(id, year).line()}});
}

}  // namespace

Verdict<std::vector<AddressedNotice>> notices_of(LedgerService& ledger, ResultYear year,
                                                 const std::optional<GroupementId>& only, const Reader& reader) {
    const auto latest = ledger.book().common().settled.find(year);
    if (latest == ledger.book().common().settled.end())
        return refuse(code::settlement_absent, {{"year", to_text(year)}});
    if (only) IPEP_TRY(check_asked(ledger, year, *only, reader));
    const RulesId rules = latest->second.rules;
    std::vector<AddressedNotice> notices;
    const auto wanted = [&](const GroupementId& id, ResultYear of) {
        if (of != year) return false;
        return only ? id == *only : reader.may(Right::read_amounts, ledger.book().find(id)->admission.value.cpam);
    };
    const auto tell = [&](const GroupementId& id, ResultYear, const TracedYear& traced, const SettledLine& line,
                          const Book& known) {
        const Event settled = ledger.event(line.position, false);
        const GroupState& page = *known.find(id);
        GroupementAdmitted group = page.admission.value;
        group.name = described_on(page, settled.on).name;
        const NoticeFacts facts{year,
                                std::move(group),
                                line,
                                traced,
                                values_before(page, year, traced.inputs),
                                evidence_behind(ledger, page, year, traced.inputs),
                                rules_naming(known.common(), year),
                                rules,
                                settled.on,
                                settled.recordedAt,
                                ledger.format().trial};
        notices.push_back({id, line.revision, notice_of(facts)});
    };
    trace_years(ledger.store(), ledger.views(), wanted, tell);
    if (notices.empty()) IPEP_TRY(reader.check(Right::read_amounts));
    return notices;
}

}  // namespace ipep

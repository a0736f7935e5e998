#include "ledger/year_inputs.h"

#include <algorithm>
#include <map>

namespace ipep {
namespace {

// Lists what one group still waits for.
struct Gaps {
    const Book& book;
    ResultYear year;
    std::vector<Missing>& missing;

    void of(const GroupementId& id) {
        const GroupState& page = *book.find(id);
        static const YearFacts nothing;
        const YearFacts* now = page.facts(year) ? page.facts(year) : &nothing;
        const YearFacts* before = page.facts(year - 1) ? page.facts(year - 1) : &nothing;
        if (!page.assessment) missing.push_back({id.text, "seedCreditAssessed", {}, 0});
        if (!now->patients) missing.push_back({id.text, "patientsCounted", {}, year});
        look_at_spending(id, page);
        if (!now->expenditure) missing.push_back({id.text, "expenditureMeasured", {}, year});
        const Counted which = counted(book, page, year);
        for (const IndicatorId& indicator : which.core) look_at(id, page, *now, *before, indicator);
        for (const IndicatorId& indicator : which.chosen) look_at(id, page, *now, *before, indicator);
        if (which.experience && !now->experience) missing.push_back({id.text, "experienceMeasured", {}, year});
        if (which.experience && !book.common().thresholds.contains(year))
            missing.push_back({{}, "experienceThresholdsSet", {}, year});
    }

    void look_at_spending(const GroupementId& id, const GroupState& page) {
        const int trend = static_cast<int>(trend_years(book.common().rules_for(year)->value.parameters->efficiency));
        for (ResultYear earlier = year - trend; earlier < year; ++earlier) {
            const YearFacts* facts = page.facts(earlier);
            if (!facts || !facts->expenditure) missing.push_back({id.text, "expenditureMeasured", {}, earlier});
        }
    }

    void look_at(const GroupementId& id, const GroupState& page, const YearFacts& now, const YearFacts& before,
                 const IndicatorId& indicator) {
        const auto* targets = targets_for(book, page, year, indicator);
        const auto* measured = now.measure(indicator);
        if (!targets) missing.push_back({{}, "indicatorTargetsSet", indicator.text, year});
        if (!measured) missing.push_back({id.text, "indicatorMeasured", indicator.text, year});
        if (!targets || !measured || before.measure(indicator) || targets->value.startingValue) return;
        const IndicatorResult<Exact> result{indicator,
                                            targets->value.direction,
                                            to_exact(measured->value.value),
                                            to_exact(targets->value.target),
                                            to_exact(targets->value.intermediate),
                                            {}};
        if (needs_before(result)) missing.push_back({id.text, "indicatorMeasured", indicator.text, year - 1});
    }
};

}  // namespace

void tidy(Positions& positions) {
    std::ranges::sort(positions);
    const auto rest = std::ranges::unique(positions);
    positions.erase(rest.begin(), rest.end());
}

std::vector<GroupementId> groups_of(const Book& book, ResultYear year) {
    std::vector<GroupementId> groups = book.groupements();
    std::erase_if(groups, [&](const GroupementId& id) { return !book.has_result_year(*book.find(id), year); });
    return groups;
}

Counted counted(const Book& book, const GroupState& page, ResultYear year) {
    const Parameters& parameters = book.common().rules_for(year)->value.parameters;
    const std::int64_t rank = year - page.admission.value.firstYear + 1;
    Counted which;
    for (const IndicatorId& id : parameters.quality.socle)
        if (is_counted(parameters, id.text, rank, year)) which.core.push_back(id);
    if (page.chosen && is_counted(parameters, kChosenKey, rank, year)) which.chosen = page.chosen->value.indicators;
    which.experience = is_counted(parameters, kExperienceKey, rank, year);
    return which;
}

const Noted<IndicatorTargetsSet>* targets_for(const Book& book, const GroupState& page, ResultYear year,
                                              const IndicatorId& indicator) {
    const YearFacts* facts = page.facts(year);
    const auto* own = facts ? facts->target(indicator) : nullptr;
    return own ? own : book.common().target(year, indicator);
}

std::vector<Missing> missing_facts(const Book& book, ResultYear year) {
    std::vector<Missing> missing;
    for (const GroupementId& id : groups_of(book, year)) Gaps{book, year, missing}.of(id);
    std::vector<Missing> distinct;
    for (Missing& one : missing)
        if (!one.groupement.empty() || std::ranges::find(distinct, one) == distinct.end())
            distinct.push_back(std::move(one));
    std::map<std::string, std::string> names;
    for (Missing& one : distinct) {
        if (one.indicator.empty()) continue;
        const auto [known, is_new] = names.try_emplace(one.indicator);
        if (is_new) known->second = name_in_force(book, {one.indicator}, year);
        one.name = known->second;
    }
    return distinct;
}

std::string name_in_force(const Book& book, const IndicatorId& indicator, ResultYear year) {
    const auto* rules = book.common().rules_for(year);
    const auto* known = rules ? catalogued(rules->value.parameters->quality, indicator) : nullptr;
    if (known) return known->name;
    for (const GroupementId& id : book.groupements())
        for (const auto& validated : book.find(id)->validated)
            if (validated.value.indicator == indicator) return validated.value.name;
    return {};
}

}  // namespace ipep

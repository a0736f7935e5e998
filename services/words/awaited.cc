#include "services/words/awaited.h"

#include <algorithm>

#include "services/words/indicator_names.h"
#include "services/words/language.h"

namespace ipep {
namespace {

std::vector<Awaited> by_groupement(const std::vector<Missing>& missing) {
    std::vector<Awaited> all;
    for (const Missing& one : missing) {
        auto same = std::ranges::find_if(all, [&](const Awaited& other) {
            return other.groupements.front() == one.groupement && other.fact == one.fact && other.year == one.year;
        });
        if (same == all.end()) same = all.insert(all.end(), {one.fact, one.year, {}, {one.groupement}, {}});
        if (one.indicator.empty()) continue;
        same->indicators.push_back(one.indicator);
        const std::string name = one.name.empty() ? name_of({one.indicator}) : one.name;
        if (!name.empty()) same->names.push_back(one.indicator + ' ' + name);
    }
    return all;
}

std::vector<Awaited> together(std::vector<Awaited> all) {
    std::vector<Awaited> folded;
    for (Awaited& one : all) {
        const auto same = std::ranges::find_if(folded, [&](const Awaited& other) {
            return other.fact == one.fact && other.year == one.year && other.indicators == one.indicators;
        });
        if (same == folded.end())
            folded.push_back(std::move(one));
        else
            same->groupements.push_back(one.groupements.front());
    }
    return folded;
}

}  // namespace

std::vector<Awaited> awaited(const Rejection& rejection) { return together(by_groupement(rejection.missing)); }

std::vector<Awaited> awaited(const Rejection& rejection, const GroupementId& groupement) {
    std::vector<Missing> own;
    for (const Missing& one : rejection.missing)
        if (one.groupement.empty() || one.groupement == groupement.text) own.push_back(one);
    return together(by_groupement(own));
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::string what_is_awaited(const Awaited& one) {
    const std::pair<std::string_view, std::string> words[] = {
        {"seedCreditAssessed", tr("assessment of the seed credit")},
        {"patientsCounted", tr("patients of {year}")},
        {"expenditureMeasured", tr("spending of {year} (actual and adjusted)")},
        {"indicatorMeasured", one.indicators.size() == 1 ? tr("value of indicator {indicators} for {year}")
                                                         : tr("values for {year} of {indicators}")},
        {"indicatorTargetsSet", one.indicators.size() == 1 ? tr("targets of indicator {indicators} for {year}")
                                                           : tr("targets for {year} of {indicators}")},
        {"experienceMeasured", tr("score of the patients' experience {year}")},
        {"experienceThresholdsSet", tr("thresholds of the patients' experience for {year}")}};
    const auto found = std::ranges::find(words, one.fact, [](const auto& word) { return word.first; });
    if (found == std::end(words)) return one.fact + ' ' + to_text(one.year) + ' ' + listed(one.indicators);
    return fill(found->second, {{"year", to_text(one.year)}, {"indicators", listed(one.indicators)}});
}

std::string why_awaited(const Awaited& one, const std::string& settled) {
    const bool before = to_text(one.year) < settled;
    const std::string fact = fill(tr("fact `{kind}`"), {{"kind", one.fact}});
    if (one.fact == "indicatorMeasured" && before)
        return tr("needed as neither the target nor the intermediate objective is reached (CDC §8-I)");
    if (one.fact == "expenditureMeasured" && before)
        return tr("the year before, for the evolution (CDC §8-II)") + ", " + fact;
    if (one.fact == "expenditureMeasured" || one.fact == "patientsCounted")
        return tr("expected from the SNDS") + ", " + fact;
    if (one.fact == "seedCreditAssessed") return tr("the floor of the advance (CDC §3)") + ", " + fact;
    return fact;
}

}  // namespace ipep

#include "services/words/indicator_names.h"

#include <indicators_data.h>
#include <toml++/toml.h>

#include "services/words/language.h"

namespace ipep {

std::string name_of(const IndicatorId& indicator, const RulesAdopted* rules) {
    static const toml::table shipped = toml::parse(std::string_view(kIndicators));
    if (const CataloguedIndicator* known = rules ? catalogued(rules->parameters->quality, indicator) : nullptr)
        return known->name;
    const auto entry = shipped[indicator.text];
    return entry[language() == Language::french ? "name" : "gloss"].value_or(std::string());
}

std::string named(const IndicatorId& indicator, const RulesAdopted* rules) {
    const std::string name = name_of(indicator, rules);
    return name.empty() ? indicator.text : indicator.text + ' ' + name;
}

const RulesAdopted* rules_naming(const CommonState& common, std::optional<ResultYear> year) {
    if (const auto* found = year ? common.rules_for(*year) : nullptr) return &found->value;
    const AdoptedRules* last = nullptr;
    for (const AdoptedRules& one : common.rules)
        if (!last || one.noted.position > last->noted.position) last = &one;
    return last ? &last->noted.value : nullptr;
}

}  // namespace ipep

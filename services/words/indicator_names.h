// IndicatorNames: what people call an indicator.
//
// Shape:  as the catalogue of the rules in force for the year names it; where they have none, the name of annexe 1 in
//         the reader's language; the identifier alone where neither knows it.
// Source: CDC 2019, annexe 1; specification §17, `quality.indicators`; indicators-2019.toml, compiled in.
#pragma once

#include <string>

#include "ledger/book.h"
#include "ledger/year.h"

namespace ipep {

// "Taux de réhospitalisation à 30 jours"; empty where nobody names it. `rules` may be null.
std::string name_of(const IndicatorId& indicator, const RulesAdopted* rules = nullptr);
// "S05 Taux de réhospitalisation à 30 jours"
std::string named(const IndicatorId& indicator, const RulesAdopted* rules = nullptr);
// Those in force for a result year, else those adopted last; null where none are.
const RulesAdopted* rules_naming(const CommonState& common, std::optional<ResultYear> year);

}  // namespace ipep

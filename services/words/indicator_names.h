// IndicatorNames: what people call an indicator.
//
// Shape:  the name in the reader's language; the identifier alone where annexe 1 has no such indicator.
// Source: CDC 2019, annexe 1; indicators-2019.toml, compiled in.
#pragma once

#include <string>

#include "ledger/id.h"

namespace ipep {

// "S05 Taux de réhospitalisation à 30 jours"
std::string named(const IndicatorId& indicator);

}  // namespace ipep

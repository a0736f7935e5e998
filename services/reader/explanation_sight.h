// What one reader may see of a derivation: under the national cap stand the amounts of every groupement, and a CPAM
// reads those of its own.
//
// Shape:  the same tree; a node of a groupement that is not read keeps its name, has the value `kVeil` and neither
//         origin nor inputs. Parts that hide nothing are shared with the tree given.
// Source: contract, "Payments", table of rights.
#pragma once

#include "ledger/explanation.h"
#include "services/reader/reader.h"

namespace ipep {

ExplanationPtr seen_by(const ExplanationPtr& root, const Reader& reader);

}  // namespace ipep

// Property: one sentence about a rule that holds for all inputs, how it is proved, and a fault that makes it false.
//
// Shape:  `body` runs the rule itself over terms and claims the sentence; `mutant` is one change of the rule that the
//         sentence does not survive. ledger/PROOFS.md is made of these.
#pragma once

#include "tests/ledger/proofs/path.h"

namespace ipep::proofs {

struct Property {
    const char* name;      // "AdvanceOutstandingIsNeverNegative"
    const char* sentence;  // in the words of a person
    const char* section;   // of the text
    const char* over;      // the functions that are run
    const char* for_all;   // beyond what the schema allows: what is assumed, how many of what
    Body body;
    Mutant mutant;
};

std::vector<Property> seed_credit_properties();
std::vector<Property> score_properties();
std::vector<Property> quality_properties();
std::vector<Property> efficiency_properties();
std::vector<Property> modulation_properties();
std::vector<Property> cap_properties();
std::vector<Property> advance_properties();
std::vector<Property> settlement_properties();
std::vector<Property> all_properties();

// How many groups are settled together, and whether the long ones run: IPEP_PROOFS=wide asks for all.
bool wide();

}  // namespace ipep::proofs

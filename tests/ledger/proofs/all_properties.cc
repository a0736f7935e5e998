#include <cstdlib>
#include <cstring>

#include "tests/ledger/proofs/property.h"

namespace ipep::proofs {

bool wide() {
    const char* asked = std::getenv("IPEP_PROOFS");
    return asked && std::strcmp(asked, "wide") == 0;
}

std::vector<Property> all_properties() {
    std::vector<Property> all;
    for (const auto& of : {seed_credit_properties, score_properties, quality_properties, efficiency_properties,
                           modulation_properties, cap_properties, advance_properties, settlement_properties})
        for (Property& one : of()) all.push_back(std::move(one));
    return all;
}

}  // namespace ipep::proofs

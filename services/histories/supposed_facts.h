// SupposedFacts: lines of facts as `append` takes them, to suppose instead of to record.
//
// Errors: each line that cannot be read has its refusal, with its number.
// Source: contract, "A fact".
#pragma once

#include <string_view>

#include "services/histories/supposed_book.h"

namespace ipep {

struct SupposedFacts {
    std::vector<SupposedFact> facts;
    std::vector<Rejection> refused;
};

SupposedFacts parse_supposed_facts(std::string_view json_lines);

}  // namespace ipep

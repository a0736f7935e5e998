// ParameterSource: for each parameter of the rules its section, quotation and status (read, reconstructed, assumed).
//
// Shape:  from the `sources` of the rules in force where they name it, else from the rules this program ships
//         (ledger/rules/cdc-2019.json).
// Source: specification §15 and head.
#pragma once

#include <map>
#include <string>

#include "ledger/fact.h"

namespace ipep {

struct ParameterSource {
    std::string section, status, quotation;
};

// By the parameter's path ("efficiency.band"); a path below it finds it too ("modulation.knots.1.score").
class ParameterSources {
public:
    explicit ParameterSources(const std::optional<Json>& sources);
    const ParameterSource& of(const std::string& path) const;

private:
    std::map<std::string, ParameterSource> known_;
};

// The line of facts/JSON that adopts the rules of 2019, as this program ships it.
std::string_view shipped_rules();

}  // namespace ipep

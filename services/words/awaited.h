// Awaited: the facts a settlement waits for, in the reader's words: which, why, and for whom.
//
// Shape:  indicators of one groupement stand together; so do groupements that wait for the same. The groupement is
//         empty where the fact is common to all.
#pragma once

#include "ledger/rejection.h"
#include "ledger/year.h"

namespace ipep {

struct Awaited {
    std::string fact;
    ResultYear year = 0;
    std::vector<std::string> indicators, groupements;
    std::vector<std::string> names;  // of the indicators, "S01 Part des usagers…"; only those that have one
};

std::vector<Awaited> awaited(const Rejection& rejection);
// Of one groupement, and what is common to all.
std::vector<Awaited> awaited(const Rejection& rejection, const GroupementId& groupement);
std::string what_is_awaited(const Awaited& one);  // "values for 2021 of S01, S02"
std::string why_awaited(const Awaited& one, const std::string& settled_year);
std::string listed(const std::vector<std::string>& names);  // "G01, G02"

}  // namespace ipep

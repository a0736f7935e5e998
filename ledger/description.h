// Description: what a groupement is on a day: its admission, and what descriptions in force by then say otherwise.
//
// Shape:  a description says one or more of these; each holds until a later one says it again. Of two of one day the
//         one recorded later counts.
// Source: specification §17; CDC 2019 §1, §14, annexe 3.
#pragma once

#include "ledger/book.h"

namespace ipep {

struct Description {
    std::string name, legalForm, region;
    std::int64_t referringPhysicians = 0;
    std::optional<std::string> holder;  // of the project
    std::optional<std::int64_t> professionals;
    std::optional<std::string> hospital;
    std::vector<std::string> themes;
};

Description described_on(const GroupState& page, Day on);
// As the last description says, whatever its day.
Description described(const GroupState& page);

}  // namespace ipep

// Chart of accounts: number, label and root of each account the books post to; a dated data file compiled in.
//
// Source: chart-2019.toml, a proposal that the DCF validates.
#pragma once

#include "services/books/journal.h"

namespace ipep {

struct ChartedAccount {
    std::string number, label, root;
    bool of_group = false;
};

const ChartedAccount& charted(Account account);

}  // namespace ipep

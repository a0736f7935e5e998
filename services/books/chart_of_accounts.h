// Chart of accounts: number, label and root of each account the books post to; a dated data file compiled in.
//
// Source: chart-2019.toml, a proposal that the DCF validates.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "projections/journal.h"

namespace ipep {

struct ChartedAccount {
    std::string number, label, root;
    bool of_group = false;
};

const ChartedAccount& charted(Account account);
// The account with this number; nothing where the chart has none.
std::optional<Account> account_numbered(std::string_view number);
// In order of number.
std::vector<Account> accounts_by_number();
// "407100, 408100": every number of the chart.
std::string account_numbers();

}  // namespace ipep

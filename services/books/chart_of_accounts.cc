#include "services/books/chart_of_accounts.h"

#include <chart_of_accounts_data.h>
#include <toml++/toml.h>

#include <boost/mp11.hpp>

namespace ipep {

const ChartedAccount& charted(Account account) {
    static const std::map<Account, ChartedAccount> all = [] {
        std::map<Account, ChartedAccount> read;
        const toml::table chart = toml::parse(std::string_view(kChartOfAccounts));
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Account>>([&](auto one) {
            const toml::table& row = *chart.at(one.name).as_table();
            read[one.value] = {row.at("number").value_or(""), row.at("label").value_or(""), row.at("root").value_or(""),
                               row["of_group"].value_or(false)};
        });
        return read;
    }();
    return all.at(account);
}

std::optional<Account> account_numbered(std::string_view number) {
    std::optional<Account> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Account>>([&](auto one) {
        if (charted(one.value).number == number) found = one.value;
    });
    return found;
}

std::vector<Account> accounts_by_number() {
    std::map<std::string, Account> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Account>>(
        [&](auto one) { all[charted(one.value).number] = one.value; });
    std::vector<Account> listed;
    for (const auto& [number, account] : all) listed.push_back(account);
    return listed;
}

std::string account_numbers() {
    std::string listed;
    for (const Account account : accounts_by_number()) listed += (listed.empty() ? "" : ", ") + charted(account).number;
    return listed;
}

}  // namespace ipep

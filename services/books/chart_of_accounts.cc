#include "services/books/chart_of_accounts.h"

#include <chart_of_accounts_data.h>
#include <toml++/toml.h>

#include <boost/mp11.hpp>

namespace ipep {

const ChartedAccount& charted(Account account) {
    static const std::map<std::string, ChartedAccount> all = [] {
        std::map<std::string, ChartedAccount> read;
        for (const auto& [role, value] : toml::parse(std::string_view(kChartOfAccounts)))
            if (const auto* one = value.as_table())
                read[std::string(role.str())] = {one->at("number").value_or(""), one->at("label").value_or(""),
                                                 one->at("root").value_or(""), (*one)["of_group"].value_or(false)};
        return read;
    }();
    return all.at(boost::describe::enum_to_string(account, ""));
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

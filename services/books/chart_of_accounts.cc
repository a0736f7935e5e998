#include "services/books/chart_of_accounts.h"

#include <chart_of_accounts_data.h>
#include <toml++/toml.h>

#include <boost/mp11.hpp>
#include <set>

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

std::string account_numbers() {
    std::set<std::string> numbers;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Account>>(
        [&](auto one) { numbers.insert(charted(one.value).number); });
    std::string listed;
    for (const std::string& number : numbers) listed += (listed.empty() ? "" : ", ") + number;
    return listed;
}

}  // namespace ipep

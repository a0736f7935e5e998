#include "services/books/chart_of_accounts.h"

#include <chart_of_accounts_data.h>
#include <toml++/toml.h>

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

}  // namespace ipep

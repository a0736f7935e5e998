#include "events/log_postgres_hosts.h"

#include <algorithm>
#include <memory>
#include <ranges>
#include <string_view>

#include "events/log_postgres_library.h"

namespace ipep {
namespace {

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { libpq().PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

std::vector<std::string> list_in(const PQconninfoOption* option, std::string_view keyword) {
    std::vector<std::string> parts;
    for (; option && option->keyword; ++option)
        if (keyword == option->keyword && option->val)
            for (const auto part : std::views::split(std::string_view(option->val), ','))
                parts.emplace_back(part.begin(), part.end());
    return parts;
}

// One port stands for all hosts.
std::string one_of(const std::vector<std::string>& parts, std::size_t index) {
    return parts.empty() ? "" : parts[std::min(index, parts.size() - 1)];
}

}  // namespace

PostgresHosts::PostgresHosts(std::string connection) : connection_(std::move(connection)) {
    const Options options(libpq().PQconninfoParse(connection_.c_str(), nullptr));
    const auto names = list_in(options.get(), "host"), addresses = list_in(options.get(), "hostaddr"),
               ports = list_in(options.get(), "port");
    const std::size_t count = std::max({names.size(), addresses.size(), std::size_t{1}});
    for (std::size_t i = 0; i < count; ++i) all_.push_back({one_of(names, i), one_of(addresses, i), one_of(ports, i)});
}

void PostgresHosts::saw(std::uint64_t timeline) {
    std::uint64_t before = timeline_;
    while (before < timeline && !timeline_.compare_exchange_weak(before, timeline)) {
    }
}

}  // namespace ipep

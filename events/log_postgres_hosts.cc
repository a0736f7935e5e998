#include "events/log_postgres_hosts.h"

#include <netdb.h>

#include <algorithm>
#include <array>
#include <cstdlib>
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

const char* said(const PQconninfoOption* option, std::string_view keyword) {
    for (; option && option->keyword; ++option)
        if (keyword == option->keyword) return option->val;
    return nullptr;
}

// What the connection string says goes before what stands in the environment.
struct Said {
    Options here, around;

    std::vector<std::string> list(std::string_view keyword) const {
        const char* text = said(here.get(), keyword);
        if (!text) text = said(around.get(), keyword);
        std::vector<std::string> parts;
        if (!text) return parts;
        for (const auto part : std::views::split(std::string_view(text), ','))
            parts.emplace_back(part.begin(), part.end());
        return parts;
    }
};

// One port stands for all hosts.
std::string one_of(const std::vector<std::string>& parts, std::size_t index) {
    return parts.empty() ? "" : parts[std::min(index, parts.size() - 1)];
}

bool is_looked_up(const PostgresHost& host) {
    const bool is_socket = host.name.starts_with('/') || host.name.starts_with('@');
    return host.address.empty() && !host.name.empty() && !is_socket;
}

struct FreeAddresses {
    void operator()(addrinfo* first) const { ::freeaddrinfo(first); }
};

// Nothing where it has none: who connects tells why.
std::vector<std::string> addresses_of(const std::string& name) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* first = nullptr;
    if (::getaddrinfo(name.c_str(), nullptr, &hints, &first) != 0) return {};
    const std::unique_ptr<addrinfo, FreeAddresses> found(first);
    std::vector<std::string> addresses;
    for (const addrinfo* one = first; one; one = one->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        if (::getnameinfo(one->ai_addr, one->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
            addresses.emplace_back(text.data());
    }
    return addresses;
}

}  // namespace

PostgresHosts::PostgresHosts(std::string connection) : connection_(std::move(connection)) {
    const Said options{Options(libpq().PQconninfoParse(connection_.c_str(), nullptr)),
                       Options(libpq().PQconndefaults())};
    names_service_ = said(options.here.get(), "service") != nullptr;
    const auto names = options.list("host"), addresses = options.list("hostaddr"), ports = options.list("port");
    for (const std::string& timeout : options.list("connect_timeout"))
        if (const int seconds = std::atoi(timeout.c_str()); seconds > 0) connecting_ = std::chrono::seconds(seconds);
    const std::size_t count = std::max({names.size(), addresses.size(), std::size_t{1}});
    for (std::size_t i = 0; i < count; ++i)
        named_.push_back({one_of(names, i), one_of(addresses, i), one_of(ports, i)});
}

std::vector<PostgresHost> PostgresHosts::all() const {
    std::vector<PostgresHost> hosts;
    for (const PostgresHost& host : named_) {
        const bool looks_up = is_looked_up(host) && !names_service_;  // which may give its address
        const auto addresses = looks_up ? addresses_of(host.name) : std::vector<std::string>();
        if (addresses.empty()) hosts.push_back(host);
        for (const std::string& address : addresses) hosts.push_back({host.name, address, host.port});
    }
    return hosts;
}

void PostgresHosts::saw(std::uint64_t timeline) {
    std::uint64_t before = timeline_;
    while (before < timeline && !timeline_.compare_exchange_weak(before, timeline)) {
    }
}

}  // namespace ipep

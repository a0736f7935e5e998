// Postgres hosts: the servers a connection string names, one at a time, and the highest timeline that was seen of them.
//
// Shape:   a promotion begins a timeline. A primary that comes back after another was promoted stands on a lower one,
//          and may be written to all the same: who chooses among servers by their order would take it for the primary.
//          So does who takes the first that answers of several addresses of one name.
// Threads: any.
// Source:  PostgreSQL 15 documentation, §26.3.5 Timelines, §34.1.1 Connection Strings.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace ipep {

// What stands instead of the lists in the connection string or, where it has none, in the environment; empty where
// neither has. A name is looked up where it is asked for, so that each of its addresses is one of all().
struct PostgresHost {
    std::string name, address, port;
};

class PostgresHosts {
public:
    // What is wrong with the string is told by who connects with it. Of a service that it names nothing is known here:
    // libpq tries its hosts, all of them in the time of one.
    explicit PostgresHosts(std::string connection);

    const std::string& connection() const { return connection_; }
    std::vector<PostgresHost> all() const;
    // How long one of them may take to let somebody in: connect_timeout, else two seconds.
    std::chrono::seconds connecting() const { return connecting_; }
    std::uint64_t timeline() const { return timeline_; }
    void saw(std::uint64_t timeline);

private:
    std::string connection_;
    std::vector<PostgresHost> named_;
    std::chrono::seconds connecting_{2};
    bool names_service_ = false;
    std::atomic<std::uint64_t> timeline_{0};
};

}  // namespace ipep

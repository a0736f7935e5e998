// Postgres session: one connection to the primary of some PostgreSQL servers, and what is asked over it. libpq is named
// in its source, and in that of the hosts.
//
// Shape:   parameters and values are in binary form, as bytes: a bigint is 8 bytes, big-endian. Nothing is waited for
//          longer than `patience`; a session that failed connects anew at the next question. Then all hosts are asked;
//          of those that can be written to the one on the highest timeline is taken, and none below what was seen.
// Errors:  LogLost, where the connection is, or the server said nothing in time: what was asked may have been done.
//          LogRefused, where the server said no: it was not done.
// Threads: one at a time.
// Source:  PostgreSQL 15 documentation, §34.4 Asynchronous Command Processing.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/fault.h"
#include "events/log_postgres_hosts.h"

struct pg_conn;

namespace ipep {

struct LogLost : Fault {
    explicit LogLost(const std::string& what);
};
struct LogRefused : Fault {
    LogRefused(const std::string& what, std::string state);
    std::string state;  // SQLSTATE
};

// The rows of an answer; an absent value is empty.
struct PostgresRows {
    std::vector<std::vector<std::string>> rows;
    std::string warning = {};  // what the server warned of meanwhile
};

std::string bytea_array(const std::vector<std::string_view>& parts);
std::string text_array(const std::vector<std::string_view>& parts);

class PostgresSession {
public:
    // `name` is what the server knows it by. Connects when it is first asked.
    PostgresSession(std::shared_ptr<PostgresHosts> hosts, std::string name, std::chrono::milliseconds patience);
    PostgresSession(std::string connection, std::string name, std::chrono::milliseconds patience);
    ~PostgresSession();
    PostgresSession(const PostgresSession&) = delete;
    PostgresSession& operator=(const PostgresSession&) = delete;

    PostgresRows ask(const std::string& statement, const std::vector<std::string>& parameters = {});
    // Of a channel it listens to: waits for word, at most so long. Whether any came.
    bool wait(std::chrono::milliseconds most);
    bool is_open() const { return connection_ != nullptr; }
    void close();
    // How many connections there have been: what was asked over an earlier one may have been lost with it.
    std::uint64_t connections() const { return connections_; }
    // What is known of the servers, to be shared by all sessions with them.
    const std::shared_ptr<PostgresHosts>& hosts() const { return hosts_; }

private:
    void open();
    std::uint64_t try_host(const PostgresHost& host);
    PostgresRows ask_here(const std::string& statement, const std::vector<std::string>& parameters = {});
    [[noreturn]] void lose(std::string what);
    // From now on, at most so long.
    struct Deadline {
        explicit Deadline(std::chrono::milliseconds patience)
            : most(patience), end(std::chrono::steady_clock::now() + patience) {}
        std::chrono::milliseconds most;
        std::chrono::steady_clock::time_point end;
    };
    void connect(const std::vector<const char*>& names, const std::vector<const char*>& values);
    void await(bool writing, const Deadline& deadline);
    void flush(const Deadline& deadline);

    std::shared_ptr<PostgresHosts> hosts_;
    std::string name_;
    std::chrono::milliseconds patience_;
    pg_conn* connection_ = nullptr;
    std::uint64_t timeline_ = 0, connections_ = 0;
    std::string warning_;
};

}  // namespace ipep

#include "events/log_postgres_session.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "events/big_endian.h"
#include "events/code.h"
#include "events/log_postgres_library.h"

namespace ipep {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kBinary = 1;
constexpr std::uint64_t kBytea = 17, kText = 25;  // the numbers of the types, pg_type.dat

struct ClearResult {
    void operator()(PGresult* result) const { libpq().PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

// One line, without what PostgreSQL puts before it.
std::string said(const char* message) {
    std::string text = message ? message : "";
    std::ranges::replace(text, '\n', ' ');
    while (text.ends_with(' ')) text.pop_back();
    return text.empty() ? "no word of it" : text;
}

// Before what went wrong with it.
std::string named(const PostgresHost& host) {
    const std::string& name = host.name.empty() ? host.address : host.name;
    return name.empty() ? "" : name + (host.port.empty() ? "" : ':' + host.port) + ": ";
}

std::string array_of(std::uint64_t type, const std::vector<std::string_view>& parts) {
    std::string bytes = big_endian(parts.empty() ? 0 : 1, 4) + big_endian(0, 4) + big_endian(type, 4);
    if (parts.empty()) return bytes;
    bytes += big_endian(parts.size(), 4) + big_endian(1, 4);
    for (const std::string_view part : parts) bytes.append(big_endian(part.size(), 4)).append(part);
    return bytes;
}

void note_warning(void* to, const PGresult* result) {
    const char* severity = libpq().PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity && std::string_view(severity) != "NOTICE")
        *static_cast<std::string*>(to) = said(libpq().PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
}

}  // namespace

LogLost::LogLost(const std::string& what) : Fault(code::log_unreachable, {{"what", what}}) {}
LogRefused::LogRefused(const std::string& what, std::string sql_state)
    : Fault(code::log_unreachable, {{"what", what}}), state(std::move(sql_state)) {}

std::string bytea_array(const std::vector<std::string_view>& parts) { return array_of(kBytea, parts); }
std::string text_array(const std::vector<std::string_view>& parts) { return array_of(kText, parts); }

PostgresSession::PostgresSession(std::shared_ptr<PostgresHosts> hosts, std::string name, milliseconds patience)
    : hosts_(std::move(hosts)), name_(std::move(name)), patience_(patience) {}
PostgresSession::PostgresSession(std::string connection, std::string name, milliseconds patience)
    : PostgresSession(std::make_shared<PostgresHosts>(std::move(connection)), std::move(name), patience) {}
PostgresSession::~PostgresSession() { close(); }

void PostgresSession::close() {
    if (connection_) libpq().PQfinish(connection_);
    connection_ = nullptr;
}

void PostgresSession::lose(std::string what) {
    close();
    throw LogLost(what);
}

// What a server says out of turn, libpq by itself writes to the standard error, where the lines of the log go: so the
// receiver stands before the first byte is read.
void PostgresSession::connect(const std::vector<const char*>& names, const std::vector<const char*>& values) {
    connection_ = libpq().PQconnectStartParams(names.data(), values.data(), 1);
    if (!connection_) lose("no memory is left for a connection");
    libpq().PQsetNoticeReceiver(connection_, note_warning, &warning_);
    const Deadline deadline(hosts_->connecting());
    auto next = libpq().PQstatus(connection_) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    for (; next != PGRES_POLLING_OK; next = libpq().PQconnectPoll(connection_)) {
        if (next == PGRES_POLLING_FAILED) lose(said(libpq().PQerrorMessage(connection_)));
        await(next == PGRES_POLLING_WRITING, deadline);
    }
}

// What the connection string says goes before what is set here; of its lists the host stands behind it. Gives the
// timeline that it writes; a standby, which writes none, refuses.
std::uint64_t PostgresSession::try_host(const PostgresHost& host) {
    const std::string tcp = std::to_string(patience_.count());
    std::vector<const char*> names{"tcp_user_timeout", "application_name", "dbname"};
    std::vector<const char*> values{tcp.c_str(), name_.c_str(), hosts_->connection().c_str()};
    const auto set = [&](const char* name, const std::string& value) {
        if (value.empty()) return;
        names.push_back(name);
        values.push_back(value.c_str());
    };
    set("host", host.name);
    set("hostaddr", host.address);
    set("port", host.port);
    names.push_back(nullptr);
    values.push_back(nullptr);
    connect(names, values);
    libpq().PQsetnonblocking(connection_, 1);
    const auto written = ask_here("select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int");
    return from_big_endian(written.rows.front()[0], 4);
}

void PostgresSession::open() {
    pg_conn* found = nullptr;
    std::uint64_t highest = 0;
    std::string why_not;
    for (const PostgresHost& host : hosts_->all()) {
        try {
            if (const auto timeline = try_host(host); timeline > highest) {
                highest = timeline;
                std::swap(found, connection_);
            }
        } catch (const Fault& fault) {
            why_not += (why_not.empty() ? "" : "; ") + named(host) + fault.rejection.arguments.front().second;
        }
        close();
    }
    connection_ = found;
    if (!connection_) lose(why_not);
    hosts_->saw(highest);
    if (highest < hosts_->timeline())
        lose("a primary of timeline " + std::to_string(highest) + " answers, and " +
             std::to_string(hosts_->timeline()) + " was seen: it is an old one");
    timeline_ = highest;
    ++connections_;
    // Whatever the server's own setting: what is acknowledged lies on the disks of the standbys it waits for.
    ask_here("set synchronous_commit = on");
    ask_here("set client_min_messages = warning");
    // Who waits behind a commit that waits for its standbys gives up by itself.
    ask_here("set lock_timeout = " + std::to_string(patience_.count() / 2));
}

// Until there is something to read or, where writing, room to write.
void PostgresSession::await(bool writing, const Deadline& deadline) {
    for (int ready = 0; ready <= 0;) {
        const auto left = std::chrono::ceil<milliseconds>(deadline.end - steady_clock::now()).count();
        if (left <= 0) lose("no answer within " + std::to_string(deadline.most.count()) + " ms");
        pollfd socket{libpq().PQsocket(connection_), static_cast<short>(POLLIN | (writing ? POLLOUT : 0)), 0};
        ready = ::poll(&socket, 1, static_cast<int>(left));
        if (ready < 0 && errno != EINTR) lose("poll failed");
    }
}

void PostgresSession::flush(const Deadline& deadline) {
    for (int left = libpq().PQflush(connection_); left != 0; left = libpq().PQflush(connection_)) {
        if (left < 0) lose(said(libpq().PQerrorMessage(connection_)));
        await(true, deadline);
        if (!libpq().PQconsumeInput(connection_)) lose(said(libpq().PQerrorMessage(connection_)));
    }
}

PostgresRows PostgresSession::ask(const std::string& statement, const std::vector<std::string>& parameters) {
    if (timeline_ < hosts_->timeline()) close();  // another was promoted since
    if (!connection_) open();
    return ask_here(statement, parameters);
}

PostgresRows PostgresSession::ask_here(const std::string& statement, const std::vector<std::string>& parameters) {
    const Deadline deadline(patience_);
    std::vector<const char*> values;
    std::vector<int> lengths, formats(parameters.size(), kBinary);
    for (const std::string& parameter : parameters) {
        values.push_back(parameter.data());
        lengths.push_back(static_cast<int>(parameter.size()));
    }
    warning_.clear();
    if (!libpq().PQsendQueryParams(connection_, statement.c_str(), static_cast<int>(parameters.size()), nullptr,
                                   values.data(), lengths.data(), formats.data(), kBinary))
        lose(said(libpq().PQerrorMessage(connection_)));
    flush(deadline);
    PostgresRows answer;
    std::optional<LogRefused> refused;
    for (;;) {
        while (libpq().PQisBusy(connection_)) {
            await(false, deadline);
            if (!libpq().PQconsumeInput(connection_)) lose(said(libpq().PQerrorMessage(connection_)));
        }
        const Result result(libpq().PQgetResult(connection_));
        if (!result) break;
        const auto status = libpq().PQresultStatus(result.get());
        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
            const char* state = libpq().PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
            std::string why = said(libpq().PQresultErrorMessage(result.get()));
            if (!state || libpq().PQstatus(connection_) != CONNECTION_OK) lose(std::move(why));
            refused.emplace(std::move(why), state);
            continue;
        }
        for (int row = 0; row < libpq().PQntuples(result.get()); ++row) {
            auto& values_of_row = answer.rows.emplace_back();
            for (int column = 0; column < libpq().PQnfields(result.get()); ++column)
                values_of_row.emplace_back(libpq().PQgetvalue(result.get(), row, column),
                                           static_cast<std::size_t>(libpq().PQgetlength(result.get(), row, column)));
        }
    }
    // A server that is shut down says so of a statement, and closes: what was committed is then not known.
    if (refused && (refused->state.starts_with("57") || refused->state.starts_with("08")))
        lose(refused->rejection.arguments.front().second);
    if (refused) throw LogRefused(*refused);
    answer.warning = warning_;
    return answer;
}

bool PostgresSession::wait(milliseconds most) {
    if (!connection_) return false;
    pollfd socket{libpq().PQsocket(connection_), POLLIN, 0};
    if (::poll(&socket, 1, static_cast<int>(most.count())) <= 0) return false;
    if (!libpq().PQconsumeInput(connection_)) lose(said(libpq().PQerrorMessage(connection_)));
    bool any = false;
    while (PGnotify* told = libpq().PQnotifies(connection_)) {
        libpq().PQfreemem(told);
        any = true;
    }
    return any;
}

}  // namespace ipep

// Served: a service in this process for the measures, and a client's connection to it.
//
// Errors: std::runtime_error, where the service hangs up or does not answer.
// Threads: a connection is one thread's at a time.
#pragma once

#include <memory>
#include <string>
#include <thread>

#include "services/http/service.h"
#include "tools/console_pages.h"
#include "tools/served_questions.h"

namespace ipep::bench {

// A service over a ledger, on a port of its own.
class Served {
public:
    // `shared` where the folder is a copy of a log in PostgreSQL.
    explicit Served(const std::string& ledger, const http::Postgres& shared = {});
    ~Served();
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;

    std::uint16_t port() const { return service_->port(); }
    std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(port()) + path; }

private:
    http::Configuration configuration_;
    Console console_{{}};
    std::unique_ptr<http::Commands> commands_;
    std::unique_ptr<http::Service> service_;
    std::thread thread_;
};

// One connection that stays open, as wrk has them, but with a request of its own each time.
class OpenConnection {
public:
    explicit OpenConnection(std::uint16_t port);
    ~OpenConnection();
    OpenConnection(const OpenConnection&) = delete;
    OpenConnection& operator=(const OpenConnection&) = delete;

    // `headers` are whole lines. Gives head and body as they came.
    std::string ask(const std::string& method, const std::string& path, const std::string& headers,
                    const std::string& body = {});
    void send(const std::string& method, const std::string& path, const std::string& headers,
              const std::string& body = {});
    std::string receive();
    // From any thread: who receives is told that the service hung up.
    void hang_up();

private:
    int socket_;
};

}  // namespace ipep::bench

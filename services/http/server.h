// Server: HTTP/1.1 over TCP or TLS, one coroutine a connection, a few threads for all of them.
//
// Shape:   requests of a connection are answered one after the other, also where they come pipelined. A response with a
//          stream stays open and sends server-sent events whenever the log grows.
// Errors:  what breaks a limit is answered by a problem (400, 408, 413, 431, 503) and the connection closed; who is too
//          slow is cut off. None of it costs a thread.
// Threads: `answer` is called on any of the server's threads; `done` may be called from any, once.
// Source:  RFC 9112; WHATWG HTML, server-sent events; RFC 8446.
#pragma once

#include <functional>
#include <memory>

#include "ledger/id.h"
#include "services/http/configuration.h"
#include "services/http/message.h"

namespace ipep::http {

// What one open stream sends next: lines in the form of server-sent events, empty where nothing is new.
struct Stream {
    virtual ~Stream() = default;
    virtual void next(std::function<void(std::string chunk)> done) = 0;
};

struct Reply {
    Response response;
    std::shared_ptr<Stream> stream = nullptr;
    std::string id = {}, person = {};   // of the request and who asked, for its log line
    std::function<bool()> stands = {};  // whether what the asker was recognized by is still good; absent: for ever
};

struct Application {
    virtual ~Application() = default;
    virtual void answer(Request request, std::function<void(Reply)> done) = 0;
    // Whether somebody known asks; called by any lane, with a request whose body is not read yet.
    virtual bool knows(const Request& request) = 0;
    // Whether it is answered even where too many are connected.
    virtual bool is_for_operators(const Request& request) const = 0;
    // A refusal of the server itself, as a response.
    virtual Response problem(Code code) = 0;
    // After each response, for logs and metrics; `seconds` from the last byte of the request to the first of the
    // answer.
    virtual void answered(const Request& request, const Reply& reply, double seconds) = 0;
    // As before, of a response given again.
    virtual void repeated() = 0;
};

struct Load {
    std::int64_t connections = 0, streams = 0;
};

class Server {
public:
    // Errors: Fault listening_failed, tls_unusable.
    Server(const Configuration& configuration, Application& application);
    ~Server();

    std::uint16_t port() const;
    // The log stands here: streams go on, and no earlier response is given again.
    void head_is(Position head);
    Load load() const;

    // Serves until a signal (SIGTERM, SIGINT) or stop(); then nothing is accepted any more, what was is finished.
    void run();
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ipep::http

// ServerThread: one thread of the server with the connections it serves.
//
// Shape:   each step of a connection has a deadline; the lane's watch looks over all of them four times a second and
//          closes who is too late. A client has a share of the lane's connections: one more of its own shows out the
//          one of its own that has kept it waiting longest, and in a full lane anybody's; who works is not shown out.
//          What a trusted proxy sends counts as its client's from the head of a request to the end of the answer:
//          before it nobody knows whose it will be.
// Threads: a lane and its connections live in the lane's thread; drain(), welcome() and head_is() may be called from
// any.
#pragma once

#include <atomic>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <chrono>
#include <list>

#include "services/http/answer_memory.h"
#include "services/http/forwarded.h"
#include "services/http/rising.h"
#include "services/http/server.h"

namespace ipep::http {

namespace net = boost::asio;
namespace ssl = boost::asio::ssl;
using tcp = net::ip::tcp;
using Clock = std::chrono::steady_clock;

inline constexpr auto kQuiet = net::as_tuple(net::use_awaitable);

struct Total {
    std::atomic<std::int64_t> connections{0}, streams{0};
};

// A connection as its lane sees it.
struct LiveConnection {
    enum class Phase : std::uint8_t {
        silent,   // before the first byte of a request
        reading,  // a request is coming
        working,  // it is being answered
        leaving,  // it is not served, or no longer
    } phase = Phase::silent;
    Clock::time_point since = Clock::now();  // in silent and reading: how long it keeps us waiting
    Clock::time_point deadline;
    std::string client;  // whose share it takes; empty: nobody's
    net::steady_timer* waits_for_head = nullptr;
    PresencePtr asking;  // while the application makes its answer
    virtual void close() = 0;
    virtual int descriptor() = 0;

protected:
    ~LiveConnection() = default;
};

class ServerThread {
public:
    ServerThread(const Configuration& configuration, Application& application, ssl::context* tls, Total& total);

    void run();
    void welcome(tcp::socket socket);
    void head_is(Position head);
    void drain();

    // Whether one more connection of the client may be served; empty: of nobody in particular.
    bool make_room(const std::string& client);
    // Whether the client has no more connections than its share.
    bool within_share(const std::string& client) const;
    Position head() const { return head_.now(); }
    // Of the clock of the day, as the header Date has it.
    const std::string& date();
    std::int64_t second() const { return second_; }

    net::io_context io{1};
    const Configuration& configuration;
    Application& application;
    Total& total;
    const Proxies proxies;
    const bool is_behind_tls;  // others reach the server over TLS, be it a proxy's
    std::list<LiveConnection*> guests;
    AnswerMemory answers;
    bool draining = false;

private:
    net::awaitable<void> watch();
    void note_who_hung_up();
    void seat(tcp::socket socket);

    ssl::context* tls_;
    std::size_t places_, share_;
    Rising head_;
    std::int64_t second_ = 0;
    std::string date_;
};

}  // namespace ipep::http

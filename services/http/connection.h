// Connection: what the server's threads do with a socket. A lane is one thread with the connections it serves.
//
// Shape:   reads a request within its limits and times, asks the application, writes the answer; again. Each step has a
//          deadline; the lane's watch looks over all of them four times a second and closes who is too late.
// Threads: a lane and its connections live in the lane's thread; drain() and head_is() may be called from any.
#pragma once

#include <atomic>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <chrono>
#include <list>
#include <unordered_map>

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

// A connection as the lane's watch sees it.
struct Guest {
    Clock::time_point deadline;
    bool idle = true;  // between two requests
    net::steady_timer* waits_for_head = nullptr;
    PresencePtr asking;  // while the application makes its answer
    virtual void close() = 0;
    virtual int descriptor() = 0;

protected:
    ~Guest() = default;
};

class Lane {
public:
    Lane(const Configuration& configuration, Application& application, ssl::context* tls, Total& total);

    void run();
    void welcome(tcp::socket socket);
    void head_is(Position head);
    void drain();

    // The bytes of a response given before to the same asker, while the log has not grown and for a second at most: so
    // long a token that ran out may still be good for what it was good for.
    using Bytes = std::shared_ptr<const std::string>;
    Bytes remembered(const std::string& question);
    void remember(const std::string& question, Position at, Bytes bytes);
    Position head() const { return head_.load(std::memory_order_acquire); }
    const std::string& date();

    net::io_context io{1};
    const Configuration& configuration;
    Application& application;
    Total& total;
    std::list<Guest*> guests;
    bool draining = false;

private:
    net::awaitable<void> watch();
    void note_who_hung_up();

    ssl::context* tls_;
    std::atomic<Position> head_{0};
    Position remembered_head_ = 0;
    std::int64_t second_ = 0, remembered_second_ = 0;
    std::size_t remembered_bytes_ = 0;
    std::string date_;
    std::unordered_map<std::string, Bytes> remembered_;
};

}  // namespace ipep::http

#include "services/http/server.h"

#include <sys/resource.h>

#include <thread>

#include "events/fault.h"
#include "services/http/server_thread.h"
#include "services/http/tls_context.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

using boost::system::error_code;

net::ip::tcp::acceptor listen_at(net::io_context& io, const Configuration& configuration) {
    error_code error;
    const auto address = net::ip::make_address(configuration.address, error);
    const auto wrong = [&](const std::string& what) {
        const std::string at = configuration.address + ':' + std::to_string(configuration.port);
        return Fault(code::listening_failed, {{"address", at}, {"what", what}});
    };
    if (error) throw wrong(error.message());
    const tcp::endpoint endpoint(address, configuration.port);
    tcp::acceptor acceptor(io);
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(net::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(1024, error);
    if (error) throw wrong(error.message());
    return acceptor;
}

// A socket is a file: as many as the limits let in must be open at once, beside those of the ledger.
void allow_files(const Limits& limits) {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    const auto wanted = std::min(static_cast<rlim_t>(2 * limits.connections + 1024), files.rlim_max);
    files.rlim_cur = std::max(files.rlim_cur, wanted);
    ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

struct Server::State {
    State(const Configuration& all, Application& application) : configuration(all), tls(tls_context(all.tls)) {
        allow_files(all.limits);
        for (std::int64_t i = 0; i < all.threads; ++i)
            lanes.push_back(std::make_unique<ServerThread>(configuration, application, tls.get(), total));
        signals.emplace(lanes.front()->io, SIGTERM, SIGINT);  // before anybody can think that it serves
        acceptor.emplace(listen_at(lanes.front()->io, all));
    }

    net::awaitable<void> accept() {
        for (std::size_t next = 0;; next = (next + 1) % lanes.size()) {
            ServerThread& lane = *lanes[next];
            auto [error, socket] = co_await acceptor->async_accept(lane.io.get_executor(), kQuiet);
            if (!acceptor->is_open()) co_return;
            if (error) {  // too many open files: others end, then it goes on
                net::steady_timer pause(lanes.front()->io, std::chrono::milliseconds(50));
                co_await pause.async_wait(kQuiet);
                continue;
            }
            lane.welcome(std::move(socket));
        }
    }

    void stop() {
        net::post(lanes.front()->io, [this] {
            error_code ignored;
            acceptor->close(ignored);
        });
        for (const auto& lane : lanes) lane->drain();
    }

    Configuration configuration;
    std::unique_ptr<ssl::context> tls;
    Total total;
    std::vector<std::unique_ptr<ServerThread>> lanes;
    std::optional<net::signal_set> signals;
    std::optional<tcp::acceptor> acceptor;
};

Server::Server(const Configuration& configuration, Application& application)
    : state_(std::make_unique<State>(configuration, application)) {}

Server::~Server() = default;

std::uint16_t Server::port() const { return state_->acceptor->local_endpoint().port(); }

void Server::head_is(Position head) {
    for (const auto& lane : state_->lanes) lane->head_is(head);
}

Load Server::load() const { return {state_->total.connections.load(), state_->total.streams.load()}; }

void Server::stop() { state_->stop(); }

void Server::run() {
    net::io_context& first = state_->lanes.front()->io;
    state_->signals->async_wait([this](error_code error, int) {
        if (!error) stop();
    });
    net::co_spawn(first, state_->accept(), net::detached);
    std::vector<std::thread> threads;
    for (auto lane = std::next(state_->lanes.begin()); lane != state_->lanes.end(); ++lane)
        threads.emplace_back([&lane = **lane] { lane.run(); });
    state_->lanes.front()->run();
    for (std::thread& thread : threads) thread.join();
}

}  // namespace ipep::http

#include "services/http/server.h"

#include <list>
#include <thread>

#include "events/fault.h"
#include "ledger/code.h"
#include "services/http/connection.h"

namespace ipep::http {
namespace {

using boost::system::error_code;

net::ip::tcp::acceptor listen_at(net::io_context& io, const Configuration& configuration) {
    error_code error;
    const auto address = net::ip::make_address(configuration.address, error);
    const auto wrong = [&](const std::string& what) {
        const std::string at = configuration.address + ':' + std::to_string(configuration.port);
        return Fault(Code::listening_failed, {{"address", at}, {"what", what}});
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

std::unique_ptr<ssl::context> tls_context(const Tls& tls) {
    if (!tls.on()) return nullptr;
    auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
    error_code error;
    context->set_options(ssl::context::no_sslv3 | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1, error);
    if (!error) context->use_certificate_chain_file(tls.certificate, error);
    if (!error) context->use_private_key_file(tls.key, ssl::context::pem, error);
    if (!error && !tls.client_authority.empty()) {
        context->load_verify_file(tls.client_authority, error);
        auto mode = ssl::verify_peer;
        if (tls.client_certificates_required) mode |= ssl::verify_fail_if_no_peer_cert;
        if (!error) context->set_verify_mode(mode, error);
    }
    if (error) throw Fault(Code::tls_unusable, {{"path", tls.certificate}, {"what", error.message()}});
    return context;
}

}  // namespace

struct Server::State {
    State(const Configuration& all, Application& application) : configuration(all), tls(tls_context(all.tls)) {
        for (std::int64_t i = 0; i < all.threads; ++i)
            lanes.push_back(std::make_unique<Lane>(all, application, tls.get(), total));
        acceptor.emplace(listen_at(lanes.front()->io, all));
    }

    net::awaitable<void> accept() {
        for (std::size_t next = 0;; next = (next + 1) % lanes.size()) {
            Lane& lane = *lanes[next];
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
        for (const auto& lane : lanes)
            lane->drain();
    }

    Configuration configuration;
    std::unique_ptr<ssl::context> tls;
    Total total;
    std::vector<std::unique_ptr<Lane>> lanes;
    std::optional<tcp::acceptor> acceptor;
};

Server::Server(const Configuration& configuration, Application& application)
    : state_(std::make_unique<State>(configuration, application)) {}

Server::~Server() = default;

std::uint16_t Server::port() const { return state_->acceptor->local_endpoint().port(); }

void Server::head_is(Position head) {
    for (const auto& lane : state_->lanes)
        lane->head_is(head);
}

Load Server::load() const { return {state_->total.connections.load(), state_->total.streams.load()}; }

void Server::stop() { state_->stop(); }

void Server::run() {
    net::io_context& first = state_->lanes.front()->io;
    net::signal_set signals(first, SIGTERM, SIGINT);
    signals.async_wait([this](error_code error, int) {
        if (!error) stop();
    });
    net::co_spawn(first, state_->accept(), net::detached);
    std::vector<std::thread> threads;
    for (auto lane = std::next(state_->lanes.begin()); lane != state_->lanes.end(); ++lane)
        threads.emplace_back([&lane = **lane] { lane.run(); });
    state_->lanes.front()->run();
    for (std::thread& thread : threads)
        thread.join();
}

}  // namespace ipep::http

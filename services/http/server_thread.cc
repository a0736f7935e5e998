#include "services/http/server_thread.h"

#include <poll.h>

#include "services/http/connection.h"

namespace ipep::http {
namespace {

using boost::system::error_code;

// A lane's part of what all lanes have together, rounded up.
std::size_t part_of(std::int64_t whole, std::int64_t lanes) {
    return static_cast<std::size_t>((whole + lanes - 1) / lanes);
}

// Who said nothing yet leaves before who is saying something, and of these who waited longest.
bool leaves_before(const LiveConnection& one, const LiveConnection* other) {
    return !other || std::pair(one.phase, one.since) < std::pair(other->phase, other->since);
}

}  // namespace

ServerThread::ServerThread(const Configuration& all, Application& application_, ssl::context* tls, Total& total_)
    : configuration(all),
      application(application_),
      total(total_),
      proxies(all.proxy.proxies()),
      is_behind_tls(all.is_secure()),
      tls_(tls),
      places_(part_of(all.limits.connections, all.threads)),
      share_(part_of(all.limits.connections_client, all.threads)) {}

bool ServerThread::within_share(const std::string& client) const {
    const auto own = std::ranges::count_if(guests, [&](const LiveConnection* one) {
        return one->client == client && one->phase != LiveConnection::Phase::leaving;
    });
    return client.empty() || static_cast<std::size_t>(own) <= share_;
}

bool ServerThread::make_room(const std::string& client) {
    std::size_t own = 0, all = 0;
    LiveConnection *own_last = nullptr, *last = nullptr;
    for (LiveConnection* guest : guests) {
        if (guest->phase == LiveConnection::Phase::leaving) continue;
        const bool is_own = !client.empty() && guest->client == client;
        ++all;
        own += is_own ? 1 : 0;
        if (guest->phase == LiveConnection::Phase::working) continue;
        if (leaves_before(*guest, last)) last = guest;
        if (is_own && leaves_before(*guest, own_last)) own_last = guest;
    }
    if (own < share_ && all < places_) return true;
    LiveConnection* leaves = own < share_ ? last : own_last;
    if (!leaves) return false;
    leaves->phase = LiveConnection::Phase::leaving;
    leaves->close();
    return true;
}

void ServerThread::welcome(tcp::socket socket) {
    net::post(io, [this, socket = std::move(socket)]() mutable { seat(std::move(socket)); });
}

void ServerThread::seat(tcp::socket socket) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error || guests.size() >= 2 * places_) return;
    socket.set_option(tcp::no_delay(true), error);
    const auto address = parse_address(endpoint.address().to_string());
    if (!address) return;
    Peer peer{text_of(*address), false, false};
    peer.is_proxy = proxies.trust(peer.address);
    peer.is_loopback = is_loopback(*address);
    start_connection(*this, std::move(socket), tls_, std::move(peer));
}

net::awaitable<void> ServerThread::watch() {
    net::steady_timer timer(io);
    for (Clock::time_point drained; !draining || (!guests.empty() && Clock::now() < drained);) {
        timer.expires_after(std::chrono::milliseconds(250));
        co_await timer.async_wait(kQuiet);
        if (draining && drained == Clock::time_point()) drained = Clock::now() + std::chrono::seconds(30);
        const auto now = Clock::now();
        for (LiveConnection* guest : guests) {
            if (guest->deadline < now || (draining && guest->phase == LiveConnection::Phase::silent)) guest->close();
            if (draining && guest->waits_for_head) guest->waits_for_head->cancel();
        }
        note_who_hung_up();
    }
    io.stop();
}

// Also where bytes lie unread before the end: a request that came pipelined, or the last record of TLS.
void ServerThread::note_who_hung_up() {
    std::vector<pollfd> looked_at;
    std::vector<PresencePtr> presences;
    for (LiveConnection* guest : guests) {
        if (!guest->asking) continue;
        looked_at.push_back({guest->descriptor(), POLLRDHUP, 0});
        presences.push_back(guest->asking);
    }
    if (::poll(looked_at.data(), looked_at.size(), 0) <= 0) return;
    for (std::size_t i = 0; i < looked_at.size(); ++i)
        if (looked_at[i].revents != 0) presences[i]->leave();
}

void ServerThread::run() {
    net::co_spawn(io, watch(), net::detached);
    io.run();
}

void ServerThread::drain() {
    net::post(io, [this] { draining = true; });
}

void ServerThread::head_is(Position head) {
    if (!head_.raise(head)) return;
    net::post(io, [this] {
        for (LiveConnection* guest : guests)
            if (guest->waits_for_head) guest->waits_for_head->cancel();
    });
}

const std::string& ServerThread::date() {
    using std::chrono::system_clock;
    const auto now = std::chrono::floor<std::chrono::seconds>(system_clock::now()).time_since_epoch().count();
    if (now != second_) {
        second_ = now;
        date_ = http_date(now);
    }
    return date_;
}

}  // namespace ipep::http

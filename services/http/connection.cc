#include "services/http/connection.h"

#include <poll.h>

#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <expected>

namespace ipep::http {
namespace {

namespace beast = boost::beast;
using boost::system::error_code;
using Parser = beast::http::request_parser<beast::http::string_body>;
using Field = beast::http::field;

constexpr std::size_t kRead = 16u << 10;               // asked of the socket at once
constexpr std::uint64_t kOfAnyone = 64u << 10;          // of a body, before it matters who sends it
constexpr std::size_t kRememberedBytes = 32u << 20;    // of responses, a lane
constexpr auto kHeartbeat = std::chrono::seconds(15);  // so that a stream nobody reads is noticed

// Once a second of the clock of the day is enough for Date and for what is remembered.
std::int64_t second_now() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

Code code_of(error_code error) {
    namespace e = beast::http;
    if (error == e::error::header_limit || error == e::error::buffer_overflow) return Code::header_too_large;
    return error == e::error::body_limit ? Code::body_too_large : Code::request_malformed;
}

bool breaks_a_rule(error_code error) {
    return error.category() == beast::http::make_error_code(beast::http::error::bad_method).category();
}

std::string common_name(SSL* tls) {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(tls), X509_free);
    if (!certificate || SSL_get_verify_result(tls) != X509_V_OK) return {};
    char name[128] = {};
    const int length =
        X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name, sizeof name);
    return length > 0 ? std::string(name, static_cast<std::size_t>(length)) : std::string();
}

template <class Socket>
class Connection final : public Guest, public std::enable_shared_from_this<Connection<Socket>> {
public:
    template <class... Arguments>
    Connection(Lane& lane, std::string peer, bool loopback, Arguments&&... arguments)
        : lane_(lane), socket_(std::forward<Arguments>(arguments)...), peer_(std::move(peer)), loopback_(loopback) {
        place_ = lane_.guests.insert(lane_.guests.end(), this);
        ++lane_.total.connections;
    }
    ~Connection() {
        lane_.guests.erase(place_);
        --lane_.total.connections;
    }

    net::awaitable<void> run(bool too_many) {
        const auto self = this->shared_from_this();
        if constexpr (kSecure) {
            within(lane_.configuration.limits.header_seconds);
            auto [error] = co_await socket_.async_handshake(ssl::stream_base::server, kQuiet);
            if (error) co_return;
            certificate_ = common_name(socket_.native_handle());
        }
        if (too_many) {
            co_await refuse(Code::connections_exhausted);
            if (lane_.total.connections > 2 * lane_.configuration.limits.connections) co_return;
        } else {
            while (co_await serve_one()) {
            }
        }
        if constexpr (kSecure) {
            within(2);
            co_await socket_.async_shutdown(kQuiet);
        }
        error_code ignored;
        plain().shutdown(tcp::socket::shutdown_send, ignored);
        co_await linger();
    }

    void close() override {
        error_code ignored;
        plain().close(ignored);
    }
    int descriptor() override { return plain().native_handle(); }

private:
    static constexpr bool kSecure = !std::is_same_v<Socket, tcp::socket>;

    tcp::socket& plain() {
        if constexpr (kSecure)
            return socket_.next_layer();
        else
            return socket_;
    }
    void within(std::int64_t seconds) { deadline = Clock::now() + std::chrono::seconds(seconds); }

    // What the client still sends is read for a moment, so that it gets the answer and not a reset.
    net::awaitable<void> linger() {
        within(2);
        char rest[1024];
        for (int i = 0; i < 64; ++i) {
            auto [error, size] = co_await plain().async_read_some(net::buffer(rest), kQuiet);
            if (error || size == 0) co_return;
        }
    }

    net::awaitable<bool> write(const std::string& bytes) {
        within(lane_.configuration.limits.write_seconds);
        auto [error, size] = co_await net::async_write(socket_, net::buffer(bytes), kQuiet);
        co_return !error && size == bytes.size();
    }

    net::awaitable<bool> refuse(Code code) {
        const Response response = lane_.application.problem(code);
        co_await write(to_wire(response, lane_.date(), false, false));
        co_return false;
    }

    // Reads until the parser has what `enough` asks for; an error where it breaks a rule or the client is gone.
    template <class Enough>
    net::awaitable<error_code> read_until(Parser& parser, Enough enough, std::int64_t seconds) {
        error_code error;
        for (bool more = buffer_.size() == 0;; more = true) {
            if (more) {
                auto [failed, size] = co_await socket_.async_read_some(buffer_.prepare(kRead), kQuiet);
                if (failed) co_return failed;
                buffer_.commit(size);
                if (idle) within(seconds);
                idle = false;
            }
            buffer_.consume(parser.put(buffer_.data(), error));
            if (enough(parser)) co_return error_code{};
            if (error && error != beast::http::error::need_more) co_return error;
        }
    }

    // One request and its answer; whether another may follow.
    net::awaitable<bool> serve_one() {
        const Limits& limits = lane_.configuration.limits;
        Parser parser;
        parser.header_limit(static_cast<std::uint32_t>(limits.header_kib << 10));
        parser.body_limit(static_cast<std::uint64_t>(limits.body_mib) << 20);
        idle = buffer_.size() == 0;
        within(idle ? limits.idle_seconds : limits.header_seconds);
        if (lane_.draining && idle) co_return false;
        const auto at_header = [](const Parser& p) { return p.is_header_done(); };
        if (const auto error = co_await read_until(parser, at_header, limits.header_seconds)) {
            if (!breaks_a_rule(error)) co_return false;  // gone, or too slow
            co_return co_await refuse(code_of(error));
        }
        const auto& message = parser.get();
        const bool keeps = message.keep_alive() && !lane_.draining;
        if (message.method() == beast::http::verb::get && keeps && !message.has_content_length() &&
            !message.chunked()) {
            question_ = question_of(message);
            if (const auto bytes = lane_.remembered(question_)) {
                lane_.application.repeated(message.target());
                co_return co_await write(*bytes);
            }
        } else {
            question_.clear();
        }
        if (!parser.is_done()) {
            if (parser.content_length().value_or(kOfAnyone + 1) > kOfAnyone) {
                const auto asked = request_of(message);
                if (!asked) co_return co_await refuse(asked.error());
                if (!lane_.application.knows(*asked)) co_return co_await refuse(Code::credentials_missing);
            }
            within(limits.body_seconds);
            if (message[Field::expect] == "100-continue" && !co_await write("HTTP/1.1 100 Continue\r\n\r\n"))
                co_return false;
            within(limits.body_seconds);
            parser.eager(true);
            const auto at_end = [](const Parser& p) { return p.is_done(); };
            if (const auto error = co_await read_until(parser, at_end, limits.body_seconds))
                co_return breaks_a_rule(error) && co_await refuse(code_of(error));
        }
        co_return co_await answer(parser, keeps);
    }

    // What makes a question the same as another: who asks for what, and in which form.
    template <class Message>
    std::string question_of(const Message& message) const {
        std::string question(message.target());
        for (const Field field : {Field::authorization, Field::cookie, Field::accept, Field::accept_language,
                                  Field::if_none_match, Field::host})
            question.append("\n").append(message[field]);
        return question.append("\n").append(certificate_);
    }

    // All of it but its body; or the rule it breaks.
    template <class Message>
    std::expected<Request, Code> request_of(const Message& message) const {
        const bool head_only = message.method() == beast::http::verb::head;
        Request request{.method = std::string(head_only ? "GET" : message.method_string()),
                        .target = std::string(message.target()),
                        .peer = peer_,
                        .certificate = certificate_,
                        .secure = kSecure,
                        .loopback = loopback_};
        auto target = parse_target(request.target);
        if (!target) return std::unexpected(Code::path_malformed);
        request.path = std::move(target->path);
        request.query = std::move(target->query);
        for (const auto& field : message) {
            std::string name(field.name_string());
            std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
            if (!request.headers.emplace(std::move(name), std::string(field.value())).second &&
                (field.name() == Field::authorization || field.name() == Field::host))
                return std::unexpected(Code::request_malformed);
        }
        return request;
    }

    net::awaitable<bool> answer(Parser& parser, bool keeps) {
        const auto start = Clock::now();
        auto message = parser.release();
        auto sound = request_of(message);
        if (!sound) co_return co_await refuse(sound.error());
        Request& request = *sound;
        request.body = std::move(message.body());
        deadline = Clock::time_point::max();  // the ledger takes the time it takes
        request.presence = asking = std::make_shared<Presence>();
        Reply reply = co_await ask(request);
        asking.reset();
        const std::chrono::duration<double> took = Clock::now() - start;
        lane_.application.answered(request, reply, took.count());
        if (reply.stream) co_return co_await stream(reply);
        const bool head_only = message.method() == beast::http::verb::head;
        auto wire = std::make_shared<const std::string>(to_wire(reply.response, lane_.date(), keeps, head_only));
        if (reply.response.repeatable_at && !question_.empty())
            lane_.remember(question_, *reply.response.repeatable_at, wire);
        co_return co_await write(*wire) && keeps;
    }

    // The answer comes from another thread and goes on in this one.
    net::awaitable<Reply> ask(const Request& request) {
        return net::async_initiate<decltype(net::use_awaitable), void(Reply)>(
            [this, &request](auto handler) {
                auto kept = std::make_shared<decltype(handler)>(std::move(handler));
                lane_.application.answer(request, [kept, &io = lane_.io](Reply reply) {
                    net::post(io, [kept, reply = std::move(reply)]() mutable { (*kept)(std::move(reply)); });
                });
            },
            net::use_awaitable);
    }

    net::awaitable<std::string> next_of(Stream& source) {
        return net::async_initiate<decltype(net::use_awaitable), void(std::string)>(
            [this, &source](auto handler) {
                auto kept = std::make_shared<decltype(handler)>(std::move(handler));
                source.next([kept, &io = lane_.io](std::string chunk) {
                    net::post(io, [kept, chunk = std::move(chunk)]() mutable { (*kept)(std::move(chunk)); });
                });
            },
            net::use_awaitable);
    }

    net::awaitable<bool> stream(Reply& reply) {
        if (lane_.total.streams.fetch_add(1) >= lane_.configuration.limits.streams) {
            --lane_.total.streams;
            co_return co_await refuse(Code::streams_exhausted);
        }
        const std::shared_ptr<void> counted(nullptr, [this](void*) { --lane_.total.streams; });
        net::steady_timer news(lane_.io);
        buffer_.clear();
        buffer_.shrink_to_fit();
        std::string head = to_wire(reply.response, lane_.date(), false, true);
        head.erase(head.find("\r\nContent-Length: 0"), 19);
        bool open = co_await write(head);
        while (open && !lane_.draining) {
            news.expires_after(kHeartbeat);
            waits_for_head = &news;
            deadline = Clock::time_point::max();
            const Position seen = lane_.head();
            std::string chunk = co_await next_of(*reply.stream);
            if (chunk.empty() && seen != lane_.head()) continue;
            if (chunk.empty()) {
                co_await news.async_wait(kQuiet);
                if (lane_.draining) break;
                if (news.expiry() > Clock::now()) continue;  // woken: the log has grown
                chunk = ": still here\n\n";
            }
            open = co_await write(chunk);
        }
        waits_for_head = nullptr;
        co_return false;
    }

    Lane& lane_;
    Socket socket_;
    std::string peer_, certificate_, question_;
    bool loopback_;
    beast::flat_buffer buffer_;
    std::list<Guest*>::iterator place_;
};

}  // namespace

Lane::Lane(const Configuration& all, Application& application_, ssl::context* tls, Total& total_)
    : configuration(all), application(application_), total(total_), tls_(tls) {}

void Lane::welcome(tcp::socket socket) {
    net::post(io, [this, socket = std::move(socket)]() mutable {
        error_code error;
        const auto peer = socket.remote_endpoint(error);
        if (error) return;
        socket.set_option(tcp::no_delay(true), error);
        const bool too_many = total.connections >= configuration.limits.connections;
        const auto start = [&](auto connection) { net::co_spawn(io, connection->run(too_many), net::detached); };
        const std::string name = peer.address().to_string();
        const bool loopback = peer.address().is_loopback();
        if (tls_)
            start(std::make_shared<Connection<ssl::stream<tcp::socket>>>(*this, name, loopback, std::move(socket),
                                                                         *tls_));
        else
            start(std::make_shared<Connection<tcp::socket>>(*this, name, loopback, std::move(socket)));
    });
}

net::awaitable<void> Lane::watch() {
    net::steady_timer timer(io);
    for (Clock::time_point drained; !draining || (!guests.empty() && Clock::now() < drained);) {
        timer.expires_after(std::chrono::milliseconds(250));
        co_await timer.async_wait(kQuiet);
        if (draining && drained == Clock::time_point()) drained = Clock::now() + std::chrono::seconds(30);
        const auto now = Clock::now();
        for (Guest* guest : guests) {
            if (guest->deadline < now || (draining && guest->idle)) guest->close();
            if (draining && guest->waits_for_head) guest->waits_for_head->cancel();
        }
        note_who_hung_up();
    }
    io.stop();
}

// Also where bytes lie unread before the end: a request that came pipelined, or the last record of TLS.
void Lane::note_who_hung_up() {
    std::vector<pollfd> looked_at;
    std::vector<PresencePtr> presences;
    for (Guest* guest : guests) {
        if (!guest->asking) continue;
        looked_at.push_back({guest->descriptor(), POLLRDHUP, 0});
        presences.push_back(guest->asking);
    }
    if (::poll(looked_at.data(), looked_at.size(), 0) <= 0) return;
    for (std::size_t i = 0; i < looked_at.size(); ++i)
        if (looked_at[i].revents != 0) presences[i]->leave();
}

void Lane::run() {
    net::co_spawn(io, watch(), net::detached);
    io.run();
}

void Lane::drain() {
    net::post(io, [this] { draining = true; });
}

void Lane::head_is(Position head) {
    head_.store(head, std::memory_order_release);
    net::post(io, [this] {
        for (Guest* guest : guests)
            if (guest->waits_for_head) guest->waits_for_head->cancel();
    });
}

const std::string& Lane::date() {
    if (const std::int64_t now = second_now(); now != second_) {
        second_ = now;
        date_ = http_date(now);
    }
    return date_;
}

Lane::Bytes Lane::remembered(const std::string& question) {
    date();
    if (head() != remembered_head_ || second_ != remembered_second_) {
        remembered_.clear();
        remembered_bytes_ = 0;
        remembered_head_ = head();
        remembered_second_ = second_;
        return nullptr;
    }
    const auto found = remembered_.find(question);
    return found == remembered_.end() ? nullptr : found->second;
}

void Lane::remember(const std::string& question, Position at, Bytes bytes) {
    if (at != head() || at != remembered_head_) return;
    if (remembered_bytes_ + bytes->size() > kRememberedBytes) return;
    remembered_bytes_ += bytes->size() + question.size();
    remembered_.emplace(question, std::move(bytes));
}

}  // namespace ipep::http

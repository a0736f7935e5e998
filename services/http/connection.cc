#include "services/http/connection.h"

#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "services/http/request_head.h"
#include "services/http/tls_context.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

namespace beast = boost::beast;
using boost::system::error_code;
using Parser = beast::http::request_parser<beast::http::string_body>;
using Phase = LiveConnection::Phase;

constexpr std::size_t kRead = 16u << 10;               // asked of the socket at once
constexpr std::uint64_t kOfAnyone = 64u << 10;         // of a body, before it matters who sends it
constexpr std::int64_t kOfTooMany = 2;                 // seconds for a head of who is too many
constexpr auto kHeartbeat = std::chrono::seconds(15);  // so that a stream nobody reads is noticed

Code code_of(error_code error) {
    namespace e = beast::http;
    if (error == e::error::header_limit || error == e::error::buffer_overflow) return code::header_too_large;
    return error == e::error::body_limit ? code::body_too_large : code::request_malformed;
}

bool breaks_a_rule(error_code error) {
    return error.category() == beast::http::make_error_code(beast::http::error::bad_method).category();
}

template <class Socket>
class Connection final : public LiveConnection, public std::enable_shared_from_this<Connection<Socket>> {
public:
    template <class... Arguments>
    Connection(ServerThread& lane, Peer peer, Arguments&&... arguments)
        : lane_(lane), socket_(std::forward<Arguments>(arguments)...), peer_(std::move(peer)) {
        if (!peer_.is_proxy) client = peer_.address;
        if (!lane_.make_room(client)) phase = Phase::leaving;
        is_too_many_ = phase == Phase::leaving;
        place_ = lane_.guests.insert(lane_.guests.end(), this);
        ++lane_.total.connections;
    }
    ~Connection() {
        lane_.guests.erase(place_);
        --lane_.total.connections;
    }

    net::awaitable<void> run() {
        const auto self = this->shared_from_this();
        if constexpr (kSecure) {
            within(patience(true));
            auto [error] = co_await socket_.async_handshake(ssl::stream_base::server, kQuiet);
            if (error) co_return;
            person_ = person_of(socket_.native_handle());
        }
        for (bool is_first = true; co_await serve_one(is_first); is_first = false) {
        }
        phase = Phase::leaving;
        if constexpr (kSecure) {
            within(2);
            co_await socket_.async_shutdown(kQuiet);
        }
        error_code ignored;
        plain().shutdown(tcp::socket::shutdown_send, ignored);
        co_await linger();
        close();
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
    // Who leaves does nothing else.
    void enter(Phase next) {
        if (phase == Phase::leaving) return;
        phase = next;
        since = Clock::now();
    }

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

    std::size_t most_of_head() const { return static_cast<std::size_t>(lane_.configuration.limits.header_kib) << 10; }

    // An empty line before a request is nothing (RFC 9112 §2.2).
    void skip_empty_line() {
        const std::string_view bytes(static_cast<const char*>(buffer_.data().data()), buffer_.size());
        if (bytes.starts_with("\r\n")) buffer_.consume(2);
    }

    // Hands the parser what is there, and keeps what of it is the head.
    error_code parse(Parser& parser) {
        error_code error;
        const bool is_of_head = !parser.is_header_done();
        if (!parser.got_some() && head_.empty()) skip_empty_line();
        const auto bytes = buffer_.data();
        const std::size_t size = parser.put(bytes, error);
        if (is_of_head) head_.append(static_cast<const char*>(bytes.data()), size);
        buffer_.consume(size);
        return is_of_head && head_.size() > most_of_head() ? beast::http::error::header_limit : error;
    }

    // Reads until the parser has what `enough` asks for; an error where it breaks a rule or the client is gone.
    template <class Enough>
    net::awaitable<error_code> read_until(Parser& parser, Enough enough, std::int64_t seconds) {
        for (bool more = buffer_.size() == 0;; more = true) {
            if (more) {
                // Of a body nothing waits here but lines between its chunks.
                if (buffer_.size() > most_of_head() + kRead) co_return beast::http::error::header_limit;
                auto [failed, size] = co_await socket_.async_read_some(buffer_.prepare(kRead), kQuiet);
                if (failed) co_return failed;
                buffer_.commit(size);
                if (phase == Phase::silent) {
                    within(seconds);
                    enter(Phase::reading);
                }
            }
            const error_code error = parse(parser);
            const bool is_sound = !error || error == beast::http::error::need_more;
            if (!is_sound) co_return error;
            if (enough(parser)) co_return error_code{};
        }
    }

    // Of who is too many; of who says nothing at first; of who may come back.
    std::int64_t patience(bool is_first) const {
        const Limits& limits = lane_.configuration.limits;
        if (is_too_many_) return std::min(kOfTooMany, limits.header_seconds);
        return is_first || buffer_.size() > 0 ? limits.header_seconds : limits.idle_seconds;
    }

    // One request and its answer; whether another may follow.
    net::awaitable<bool> serve_one(bool is_first) {
        const Limits& limits = lane_.configuration.limits;
        Parser parser;
        parser.header_limit(static_cast<std::uint32_t>(most_of_head()));
        parser.body_limit(static_cast<std::uint64_t>(limits.body_mib) << 20);
        head_.clear();
        if (peer_.is_proxy) client.clear();
        enter(buffer_.size() == 0 ? Phase::silent : Phase::reading);
        within(patience(is_first));
        if (lane_.draining && buffer_.size() == 0) co_return false;
        const auto at_header = [](const Parser& p) { return p.is_header_done(); };
        if (const auto error = co_await read_until(parser, at_header, limits.header_seconds)) {
            if (!breaks_a_rule(error)) co_return false;  // gone, or too slow
            co_return co_await refuse(code_of(error));
        }
        question_ = parser.is_done() ? question() : "";
        if (const auto bytes = remembered()) {
            lane_.application.repeated();
            co_return co_await write(*bytes);
        }
        auto head = read_head(head_);
        if (!head) co_return co_await refuse(head.error());
        auto request = request_of(*head);
        if (!request) co_return co_await refuse(request.error());
        if (peer_.is_proxy) client = request->peer;
        const bool has_place = !is_too_many_ && lane_.within_share(client);
        if (!has_place && !lane_.application.is_for_operators(*request))
            co_return co_await refuse(code::connections_exhausted);
        if (!parser.is_done() && !co_await read_body(parser, *head, *request)) co_return false;
        request->body = std::move(parser.get().body());
        co_return co_await answer(*request, *head, parser.keep_alive());
    }

    // Beast takes a quoted text of a chunk's extension as it comes; what ends a line in it would end it for others.
    static void refuse_lines_within(std::uint64_t, beast::string_view extension, error_code& error) {
        const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; };
        if (std::ranges::any_of(extension, is_control)) error = beast::http::error::bad_chunk_extension;
    }

    // The whole of it; or it was refused, or the client is gone.
    net::awaitable<bool> read_body(Parser& parser, const RequestHead& head, const Request& request) {
        const Limits& limits = lane_.configuration.limits;
        if (parser.content_length().value_or(kOfAnyone + 1) > kOfAnyone && !lane_.application.knows(request))
            co_return co_await refuse(code::credentials_missing);
        within(limits.body_seconds);
        if (head.expects_continue && !co_await write("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;
        within(limits.body_seconds);
        auto no_line_within = &refuse_lines_within;
        parser.eager(true);
        parser.on_chunk_header(no_line_within);
        const auto at_end = [](const Parser& p) { return p.is_done(); };
        const auto error = co_await read_until(parser, at_end, limits.body_seconds);
        if (error && breaks_a_rule(error)) co_await refuse(code_of(error));
        co_return !error;
    }

    // All it says, and of whom and from where: whatever an answer may depend on.
    std::string question() const { return head_ + person_.name + '\n' + peer_.address; }

    AnswerMemory::Bytes remembered() {
        lane_.date();
        if (question_.empty() || is_too_many_ || lane_.draining) return nullptr;
        return lane_.answers.find(question_, lane_.head(), lane_.second());
    }

    // All of it but its body; or the rule it breaks. What comes behind a body in chunks is no part of it. On this
    // machine only a proxy still speaks HTTP/1.0.
    std::expected<Request, Code> request_of(RequestHead& head) const {
        Request request{.method = head.method == "HEAD" ? "GET" : head.method,
                        .target = head.target,
                        .path = head.target,
                        .headers = std::move(head.fields),
                        .peer = peer_.address,
                        .certificate = person_.name,
                        .certificate_until = person_.until,
                        .secure = kSecure || lane_.is_behind_tls,
                        .loopback = peer_.is_loopback && head.is_version_11};
        look_behind(lane_.proxies, request);
        if (request.method == "CONNECT" || request.target == "*") return request;
        auto target = parse_target(request.target);
        if (!target) return std::unexpected(code::path_malformed);
        request.path = std::move(target->path);
        request.query = std::move(target->query);
        return request;
    }

    net::awaitable<bool> answer(Request& request, const RequestHead& head, bool may_follow) {
        const auto start = Clock::now();
        const bool keeps = may_follow && head.is_version_11 && head.method != "CONNECT" && !is_too_many_;
        const bool head_only = head.method == "HEAD";
        enter(Phase::working);
        deadline = Clock::time_point::max();  // the ledger takes the time it takes
        request.presence = asking = std::make_shared<Presence>();
        Reply reply = co_await ask(request);
        asking.reset();
        const std::chrono::duration<double> took = Clock::now() - start;
        lane_.application.answered(request, reply, took.count());
        if (reply.stream) co_return co_await stream(reply, head_only);
        const bool stays = keeps && !lane_.draining;
        auto wire = std::make_shared<const std::string>(to_wire(reply.response, lane_.date(), stays, head_only));
        if (reply.response.repeatable_at && stays && head.method == "GET" && !question_.empty())
            lane_.answers.keep(question_, *reply.response.repeatable_at, {wire, reply.stands});
        co_return co_await write(*wire) && stays;
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

    // Who reads a stream has nothing more to say: what can be read then is the end.
    void notice_the_end() {
        plain().async_wait(tcp::socket::wait_read, [this, self = this->shared_from_this()](error_code) {
            is_over_ = true;
            if (waits_for_head) waits_for_head->cancel();
        });
    }

    net::awaitable<bool> stream(Reply& reply, bool head_only) {
        if (lane_.total.streams.fetch_add(1) >= lane_.configuration.limits.streams) {
            --lane_.total.streams;
            co_return co_await refuse(code::streams_exhausted);
        }
        const std::shared_ptr<void> counted(nullptr, [this](void*) { --lane_.total.streams; });
        net::steady_timer news(lane_.io);
        buffer_.clear();
        buffer_.shrink_to_fit();
        std::string head = to_wire(reply.response, lane_.date(), false, true);
        head.erase(head.find("\r\nContent-Length: 0"), 19);
        bool open = co_await write(head) && !head_only;
        notice_the_end();
        while (open && !lane_.draining && !is_over_) {
            news.expires_after(kHeartbeat);
            waits_for_head = &news;
            deadline = Clock::time_point::max();
            const Position seen = lane_.head();
            std::string chunk = co_await next_of(*reply.stream);
            if (is_over_ || (reply.stands && !reply.stands())) break;
            if (chunk.empty() && seen != lane_.head()) continue;
            if (chunk.empty()) {
                co_await news.async_wait(kQuiet);
                if (lane_.draining || is_over_) break;
                if (news.expiry() > Clock::now()) continue;  // woken: the log has grown
                chunk = ": still here\n\n";
            }
            open = co_await write(chunk);
        }
        waits_for_head = nullptr;
        co_return false;
    }

    ServerThread& lane_;
    Socket socket_;
    Peer peer_;
    CertifiedPerson person_;
    bool is_too_many_ = false, is_over_ = false;
    std::string head_, question_;
    beast::flat_buffer buffer_;
    std::list<LiveConnection*>::iterator place_;
};

}  // namespace

void start_connection(ServerThread& lane, tcp::socket socket, ssl::context* tls, Peer peer) {
    const auto start = [&](auto connection) { net::co_spawn(lane.io, connection->run(), net::detached); };
    if (tls)
        start(std::make_shared<Connection<ssl::stream<tcp::socket>>>(lane, std::move(peer), std::move(socket), *tls));
    else
        start(std::make_shared<Connection<tcp::socket>>(lane, std::move(peer), std::move(socket)));
}

}  // namespace ipep::http

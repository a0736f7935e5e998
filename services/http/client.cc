#include "services/http/client.h"

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "services/words/code.h"

namespace ipep::http {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
using tcp = net::ip::tcp;

struct Server {
    bool secure = false;
    std::string host, port, target;
};

std::optional<Server> parse_url(std::string_view url) {
    Server address;
    if (url.starts_with("https://"))
        address.secure = true;
    else if (!url.starts_with("http://"))
        return std::nullopt;
    url.remove_prefix(address.secure ? 8 : 7);
    const auto slash = std::min(url.find('/'), url.size());
    std::string_view place = url.substr(0, slash);
    address.target = slash < url.size() ? url.substr(slash) : "/";
    const auto bracket = place.rfind(']');
    const auto colon = place.find(':', bracket == std::string_view::npos ? 0 : bracket);
    address.host = place.substr(0, std::min(colon, place.size()));
    address.port =
        colon == std::string_view::npos ? (address.secure ? "443" : "80") : std::string(place.substr(colon + 1));
    if (address.host.starts_with('[')) address.host = address.host.substr(1, address.host.size() - 2);
    return address.host.empty() ? std::nullopt : std::optional(address);
}

// Steps of one exchange, each of which has so many seconds: a server that is stopped takes bytes and says nothing.
class Steps {
public:
    explicit Steps(int seconds) : seconds_(seconds) {}
    net::io_context& io() { return io_; }

    // `start` begins what ends with the handler it is given.
    template <class Start>
    void take(tcp::socket::lowest_layer_type& socket, const Start& start) {
        boost::system::error_code ended;
        start([&ended](const boost::system::error_code& error, auto&&...) { ended = error; });
        io_.restart();
        io_.run_for(seconds_);
        if (!io_.stopped()) {
            boost::system::error_code ignored;
            socket.close(ignored);
            io_.run();
            ended = net::error::timed_out;
        }
        if (ended) throw boost::system::system_error(ended);
    }

private:
    std::chrono::seconds seconds_;
    net::io_context io_;
};

tcp::socket connect(Steps& steps, const Server& address) {
    tcp::socket socket(steps.io());
    const auto places = tcp::resolver(steps.io()).resolve(address.host, address.port);
    steps.take(socket.lowest_layer(), [&](auto&& done) { net::async_connect(socket, places, done); });
    socket.set_option(tcp::no_delay(true));
    return socket;
}

template <class Stream>
Response exchange(Steps& steps, Stream& stream, const Server& address, const Sent& sent) {
    beast::http::request<beast::http::string_body> request;
    request.method_string(sent.method);
    request.target(address.target);
    request.version(11);
    const bool usual = address.port == (address.secure ? "443" : "80");
    request.set(beast::http::field::host, usual ? address.host : address.host + ':' + address.port);
    request.set(beast::http::field::connection, "close");
    for (const auto& [name, value] : sent.headers) request.set(name, value);
    request.body() = sent.body;
    request.prepare_payload();
    tcp::socket::lowest_layer_type& socket = stream.lowest_layer();
    steps.take(socket, [&](auto&& done) { beast::http::async_write(stream, request, done); });
    beast::flat_buffer buffer;
    beast::http::response_parser<beast::http::string_body> parser;
    parser.body_limit(boost::none);
    steps.take(socket, [&](auto&& done) { beast::http::async_read(stream, buffer, parser, done); });
    auto message = parser.release();
    Response response{static_cast<int>(message.result_int()), std::string(message[beast::http::field::content_type]),
                      std::move(message.body())};
    for (const auto& field : message)
        response.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    return response;
}

Response exchange_secure(Steps& steps, const Server& address, const Sent& sent, const ClientTls& tls) {
    net::ssl::context context(net::ssl::context::tls_client);
    context.set_verify_mode(net::ssl::verify_peer);
    if (tls.authority.empty())
        context.set_default_verify_paths();
    else
        context.load_verify_file(tls.authority);
    if (!tls.certificate.empty()) {
        context.use_certificate_chain_file(tls.certificate);
        context.use_private_key_file(tls.key, net::ssl::context::pem);
    }
    net::ssl::stream<tcp::socket> stream(connect(steps, address), context);
    stream.set_verify_callback(net::ssl::host_name_verification(address.host));
    SSL_set_tlsext_host_name(stream.native_handle(), address.host.c_str());
    steps.take(stream.lowest_layer(),
               [&](auto&& done) { stream.async_handshake(net::ssl::stream_base::client, done); });
    return exchange(steps, stream, address, sent);
}

}  // namespace

Verdict<Response> fetch(const Sent& sent, const ClientTls& tls, int seconds) {
    const auto address = parse_url(sent.url);
    const auto unreachable = [&](const std::string& what) {
        const auto path = sent.url.find('/', 8);
        return refuse(code::server_unreachable, {{"url", sent.url.substr(0, path)}, {"what", what}});
    };
    if (!address) return unreachable("write http://HOST:PORT or https://HOST:PORT");
    try {
        Steps steps(seconds);
        if (address->secure) return exchange_secure(steps, *address, sent, tls);
        tcp::socket socket = connect(steps, *address);
        return exchange(steps, socket, *address, sent);
    } catch (const boost::system::system_error& error) {
        return unreachable(error.code().message());
    }
}

}  // namespace ipep::http

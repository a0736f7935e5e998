#include "services/http/client.h"

#include <sys/socket.h>
#include <sys/time.h>

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "ledger/code.h"

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

tcp::socket connect(net::io_context& io, const Server& address, int seconds) {
    tcp::socket socket(io);
    net::connect(socket, tcp::resolver(io).resolve(address.host, address.port));
    const timeval wait{.tv_sec = seconds, .tv_usec = 0};
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    socket.set_option(tcp::no_delay(true));
    return socket;
}

template <class Stream>
Response exchange(Stream& stream, const Server& address, const Sent& sent) {
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
    beast::http::write(stream, request);
    beast::flat_buffer buffer;
    beast::http::response_parser<beast::http::string_body> parser;
    parser.body_limit(boost::none);
    beast::http::read(stream, buffer, parser);
    auto message = parser.release();
    Response response{static_cast<int>(message.result_int()), std::string(message[beast::http::field::content_type]),
                      std::move(message.body())};
    for (const auto& field : message)
        response.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    return response;
}

Response exchange_secure(net::io_context& io, const Server& address, const Sent& sent, const ClientTls& tls,
                         int seconds) {
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
    net::ssl::stream<tcp::socket> stream(connect(io, address, seconds), context);
    stream.set_verify_callback(net::ssl::host_name_verification(address.host));
    SSL_set_tlsext_host_name(stream.native_handle(), address.host.c_str());
    stream.handshake(net::ssl::stream_base::client);
    return exchange(stream, address, sent);
}

}  // namespace

Verdict<Response> fetch(const Sent& sent, const ClientTls& tls, int seconds) {
    const auto address = parse_url(sent.url);
    const auto unreachable = [&](const std::string& what) {
        const auto path = sent.url.find('/', 8);
        return refuse(Code::server_unreachable, {{"url", sent.url.substr(0, path)}, {"what", what}});
    };
    if (!address) return unreachable("write http://HOST:PORT or https://HOST:PORT");
    try {
        net::io_context io;
        if (address->secure) return exchange_secure(io, *address, sent, tls, seconds);
        tcp::socket socket = connect(io, *address, seconds);
        return exchange(socket, *address, sent);
    } catch (const boost::system::system_error& error) {
        return unreachable(error.code().message());
    }
}

}  // namespace ipep::http

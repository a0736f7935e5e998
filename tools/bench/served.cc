#include "tools/bench/served.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace ipep::bench {

Served::Served(const std::string& ledger, const http::Postgres& shared) {
    configuration_.ledger = ledger;
    configuration_.postgres = shared;
    if (!shared.connection.empty()) configuration_.log = "postgres";
    configuration_.port = 0;
    configuration_.log_requests = "none";
    commands_ = served_questions(configuration_);
    service_ = std::make_unique<http::Service>(configuration_, *commands_, pages_of(console_));
    thread_ = std::thread([this] { service_->run(); });
}

Served::~Served() {
    service_->stop();
    thread_.join();
}

OpenConnection::OpenConnection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("the service does not answer");
}

OpenConnection::~OpenConnection() { ::close(socket_); }

void OpenConnection::hang_up() { ::shutdown(socket_, SHUT_RDWR); }

std::string OpenConnection::ask(const std::string& method, const std::string& path, const std::string& headers,
                                const std::string& body) {
    send(method, path, headers, body);
    return receive();
}

void OpenConnection::send(const std::string& method, const std::string& path, const std::string& headers,
                          const std::string& body) {
    std::string request = method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers;
    if (method == "POST") request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    request += "\r\n" + body;
    if (::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
        throw std::runtime_error("the service hung up");
}

std::string OpenConnection::receive() {
    static const std::string kLength = "Content-Length: ", kEnd = "\r\n\r\n";
    std::string answer;
    char bytes[64 << 10];
    for (std::size_t whole = std::string::npos; answer.size() < whole;) {
        const ssize_t size = ::recv(socket_, bytes, sizeof bytes, 0);
        if (size <= 0) throw std::runtime_error("the service hung up");
        answer.append(bytes, static_cast<std::size_t>(size));
        const std::size_t end = whole == std::string::npos ? answer.find(kEnd) : std::string::npos;
        if (end == std::string::npos) continue;
        const std::size_t length = answer.find(kLength);
        whole = end + kEnd.size() + (length < end ? std::stoull(answer.substr(length + kLength.size(), 20)) : 0);
    }
    return answer;
}

}  // namespace ipep::bench

// Client: one request of HTTP to a server, over TCP or TLS, and its response.
//
// Shape:  `url` is http://HOST[:PORT] or https://HOST[:PORT], then the path; a server's certificate is checked against
//         the system's authorities, or the one given.
// Errors: server_unreachable, whatever went wrong before a response was whole.
// Source: RFC 9112; RFC 9110 §4.3.4.
#pragma once

#include "ledger/rejection.h"
#include "services/http/message.h"

namespace ipep::http {

struct ClientTls {
    std::string authority = {}, certificate = {},
                key = {};  // PEM files; empty: the system's authorities, no certificate of our own
};

struct Sent {
    std::string method = "GET", url = {};
    Fields headers = {};
    std::string body = {};
};

// Waits at most so many seconds for each step.
Verdict<Response> fetch(const Sent& sent, const ClientTls& tls = {}, int seconds = 600);

}  // namespace ipep::http

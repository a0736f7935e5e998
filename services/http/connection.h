// Connection: what a lane does with one socket: reads a request within its limits and times, asks the application,
// writes the answer; again. It ends by itself.
//
// Errors:  what breaks a rule is refused and the connection closed, for nobody knows where the next request begins.
// Threads: its lane's.
// Source:  RFC 9112 §9.
#pragma once

#include "services/http/server_thread.h"

namespace ipep::http {

struct Peer {
    std::string address;
    bool is_loopback, is_proxy;  // one the configuration trusts
};
// Over TLS where there is a context.
void start_connection(ServerThread& lane, tcp::socket socket, ssl::context* tls, Peer peer);

}  // namespace ipep::http

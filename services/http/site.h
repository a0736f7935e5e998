// Site: under which name others reach this server, and which names and origins are its own.
//
// Shape:  a host is a name, an IPv4 address or an IPv6 address in brackets, in small letters, and perhaps a port; an
//         origin is written as browsers write it, without the scheme's usual port.
// Errors: nothing, where a text is no host or no http(s) address without a path.
// Source: RFC 9110 §4.2, §7.2; RFC 6454 §6.1; RFC 3986 §3.2.2.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ipep::http {

struct Host {
    std::string name, port;
    std::string text() const { return port.empty() ? name : name + ':' + port; }
};
std::optional<Host> parse_host(std::string_view text);
// Of this machine alone: no page of others can reach a server under it by a name of its own (DNS rebinding).
bool is_loopback_name(std::string_view name);

struct Site {
    std::string origin, name;
    bool is_secure = false;
};
std::optional<Site> parse_site(std::string_view url);

}  // namespace ipep::http

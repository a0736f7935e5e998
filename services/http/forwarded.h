// Forwarded: who a request came from, where proxies stand between.
//
// Shape:   what a proxy says of its client is believed of the proxies the configuration trusts, from the nearest hop on
//          until the first that is none of them: a client can write such fields too, and its own stand to the left.
// Promise: whatever came through a proxy, trusted or not, that says so, is not of this machine.
// Source:  RFC 7239; RFC 9110 §7.6.3 (Via); X-Forwarded-For and -Proto as nginx, HAProxy and Apache write them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "services/http/message.h"

namespace ipep::http {

using Address = std::array<std::uint8_t, 16>;  // an IPv4 address as IPv6 maps it
std::optional<Address> parse_address(std::string_view text);
std::string text_of(const Address& address);
bool is_loopback(const Address& address);

// "10.0.0.0/8", "2001:db8::/32", or one address.
struct Network {
    Address address;
    int bits;
    bool holds(const Address& one) const;
};
std::optional<Network> parse_network(std::string_view text);

struct Proxies {
    std::vector<Network> trusted;
    bool say_forwarded = false;  // in `Forwarded`; else in X-Forwarded-For and X-Forwarded-Proto
    bool trust(std::string_view peer) const;
};
// Sets the request's peer, secure and loopback, which are the socket's, to what they are behind the proxies.
void look_behind(const Proxies& proxies, Request& request);

}  // namespace ipep::http

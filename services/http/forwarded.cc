#include "services/http/forwarded.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace ipep::http {
namespace {

constexpr Address kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};  // ::ffff:0:0
constexpr std::ptrdiff_t kMappedBytes = 12;

// What only a proxy has reason to send.
constexpr const char* kMarks[] = {"forwarded",         "via",      "x-forwarded-for", "x-forwarded-host",
                                  "x-forwarded-proto", "x-real-ip"};

struct Hop {
    std::string client, scheme;
};

// Parts between separators that stand outside of quotes.
std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    bool is_quoted = false;
    std::size_t from = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] == '"') is_quoted = !is_quoted;
        if (i < text.size() && (text[i] != at || is_quoted)) continue;
        parts.push_back(without_spaces(text.substr(from, i - from)));
        from = i + 1;
    }
    return parts;
}

// "192.0.2.7", "192.0.2.7:4711", "[2001:db8::1]:4711", "2001:db8::1"
std::optional<Address> address_of_node(std::string_view node) {
    if (node.starts_with('[')) return parse_address(node.substr(1, std::min(node.find(']'), node.size()) - 1));
    const auto colon = node.find(':');
    const bool has_port = colon != std::string_view::npos && colon == node.rfind(':');
    return parse_address(has_port ? node.substr(0, colon) : node);
}

// for=192.0.2.7;proto=https, for="[2001:db8::1]:4711"
std::vector<Hop> hops_of_forwarded(const std::string& field) {
    std::vector<Hop> hops;
    for (const std::string_view element : split(field, ',')) {
        Hop hop;
        for (const std::string_view pair : split(element, ';')) {
            const auto equals = std::min(pair.find('='), pair.size());
            const std::string name = in_small_letters(pair.substr(0, equals));
            std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
            if (value.size() > 1 && value.starts_with('"') && value.ends_with('"'))
                value = value.substr(1, value.size() - 2);
            if (name == "for") hop.client = value;
            if (name == "proto") hop.scheme = value;
        }
        hops.push_back(std::move(hop));
    }
    return hops;
}

// One list of clients; the schemes stand beside them, or the nearest proxy's alone does.
std::vector<Hop> hops_of(const Proxies& proxies, const Request& request) {
    if (proxies.say_forwarded) return hops_of_forwarded(request.header("forwarded"));
    const auto schemes = split(request.header("x-forwarded-proto"), ',');
    std::vector<Hop> hops;
    for (const std::string_view client : split(request.header("x-forwarded-for"), ','))
        hops.push_back({std::string(client), std::string(schemes.back())});
    return hops;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
    const std::string plain(text);
    Address address = kMapped;
    if (::inet_pton(AF_INET, plain.c_str(), address.data() + kMappedBytes) == 1) return address;
    if (::inet_pton(AF_INET6, plain.c_str(), address.data()) == 1) return address;
    return std::nullopt;
}

std::string text_of(const Address& address) {
    char text[INET6_ADDRSTRLEN] = {};
    const bool is_v4 = std::equal(kMapped.begin(), kMapped.begin() + kMappedBytes, address.begin());
    ::inet_ntop(is_v4 ? AF_INET : AF_INET6, address.data() + (is_v4 ? kMappedBytes : 0), text, sizeof text);
    return text;
}

bool is_loopback(const Address& address) {
    return Network{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127}, 104}.holds(address) ||
           address == Address{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
}

bool Network::holds(const Address& one) const {
    const auto whole = static_cast<std::ptrdiff_t>(bits / 8);
    if (!std::equal(address.begin(), address.begin() + whole, one.begin())) return false;
    const int rest = bits % 8;
    const auto differs =
        rest == 0 ? 0 : address[static_cast<std::size_t>(whole)] ^ one[static_cast<std::size_t>(whole)];
    return differs >> (8 - rest) == 0;
}

std::optional<Network> parse_network(std::string_view text) {
    const auto slash = std::min(text.find('/'), text.size());
    const auto address = parse_address(text.substr(0, slash));
    if (!address) return std::nullopt;
    if (slash == text.size()) return Network{*address, 128};
    const bool is_v4 = text.substr(0, slash).find(':') == std::string_view::npos;
    const std::string_view digits = text.substr(slash + 1);
    int bits = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc() || end != digits.data() + digits.size() || bits < 0 || bits > (is_v4 ? 32 : 128))
        return std::nullopt;
    return Network{*address, is_v4 ? bits + 96 : bits};
}

bool Proxies::trust(std::string_view peer) const {
    const auto address = parse_address(peer);
    return address && std::ranges::any_of(trusted, [&](const Network& one) { return one.holds(*address); });
}

void look_behind(const Proxies& proxies, Request& request) {
    const bool is_marked =
        std::ranges::any_of(kMarks, [&](const char* name) { return request.headers.contains(name); });
    if (is_marked) request.loopback = false;
    if (proxies.trusted.empty() || !proxies.trust(request.peer)) return;
    request.loopback = false;
    const auto hops = hops_of(proxies, request);
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        const auto client = address_of_node(hop->client);
        if (!hop->scheme.empty()) request.secure = hop->scheme == "https";
        if (!client) return;
        request.peer = text_of(*client);
        if (!proxies.trust(request.peer)) return;
    }
}

}  // namespace ipep::http

#include "services/http/site.h"

#include <algorithm>

#include "services/http/message.h"

namespace ipep::http {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
bool is_of_a_name(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_'; }

// "[::1]"
bool is_bracketed(std::string_view name) {
    if (name.size() < 4 || !name.starts_with('[') || !name.ends_with(']')) return false;
    return std::ranges::all_of(name.substr(1, name.size() - 2),
                               [](char c) { return is_hex(c) || c == ':' || c == '.'; });
}

bool is_port(std::string_view port) {
    if (port.size() > 5 || !std::ranges::all_of(port, is_digit)) return false;
    return port.empty() || std::stoi(std::string(port)) < 65536;
}

}  // namespace

std::optional<Host> parse_host(std::string_view text) {
    const std::string small = in_small_letters(text);
    const auto bracket = small.find(']');
    const auto colon = std::min(small.find(':', bracket == std::string::npos ? 0 : bracket), small.size());
    Host host{small.substr(0, colon), small.substr(std::min(colon + 1, small.size()))};
    const bool is_name = !host.name.empty() && std::ranges::all_of(host.name, is_of_a_name);
    if ((!is_name && !is_bracketed(host.name)) || !is_port(host.port)) return std::nullopt;
    return host;
}

bool is_loopback_name(std::string_view name) { return name == "localhost" || name == "127.0.0.1" || name == "[::1]"; }

std::optional<Site> parse_site(std::string_view url) {
    const bool is_secure = url.starts_with("https://");
    if (!is_secure && !url.starts_with("http://")) return std::nullopt;
    url.remove_prefix(is_secure ? 8 : 7);
    if (url.ends_with('/')) url.remove_suffix(1);
    auto host = parse_host(url);
    if (!host) return std::nullopt;
    if (host->port == (is_secure ? "443" : "80")) host->port.clear();
    return Site{(is_secure ? "https://" : "http://") + host->text(), host->name, is_secure};
}

}  // namespace ipep::http

#include "services/http/request_head.h"

#include <algorithm>
#include <set>

#include "services/http/site.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

constexpr std::size_t kMostDigits = 18;  // of a length: more would not fit into what counts it

// Fields of which a second line would leave open which of the two is meant.
const std::set<std::string_view> kOnce = {"authorization",   "content-length",    "content-type", "host",
                                          "idempotency-key", "last-event-id",     "origin",       "referer",
                                          "sec-fetch-site",  "transfer-encoding", "x-csrf-token"};

bool is_token(std::string_view text) {
    const auto is_of_it = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
    };
    return !text.empty() && std::ranges::all_of(text, is_of_it);
}

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

// The next line, its end taken off; nothing where no CRLF ends it or a control character stands in it.
std::optional<std::string_view> take_line(std::string_view& rest) {
    const auto end = rest.find("\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    return std::ranges::any_of(line, is_control) ? std::nullopt : std::optional(line);
}

// METHOD SP target SP HTTP/1.x
bool take_request_line(std::string_view line, RequestHead& head) {
    const auto first = line.find(' '), last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return false;
    head.method = line.substr(0, first);
    head.target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    head.is_version_11 = version == "HTTP/1.1";
    return is_token(head.method) && !head.target.empty() && head.target.find_first_of(" \t#") == std::string::npos &&
           (head.is_version_11 || version == "HTTP/1.0");
}

bool take_field(std::string_view line, Fields& fields) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return false;
    std::string name = in_small_letters(line.substr(0, colon));
    const std::string_view value = without_spaces(line.substr(colon + 1));
    const auto [place, is_first] = fields.emplace(std::move(name), value);
    if (is_first) return true;
    if (kOnce.contains(place->first)) return false;
    place->second.append(place->first == "cookie" ? "; " : ", ").append(value);
    return true;
}

// One framing: a length in digits, or chunks alone, which HTTP/1.0 does not have.
bool has_one_framing(const RequestHead& head) {
    const auto length = head.fields.find("content-length"), coding = head.fields.find("transfer-encoding");
    if (length != head.fields.end() && coding != head.fields.end()) return false;
    if (coding != head.fields.end()) return head.is_version_11 && in_small_letters(coding->second) == "chunked";
    if (length == head.fields.end()) return true;
    const std::string& digits = length->second;
    return !digits.empty() && digits.size() <= kMostDigits &&
           std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

// "http://host/path?query": its host is the one that counts.
bool split_absolute(RequestHead& head, std::string& host) {
    const auto colon = head.target.find("://");
    if (colon == std::string::npos) return false;
    const std::string scheme = in_small_letters(std::string_view(head.target).substr(0, colon));
    if (scheme != "http" && scheme != "https") return false;
    const auto end = std::min(head.target.find_first_of("/?", colon + 3), head.target.size());
    host = head.target.substr(colon + 3, end - colon - 3);
    std::string rest = head.target.substr(end);
    if (rest.empty() && head.method == "OPTIONS") rest = "*";
    head.target = rest.starts_with('?') || rest.empty() ? '/' + rest : rest;
    return true;
}

bool has_one_host(RequestHead& head) {
    const auto field = head.fields.find("host");
    if (field == head.fields.end() && head.is_version_11) return false;
    std::string host = field == head.fields.end() ? "" : field->second;
    if (field != head.fields.end() && !parse_host(host)) return false;
    if (head.method == "CONNECT") {
        const auto asked = parse_host(head.target);
        if (!asked || asked->port.empty()) return false;
    } else if (head.target == "*" ? head.method != "OPTIONS" : head.target.front() != '/') {
        if (!split_absolute(head, host) || !parse_host(host)) return false;
    }
    if (const auto named = parse_host(host)) head.host = named->text();
    if (!head.host.empty()) head.fields["host"] = head.host;
    return true;
}

// What HTTP/1.0 has no word for is not asked for in it.
bool is_expected(RequestHead& head) {
    const auto field = head.fields.find("expect");
    if (field == head.fields.end() || !head.is_version_11) return true;
    head.expects_continue = in_small_letters(field->second) == "100-continue";
    return head.expects_continue;
}

}  // namespace

std::expected<RequestHead, Code> read_head(std::string_view bytes) {
    RequestHead head;
    auto line = take_line(bytes);
    if (!line || !take_request_line(*line, head)) return std::unexpected(code::request_malformed);
    for (line = take_line(bytes); line && !line->empty(); line = take_line(bytes))
        if (!take_field(*line, head.fields)) return std::unexpected(code::request_malformed);
    if (!line || !bytes.empty()) return std::unexpected(code::request_malformed);
    if (!has_one_framing(head) || !has_one_host(head)) return std::unexpected(code::request_malformed);
    if (!is_expected(head)) return std::unexpected(code::expectation_unknown);
    return head;
}

}  // namespace ipep::http

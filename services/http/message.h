// Message: a request and a response of HTTP as the service sees them, apart from how they travel.
//
// Shape:  a path begins with "/", is decoded once and has neither empty nor dot segments; header names are lower case;
//         a query or form member stands once, in UTF-8.
// Errors: parse_target gives nothing where the target is none of that; the server then answers 400.
// Source: RFC 9110, RFC 9112; WHATWG URL, application/x-www-form-urlencoded.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/id.h"
#include "services/http/presence.h"

namespace ipep::http {

using Fields = std::map<std::string, std::string>;

struct Request {
    std::string id = {};  // of its log lines, also in the answer's Request-Id
    std::string method = {}, target = {}, path = {};
    Fields query = {}, headers = {};
    std::string body = {};
    std::string peer = {};               // address of the client, behind the proxies that are trusted
    std::string certificate = {};        // common name of a client certificate that was checked; else empty
    std::int64_t certificate_until = 0;  // seconds since 1970
    std::string origin = {};             // of this server, as its pages' browsers know it
    bool secure = false;                 // it came over TLS, here or as far as the proxy before
    bool loopback = false;               // of this machine, and through no proxy
    PresencePtr presence = {};           // whether the client still waits for the answer

    const std::string& header(const std::string& name) const;
};

struct Response {
    int status = 200;
    std::string content_type = "application/json", body = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
    // It may be given again to the same asker while the log stands here.
    std::optional<Position> repeatable_at = {};
};

struct Target {
    std::string path;
    Fields query;
};
std::optional<Target> parse_target(std::string_view target);
std::optional<Fields> parse_form(std::string_view encoded);
std::string percent_encoded(std::string_view text);
bool is_utf8(std::string_view text);
std::string in_small_letters(std::string_view ascii);
std::string_view without_spaces(std::string_view text);  // and tabs, at both ends
// A path of this server and nothing that a browser takes for another's: "//host", "/\\host", "/TAB/host".
bool is_own_path(std::string_view text);

std::string_view reason_of(int status);

// The response's bytes. `date` is the time as HTTP writes it.
std::string to_wire(const Response& response, std::string_view date, bool keep_alive, bool head_only);
std::string http_date(std::int64_t seconds_since_1970);

}  // namespace ipep::http

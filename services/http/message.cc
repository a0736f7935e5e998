#include "services/http/message.h"

#include <unicode/ustring.h>

#include <algorithm>
#include <ctime>

namespace ipep::http {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Nothing where a % is not followed by two digits, or where a control character or no UTF-8 would result.
std::optional<std::string> decoded(std::string_view text, bool plus_is_space) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        const bool breaks = c == '\n' || c == '\r' || c == '\t';
        if (is_control(c) && !(breaks && plus_is_space)) return std::nullopt;
        plain += c;
    }
    return is_utf8(plain) ? std::optional(std::move(plain)) : std::nullopt;
}

bool is_plain_path(std::string_view path) {
    if (path.empty() || path.front() != '/') return false;
    if (path.find('\\') != std::string_view::npos) return false;
    for (std::size_t from = 1; from <= path.size();) {
        const std::size_t end = std::min(path.find('/', from), path.size());
        const std::string_view segment = path.substr(from, end - from);
        if (segment == "." || segment == ".." || (segment.empty() && end < path.size())) return false;
        from = end + 1;
    }
    return true;
}

}  // namespace

const std::string& Request::header(const std::string& name) const {
    static const std::string absent;
    const auto found = headers.find(name);
    return found == headers.end() ? absent : found->second;
}

std::optional<Fields> parse_form(std::string_view encoded) {
    Fields fields;
    while (!encoded.empty()) {
        const std::size_t end = std::min(encoded.find('&'), encoded.size());
        const std::string_view pair = encoded.substr(0, end);
        encoded.remove_prefix(std::min(end + 1, encoded.size()));
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        auto name = decoded(pair.substr(0, equals), true);
        auto value = decoded(pair.substr(std::min(equals + 1, pair.size())), true);
        if (!name || !value || !fields.emplace(std::move(*name), std::move(*value)).second) return std::nullopt;
    }
    return fields;
}

std::optional<Target> parse_target(std::string_view target) {
    const std::size_t mark = std::min(target.find('?'), target.size());
    auto path = decoded(target.substr(0, mark), false);
    if (!path || !is_plain_path(*path)) return std::nullopt;
    auto query = parse_form(target.substr(std::min(mark + 1, target.size())));
    if (!query) return std::nullopt;
    return Target{std::move(*path), std::move(*query)};
}

bool is_utf8(std::string_view text) {
    std::int32_t units = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(nullptr, 0, &units, text.data(), static_cast<std::int32_t>(text.size()), &status);
    return status != U_INVALID_CHAR_FOUND;
}

std::string in_small_letters(std::string_view ascii) {
    std::string small(ascii);
    for (char& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return small;
}

std::string_view without_spaces(std::string_view text) {
    const auto from = std::min(text.find_first_not_of(" \t"), text.size());
    return text.substr(from, text.find_last_not_of(" \t") + 1 - from);
}

std::string percent_encoded(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        if (plain) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return encoded;
}

bool is_own_path(std::string_view text) {
    return text.starts_with('/') && !text.starts_with("//") && text.find('\\') == std::string_view::npos &&
           std::ranges::none_of(text, is_control);
}

std::string_view reason_of(int status) {
    static const std::map<int, std::string_view> reasons = {{200, "OK"},
                                                            {201, "Created"},
                                                            {202, "Accepted"},
                                                            {204, "No Content"},
                                                            {303, "See Other"},
                                                            {304, "Not Modified"},
                                                            {400, "Bad Request"},
                                                            {401, "Unauthorized"},
                                                            {403, "Forbidden"},
                                                            {404, "Not Found"},
                                                            {405, "Method Not Allowed"},
                                                            {406, "Not Acceptable"},
                                                            {408, "Request Timeout"},
                                                            {409, "Conflict"},
                                                            {412, "Precondition Failed"},
                                                            {413, "Content Too Large"},
                                                            {415, "Unsupported Media Type"},
                                                            {417, "Expectation Failed"},
                                                            {421, "Misdirected Request"},
                                                            {422, "Unprocessable Content"},
                                                            {428, "Precondition Required"},
                                                            {431, "Request Header Fields Too Large"},
                                                            {500, "Internal Server Error"},
                                                            {503, "Service Unavailable"},
                                                            {507, "Insufficient Storage"}};
    const auto found = reasons.find(status);
    return found == reasons.end() ? "Status" : found->second;
}

std::string to_wire(const Response& response, std::string_view date, bool keep_alive, bool head_only) {
    std::string wire;
    wire.reserve(512 + response.body.size());
    wire.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason_of(response.status));
    wire.append("\r\nDate: ").append(date);
    if (!response.content_type.empty()) wire.append("\r\nContent-Type: ").append(response.content_type);
    const bool has_body = response.status != 204 && response.status != 304;
    if (has_body) wire.append("\r\nContent-Length: ").append(std::to_string(response.body.size()));
    for (const auto& [name, value] : response.headers) {
        wire.append("\r\n").append(name).append(": ");
        // What a client gave may stand in it: a line must not end where the client says (RFC 9110, 5.5).
        std::ranges::replace_copy_if(value, std::back_inserter(wire), is_control, ' ');
    }
    if (!keep_alive) wire.append("\r\nConnection: close");
    wire.append("\r\n\r\n");
    if (has_body && !head_only) wire.append(response.body);
    return wire;
}

std::string http_date(std::int64_t seconds) {
    const std::time_t time = seconds;
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[40];
    std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[parts.tm_wday], parts.tm_mday,
                  months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    return text;
}

}  // namespace ipep::http

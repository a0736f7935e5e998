#include "services/http/resource.h"

#include <algorithm>

namespace ipep::http {

std::optional<Fields> matched(std::string_view pattern, std::string_view path) {
    Fields arguments;
    while (!pattern.empty() && !path.empty()) {
        const auto pattern_end = std::min(pattern.find('/', 1), pattern.size());
        const auto path_end = std::min(path.find('/', 1), path.size());
        std::string_view want = pattern.substr(1, pattern_end - 1), have = path.substr(1, path_end - 1);
        const bool is_rest = want.starts_with('{') && want.ends_with("*}");  // {REF*}: all that follows
        if (is_rest) {
            arguments.emplace(want.substr(1, want.size() - 3), path.substr(1));
            return arguments;
        }
        if (want.starts_with('{'))
            arguments.emplace(want.substr(1, want.size() - 2), have);
        else if (want != have)
            return std::nullopt;
        pattern.remove_prefix(pattern_end);
        path.remove_prefix(path_end);
    }
    return pattern.empty() && path.empty() ? std::optional(arguments) : std::nullopt;
}

std::string_view flag_of(const Resource& resource) {
    const std::string_view set = resource.set;
    return set.find('=') == std::string_view::npos ? set : std::string_view();
}

std::string list_of_lines(std::string_view body) {
    std::string list;
    while (!body.empty()) {
        const auto end = std::min(body.find('\n'), body.size());
        std::string_view line = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        const auto from = line.find_first_not_of(" \t\r");
        if (from == std::string_view::npos) continue;
        line = line.substr(from, line.find_last_not_of(" \t\r") + 1 - from);
        list.append(list.empty() ? "" : ",").append(line);
    }
    return list;
}

}  // namespace ipep::http

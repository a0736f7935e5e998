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

}  // namespace ipep::http

#include "tools/pages/style.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace ipep {
namespace {

// https://no-color.org: set and not empty means no.
bool is_styled() {
    static const bool styled = [] {
        const char *refused = std::getenv("NO_COLOR"), *terminal = std::getenv("TERM");
        const bool able = terminal && *terminal && terminal != std::string_view("dumb");
        return able && !(refused && *refused) && ::isatty(STDOUT_FILENO);
    }();
    return styled;
}

std::string marked(const char* mark, const std::string& text) {
    return is_styled() && !text.empty() ? std::string(mark) + text + "\033[0m" : text;
}

}  // namespace

std::string strong(const std::string& text) { return marked("\033[1m", text); }
std::string faint(const std::string& text) { return marked("\033[2m", text); }

}  // namespace ipep

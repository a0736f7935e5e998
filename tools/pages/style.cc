#include "tools/pages/style.h"

#include <unistd.h>

namespace ipep {
namespace {

bool styled = false;  // chosen once, by main()

std::string marked(const char* mark, const std::string& text) {
    return styled && !text.empty() ? std::string(mark) + text + "\033[0m" : text;
}

}  // namespace

void allow_style(bool allowed) { styled = allowed && ::isatty(STDOUT_FILENO); }

std::string strong(const std::string& text) { return marked("\033[1m", text); }
std::string faint(const std::string& text) { return marked("\033[2m", text); }

}  // namespace ipep

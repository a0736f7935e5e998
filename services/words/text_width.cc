#include "services/words/text_width.h"

#include <algorithm>

namespace ipep {

std::size_t width_of(std::string_view utf8) {
    return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string padded_right(std::string text, std::size_t width) {
    return text.append(width - std::min(width, width_of(text)), ' ');
}

std::string padded_left(const std::string& text, std::size_t width) {
    return std::string(width - std::min(width, width_of(text)), ' ') + text;
}

std::string shortened(const std::string& text, std::size_t width) {
    if (width_of(text) <= width) return text;
    std::size_t bytes = 0, seen = 0;
    while (bytes < text.size() && (seen + 1 < width || (text[bytes] & 0xc0) == 0x80))
        if ((text[bytes++] & 0xc0) != 0x80) ++seen;
    return text.substr(0, bytes) + "…";
}

std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
    std::vector<std::string> lines{""};
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        std::string& line = lines.back();
        if (line.empty())
            line = word;
        else if (width_of(line) + 1 + width_of(word) <= width)
            line += ' ' + word;
        else
            lines.push_back(word);
        at = end + 1;
    }
    return lines;
}

}  // namespace ipep

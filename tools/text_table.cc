#include "tools/text_table.h"

#include <algorithm>

#include "tools/language.h"
#include "tools/style.h"

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
        if (line.empty()) line = word;
        else if (width_of(line) + 1 + width_of(word) <= width) line += ' ' + word;
        else lines.push_back(word);
        at = end + 1;
    }
    return lines;
}

std::string cell(Money amount) { return amount == Money() ? "–" : shown(amount); }

std::string TextTable::text() const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        widths.push_back(width_of(columns_[i].title));
        for (const auto& row : rows_) widths[i] = std::max(widths[i], width_of(row[i]));
    }
    std::string out;
    const auto line = [&](const auto& cell_of) {
        std::string text;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const std::string cell = cell_of(i);
            text += i == 0 ? "" : "  ";
            text += columns_[i].align == Align::left ? padded_right(cell, widths[i]) : padded_left(cell, widths[i]);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + '\n';
    };
    line([&](std::size_t i) { return columns_[i].title; });
    out = strong(out.substr(0, out.size() - 1)) + '\n';
    std::size_t total = 2 * (columns_.size() - 1);
    for (const std::size_t width : widths) total += width;
    const auto rule = [&] {
        for (std::size_t i = 0; i < total; ++i) out += "─";
        out += '\n';
    };
    rule();
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        if (std::ranges::find(rules_, r) != rules_.end()) rule();
        line([&](std::size_t i) { return rows_[r][i]; });
    }
    return out;
}

}  // namespace ipep

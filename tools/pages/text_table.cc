#include "tools/pages/text_table.h"

#include <algorithm>

#include "services/words/language.h"
#include "tools/pages/style.h"

namespace ipep {

std::string cell(Total amount) { return amount == Total() ? "–" : shown(amount); }

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

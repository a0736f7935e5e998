// TextTable: aligned columns for a terminal or a file; amounts to the right, so that they align on the comma.
#pragma once

#include <string>
#include <vector>

#include "ledger/money.h"

namespace ipep {

// Columns a line may take; nothing wraps at 120.
inline constexpr std::size_t kPageWidth = 119;

class TextTable {
public:
    enum class Align : std::uint8_t { left, right };
    struct Column {
        std::string title;
        Align align = Align::right;
    };

    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
    void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    // A line above what follows: the totals.
    void rule() { rules_.push_back(rows_.size()); }
    std::string text() const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::size_t> rules_;
};

// An amount for a column: zero is a dash.
std::string cell(Money amount);

// Columns a text takes on a terminal; texts here have no wide characters.
std::size_t width_of(std::string_view utf8);
std::string padded_right(std::string text, std::size_t width);
std::string padded_left(const std::string& text, std::size_t width);
// At most `width` columns; "…" says that something was cut.
std::string shortened(const std::string& text, std::size_t width);
// In lines of at most `width` columns, broken at spaces; a longer word has a line of its own.
std::vector<std::string> wrapped(const std::string& text, std::size_t width);

}  // namespace ipep

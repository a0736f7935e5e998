// TextTable: aligned columns for a terminal or a file; amounts to the right, so that they align on the comma.
#pragma once

#include <string>
#include <vector>

#include "ledger/total.h"
#include "services/words/text_width.h"

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
std::string cell(Total amount);

}  // namespace ipep

#include "services/letter/drawing.h"

#include <algorithm>

namespace ipep {

void Drawing::paragraph(const std::string& text, double after, const TextStyle& style, double x) {
    const double width = Sheet::kWidth - Sheet::kMargin - x;
    sheet_.make_room(3 * style.size * scale_);
    sheet_.y += sheet_.write("P", text, x, width, scaled(style)) + after * scale_;
}

void Drawing::block(const std::vector<std::string>& lines, double x) {
    for (std::size_t i = 0; i < lines.size(); ++i)
        paragraph(lines[i], 2, {i == 0 ? kTextSize + 1 : kTextSize, i == 0}, x);
}

void Drawing::heading(const std::string& text) {
    sheet_.y += sheet_.write("H1", text, Sheet::kMargin, Sheet::kInner, scaled({kTitle, true}));
    gap(8);
}

void Drawing::subheading(const std::string& text) {
    sheet_.make_room(6 * kTextSize * scale_);
    gap(10);
    sheet_.y += sheet_.write("H2", text, Sheet::kMargin, Sheet::kInner, scaled({kTextSize + 1, true}));
    gap(4);
}

void Drawing::table(const DrawnTable& table) {
    sheet_.begin("Table");
    row("TH", table.columns, table.head, {std::min(kSmall, table.size), true});
    sheet_.rule(0.8);
    for (const TableRow& one : table.rows) {
        if (one.is_sum) sheet_.rule(0.4);
        row("TD", table.columns, one.cells, {table.size, one.is_sum});
    }
    sheet_.rule(0.8);
    sheet_.end("Table");
}

TextStyle Drawing::scaled(TextStyle style) const {
    style.size *= scale_;
    return style;
}

void Drawing::row(const char* tag, const std::vector<Column>& columns, const std::vector<std::string>& cells,
                  TextStyle style) {
    style = scaled(style);
    sheet_.make_room(4 * style.size);
    gap(3);
    double height = 0;
    sheet_.begin("TR");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        style.to_the_right = columns[i].to_the_right;
        height = std::max(height, sheet_.write(tag, cells[i], columns[i].x, columns[i].width, style));
    }
    sheet_.end("TR");
    sheet_.y += height;
    gap(3);
}

}  // namespace ipep

// Drawing: paragraphs, headings and tables on a sheet, one below the other, all as large as the scale says.
//
// Shape:  a table has a line below its head, one above each sum and one at its end; a cell is broken at its column's
//         width, and a row that does not fit goes on to another page.
// Units:  points of 1/72 inch.
#pragma once

#include "services/letter/sheet.h"
#include "services/letter/table_row.h"

namespace ipep {

struct Column {
    double x, width;
    bool to_the_right = false;
};

struct DrawnTable {
    std::vector<Column> columns;
    std::vector<std::string> head;
    std::vector<TableRow> rows = {};
    double size = 10;
};

class Drawing {
public:
    static constexpr double kTextSize = 10, kSmall = 8.5, kTitle = 15;

    Drawing(Sheet& sheet, double scale) : sheet_(sheet), scale_(scale) {}

    void paragraph(const std::string& text, double after, const TextStyle& style = {}, double x = Sheet::kMargin);
    // Lines of an address; the first stands out.
    void block(const std::vector<std::string>& lines, double x);
    void heading(const std::string& text);
    // A heading below the title.
    void subheading(const std::string& text);
    void table(const DrawnTable& table);
    void gap(double height) { sheet_.y += height * scale_; }

private:
    TextStyle scaled(TextStyle style) const;
    void row(const char* tag, const std::vector<Column>& columns, const std::vector<std::string>& cells,
             TextStyle style);

    Sheet& sheet_;
    double scale_;
};

}  // namespace ipep

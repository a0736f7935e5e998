#include "services/letter/notice_pdf.h"

#include "services/letter/drawing.h"

namespace ipep {
namespace {

constexpr double kSize = 8.5, kGap = 6;

// The first column takes what the numbers leave; of two, a text of its own has the larger part.
std::vector<Column> columns_of(const NoticeSection& section) {
    const std::size_t count = section.head.size();
    const bool is_of_numbers = has_numbers(section);
    const double rest = count > 2       ? section.number_width
                        : is_of_numbers ? 2 * section.number_width
                                        : Sheet::kInner * 0.68;
    const double first = Sheet::kInner - static_cast<double>(count - 1) * (rest + kGap);
    std::vector<Column> columns = {{Sheet::kMargin, first}};
    for (std::size_t i = 1; i < count; ++i)
        columns.push_back({columns.back().x + columns.back().width + kGap, rest, is_of_numbers});
    return columns;
}

void draw(const Notice& notice, Sheet& sheet) {
    Drawing drawing(sheet, 1);
    sheet.begin("Document");
    if (!notice.trial.empty()) drawing.paragraph(notice.trial, 6, {Drawing::kTextSize, true});
    drawing.block(notice.sender, Sheet::kMargin);
    drawing.gap(10);
    drawing.block(notice.recipient, Sheet::kMargin);
    drawing.gap(6);
    drawing.paragraph(notice.date, 14);
    drawing.heading(notice.title);
    for (const auto& [name, value] : notice.references) drawing.paragraph(name + " : " + value, 1);
    for (const NoticeSection& section : notice.sections) {
        drawing.subheading(section.heading);
        for (const std::string& said : section.said) drawing.paragraph(said, 5);
        if (!section.rows.empty()) drawing.table({columns_of(section), section.head, section.rows, kSize});
    }
    sheet.end("Document");
}

}  // namespace

Verdict<std::string> notice_pdf(const Notice& notice) {
    auto sheet = IPEP_TRY(Sheet::open({notice.title, notice.sender.front(), notice.recorded_at}));
    draw(notice, sheet);
    return sheet.close();
}

}  // namespace ipep

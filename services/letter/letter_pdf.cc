#include "services/letter/letter_pdf.h"

#include "events/event_json.h"
#include "services/letter/letter_words.h"
#include "services/letter/sheet.h"

namespace ipep {
namespace {

constexpr double kMillimetre = 72 / 25.4;
// Where the window of an envelope shows the recipient.
constexpr double kWindowLeft = 110 * kMillimetre, kWindowTop = 48 * kMillimetre, kAfterWindow = 92 * kMillimetre;
constexpr double kAmountWidth = 110, kTextSize = 10, kSmall = 8.5;
constexpr double kWhatWidth = Sheet::kInner - kAmountWidth - 12;

std::string to_the_second(std::int64_t recorded_at) { return recorded_text(recorded_at).substr(0, 19) + 'Z'; }

class Drawing {
public:
    explicit Drawing(Sheet& sheet) : sheet_(sheet) {}

    void paragraph(const std::string& text, double after, const TextStyle& style = {}, double x = Sheet::kMargin) {
        const double width = Sheet::kWidth - Sheet::kMargin - x;
        sheet_.make_room(3 * style.size);
        sheet_.y += sheet_.write("P", text, x, width, style) + after;
    }
    void block(const std::vector<std::string>& lines, double x) {
        for (std::size_t i = 0; i < lines.size(); ++i)
            paragraph(lines[i], 2, {i == 0 ? kTextSize + 1 : kTextSize, i == 0}, x);
    }
    void heading(const std::string& text) {
        sheet_.y += sheet_.write("H1", text, Sheet::kMargin, Sheet::kInner, {15, true}) + 8;
    }
    void table(const Letter& letter) {
        sheet_.begin("Table");
        row("TH", letter.what, letter.how_much, {kSmall, true});
        sheet_.rule(0.8);
        for (const LetterLine& line : letter.lines) row("TD", line.what, amount_in_figures(line.amount), {});
        sheet_.rule(0.4);
        row("TD", letter.total.what, amount_in_figures(letter.total.amount), {kTextSize, true});
        sheet_.rule(0.8);
        sheet_.end("Table");
    }

private:
    void row(const char* cell, const std::string& what, const std::string& amount, TextStyle style) {
        sheet_.make_room(4 * style.size);
        sheet_.y += 3;
        sheet_.begin("TR");
        const double height = sheet_.write(cell, what, Sheet::kMargin, kWhatWidth, style);
        style.to_the_right = true;
        sheet_.write(cell, amount, Sheet::kWidth - Sheet::kMargin - kAmountWidth, kAmountWidth, style);
        sheet_.end("TR");
        sheet_.y += height + 3;
    }

    Sheet& sheet_;
};

}  // namespace

Verdict<std::string> letter_pdf(const Letter& letter) {
    auto sheet = Sheet::open({letter.title, letter.sender.front(), to_the_second(letter.recorded_at)});
    if (!sheet) return std::unexpected(std::move(sheet.error()));
    Drawing drawing(*sheet);
    sheet->begin("Document");
    if (!letter.notice.empty()) drawing.paragraph(letter.notice, 6, {kTextSize, true});
    drawing.block(letter.sender, Sheet::kMargin);
    sheet->y = kWindowTop;
    drawing.block(letter.recipient, kWindowLeft);
    sheet->y = kAfterWindow;
    drawing.paragraph(letter.date, 18, {}, kWindowLeft);
    drawing.heading(letter.title);
    for (const auto& [name, value] : letter.references) drawing.paragraph(name + " : " + value, 1);
    sheet->y += 14;
    for (const std::string& said : letter.opening) drawing.paragraph(said, 8);
    sheet->y += 4;
    drawing.table(letter);
    sheet->y += 12;
    for (const std::string& said : letter.closing) drawing.paragraph(said, 8);
    sheet->y += 10;
    drawing.paragraph(letter.signature, 0, {}, kWindowLeft);
    sheet->end("Document");
    return sheet->close();
}

}  // namespace ipep

#include "services/letter/letter_pdf.h"

#include "events/event_json.h"
#include "services/letter/letter_words.h"
#include "services/letter/sheet.h"

namespace ipep {
namespace {

constexpr double kMillimetre = 72 / 25.4;
// Where the window of an envelope shows the recipient.
constexpr double kWindowLeft = 110 * kMillimetre, kWindowTop = 48 * kMillimetre, kAfterWindow = 84 * kMillimetre;
constexpr double kAmountWidth = 110, kTextSize = 10, kSmall = 8.5, kTitle = 15;
constexpr double kWhatWidth = Sheet::kInner - kAmountWidth - 12;
// Of what is below the window: a longer letter is written smaller before it takes a second sheet.
constexpr double kScales[] = {1, 0.9, 0.8};

std::string to_the_second(std::int64_t recorded_at) { return recorded_text(recorded_at).substr(0, 19) + 'Z'; }

class Drawing {
public:
    Drawing(Sheet& sheet, double scale) : sheet_(sheet), scale_(scale) {}

    void paragraph(const std::string& text, double after, const TextStyle& style = {}, double x = Sheet::kMargin) {
        const double width = Sheet::kWidth - Sheet::kMargin - x;
        sheet_.make_room(3 * style.size * scale_);
        sheet_.y += sheet_.write("P", text, x, width, scaled(style)) + after * scale_;
    }
    void block(const std::vector<std::string>& lines, double x) {
        for (std::size_t i = 0; i < lines.size(); ++i)
            paragraph(lines[i], 2, {i == 0 ? kTextSize + 1 : kTextSize, i == 0}, x);
    }
    void heading(const std::string& text) {
        sheet_.y += sheet_.write("H1", text, Sheet::kMargin, Sheet::kInner, scaled({kTitle, true}));
        gap(8);
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
    void gap(double height) { sheet_.y += height * scale_; }

private:
    TextStyle scaled(TextStyle style) const {
        style.size *= scale_;
        return style;
    }

    void row(const char* cell, const std::string& what, const std::string& amount, TextStyle style) {
        style = scaled(style);
        sheet_.make_room(4 * style.size);
        gap(3);
        sheet_.begin("TR");
        const double height = sheet_.write(cell, what, Sheet::kMargin, kWhatWidth, style);
        style.to_the_right = true;
        sheet_.write(cell, amount, Sheet::kWidth - Sheet::kMargin - kAmountWidth, kAmountWidth, style);
        sheet_.end("TR");
        sheet_.y += height;
        gap(3);
    }

    Sheet& sheet_;
    double scale_;
};

void draw(const Letter& letter, Sheet& sheet, double scale) {
    Drawing head(sheet, 1), body(sheet, scale);
    sheet.begin("Document");
    if (!letter.notice.empty()) head.paragraph(letter.notice, 6, {kTextSize, true});
    head.block(letter.sender, Sheet::kMargin);
    sheet.y = kWindowTop;
    head.block(letter.recipient, kWindowLeft);
    sheet.y = kAfterWindow;
    body.paragraph(letter.date, 18, {}, kWindowLeft);
    body.heading(letter.title);
    for (const auto& [name, value] : letter.references) body.paragraph(name + " : " + value, 1);
    body.gap(14);
    for (const std::string& said : letter.opening) body.paragraph(said, 8);
    body.gap(4);
    body.table(letter);
    body.gap(12);
    for (const std::string& said : letter.closing) body.paragraph(said, 8);
    body.gap(10);
    body.paragraph(letter.signature, 0, {}, kWindowLeft);
    sheet.end("Document");
}

}  // namespace

Verdict<std::string> letter_pdf(const Letter& letter) {
    std::string pdf;
    for (const double scale : kScales) {
        auto sheet = Sheet::open({letter.title, letter.sender.front(), to_the_second(letter.recorded_at)});
        if (!sheet) return std::unexpected(std::move(sheet.error()));
        draw(letter, *sheet, scale);
        const bool is_one = sheet->pages() == 1;
        pdf = sheet->close();
        if (is_one) break;
    }
    return pdf;
}

}  // namespace ipep

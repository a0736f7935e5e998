#include "services/letter/letter_pdf.h"

#include "services/letter/drawing.h"
#include "services/letter/letter_words.h"

namespace ipep {
namespace {

constexpr double kMillimetre = 72 / 25.4;
// Where the window of an envelope shows the recipient.
constexpr double kWindowLeft = 110 * kMillimetre, kWindowTop = 48 * kMillimetre, kAfterWindow = 84 * kMillimetre;
constexpr double kAmountWidth = 110;
constexpr double kWhatWidth = Sheet::kInner - kAmountWidth - 12;
// Of what is below the window: a longer letter is written smaller before it takes a second sheet.
constexpr double kScales[] = {1, 0.9, 0.8};

DrawnTable table_of(const Letter& letter) {
    const Column amounts{Sheet::kWidth - Sheet::kMargin - kAmountWidth, kAmountWidth, true};
    DrawnTable table{{{Sheet::kMargin, kWhatWidth}, amounts}, {letter.what, letter.how_much}};
    for (const LetterLine& line : letter.lines) table.rows.push_back({{line.what, amount_in_figures(line.amount)}});
    table.rows.push_back({{letter.total.what, amount_in_figures(letter.total.amount)}, true});
    return table;
}

void draw(const Letter& letter, Sheet& sheet, double scale) {
    Drawing head(sheet, 1), body(sheet, scale);
    if (!letter.trial.empty()) head.paragraph(letter.trial, 6, {Drawing::kTextSize, true});
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
    body.table(table_of(letter));
    body.gap(12);
    for (const std::string& said : letter.closing) body.paragraph(said, 8);
    body.gap(10);
    body.paragraph(letter.signature, 0, {}, kWindowLeft);
}

struct Drawn {
    std::string pdf;
    double scale = 1;
};

Verdict<Drawn> draw_alone(const Letter& letter) {
    Drawn drawn;
    for (const double scale : kScales) {
        auto sheet = IPEP_TRY(Sheet::open({letter.title, letter.sender.front(), letter.recorded_at}));
        sheet.begin("Document");
        draw(letter, sheet, scale);
        sheet.end("Document");
        const bool is_one = sheet.pages() == 1;
        drawn = {sheet.close(), scale};
        if (is_one) break;
    }
    return drawn;
}

}  // namespace

Verdict<std::string> letter_pdf(const Letter& letter) { return IPEP_TRY(draw_alone(letter)).pdf; }

Verdict<std::string> letters_pdf(const std::string& message, const std::vector<Letter>& letters) {
    const Letter& first = letters.front();
    const std::string title = letter_words("head.file", {{"message", message}});
    auto sheet = IPEP_TRY(Sheet::open({title, first.sender.front(), first.recorded_at}));
    sheet.begin("Document");
    for (const Letter& letter : letters) {
        if (&letter != &first) sheet.make_room(Sheet::kHeight);
        const double scale = IPEP_TRY(draw_alone(letter)).scale;
        sheet.begin("Part");
        draw(letter, sheet, scale);
        sheet.end("Part");
    }
    sheet.end("Document");
    return sheet.close();
}

}  // namespace ipep

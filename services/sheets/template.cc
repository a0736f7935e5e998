#include "services/sheets/template.h"

#include <algorithm>

#include "ledger/code.h"
#include "ledger/year_inputs.h"
#include "services/sheets/csv_file.h"
#include "services/sheets/xlsx_file.h"
#include "services/words/indicator_names.h"
#include "services/words/language.h"

namespace ipep::sheets {
namespace {

// Every member that the missing fact cannot do without.
void add_values(const Book& book, const Missing& missing, std::vector<ExpectedValue>& to) {
    const GroupState* page = book.find(GroupementId{missing.groupement});
    for (const Measure& one : measures()) {
        if (one.kind != missing.fact || !one.is_needed) continue;
        Subject before{{missing.groupement}, missing.year - 1, {missing.indicator}};
        std::string known = known_value(book, one, before);
        before.year = missing.year;
        to.push_back({&one, before, page ? page->admission.value.name : "", std::move(known), missing.name});
    }
}

std::string meaning_of(const ExpectedValue& value) {
    const std::string words = value.measure->words.shown();
    const std::string& id = value.subject.indicator.text;
    if (id.empty()) return words;
    return value.indicator_name.empty() ? named(value.subject.indicator) : id + ' ' + value.indicator_name;
}

std::string year_text(const ExpectedValue& value) {
    return value.subject.year == 0 ? std::string() : to_text(value.subject.year);
}

// A value as the sheet shows it: a direction in words.
std::string before_text(const ExpectedValue& value) {
    for (const auto& [direction, words] : directions())
        if (value.before == direction) return words.shown();
    return value.before;
}

bool is_direction(const ExpectedValue& value) { return value.measure->unit == Unit::direction; }

std::vector<std::string> direction_words() {
    std::vector<std::string> all;
    for (const auto& [direction, words] : directions()) all.push_back(words.shown());
    return all;
}

// What the cell may hold; beyond it a spreadsheet asks, and lets it stand.
void put_input(XlsxFile& file, CellAt at, const ExpectedValue& value) {
    file.empty(at, Look::input);
    switch (value.measure->unit) {
        case Unit::patients: return file.expect_whole(at, words_of(Unit::patients).shown());
        case Unit::share: return file.expect_between(at, -1, 1, words_of(Unit::share).shown());
        case Unit::score: return file.expect_between(at, 0, 100, words_of(Unit::score).shown());
        case Unit::direction: return file.expect_one_of(at, direction_words());
        default: return file.expect_between(at, 0, 1'000'000'000, words_of(value.measure->unit).shown());
    }
}

void put_row(XlsxFile& file, std::uint32_t row, const ExpectedValue& value, Day day) {
    const auto at = [&](Heading heading) { return CellAt{row, static_cast<std::uint16_t>(heading)}; };
    file.text(at(Heading::groupement), value.subject.groupement.text, Look::text);
    file.text(at(Heading::name), value.name, Look::hint);
    if (value.subject.year != 0) file.number(at(Heading::year), year_text(value), Look::plain);
    file.text(at(Heading::measure), value.measure->words.shown(), Look::text);
    file.text(at(Heading::indicator), value.subject.indicator.text, Look::text);
    file.text(at(Heading::meaning), meaning_of(value), Look::hint);
    file.text(at(Heading::unit), words_of(value.measure->unit).shown(), Look::hint);
    if (is_direction(value))
        file.text(at(Heading::before), before_text(value), Look::hint);
    else if (!value.before.empty())
        file.number(at(Heading::before), value.before, Look::hint);
    put_input(file, at(Heading::value), value);
    file.day(at(Heading::day), day, Look::day);
    file.empty(at(Heading::source), Look::input);
}

void put_help(XlsxFile& file, ResultYear year) {
    file.sheet(tr("Read me"));
    file.width(0, 110);
    const std::string lines[] = {
        fill(tr("What {year} still waits for, one value a row."), {{"year", to_text(year)}}),
        tr("Fill in the yellow column \"Value\"; a column of another spreadsheet can be pasted in one piece."),
        tr("A row left without a value is not recorded, and is asked for again."),
        tr("\"Day\" is the day the fact takes effect; \"Source\" names the document or extraction it comes from."),
        tr("Keep the headings. The order of rows and columns does not matter, and the columns in grey are not read."),
        tr("Two rows of one fact (actual and adjusted spending) are recorded together or not at all.")};
    std::uint32_t row = 0;
    for (const std::string& line : lines) file.text({row++, 0}, line, Look::plain);
}

}  // namespace

Verdict<std::vector<ExpectedValue>> expected_values(const Book& book, const Reader& reader, ResultYear year,
                                                    const CpamId& cpam) {
    if (groups_of(book, year).empty()) return refuse(code::no_groupement, {{"year", to_text(year)}});
    const bool of_all = cpam.text.empty();
    if (!of_all && !book.find(cpam)) return refuse(code::unknown_cpam, {{"cpam", cpam.text}});
    std::vector<ExpectedValue> values;
    for (const Missing& missing : missing_facts(book, year)) {
        const GroupementId id{missing.groupement};
        const GroupState* page = book.find(id);
        const bool is_of_cpam = of_all || (page && page->admission.value.cpam == cpam);
        if (is_of_cpam && (!page || reader.sees(id))) add_values(book, missing, values);
    }
    std::ranges::stable_sort(values, {}, [](const ExpectedValue& one) {
        return std::tuple(one.measure, one.subject.year, one.subject.indicator, one.subject.groupement);
    });
    return values;
}

std::string template_csv(const std::vector<ExpectedValue>& values, Day day) {
    CsvFile file;
    for (std::size_t i = 0; i < kHeadings - 1; ++i) file.text(words_of(static_cast<Heading>(i)).shown());
    file.end_row();
    for (const ExpectedValue& value : values) {
        file.text(value.subject.groupement.text);
        file.text(value.name);
        file.text(year_text(value));
        file.text(value.measure->words.shown());
        file.text(value.subject.indicator.text);
        file.text(meaning_of(value));
        file.text(words_of(value.measure->unit).shown());
        is_direction(value) ? file.text(before_text(value)) : file.number(value.before);
        file.text("");
        file.text(shown(day));
        file.text("");
        file.end_row();
    }
    return file.bytes();
}

std::string template_xlsx(const std::vector<ExpectedValue>& values, ResultYear year, Day day) {
    XlsxFile file;
    file.sheet(tr("Facts"));
    const double widths[] = {14, 26, 8, 30, 12, 56, 20, 14, 16, 12, 24};
    for (std::uint16_t i = 0; i < kHeadings - 1; ++i) {
        file.width(i, widths[i]);
        file.text({0, i}, words_of(static_cast<Heading>(i)).shown(), Look::head);
    }
    std::uint32_t row = 0;
    for (const ExpectedValue& value : values) put_row(file, ++row, value, day);
    file.finish_table(row, kHeadings - 2);
    put_help(file, year);
    return file.bytes();
}

}  // namespace ipep::sheets

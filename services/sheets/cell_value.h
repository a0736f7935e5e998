// CellValue: what a cell says, as a number, a day or a text. What can be read in two ways is refused, never guessed.
//
// Shape:  a number in a text has one decimal sign, comma or point, and blanks, points or commas between groups of three
//         digits. "1,234" is 1234 or 1.234: a count is never read with decimals; else the sign is a decimal one where
//         the file's certain numbers ("0,85", "1 234,5") have only that one, and stands between groups where a certain
//         number ("1.234,56", "1,234,567") has it so. Where no number of a CSV is certain, a separator ; or tab says
//         comma, a comma says point. In all other cases it is refused. A number cell has 15 significant digits, as
//         spreadsheets do. A day is 31/05/2022 (day first), 31.05.2022, 31-05-2022 or 2022-05-31; in a number cell the
//         days since the file's epoch. An identifier keeps its zeros; blanks around a text are left out and told.
// Errors: number_malformed, number_ambiguous, day_malformed, cell_is_error, cell_not_computed, choice_unknown.
#pragma once

#include "ledger/day.h"
#include "services/sheets/sheet.h"

namespace ipep::sheets {

// Which signs the certain numbers of a file have before decimals, and between groups of three.
struct Habits {
    bool decimal_comma = false, decimal_point = false;
    bool group_comma = false, group_point = false;

    void take(const Cell& cell);
    // Once all cells were taken.
    void settle(char separator);
};

enum class NumberKind : std::uint8_t { count, decimal, share };  // a share may end in %

// "1234.5", with the decimals as given.
Verdict<std::string> number_in(const Cell& cell, const Habits& habits, NumberKind kind);
Verdict<Day> day_in(const Cell& cell, bool from_1904);
// Of an identifier, a measure or a source; empty where the cell is.
Verdict<std::string> text_in(const Cell& cell);
bool has_blanks_around(const Cell& cell);

// In small letters without accents, one blank between words, "−" and "’" as on a keyboard: as headings are compared.
std::string folded(std::string_view text);

}  // namespace ipep::sheets

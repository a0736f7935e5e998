// What a cell says, and what of it is refused because it says two things.
#include "services/sheets/cell_value.h"

#include <gtest/gtest.h>

#include "ledger/code.h"
#include "tests/print.h"

namespace ipep::sheets {
namespace {

Cell text(std::string_view text) { return {CellType::text, std::string(text), 0}; }
Cell number(std::string_view text) { return {CellType::number, std::string(text), 0}; }

Habits habits(std::initializer_list<const char*> cells, char separator = 0) {
    Habits habits;
    for (const char* one : cells) habits.take(text(one));
    habits.settle(separator);
    return habits;
}

// The number, or the code that refuses it.
std::string read(const Cell& cell, const Habits& habits = {}, NumberKind kind = NumberKind::decimal) {
    const auto number = number_in(cell, habits, kind);
    return number ? *number : std::string(text_of(number.error().code).code);
}

TEST(CellValue, OneSignBeforeThreeDigitsIsReadOnlyByTheFilesHabit) {
    EXPECT_EQ(read(text("1,234")), "number_ambiguous");
    EXPECT_EQ(read(text("1,234"), habits({"0,85"})), "1.234");
    EXPECT_EQ(read(text("1,234"), habits({"1,234,567.8"})), "1234");
    EXPECT_EQ(read(text("1.234"), habits({"0,85"})), "number_ambiguous");
    EXPECT_EQ(read(text("1.234"), habits({"1.234,5"})), "1234");
    EXPECT_EQ(read(text("1,234"), habits({"0,85", "0.85"})), "number_ambiguous");
    EXPECT_EQ(read(text("1,234"), habits({"0,85", "1,234,567"})), "number_ambiguous");
    EXPECT_EQ(read(text("1,234"), habits({}, ';')), "1.234");
    EXPECT_EQ(read(text("1,234"), habits({}, ',')), "number_ambiguous");
    EXPECT_EQ(read(text("1.234"), habits({}, ',')), "1.234");
    EXPECT_EQ(read(text("1,234"), habits({"0.5"}, ';')), "number_ambiguous") << "a separator says less than a number";
    EXPECT_EQ(read(text("10,000"), habits({"0,85"}), NumberKind::count), "number_ambiguous");
    EXPECT_EQ(read(text("10,000"), habits({"1,234,567"}), NumberKind::count), "10000");
}

TEST(CellValue, WhatIsCertainNeedsNoHabit) {
    for (const auto& [written, meant] :
         std::initializer_list<std::pair<const char*, const char*>>{{"0,850", "0.850"},
                                                                    {"1234,567", "1234.567"},
                                                                    {"12,5", "12.5"},
                                                                    {"1 234 567", "1234567"},
                                                                    {"1.234.567", "1234567"},
                                                                    {"-0,5", "-0.5"},
                                                                    {"-0", "0"},
                                                                    {"\u2212191,25", "-191.25"},
                                                                    {",5", "0.5"},
                                                                    {"007", "7"},
                                                                    {"00,7", "0.7"}})
        EXPECT_EQ(read(text(written)), meant) << written;
    for (const char* written : {"", " ", "1,2,3", "1 23", "1.23.456", "1,", "12a", "1e5", "--1", "1 234 56", "€"})
        EXPECT_EQ(read(text(written)), "number_malformed") << written;
}

TEST(CellValue, ANumberCellHasTheDigitsOfASpreadsheet) {
    EXPECT_EQ(read(number("0.30000000000000004")), "0.3");
    EXPECT_EQ(read(number("9.9999999999999995E-1")), "1");
    EXPECT_EQ(read(number("2362.4061659999998")), "2362.406166");
    EXPECT_EQ(read(number("1.5E+3")), "1500");
    EXPECT_EQ(read(number("-1.0E-2")), "-0.01");
    EXPECT_EQ(read(number("1E300")), "number_malformed");
    EXPECT_EQ(read(number("NaN")), "number_malformed");
    EXPECT_EQ(read(number("12.5"), {}, NumberKind::count), "number_malformed");
    EXPECT_EQ(read(number("12.0"), {}, NumberKind::count), "12");
}

TEST(CellValue, APercentageIsAShareAndNothingElse) {
    EXPECT_EQ(read(text("85 %"), {}, NumberKind::share), "0.85");
    EXPECT_EQ(read(text("5%"), {}, NumberKind::share), "0.05");
    EXPECT_EQ(read(text("-12,5 %"), {}, NumberKind::share), "-0.125");
    EXPECT_EQ(read(text("0,5%"), {}, NumberKind::share), "0.005");
    EXPECT_EQ(read(text("85 %")), "number_malformed");
}

TEST(CellValue, ADayIsDayFirst) {
    const auto day = [](const Cell& cell, bool from_1904 = false) {
        const auto read = day_in(cell, from_1904);
        return read ? to_text(*read) : std::string(text_of(read.error().code).code);
    };
    EXPECT_EQ(day(text("3/4/2022")), "2022-04-03");
    EXPECT_EQ(day(text("2022-04-03T00:00:00")), "2022-04-03");
    EXPECT_EQ(day(text("04/31/2022")), "day_malformed");
    EXPECT_EQ(day(text("3/4/22")), "day_malformed");
    EXPECT_EQ(day(text("3/4-2022")), "day_malformed");
    EXPECT_EQ(day(number("44654")), "2022-04-03");
    EXPECT_EQ(day(number("43192"), true), "2022-04-03");
    EXPECT_EQ(day(number("60")), "day_malformed") << "1900 was no leap year";
    EXPECT_EQ(day(number("61")), "1900-03-01");
    EXPECT_EQ(day(number("1")), "1900-01-01");
    EXPECT_EQ(day(number("44654.5")), "day_malformed");
    EXPECT_EQ(day(number("99999999")), "day_malformed");
}

TEST(CellValue, IdentifiersKeepTheirNoughtsAndLoseTheirBlanks) {
    EXPECT_EQ(*text_in(text("\u00a0042 ")), "042");
    EXPECT_TRUE(has_blanks_around(text("042 ")));
    EXPECT_EQ(*text_in(Cell{CellType::number, "42", 3}), "042");
    EXPECT_EQ(*text_in(number("2021")), "2021");
    EXPECT_EQ(folded("  Dépense\u00a0 RÉELLE "), "depense reelle");
    EXPECT_EQ(folded("N\u22121"), "n-1");
}

}  // namespace
}  // namespace ipep::sheets

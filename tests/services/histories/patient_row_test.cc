// Rows of patients, read by the shape of rows before them or field by field, against the plain grammar of their fields.
#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "services/histories/adjustment/row_reader.h"

namespace ipep {
namespace {

constexpr std::string_view kHeader = "id,age,female,ald,cmuc,acs,apl,spending,ame,declared,reimbursed,visits";

// -?[0-9]{1,18}(\.[0-9]{1,18})?
bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto point = text.find('.');
    const auto digits = [](std::string_view side) {
        return !side.empty() && side.size() <= 18 && side.find_first_not_of("0123456789") == std::string_view::npos;
    };
    return digits(text.substr(0, point)) && (point == std::string_view::npos || digits(text.substr(point + 1)));
}

// Twelve fields; the columns that are flags hold 0 or 1.
bool is_row(std::string line) {
    line.pop_back();
    std::vector<std::string> fields;
    for (std::istringstream rest(line + ','); std::getline(rest, fields.emplace_back(), ',');) {
    }
    fields.pop_back();
    if (fields.size() != 12) return false;
    for (std::size_t i = 1; i < fields.size(); ++i) {
        if (!is_number(fields[i])) return false;
        const bool flag = i == 2 || i == 4 || i == 5 || i == 8 || i == 9;
        if (flag && to_exact(Decimal{fields[i]}) != 0 && to_exact(Decimal{fields[i]}) != 1) return false;
    }
    return true;
}

std::string row_with(const std::string& age, const std::string& spending, const std::string& visits = "4") {
    return "p1," + age + ",0,1,1,0,2.50," + spending + ",0,1,3," + visits + '\n';
}

const PatientHeader kColumns = *PatientHeader::read(kHeader);

// What the rows of a block say, one after the other; nothing where one is refused.
std::vector<Exact> values_of(const std::string& block, PatientColumn column) {
    RowReader reader(kColumns);
    std::vector<Exact> values;
    const auto take = [&](const PatientRow& row) { values.push_back(row[column].exact()); };
    if (!reader.each_row(block, 1, take)) return {};
    return values;
}

// The refusal of the last row of a block, which is its third line; "" where it is read.
std::string refusal_of_last(RowReader& reader, const std::string& block) {
    const auto read = reader.each_row(block, 2, [](const PatientRow&) {});
    if (read) return "";
    EXPECT_EQ(read.error().line, 3);
    return std::string(text_of(read.error().code).code);
}

TEST(PatientRow, ANumberOfAnyLengthIsReadToItsLastDigit) {
    std::mt19937_64 draw(20190703);
    const auto digits = [&](std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('0' + draw() % 10);
        return text;
    };
    for (std::size_t whole = 1; whole <= 18; ++whole)
        for (std::size_t decimals = 0; decimals <= 18; ++decimals)
            for (const std::string sign : {"", "-"}) {
                // Three rows of one shape: the first is read field by field, and its shape recognised in the others.
                std::string first, last;
                std::vector<Exact> wanted;
                for (int i = 0; i < 3; ++i) {
                    const std::string text = sign + digits(whole) + (decimals > 0 ? '.' + digits(decimals) : "");
                    first += row_with(text, "17");
                    last += row_with("37", "1", text);
                    wanted.push_back(to_exact(Decimal{text}));
                }
                EXPECT_EQ(values_of(first, PatientColumn::age), wanted) << first;
                EXPECT_EQ(values_of(last, PatientColumn::visits), wanted) << last;
            }
}

TEST(PatientRow, AnyByteInARowIsRefusedUnlessTheRowReadsFieldByField) {
    RowReader reader(kColumns);  // knows the shape of every row that was read before
    for (const std::string good : {"p1,7,1,0,1,0,2.5,10,0,1,3,4\n", "1000001,37,0,1,1,0,12.50,12345.67,0,1,3,12\n",
                                   "x,102,0,0.5,1,0,0.123456,1234567,1,0,0,12345678\n"})
        for (std::size_t at = 0; at < good.size() - 1; ++at)
            for (int byte = 0; byte < 256; ++byte) {
                std::string changed = good;
                changed[at] = static_cast<char>(byte);
                if (byte == '"' || byte == '\r' || byte == '\n') continue;  // another grammar: RFC 4180
                EXPECT_EQ(refusal_of_last(reader, good + changed).empty(), is_row(changed)) << changed;
            }
}

TEST(PatientRow, WhatAShapeReadsIsWhatFieldByFieldIsRead) {
    std::mt19937_64 draw(17);
    const auto number = [&](std::uint64_t below) { return std::to_string(draw() % below); };
    RowReader reader(kColumns);
    for (int i = 0; i < 20'000; ++i) {
        std::string line = "id" + number(2000);
        for (const std::uint64_t below : {120, 2, 3, 2, 2}) line += ',' + number(below);
        line += ',' + number(10) + (draw() % 2 ? '.' + number(100) : "") + ',' + number(100'000) + '.' + number(100);
        for (const std::uint64_t below : {2, 2, 30, 12}) line += ',' + number(below);
        line += '\n';
        PatientRow plain{};
        const char* at = line.data();
        ASSERT_TRUE(kColumns.read_row(at, plain)) << line;
        const auto read = reader.each_row(line, 2, [&](const PatientRow& row) {
            for (std::size_t column = 0; column < kPatientColumns.size(); ++column) {
                EXPECT_EQ(row.values[column].mantissa, plain.values[column].mantissa) << line;
                EXPECT_EQ(row.values[column].decimals, plain.values[column].decimals) << line;
                EXPECT_FALSE(row.values[column].is_long());
            }
        });
        ASSERT_TRUE(read);
    }
}

// What a field of ald says: its one value, or the several in rising order; "refused".
std::string ald_of(RowReader& reader, const std::string& field) {
    std::string said;
    const auto read = reader.each_row("p1,37,0," + field + ",1,0,2.5,10,0,1,3,4\n", 2, [&](const PatientRow& row) {
        if (row.several_ald.empty()) {
            said = to_text(row[PatientColumn::ald].exact());
            return;
        }
        for (const std::int64_t one : ald_numbers(row.several_ald)) said += std::to_string(one) + ' ';
    });
    return read ? said : "refused";
}

TEST(PatientRow, SeveralAldStandInOneField) {
    RowReader reader(kColumns);
    for (const auto& [field, wanted] : {std::pair{"8|15", "8 15 "},
                                        {"15;8", "8 15 "},
                                        {"8+15+30", "8 15 30 "},
                                        {"8|8", "8 "},
                                        {"\"08|15\"", "8 15 "},
                                        {"1;2|3+4", "1 2 3 4 "},
                                        {"8", "8"},
                                        {"0", "0"}})
        EXPECT_EQ(ald_of(reader, field), wanted) << field;
    for (const char* field : {"0|8", "8|0", "8|", "|8", "8||15", "8.5|15", "-8|15", "8 |15", "8/15", "8&15", "12345|1",
                              "\"8|15", "8|15\"", "8|x", "8\"|15\""})
        EXPECT_EQ(ald_of(reader, field), "refused") << field;
    EXPECT_EQ(ald_of(reader, "1"), "1") << "of the one before nothing stays";
}

TEST(PatientRow, WhoHasSeveralIsInTheCategoryOfEach) {
    PatientRow row{};
    row.several_ald = "8|15";
    for (const int one : {8, 15}) EXPECT_TRUE(row.is_in(PatientColumn::ald, Exact(one)));
    for (const int one : {0, 1, 5, 815}) EXPECT_FALSE(row.is_in(PatientColumn::ald, Exact(one)));
    row.several_ald = {};
    row.values[static_cast<std::size_t>(PatientColumn::ald)].set(15, 0);
    EXPECT_TRUE(row.is_in(PatientColumn::ald, Exact(15)));
    EXPECT_FALSE(row.is_in(PatientColumn::ald, Exact(8)));
}

TEST(PatientRow, AsANumberAldIsOne) {
    const PatientHeader header = *PatientHeader::read(kHeader, {AldField::one});
    RowReader reader(header);
    EXPECT_EQ(ald_of(reader, "8"), "8");
    EXPECT_EQ(ald_of(reader, "8|15"), "refused");
}

TEST(PatientRow, AFlagIsZeroOrOneHoweverItIsWritten) {
    RowReader reader(kColumns);
    const auto reads = [&](const std::string& female) {
        const std::string one = row_with("37", "10"), row = "p1,37," + female + ",0,1,0,2.5,10,0,1,3,4\n";
        return refusal_of_last(reader, one + row).empty();
    };
    for (const char* text : {"0", "1", "1.0", "0.00", "\"1\"", "00", "01"}) EXPECT_TRUE(reads(text)) << text;
    for (const char* text : {"2", "9", "-1", "0.1", "10", "1.01", "0000000000000000000.1", "1.0000000000000001"})
        EXPECT_FALSE(reads(text)) << text;
}

}  // namespace
}  // namespace ipep

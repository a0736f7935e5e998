// A row of patients, read eight bytes at once, against the plain grammar of its fields.
#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "services/histories/adjustment/patient_file.h"

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
    for (std::istringstream rest(line + ','); std::getline(rest, fields.emplace_back(), ',');) {}
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

// What the rows of a block say, one after the other.
std::vector<Exact> values_of(const std::string& block, PatientColumn column) {
    const auto header = PatientHeader::read(kHeader);
    std::vector<Exact> values;
    const auto take = [&](const PatientRow& row) { values.push_back(row[column].exact()); };
    if (!each_row(*header, block, 1, take)) return {};
    return values;
}

TEST(PatientRow, ANumberOfAnyLengthIsReadToItsLastDigit) {
    std::mt19937_64 draw(20190703);
    for (std::size_t whole = 1; whole <= 18; ++whole)
        for (std::size_t decimals = 0; decimals <= 18; ++decimals)
            for (const bool negative : {false, true}) {
                std::string text = negative ? "-" : "";
                for (std::size_t i = 0; i < whole; ++i) text += static_cast<char>('0' + draw() % 10);
                if (decimals > 0) text += '.';
                for (std::size_t i = 0; i < decimals; ++i) text += static_cast<char>('0' + draw() % 10);
                const Exact wanted = to_exact(Decimal{text});
                // In the middle of a block, and in its last bytes.
                const std::string block = row_with("37", text) + row_with("5", "1", text);
                EXPECT_EQ(values_of(block, PatientColumn::spending), (std::vector{wanted, Exact(1)})) << text;
                EXPECT_EQ(values_of(block, PatientColumn::visits), (std::vector{Exact(4), wanted})) << text;
                EXPECT_EQ(values_of(row_with('"' + text + '"', "1"), PatientColumn::age), std::vector{wanted}) << text;
            }
}

TEST(PatientRow, AnyByteInAFieldIsRefusedUnlessItMakesANumber) {
    const auto refused_as = [](const std::string& row) -> std::string {
        const auto header = PatientHeader::read(kHeader);
        const auto read = each_row(*header, row_with("40", "7") + row, 2, [](const PatientRow&) {});
        if (read) return "";
        EXPECT_EQ(read.error().line, 3);
        return std::string(text_of(read.error().code).code);
    };
    for (const std::string number : {"1", "12", "12.5", "1234567", "12345678", "12345.67", "123456.78", "0.1234567"})
        for (std::size_t at = 0; at < number.size(); ++at)
            for (int byte = 0; byte < 256; ++byte) {
                std::string text = number;
                text[at] = static_cast<char>(byte);
                if (text.find_first_of(",\n\r\"") != std::string::npos) continue;  // then it is another field
                const std::string wanted = is_number(text) ? "" : "value_malformed";
                EXPECT_EQ(refused_as(row_with("37", text)), wanted) << text;
                EXPECT_EQ(refused_as(row_with("37", "1", text)), wanted) << text;
            }
}

TEST(PatientRow, FourFieldsOfOneDigitAreReadTogetherAndEachIsChecked) {
    const auto header = PatientHeader::read(kHeader);
    const std::string good = "p1,7,1,0,1,0,2.5,10,0,1,3,4\n";
    PatientRow row;
    const char* line = good.data();
    ASSERT_TRUE(header->read_row(line, good.data() + good.size(), row));
    EXPECT_EQ(line, good.data() + good.size());
    const std::array wanted{7.0, 1.0, 0.0, 1.0, 0.0, 2.5, 10.0, 0.0, 1.0, 3.0, 4.0};
    for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_EQ(row.values[i].nearest(), wanted[i]) << kPatientColumns[i];
    for (std::size_t at = 3; at < good.size() - 1; ++at)
        for (int byte = 0; byte < 256; ++byte) {
            if (byte == '"' || byte == '\r' || byte == '\n') continue;
            std::string changed = good;
            changed[at] = static_cast<char>(byte);
            // Another row behind it, so that all of the first is read eight bytes at once.
            const auto read = each_row(*header, changed + good, 2, [](const PatientRow&) {});
            EXPECT_EQ(read.has_value(), is_row(changed)) << changed;
        }
}

TEST(PatientRow, AFlagIsZeroOrOneHoweverItIsWritten) {
    const auto header = PatientHeader::read(kHeader);
    const auto reads = [&](const std::string& female) {
        const std::string row = "p1,37," + female + ",0,1,0,2.5,10,0,1,3,4\n";
        return each_row(*header, row, 2, [](const PatientRow&) {}).has_value();
    };
    for (const char* text : {"0", "1", "1.0", "0.00", "\"1\"", "00", "01"}) EXPECT_TRUE(reads(text)) << text;
    for (const char* text : {"2", "9", "-1", "0.1", "10", "1.01", "0000000000000000000.1", "1.0000000000000001"})
        EXPECT_FALSE(reads(text)) << text;
}

}  // namespace
}  // namespace ipep

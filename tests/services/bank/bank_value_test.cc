// Values as banks write them, at the ends of what is read.
#include "services/bank/bank_value.h"

#include <gtest/gtest.h>

#include "ledger/calendar.h"

namespace ipep {
namespace {

const XmlElement kEuros{.path = "Amt", .name = "Amt", .currency = "EUR"};

template <class T>
std::optional<T> read(Verdict<> (*reader)(const XmlElement&, std::string_view, std::optional<T>&),
                      std::string_view text) {
    std::optional<T> to;
    return reader(kEuros, text, to) ? to : std::nullopt;
}

TEST(BankValue, AnAmountIsAsLargeAsAnAccountHolds) {
    EXPECT_EQ(read(read_amount, "900000000000000"), Money(Money::limit));
    EXPECT_EQ(read(read_amount, "900000000000000.00"), Money(Money::limit));
    EXPECT_EQ(read(read_amount, "900000000000000.01"), std::nullopt);
    EXPECT_EQ(read(read_amount, "99999999999999999999"), std::nullopt) << "no number at all";
}

TEST(BankValue, AnAmountHasAtMost24Characters) {
    EXPECT_EQ(read(read_amount, "0000000000000000000001.5"), Money(1'50));
    EXPECT_EQ(read(read_amount, "00000000000000000000001.5"), std::nullopt);
    EXPECT_EQ(read(read_amount, "1.5000000000000000000000"), Money(1'50));
    EXPECT_EQ(read(read_amount, "+1.5000000000000000000000"), Money(1'50)) << "the sign does not count";
}

TEST(BankValue, ADayIsADayWithATimeOrAZoneBehindIt) {
    for (const char* sound : {"2024-06-03", "2024-06-03Z", "2024-06-03+02:00", "2024-06-03-04:00",
                              "2024-06-03T00:00:00", "2024-06-03T23:59:59", "2024-06-03T24:00", "2024-06-03T12:30"})
        EXPECT_EQ(read(read_day, sound), day_of(2024, 6, 3)) << sound;
    for (const char* wrong :
         {"", "2024-06-3", "2024-06-031", "2024-06-03 12:00", "2024-06-03T", "2024-06-03T12:3", "2024-06-03T25:00:00",
          "2024-06-03T12:60:00", "2024-06-03T1x:00:00", "2024-06-03T12-00-00", "2024-06-03T12:x0:00"})
        EXPECT_EQ(read(read_day, wrong), std::nullopt) << wrong;
}

TEST(BankValue, ATimeWithAZoneIsOfTheDayInParis) {
    EXPECT_EQ(read(read_day, "2024-06-03T21:59:00Z"), day_of(2024, 6, 3));
    EXPECT_EQ(read(read_day, "2024-06-03T22:00:00Z"), day_of(2024, 6, 4));
    EXPECT_EQ(read(read_day, "2024-01-03T22:59:00Z"), day_of(2024, 1, 3));
    EXPECT_EQ(read(read_day, "2024-01-03T23:00:00Z"), day_of(2024, 1, 4));
    EXPECT_EQ(read(read_day, "2024-06-03T23:59:00+02:00"), day_of(2024, 6, 3));
    EXPECT_EQ(read(read_day, "2024-06-03T00:29:00+02:30"), day_of(2024, 6, 2));
    EXPECT_EQ(read(read_day, "2024-06-03T00:30:00+02:30"), day_of(2024, 6, 3));
    EXPECT_EQ(read(read_day, "2024-06-03T21:30:00-00:30"), day_of(2024, 6, 4));
    EXPECT_EQ(read(read_day, "2024-06-03T21:29:00-00:30"), day_of(2024, 6, 3));
    EXPECT_EQ(read(read_day, "2024-06-03T23:30:00+xx:00"), day_of(2024, 6, 3)) << "no zone";
}

TEST(BankValue, ACountIsOfAtMost15Digits) {
    EXPECT_EQ(read(read_count, "0"), 0);
    EXPECT_EQ(read(read_count, "999999999999999"), 999'999'999'999'999);
    for (const char* wrong : {"", "1000000000000000", "-1", "1.0", " 1"})
        EXPECT_EQ(read(read_count, wrong), std::nullopt) << wrong;
}

TEST(BankValue, DirectionsAndFlagsAreWords) {
    EXPECT_EQ(read(read_credit, "CRDT"), true);
    EXPECT_EQ(read(read_credit, "DBIT"), false);
    EXPECT_EQ(read(read_credit, "CRDT "), std::nullopt);
    const auto flag = [](std::string_view text) {
        bool to = true;
        return read_flag(kEuros, text, to) ? std::optional(to) : std::nullopt;
    };
    EXPECT_EQ(flag("true"), true);
    EXPECT_EQ(flag("1"), true);
    EXPECT_EQ(flag("false"), false);
    EXPECT_EQ(flag("0"), false);
    for (const char* wrong : {"", "TRUE", "2", "yes"}) EXPECT_EQ(flag(wrong), std::nullopt) << wrong;
}

TEST(BankValue, ARefusalNamesElementLineAndAtMost40CharactersOfTheText) {
    XmlElement element = kEuros;
    element.line = 7;
    std::optional<std::int64_t> to;
    const auto refused = read_count(element, std::string(41, 'x'), to);
    ASSERT_FALSE(refused);
    const std::vector<std::pair<std::string, std::string>> expected = {
        {"element", "Amt"}, {"text", std::string(40, 'x')}, {"line", "7"}, {"what", "a number of transactions"}};
    EXPECT_EQ(refused.error().arguments, expected);
}

TEST(BankValue, WhatIsNotProvidedIsNoReference) {
    const auto kept = [](std::string_view text) {
        std::string to = "before";
        keep_reference(to, text);
        return to;
    };
    for (const char* none : {"NOTPROVIDED", "notprovided", "NotProvided", ""}) EXPECT_EQ(kept(none), "") << none;
    for (const char* other : {"NOTPROVIDED1", "NOTPROVIDE", "notprovidez", "aZ"}) EXPECT_EQ(kept(other), other);
}

TEST(BankValue, TextsStandBehindEachOther) {
    std::string to;
    append_text(to, "", ' ');
    EXPECT_EQ(to, "");
    append_text(to, "a", ' ');
    append_text(to, "", ' ');
    append_text(to, "b", '/');
    EXPECT_EQ(to, "a/b");
}

}  // namespace
}  // namespace ipep

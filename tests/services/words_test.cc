// Times, months and names as the reader writes them.
#include <gtest/gtest.h>

#include "ledger/calendar.h"
#include "services/words/language.h"
#include "services/words/moment.h"
#include "services/words/reference_words.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

constexpr std::int64_t kHour = 3'600'000'000;

std::int64_t at(Day day, int hour) { return (std::int64_t{day.since_1970} * 24 + hour) * kHour; }

TEST(Words, TimesAreThoseOfParisAndSaySo) {
    const Speaking french(Language::french);
    EXPECT_EQ(shown_time(at(day_of(2024, 7, 1), 8)), "01/07/2024 10:00:00");
    EXPECT_EQ(shown_time(at(day_of(2024, 12, 31), 23)), "01/01/2025 00:00:00");
    EXPECT_EQ(shown_time(at(day_of(2024, 3, 31), 0)), "31/03/2024 01:00:00");
    EXPECT_EQ(shown_time(at(day_of(2024, 3, 31), 1)), "31/03/2024 03:00:00");
    EXPECT_EQ(told_time(at(day_of(2024, 7, 1), 8)), "01/07/2024 10:00:00 (heure de Paris)");
    EXPECT_EQ(shown_month(day_of(2024, 7, 1)), "07/2024");
    const Speaking english(Language::english);
    EXPECT_EQ(shown_month(day_of(2024, 7, 1)), "2024-07");
}

TEST(Words, WhatIsNamedByAPathIsSaidInWords) {
    const Speaking french(Language::french);
    EXPECT_EQ(spoken_reference("settlement/2021/G02/due"), "Intéressement dû au groupement G02 pour 2021");
    EXPECT_EQ(spoken_reference("351-2026-000001"), "351-2026-000001");
    EXPECT_EQ(spoken_voucher("incentiveSettled 2024-07-01"), "Intéressement liquidé 01/07/2024");
    EXPECT_EQ(spoken_voucher("Délibération 7"), "Délibération 7");
    EXPECT_EQ(spoken_found("seedCredit/G02").find('/'), std::string::npos);
}

TEST(Words, AScoreIsNoAmount) {
    EXPECT_TRUE(is_decimal_member("score"));
    EXPECT_TRUE(is_decimal_member("actualPerPatient"));
    EXPECT_TRUE(is_decimal_member("numerator"));
    EXPECT_FALSE(is_decimal_member("amount"));
    EXPECT_FALSE(is_decimal_member("net"));
}

}  // namespace
}  // namespace ipep

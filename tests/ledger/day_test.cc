#include "ledger/day.h"

#include "tests/print.h"

namespace ipep {
namespace {

TEST(Day, IsReadBackAsItIsWritten) {
    for (const char* text : {"1900-01-01", "1970-01-01", "2020-02-29", "2999-12-31"})
        EXPECT_EQ(to_text(parse_day(text).value()), text);
    EXPECT_EQ(parse_day("1970-01-02")->since_1970, 1);
    EXPECT_EQ(parse_day("1969-12-31")->since_1970, -1);
}

TEST(Day, OnlyDaysThatExistInTheOneForm) {
    for (const char* text : {"", "2020", "2020-5-31", "2020-05-32", "2019-02-29", "1900-02-29", "2020-00-01",
                             "2020-13-01", "1899-12-31", "3000-01-01", "20200531", "2020/05/31", "2020-05-31T00:00:00Z",
                             " 2020-05-31", "-020-05-31", "2020-+5-31", "2020-05- 1"})
        EXPECT_FALSE(parse_day(text)) << text;
}

TEST(Day, KnowsItsYear) {
    EXPECT_EQ(year_of(*parse_day("2019-12-31")), 2019);
    EXPECT_EQ(year_of(*parse_day("2020-01-01")), 2020);
    EXPECT_EQ(year_of(*parse_day("1969-12-31")), 1969);
}

}  // namespace
}  // namespace ipep

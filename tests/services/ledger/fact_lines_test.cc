// Lines are read some at a time; however many there are, each is read once, in order, under its own number.
#include "services/ledger/fact_lines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace ipep {
namespace {

std::string line_of(int number) {
    return R"({"key":"roadmap-)" + std::to_string(number) +
           R"(","on":"2019-12-15","source":{"reference":"R"},"fact":{"roadmapReceived":{"groupement":"G01"}}})" + '\n';
}

// The numbers of the lines that are facts and, negative, of those that are none, in the order they come in.
std::vector<std::int64_t> numbers_in(std::string_view text, bool all, std::size_t* pieces = nullptr) {
    std::vector<std::int64_t> numbers;
    for (FactLines read{.facts = {}, .lines = {}, .refused = {}, .rest = text}; !read.rest.empty();) {
        read = read_lines(read.rest, read.last, all);
        EXPECT_EQ(read.facts.size(), read.lines.size());
        numbers.insert(numbers.end(), read.lines.begin(), read.lines.end());
        for (const Rejection& one : read.refused) numbers.push_back(-one.line);
        if (pieces) ++*pieces;
        if (!all && !read.refused.empty()) break;
    }
    return numbers;
}

TEST(FactLines, AreAllReadInOrderAndBlankOnesCount) {
    std::string text;
    std::vector<std::int64_t> wanted;
    for (int number = 1; number <= 1000; ++number) {
        const bool is_blank = number % 7 == 0;
        text += is_blank ? " \t\r\n" : line_of(number);
        if (!is_blank) wanted.push_back(number);
    }
    std::size_t pieces = 0;
    EXPECT_EQ(numbers_in(text, false, &pieces), wanted);
    EXPECT_GT(pieces, 1u);
    text.pop_back();  // the last need not end
    EXPECT_EQ(numbers_in(text, false), wanted);
}

TEST(FactLines, EndAtTheFirstThatIsNoneWhereNotAllAreAskedFor) {
    std::string text;
    for (int number = 1; number <= 600; ++number) text += number == 501 || number == 503 ? "{\n" : line_of(number);
    EXPECT_EQ(numbers_in(text, false).back(), -501);
    const auto all = numbers_in(text, true);
    EXPECT_EQ(all.size(), 600u);
    EXPECT_EQ(std::ranges::count(all, -501) + std::ranges::count(all, -503), 2);
    EXPECT_EQ(std::ranges::max(all), 600);
}

TEST(FactLines, OfNothingThereAreNone) {
    EXPECT_TRUE(read_lines("", 0, false).empty());
    EXPECT_TRUE(read_lines("\n\n  \n", 0, true).empty());
}

}  // namespace
}  // namespace ipep

// Numbers of a row, at the bounds of their bytes.
#include "projections/row.h"

#include <gtest/gtest.h>

#include <limits>

#include "events/fault.h"

namespace ipep {
namespace {

struct Numbers {
    std::int64_t first = 0, second = 0;
};
BOOST_DESCRIBE_STRUCT(Numbers, (), (first, second))

TEST(Row, NumbersComeBackAtEveryLength) {
    std::vector<std::int64_t> numbers{std::numeric_limits<std::int64_t>::min(),
                                      std::numeric_limits<std::int64_t>::max()};
    for (int bits = 0; bits < 63; ++bits)
        for (const std::int64_t near : {-1, 0, 1})
            for (const std::int64_t sign : {1, -1}) numbers.push_back(sign * ((std::int64_t{1} << bits) + near));
    for (const std::int64_t number : numbers) {
        const auto back = decode_row<Numbers>(encode_row(Numbers{number, 7}));
        EXPECT_EQ(back.first, number);
        EXPECT_EQ(back.second, 7);
    }
}

TEST(Row, ANumberThatDoesNotEndIsDamage) {
    const std::string longest(9, '\x80');
    EXPECT_EQ(decode_row<Numbers>(longest + std::string("\x01\x02", 2)).second, 1);
    for (const std::string& bytes : {longest + '\x80', longest + "\x80\x01\x02", std::string("\x02\x80", 2),
                                     std::string("\x02", 1), std::string()})
        EXPECT_THROW(decode_row<Numbers>(bytes), Fault) << bytes.size();
}

}  // namespace
}  // namespace ipep

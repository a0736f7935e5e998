#include "events/codec.h"

#include <gmock/gmock.h>

#include "events/fault.h"
#include "events/seal.h"
#include "tests/print.h"
#include "tests/sample.h"

namespace ipep {
namespace {

Event sample_event() {
    Event event{7,
                1'590'000'000'000'000,
                sample::day("2020-05-31"),
                {"tester"},
                FactKey{"k"},
                {},
                sample::measured("A", 2019, "0.10")};
    return event;
}

TEST(Codec, KeepsAbsenceApartFromEmptiness) {
    Event event = sample_event();
    event.key.reset();
    EXPECT_EQ(decode(encode(event)).key, std::nullopt);
    event.key = FactKey{""};
    EXPECT_EQ(decode(encode(event)).key, FactKey{""});
    event.source = Source{"", std::nullopt};
    EXPECT_EQ(decode(encode(event)).source, event.source);
    event.source.reset();
    EXPECT_EQ(decode(encode(event)).source, std::nullopt);
    auto target = sample::target(2019);
    event.body = target;
    EXPECT_EQ(std::get<IndicatorTargetsSet>(decode(encode(event)).body), target);
    target.startingValue = Decimal{"0"};
    target.groupement = sample::group("A");
    event.body = target;
    EXPECT_EQ(std::get<IndicatorTargetsSet>(decode(encode(event)).body), target);
}

TEST(Codec, KeepsTheTextOfAMeasuredValue) {
    EXPECT_EQ(std::get<IndicatorMeasured>(decode(encode(sample_event())).body).value.text, "0.10");
}

TEST(Codec, ThePersonalValueIsNotAmongTheBytes) {
    Event event = sample_event();
    event.body = sample::agreed("A");
    const std::string bytes = encode(event);
    EXPECT_THAT(bytes, testing::Not(testing::HasSubstr("FR7699999")));
    EXPECT_THAT(bytes, testing::Not(testing::HasSubstr("GROUPEMENT A")));
    EXPECT_EQ(std::get<ConventionSigned>(decode(bytes).body).payee.iban.value, std::nullopt);
}

TEST(Codec, NoBytesOfAnotherKindAreAnEvent) {
    for (const std::string& bytes :
         {std::string(), std::string("x"), std::string(8, '\0'), std::string(64, '\xff'), std::string(16, '\0')})
        EXPECT_THROW(decode(bytes), Damaged) << to_hex(bytes);
    const std::string whole = encode(sample_event());
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_THROW(decode(whole.substr(0, size)), Damaged) << size;
}

// Cap'n Proto reads many damaged messages as other valid ones; what may never happen is anything but an event or
// Damaged.
TEST(Codec, OfEverySingleBitFlippedComesAnEventOrDamaged) {
    const std::string whole = encode(sample_event());
    std::size_t read = 0;
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        std::string flipped = whole;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
        try {
            (void)encode(decode(flipped));
            ++read;
        } catch (const Damaged&) {
        } catch (const OutOfRange&) {
            ADD_FAILURE() << "bit " << bit;
        }
        const std::string record = seal_record({}, whole);
        std::string wrong = record;
        wrong[bit / 8] = static_cast<char>(wrong[bit / 8] ^ (1 << bit % 8));
        EXPECT_FALSE(open_record({}, wrong)) << "the seal catches bit " << bit;
    }
    EXPECT_GT(read, 0u) << "if none is read, the seal's reason is gone";
}

// A bug's test: an amount beyond Money's range in the bytes was no damage but another exception.
TEST(Codec, AnAmountOutOfRangeInTheBytesIsDamage) {
    Event event = sample_event();
    event.body = sample::budget(2020, "900000000000000.00");
    std::string bytes = encode(event);
    const std::int64_t limit = Money::limit;
    const auto found = bytes.find(std::string(reinterpret_cast<const char*>(&limit), 8));
    ASSERT_NE(found, std::string::npos);
    bytes[found + 7] = '\x7f';
    EXPECT_THROW(decode(bytes), Damaged);
    EXPECT_THROW(read_event(7, bytes), Fault);
}

TEST(Codec, AnEventOfAnotherPositionIsDamaged) {
    EXPECT_THROW(read_event(8, encode(sample_event())), Fault);
    EXPECT_EQ(read_event(7, encode(sample_event())).position, 7u);
}

}  // namespace
}  // namespace ipep

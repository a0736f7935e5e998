// Golden bytes: one event of each kind as it was first written. They are written once and never again.
//
// A new kind:  IPEP_WRITE_GOLDEN=1 events_tests --gtest_filter='Golden.*' writes the files that are missing, and no
// other. A new member at the end of a kind: its old file stays and must still decode; `KIND-2.hex` is written beside
// it.
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "events/codec.h"
#include "events/event_json.h"
#include "events/folder.h"
#include "events/personal_walk.h"
#include "events/seal.h"
#include "tests/print.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

// Fills every member with a value no other member has, so that two members changing places shows.
class Filler {
public:
    template <class T>
    void fill(T& to) {
        if constexpr (std::is_same_v<T, bool>)
            to = true;
        else if constexpr (std::is_integral_v<T>)
            to = static_cast<T>(next());
        else if constexpr (kIsYear<T>)
            to.number = static_cast<int>(next());
        else if constexpr (std::is_same_v<T, std::string>)
            to = "text é " + std::to_string(next());
        else if constexpr (std::is_same_v<T, Json>)
            to.text = "{\"n\":[" + std::to_string(next()) + ",null,\"x\"]}";
        else if constexpr (std::is_same_v<T, Money>)
            to = Money(-next() * 1'000'001);
        else if constexpr (std::is_same_v<T, Day>)
            to.since_1970 = static_cast<std::int32_t>(18'000 + next());
        else if constexpr (std::is_same_v<T, Personal>)
            to.seal = sha256(std::to_string(next()));
        else if constexpr (std::is_same_v<T, Ratio>)
            to.text = std::to_string(next()) + "/7";
        else if constexpr (std::is_base_of_v<Decimal, T>)
            to.text = std::to_string(next()) + ".50";
        else if constexpr (DescribedEnum<T>)
            boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto d) { to = d.value; });
        else if constexpr (TextLike<T>)
            to.text = "id-" + std::to_string(next());
        else if constexpr (Optional<T>)
            fill(to.emplace());
        else if constexpr (List<T>)
            for (int i = 0; i < 2; ++i) fill(to.emplace_back());
        else if constexpr (Variant<T>)
            fill(to.template emplace<ExpenditureMeasured>());
        else
            for_each_member(to, [&](const char*, auto& member) { fill(member); });
    }

private:
    std::int64_t next() { return ++number_; }
    std::int64_t number_ = 100;
};

Event event_of(std::size_t kind) {
    Event event;
    Filler filler;
    event.position = 1'000'007;
    filler.fill(event.recordedAt);
    filler.fill(event.on);
    filler.fill(event.actor);
    filler.fill(event.key);
    filler.fill(event.source);
    boost::mp11::mp_with_index<Body::size>(kind,
                                           [&](auto index) { filler.fill(event.body.template emplace<index>()); });
    return event;
}

// The value, seals included, as text.
std::string value_of(const Event& event) {
    auto json = to_json(event, {});
    boost::json::array seals;
    Event copy = event;
    each_personal(copy.body,
                  [&](const std::string&, int, Personal& one) { seals.emplace_back(to_hex(bytes_of(one.seal))); });
    json["seals"] = seals;
    return boost::json::serialize(json);
}

std::string from_hex(const std::string& hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return bytes;
}

std::string without_breaks(std::string text) {
    std::erase(text, '\n');
    return text;
}

std::string in_lines(const std::string& hex) {
    std::string text;
    for (std::size_t i = 0; i < hex.size(); i += 96) text += hex.substr(i, 96) + '\n';
    return text;
}

class Golden : public testing::TestWithParam<std::size_t> {};

// The file of a kind's first shape, and of those after it: "KIND", "KIND-2", …; the last is the shape of today.
std::string name_of(const std::string& kind, int shape) {
    return data_path("golden/" + kind + (shape == 1 ? "" : '-' + std::to_string(shape)));
}
int shape_of_today(const std::string& kind) {
    // Kinds that grew since they were first written.
    static const std::map<std::string, int> grown = {
        {"orderBooked", 2},         {"orderReturned", 2},     {"bankLineUnmatched", 2},  {"rulesAdopted", 2},
        {"indicatorTargetsSet", 2}, {"indicatorMeasured", 3}, {"experienceMeasured", 3}, {"groupementWithdrew", 2},
        {"expenditureMeasured", 2}, {"factCorrected", 2},     {"roleGranted", 2},        {"roleRevoked", 2}};
    const auto found = grown.find(kind);
    return found == grown.end() ? 1 : found->second;
}

// Every member of the old value, as it was; what has come since is there beside it.
void expect_within(const boost::json::value& old, const boost::json::value& now) {
    if (!old.is_object()) {
        EXPECT_EQ(old, now);
        return;
    }
    for (const auto& [name, value] : old.as_object()) {
        ASSERT_TRUE(now.as_object().contains(name)) << name;
        expect_within(value, now.at(name));
    }
}

TEST_P(Golden, BytesOfFormerShapesReadAsTheyAlwaysWere) {
    const std::string kind(kKinds[GetParam()]);
    for (int shape = 1; shape < shape_of_today(kind); ++shape) {
        const Event event = decode(from_hex(without_breaks(read_file(name_of(kind, shape) + ".hex"))));
        expect_within(boost::json::parse(read_file(name_of(kind, shape) + ".json")),
                      boost::json::parse(value_of(event)));
    }
}

TEST_P(Golden, BytesAreWrittenAndReadAsTheyAlwaysWere) {
    const Event event = event_of(GetParam());
    const std::string kind(kKinds[GetParam()]), name = name_of(kind, shape_of_today(kind)), hex = name + ".hex",
                                                json = name + ".json";
    if (std::getenv("IPEP_WRITE_GOLDEN") && !std::filesystem::exists(hex)) {
        std::ofstream(hex) << in_lines(to_hex(encode(event)));
        std::ofstream(json) << value_of(event) << '\n';
    }
    ASSERT_TRUE(std::filesystem::exists(hex)) << "a new kind: write its golden bytes once, see the head of this file";
    const std::string bytes = from_hex(without_breaks(read_file(hex)));
    EXPECT_EQ(to_hex(encode(event)), to_hex(bytes))
        << "the bytes of " << kind << " have changed: no old ledger would read";
    EXPECT_EQ(value_of(decode(bytes)) + '\n', read_file(json)) << "old bytes of " << kind << " read as another value";
    EXPECT_EQ(to_hex(encode(decode(bytes))), to_hex(bytes));
}

INSTANTIATE_TEST_SUITE_P(, Golden, testing::Range<std::size_t>(0, Body::size),
                         [](const auto& one) { return std::string(kKinds[one.param]); });

// A ledger written by version 1.0.0, format 1: it opens, verifies, and can be written on.
TEST(ReleasedLedger, OfFormatOneOpensWithTheSameDigests) {
    const Scratch scratch;
    std::filesystem::copy(data_path("ledgers/format-1"), scratch.path("ledger"),
                          std::filesystem::copy_options::recursive);
    {
        const Store store(scratch.path("ledger"), {.access = Access::read});
        EXPECT_TRUE(store.format().trial);
        EXPECT_EQ(store.head(), 26u);
        EXPECT_EQ(to_hex(bytes_of(store.head_digest())), without_breaks(read_data("ledgers/format-1.digest")));
    }
    Store store(scratch.path("ledger"), {.access = Access::write});
    int events = 0;
    store.scan(1, store.head() + 1, [&](Position position, const Record& record) {
        EXPECT_EQ(encode(read_event(position, record.payload)), record.payload) << position;
        return ++events > 0;
    });
    EXPECT_EQ(events, 26);
}

// From format 2 on what the ledger is stands before its first record.
TEST(ReleasedLedger, OfFormatTwoIsSealedBehindItsFormat) {
    const Scratch scratch;
    const std::string folder = scratch.path("ledger");
    std::filesystem::copy(data_path("ledgers/format-2"), folder, std::filesystem::copy_options::recursive);
    const Store store(folder, {.access = Access::read});
    EXPECT_EQ(to_hex(bytes_of(store.head_digest())), without_breaks(read_data("ledgers/format-2.digest")));
    EXPECT_EQ(to_hex(bytes_of(seed_of(store.format()))),
              "1a5388b73fa83a94a947802862f2a7b7015813228b6ebdd48a246426681df4cd");
    EXPECT_TRUE(open_record(seed_of(store.format()), *store.record(1)));
}

TEST(Seed, IsThatOfTheFormatItsOriginAndItsTrial) {
    const auto seed = [](const Format& format) { return to_hex(bytes_of(seed_of(format))); };
    EXPECT_EQ(seed({1, "a", true}), std::string(64, '0')) << "before format 2 nothing is sealed";
    EXPECT_EQ(seed({2, "trial", true}), "1a5388b73fa83a94a947802862f2a7b7015813228b6ebdd48a246426681df4cd");
    EXPECT_NE(seed({2, "trial", false}), seed({2, "trial", true}));
    EXPECT_NE(seed({2, "other", true}), seed({2, "trial", true}));
}

}  // namespace
}  // namespace ipep

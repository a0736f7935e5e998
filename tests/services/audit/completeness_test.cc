// The completeness index against the vectors written down in events/README.md, and what enters it.
#include "services/audit/completeness.h"

#include <gmock/gmock.h>

#include "events/encoding.h"
#include "ledger/event.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

using namespace sample;

Event at(Position position, Body body, const char* on = "2020-05-01") {
    Event event;
    event.position = position;
    event.on = day(on);
    event.body = std::move(body);
    return event;
}

Event settled(Position position) {
    IncentiveSettled body;
    body.groupement = group("G01");
    body.year = 2019;
    body.netDifference = euros("1.00");
    return at(position, body);
}
Event ordered(Position position, const char* order) {
    PaymentOrdered body;
    body.order = {order};
    body.groupement = group("G01");
    return at(position, body);
}
Event released(Position position) {
    return at(position, SeedTrancheReleased{group("G01"), 1, 2019, euros("1.00"), euros("1.00"), {}});
}

std::vector<std::string> texts(const Event& event) {
    std::vector<std::string> found;
    for (const IndexEntry& one : index_entries(event, posting(event))) found.push_back(one.subject + ": " + one.text);
    return found;
}

TEST(Completeness, ItsRootsAreThoseOfTheVectors) {
    const std::string written = read_file(project_path("events/README.md"));
    LogIndexes indexes;
    const CompletenessIndex& index = indexes.amounts;
    EXPECT_EQ(index.head().subjects, 0u);
    EXPECT_NE(written.find('`' + base64(bytes_of(index.head().root)) + '`'), std::string::npos);
    indexes.add(released(7));
    indexes.add(settled(31));
    indexes.add(ordered(40, "351-2020-000001"));
    EXPECT_EQ(index.head().subjects, 2u);
    EXPECT_NE(written.find('`' + base64(bytes_of(index.head().root)) + '`'), std::string::npos)
        << base64(bytes_of(index.head().root));
}

TEST(Completeness, TheRootOfTheEnvelopeIsThatOfItsVector) {
    LogIndexes indexes;
    indexes.add(at(3, EnvelopeBudgeted{2020, euros("5.00")}));
    YearSettled settled;
    settled.year = 2019;
    indexes.add(at(31, settled));
    indexes.add(at(32, roadmap("G01")));
    EXPECT_EQ(indexes.envelope.head().subjects, 1u);
    EXPECT_NE(
        read_file(project_path("events/README.md")).find('`' + base64(bytes_of(indexes.envelope.head().root)) + '`'),
        std::string::npos)
        << base64(bytes_of(indexes.envelope.head().root));
}

// What a payment year's row is made of, and nothing else, enters its subject.
TEST(Completeness, AnEventEntersTheEnvelopeWhereItsRowIsFolded) {
    using testing::ElementsAre;
    const auto entries = [](const Event& event) {
        std::vector<std::string> found;
        for (const IndexEntry& one : envelope_entries(event, posting(event)))
            found.push_back(one.subject + ": " + one.text);
        return found;
    };
    OrderPaid paid;
    paid.groupement = group("G01");
    paid.parts = {{"seedCredit/G01", 2020, euros("1.00")}, {"settlement/2018/G01/due", 2019, euros("1.00")}};
    EXPECT_THAT(entries(at(9, paid)),
                ElementsAre("envelope/2019: 2019 orderPaid 9", "envelope/2020: 2020 orderPaid 9"));
    EXPECT_THAT(entries(released(7)), ElementsAre("envelope/2019: 2019 seedTrancheReleased 7"));
    EXPECT_THAT(entries(at(8, FactCorrected{{"k"}, EnvelopeBudgeted{2021, euros("1.00")}, "why"})),
                ElementsAre("envelope/2021: 2021 factCorrected 8"));
    EXPECT_THAT(entries(settled(31)), ElementsAre());
    EXPECT_THAT(entries(at(5, roadmap("G01"))), ElementsAre());
}

TEST(Completeness, AnEventEntersOnceForEachYearItIsOf) {
    using testing::ElementsAre;
    OrderPaid paid;
    paid.order = {"35-1-2021-000007"};
    paid.groupement = group("G01");
    paid.parts = {{"seedCredit/G01", 2020, euros("1.00")},
                  {"settlement/2019/G01/due", 2020, euros("1.00")},
                  {"overpayment/G01", 2019, euros("-1.00")}};
    EXPECT_THAT(texts(at(9, paid)), ElementsAre("orders/35-1/2021: 2021 orderPaid 9", "payments/G01: 2019 orderPaid 9",
                                                "payments/G01: 2020 orderPaid 9"));
    EXPECT_THAT(texts(ordered(3, "351-2020-000001")), ElementsAre("orders/351/2020: 2020 paymentOrdered 3"));
    EXPECT_THAT(texts(at(4, AdvanceWrittenOff{group("G01"), 2023, euros("5.00"), "d", {}})),
                ElementsAre("payments/G01: 2020 advanceWrittenOff 4"));
    EXPECT_THAT(texts(at(5, roadmap("G01"))), ElementsAre());
    EXPECT_THAT(texts(at(6, AccrualBooked{group("G01"), 2019, euros("5.00"), euros("5.00")})), ElementsAre());
}

TEST(Completeness, ALeafLeadsToTheRootAndAnAbsenceLiesBetweenNeighbours) {
    LogIndexes indexes;
    const CompletenessIndex& index = indexes.amounts;
    Position position = 0;
    for (const char* order : {"351-2020-000001", "351-2022-000001", "752-2020-000001", "752-2021-000001"})
        indexes.add(ordered(++position, order));
    for (const char* subject : {"orders/351/2020", "orders/351/2022", "orders/752/2020", "orders/752/2021"}) {
        const auto leaf = index.leaf(subject);
        ASSERT_TRUE(leaf) << subject;
        const std::string text =
            leaf->subject + '\n' + std::to_string(leaf->count) + '\n' + base64(bytes_of(leaf->root)) + '\n';
        EXPECT_TRUE(verify_inclusion(leaf_hash(text), leaf->index, 4, leaf->hashes, index.head().root)) << subject;
    }
    EXPECT_FALSE(index.leaf("orders/351/2021"));
    const auto names = [&](const char* subject) {
        std::vector<std::string> found;
        for (const auto& one : index.neighbours(subject)) found.push_back(one.subject);
        return found;
    };
    EXPECT_THAT(names("orders/351/2021"), testing::ElementsAre("orders/351/2020", "orders/351/2022"));
    EXPECT_THAT(names("orders/000/2021"), testing::ElementsAre("orders/351/2020"));
    EXPECT_THAT(names("payments/A"), testing::ElementsAre("orders/752/2021"));
}

}  // namespace
}  // namespace ipep

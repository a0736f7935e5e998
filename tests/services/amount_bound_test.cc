// Amounts that cannot be: refused where they are recorded and before anything of them is folded. What a former program
// recorded of the kind stands, and takes no answer from anybody.
#include "ledger/amount_bound.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "events/sealer.h"
#include "ledger/code.h"
#include "services/answers/figures.h"
#include "tests/print.h"
#include "tests/sample.h"
#include "tests/services/busy_ledger.h"

namespace ipep {
namespace {

using namespace sample;

const PersonId kTester{"tester"};
const Money kMost(Money::limit);

std::string refund(const char* groupement, Money amount, const std::string& key) {
    return line(RefundReceived{{groupement}, amount, key}, key, "2024-05-30");
}

// Into the log as they are, as a program did that knew no bound.
void write_as_before(LedgerService& ledger, const std::vector<Body>& bodies) {
    Store& store = ledger.store();
    LogBatch batch{store.records_behind(store.head())};
    Sealer sealer(batch.records, store.head_digest(), true);
    for (const Body& body : bodies)
        sealer.add({store.head() + sealer.size() + 1, 1'717'156'800'000'000, day("2024-05-30"), kTester, {}, {}, body});
    sealer.finish();
    store.append(std::move(batch));
}

// A credit on the account that a refund may name.
BankLineUnmatched seen_by_the_bank(const std::string& reference, Money amount) {
    return {{"351"}, std::string(64, 'a'), reference, amount, "no order of ours", 0, {}, {}};
}

TEST(AmountBound, EachFactThatMovesMoneyIsRefusedBeyondItAndNotAtIt) {
    const BusyLedger busy;
    const Money more = kMostRecorded + Money(1);
    write_as_before(*busy.open(), {seen_by_the_bank("R" + to_text(kMostRecorded), kMostRecorded),
                                   seen_by_the_bank("R" + to_text(more), more)});
    const auto ledger = busy.open();
    const auto facts = [](Money amount) {
        return std::vector<Fact>{RefundReceived{{"G01"}, amount, "R" + to_text(amount)},
                                 CreditNotified{{"351"}, amount == kMostRecorded ? 2050 : 2051, amount},
                                 AccrualEstimated{2021, {"G01"}, amount}};
    };
    int key = 0;
    for (const Fact& fact : facts(more)) {
        const std::string before = served(*ledger);
        const auto answer = ledger->append(line(fact, "k" + std::to_string(++key), "2024-05-30"), kTester);
        ASSERT_FALSE(answer) << key;
        EXPECT_EQ(answer.error().code, code::amount_out_of_range);
        EXPECT_EQ(answer.error().line, 1);
        EXPECT_EQ(served(*ledger), before);
    }
    for (const Fact& fact : facts(kMostRecorded))
        EXPECT_TRUE(ledger->append(line(fact, "k" + std::to_string(++key), "2024-05-30"), kTester)) << key;
}

// A bug's test: three of these were folded before the third was refused, and 890 000 000 070 000.00 was served as owed.
TEST(AmountBound, AbsurdRefundsLeaveNothingAndOthersGoOn) {
    const BusyLedger busy;
    const Money absurd = euros("890000000000000.00");
    write_as_before(*busy.open(),
                    {seen_by_the_bank("r1", absurd), seen_by_the_bank("r2", absurd), seen_by_the_bank("r3", absurd)});
    const auto ledger = busy.open();
    const std::string before = served(*ledger);
    for (const char* key : {"r1", "r2", "r3"}) {
        const auto answer = ledger->append(refund("G01", absurd, key), kTester);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, code::amount_out_of_range);
        EXPECT_EQ(served(*ledger), before);
    }
    EXPECT_TRUE(record_another(*ledger));
}

TEST(AmountBound, WhatAFormerProgramRecordedBeyondItIsAddedUpForEverybody) {
    const BusyLedger busy;
    auto ledger = busy.open();
    write_as_before(*ledger,
                    {EnvelopeBudgeted{2040, kMost}, EnvelopeBudgeted{2041, kMost}, EnvelopeBudgeted{2042, kMost}});
    ledger.reset();
    ledger = busy.open();
    const auto answer = envelope_answer(envelope_rows(ledger->views().envelope()));
    EXPECT_GE(std::stod(std::string(answer.at("total").at("budgeted").as_string())), 2.7e15);
    EXPECT_EQ(served(*ledger), replayed(*ledger));
}

// What stands so near the end that a command's amount goes beyond: in a balance, in what is engaged.
struct NearTheEnd {
    const char* name;
    const char* command;
    std::function<std::vector<Body>(const LedgerService&)> history;
};

PaymentOrdered absurd_order(const LedgerService& ledger) {
    PaymentOrdered order;
    order.order = {"351-2024-000900"};
    order.cpam = {"351"};
    order.fiscalYear = 2024;
    order.groupement = {"G01"};
    order.amount = kMost - ledger.book().find(GroupementId{"G01"})->open - Money(1);
    order.parts = {{"settlement/2021/G02/due", 2022, order.amount}};
    order.endToEndId = "PABSURD";
    order.payeeAt = 1;
    return order;
}

const NearTheEnd kNearTheEnd[] = {
    {"balance", "",
     [](const LedgerService& ledger) -> std::vector<Body> {
         const Money amount = kMost - ledger.book().find(GroupementId{"G03"})->net();
         return {RefundReceived{{"G03"}, amount, "absurd"}, RefundBooked{{"G03"}, "absurd", amount, amount},
                 seen_by_the_bank("more", euros("0.01"))};
     }},
    {"engaged", "approve",
     [](const LedgerService& ledger) -> std::vector<Body> {
         const PaymentOrdered order = absurd_order(ledger);
         return {order, OrderApproved{order.order, order.groupement, {}}};
     }},
};

TEST(AmountBound, ASumBeyondTheRangeIsRefusedAndWhatIsServedIsAReplay) {
    for (const NearTheEnd& one : kNearTheEnd) {
        SCOPED_TRACE(one.name);
        const BusyLedger busy;
        auto ledger = busy.open();
        write_as_before(*ledger, one.history(*ledger));
        ledger.reset();
        ledger = busy.open();
        const std::string before = served(*ledger);
        const auto& all = writing_commands();
        const auto command = std::ranges::find(all, std::string_view(one.command), &NamedCommand::name);
        EXPECT_FALSE(command == all.end() ? ledger->append(refund("G03", euros("0.01"), "more"), kTester).has_value()
                                          : command->run(*ledger, busy));
        EXPECT_EQ(served(*ledger), replayed(*ledger));
        if (command == all.end()) {
            EXPECT_EQ(served(*ledger), before);
        }
        const std::string other = line(OppositionNotified{{"G02"}, "after"}, "after", "2024-05-30");
        EXPECT_TRUE(ledger->append(other, kTester)) << "another group goes on";
        EXPECT_EQ(served(*ledger), replayed(*ledger));
    }
}

}  // namespace
}  // namespace ipep

// Account 512 held against the bank, and the checklist before a month is closed, as the bank's files come in.
#include "services/books/bank_reconciliation.h"

#include <gtest/gtest.h>

#include "services/books/chart_of_accounts.h"
#include "services/books/closing_checklist.h"
#include "tests/sample.h"
#include "tests/services/payments/bank_documents.h"
#include "tests/services/payments/issued_ledger.h"

namespace ipep {
namespace {

const Day kOn = day_of(2024, 6, 30);

class BankBooks : public testing::Test {
protected:
    // The first `count` transfers stand on a statement of 4 June, and a line of charges that nothing explains.
    void book(std::size_t count) {
        std::vector<std::string> entries;
        for (std::size_t i = 0; i < count; ++i) {
            const SentOrder& one = Issued::once().transfers()[i];
            entries.push_back(entry_of({.end_to_end = one.end_to_end, .amount = one.amount, .day = "2024-06-04"}));
        }
        entries.push_back(entry_of({.end_to_end = "STRAY", .amount = stray_, .day = "2024-06-05"}));
        const auto read = life_.read(statement_document("camt.053", "S1", kAccount, entries));
        ASSERT_TRUE(read) << read.error().sentence();
    }
    // The bank says of the transfer that it is done, and shows it on no statement.
    void say_done(std::size_t number) {
        const SentOrder& one = Issued::once().transfers()[number];
        const auto& file = Issued::once().file();
        const auto read = life_.read(
            statement_document("camt.054", "N1", kAccount,
                               {entry_of({.end_to_end = one.end_to_end, .amount = one.amount, .day = "2024-06-04"})}));
        ASSERT_TRUE(read) << read.error().sentence() << file.message;
    }
    BankReconciliation found(std::optional<Money> told = {}, Day on = kOn) {
        return reconcile_bank(life_.ledger(), life_.ledger().views(), read_books(life_.ledger().views(), kBankCpam), on,
                              told);
    }
    std::int64_t count(ClosingPoint point, const ClosingChecklist& list) {
        for (const ClosingItem& one : list.items)
            if (one.point == point) return one.count;
        return -1;
    }

    const Money stray_ = *parse_money("12.34");
    BankLife life_{1};
};

TEST_F(BankBooks, NothingIsPostedBeforeTheBankPaid) {
    EXPECT_EQ(found().books, Money());
    EXPECT_TRUE(found().in_books.empty());
}

TEST_F(BankBooks, WhatBothKnowReconcilesAndTheStrayLineIsTheBanksAlone) {
    book(2);
    Money paid;
    for (std::size_t i = 0; i < 2; ++i) paid += Issued::once().transfers()[i].amount;
    const BankReconciliation one = found(-paid - stray_);
    EXPECT_EQ(one.books, -paid);
    EXPECT_TRUE(one.in_books.empty());
    ASSERT_EQ(one.at_bank.size(), 1u);
    EXPECT_EQ(one.only_at_bank(), -stray_);
    EXPECT_EQ(one.expected(), -paid - stray_);
    EXPECT_EQ(one.difference(), Money());
    EXPECT_EQ(*found(Money()).difference(), paid + stray_);
}

TEST_F(BankBooks, WhatIsSetAsideStaysNamedAndIsNobodysWorkAnyMore) {
    book(1);
    const CpamState& page = *life_.ledger().book().find(kBankCpam);
    const Position line = waiting_lines(life_.ledger().book(), page).front()->position;
    const BankLineExplained fees{kBankCpam, line, LineMeaning::aside, {}, {}, {}, "account fees"};
    ASSERT_TRUE(PaymentCommands(life_.ledger(), {"durand"}, {}).explain(fees));
    const auto unmatched = [&] {
        return count(ClosingPoint::linesUnmatched,
                     closing_checklist(life_.ledger().views(), kBankCpam, day_of(2024, 6, 1), day_of(2024, 7, 2)));
    };
    EXPECT_EQ(unmatched(), 1) << "nobody confirmed it";
    ASSERT_TRUE(PaymentCommands(life_.ledger(), {"leroy"}, {}).confirm_line(kBankCpam, line));
    EXPECT_EQ(unmatched(), 0);
    const BankReconciliation one = found();
    ASSERT_EQ(one.at_bank.size(), 1u) << "the account shows it all the same";
    EXPECT_TRUE(one.at_bank.front().aside);
    EXPECT_EQ(one.at_bank.front().said.reason, "account fees");
    EXPECT_EQ(one.expected(), one.books - stray_);
}

TEST_F(BankBooks, AnEarlierDayKnowsNothingOfIt) {
    book(2);
    const BankReconciliation before = found({}, day_of(2024, 6, 3));
    EXPECT_EQ(before.books, Money());
    EXPECT_TRUE(before.in_books.empty() && before.at_bank.empty());
    EXPECT_EQ(before.difference(), std::nullopt);
}

TEST_F(BankBooks, BooksAndBankAddUpHoweverTheBankTells) {
    say_done(0);
    book(1);
    const BankReconciliation one = found();
    EXPECT_EQ(one.expected(), one.books - one.only_in_books() + one.only_at_bank());
    Money held;
    for (const BookEntry& entry : read_books(life_.ledger().views(), kBankCpam).entries)
        for (const JournalLine& line : entry.lines)
            if (line.account == Account::bank) held += line.amount;
    EXPECT_EQ(one.books, held);
}

TEST_F(BankBooks, ARefundIsTheLineThatItNames) {
    book(Issued::once().transfers().size());
    LedgerService& ledger = life_.ledger();
    const auto append = [&](const std::string& line, const char* person) {
        const auto done = ledger.append(line, {person});
        ASSERT_TRUE(done) << done.error().sentence();
    };
    append(R"({"key":"x1","on":"2024-05-31","fact":{"factCorrected":{"corrects":"patientsCounted-000114",)"
           R"("fact":{"patientsCounted":{"groupement":"G03","year":2022,"patients":6100}},"reason":"SNDS"}}})",
           "tester");
    for (const ResultYear year : {2022, 2023}) ASSERT_TRUE(ledger.settle(year, std::nullopt, {"tester"}, false));
    const Money overpaid = ledger.book().find(GroupementId{"G03"})->overpaid();
    ASSERT_GT(overpaid, Money());
    const auto refund = [&](const char* key, const char* reference) {
        return sample::line(RefundReceived{{"G03"}, overpaid, reference}, key, "2024-05-31");
    };
    const Money before = found().only_at_bank();
    const auto read = life_.read(statement_document("camt.053", "S2", kAccount,
                                                    {entry_of({.end_to_end = "AX77",
                                                               .amount = overpaid,
                                                               .credit = true,
                                                               .day = "2024-05-31",
                                                               .reference = "AX77",
                                                               .back = ""})}));
    ASSERT_TRUE(read) << read.error().sentence();
    EXPECT_EQ(found().only_at_bank(), before + overpaid);
    append(refund("r1", "AX77"), "durand");
    const BankReconciliation named = found();
    EXPECT_EQ(named.only_at_bank(), before) << "the books have it";
    EXPECT_TRUE(named.in_books.empty());
    EXPECT_EQ(named.expected(), named.books + before);
}

TEST_F(BankBooks, ARefundThatNoLineShowsIsInTheBooksAlone) {
    book(Issued::once().transfers().size());
    LedgerService& ledger = life_.ledger();
    ASSERT_TRUE(ledger.append(
        R"({"key":"x1","on":"2024-05-31","fact":{"factCorrected":{"corrects":"patientsCounted-000114",)"
        R"("fact":{"patientsCounted":{"groupement":"G03","year":2022,"patients":6100}},"reason":"SNDS"}}})",
        {"tester"}));
    for (const ResultYear year : {2022, 2023}) ASSERT_TRUE(ledger.settle(year, std::nullopt, {"tester"}, false));
    const Money overpaid = ledger.book().find(GroupementId{"G03"})->overpaid();
    const auto done =
        ledger.append(sample::line(RefundReceived{{"G03"}, overpaid, "CHEQUE 1"}, "r1", "2024-05-31"), {"durand"});
    ASSERT_TRUE(done) << done.error().sentence();
    const BankReconciliation alone = found();
    ASSERT_EQ(alone.in_books.size(), 1u);
    EXPECT_EQ(alone.in_books.front().amount, overpaid);
    EXPECT_EQ(alone.expected(), alone.books - overpaid - stray_);
}

TEST_F(BankBooks, TheChecklistNamesWhatStandsInTheWay) {
    book(2);
    const Day may = day_of(2024, 5, 1), june = day_of(2024, 6, 1), later = day_of(2024, 7, 2);
    const auto list = closing_checklist(life_.ledger().views(), kBankCpam, june, later);
    EXPECT_FALSE(list.may_close()) << "months before it are open";
    EXPECT_GT(count(ClosingPoint::monthsBefore, list), 0);
    EXPECT_EQ(count(ClosingPoint::monthRuns, list), 0);
    EXPECT_EQ(count(ClosingPoint::linesUnmatched, list), 1);
    EXPECT_EQ(count(ClosingPoint::ordersAtBank, list), 4);
    EXPECT_EQ(count(ClosingPoint::paymentsUnseen, list), 0);
    EXPECT_EQ(count(ClosingPoint::linesUnmatched, closing_checklist(life_.ledger().views(), kBankCpam, may, later)), 0);
    const auto running = closing_checklist(life_.ledger().views(), kBankCpam, june, day_of(2024, 6, 15));
    EXPECT_EQ(count(ClosingPoint::monthRuns, running), 1);
    const auto oldest = closing_checklist(life_.ledger().views(), kBankCpam, {}, later);
    EXPECT_TRUE(oldest.may_close());
    EXPECT_EQ(count(ClosingPoint::monthsBefore, oldest), 0);
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<ClosingPoint>>(
        [&](auto point) { EXPECT_GE(count(point.value, oldest), 0) << point.name; });
}

}  // namespace
}  // namespace ipep

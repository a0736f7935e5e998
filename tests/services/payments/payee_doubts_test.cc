// What is said before an account is confirmed, and that one which a bank rejected waits for that.
#include "services/payments/payee_doubts.h"

#include <gmock/gmock.h>

#include "ledger/code.h"
#include "services/words/bank_reasons.h"
#include "services/words/language.h"
#include "tests/sample.h"
#include "tests/services/payments/bank_documents.h"
#include "tests/services/payments/issued_ledger.h"

namespace ipep {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const char kOfG02[] = "FR7699999010020005001583878", kOfNobody[] = "FR7630006000019876543210173";

struct PayeeDoubts : testing::Test {
    BankLife life{1};
    const std::vector<SentOrder>& transfers = Issued::once().transfers();

    // Of G01: a change to that account, recorded by its director.
    void change(const std::string& iban, const std::string& key) {
        const PayeeChanged fact{{"G01"}, {{"GROUPEMENT G01"}, {iban}, {"AGRIFRPP"}}, "another bank"};
        const auto done = life.ledger().append(sample::line(fact, key, "2024-05-31"), {"martin"});
        ASSERT_TRUE(done) << done.error().sentence();
    }
    std::vector<std::string> doubts(const std::string& key) {
        std::vector<std::string> found;
        const auto all = PaymentCommands(life.ledger(), {"durand"}, std::nullopt).doubts({key});
        if (!all) return {all.error().sentence()};
        for (const PayeeDoubtFound& one : *all) found.push_back(std::string(enum_name(one.doubt)) + ' ' + one.with);
        return found;
    }
    void reject(const SentOrder& order, const std::string& reason, const std::string& message) {
        ASSERT_TRUE(life.read(
            status_document(message, Issued::once().file().message, "", "", {{order.end_to_end, "RJCT", reason}})));
    }
    const GroupState& page(const char* id) { return *life.ledger().book().find(GroupementId{id}); }
};

TEST_F(PayeeDoubts, TheAccountOfTheCpamAndThatOfAnotherAreSaid) {
    change(kAccount, "own");
    EXPECT_THAT(doubts("own"), ElementsAre("ownAccount 351", "paymentWaits 979045.46"));
    change(kOfG02, "other");
    EXPECT_THAT(doubts("other"), ElementsAre("otherGroupements G02", "paymentWaits 979045.46"));
    EXPECT_EQ(PaymentCommands(life.ledger(), {"durand"}, std::nullopt).doubts({"none"}).error().code,
              code::payee_not_pending);
}

// Three of the CPAM that confirms are named; how many more there are is said, those of another CPAM among them.
TEST_F(PayeeDoubts, ThreeOfTheCpamAreNamedAndTheOthersCounted) {
    const std::string iban = sample::agreed("N01").payee.iban.value.value();
    const auto admit = [&](const std::string& id, const CpamId& cpam) {
        GroupementAdmitted admitted = sample::admitted(id);
        ConventionSigned agreed = sample::agreed(id);
        admitted.cpam = agreed.cpam = cpam;
        agreed.payee.iban.value = iban;
        const auto done = life.ledger().append(
            sample::line(admitted, "a" + id, "2019-07-03") + '\n' + sample::line(agreed, "b" + id), {"martin"});
        ASSERT_TRUE(done) << done.error().sentence();
    };
    const auto with_theirs = [&](const std::string& key) {
        change(iban, key);
        return doubts(key).front();
    };
    admit("A01", {"752"});
    EXPECT_EQ(with_theirs("one"), "otherGroupements +1") << "of another CPAM";
    admit("N02", kBankCpam);
    EXPECT_EQ(with_theirs("two"), "otherGroupements N02 +1");
    for (const char* id : {"N03", "N01"}) admit(id, kBankCpam);
    EXPECT_EQ(with_theirs("four"), "otherGroupements N01, N02, N03 +1");
    admit("N04", kBankCpam);
    EXPECT_EQ(with_theirs("five"), "otherGroupements N01, N02, N03 +2");
}

TEST_F(PayeeDoubts, AnAccountThatABankRejectedIsSaidWhereItComesAgain) {
    reject(transfers[0], "AC04", "P1");
    EXPECT_EQ(page("G01").rejectedPayees.size(), 1u);
    const std::string iban = *payee_of(life.ledger(), page("G01").rejectedPayees.begin()->first).iban.value;
    change(iban, "again");
    EXPECT_EQ(doubts("again").front(), "rejected AC04");
}

TEST_F(PayeeDoubts, WhatWaitsIsOrderedOrOrderableAgain) {
    reject(transfers[0], "AC04", "P1");
    ASSERT_GT(page("G01").open, Money());
    change(kOfNobody, "new");
    EXPECT_THAT(doubts("new"), ElementsAre("paymentWaits 979045.46"));
}

TEST_F(PayeeDoubts, WhereNothingIsDueAndTheAccountIsNewNothingIsSaid) {
    for (const SentOrder& one : transfers)
        ASSERT_TRUE(life.read(status_document("P" + one.end_to_end, Issued::once().file().message, "", "",
                                              {{one.end_to_end, "ACSC", ""}})));
    change(kOfNobody, "new");
    EXPECT_THAT(doubts("new"), IsEmpty());
}

// The account a rejected file is paid from is the CPAM's own: its payees have done nothing.
TEST_F(PayeeDoubts, AFileRejectedAsAWholeSpeaksOfNoPayee) {
    ASSERT_TRUE(life.read(status_document("P1", Issued::once().file().message, "RJCT", "AC01", {})));
    for (const char* id : {"G01", "G02", "G03"}) EXPECT_THAT(page(id).rejectedPayees, IsEmpty()) << id;
    EXPECT_EQ(life.state(transfers[0].order), OrderState::rejected);
    EXPECT_EQ(life.ledger().book().find(transfers[0].order)->reason, "RJCT AC01");
}

TEST(BankReasons, AreWordsWhereTheCodeIsKnown) {
    EXPECT_EQ(spoken_reason("AC04 closed"), "account closed (AC04 closed)");
    EXPECT_EQ(spoken_reason("RJCT AC01"), "account number invalid or missing (RJCT AC01)");
    EXPECT_EQ(spoken_reason("courriel 12"), "courriel 12");
    EXPECT_EQ(spoken_reason(""), "");
    const Speaking speaking(Language::french);
    EXPECT_EQ(spoken_reason("MD07"), "titulaire décédé (MD07)");
}

}  // namespace
}  // namespace ipep

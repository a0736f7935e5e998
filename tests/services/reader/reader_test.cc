// Who is shown what, by the roles of a state; and nobody is shown nothing.
#include "services/reader/reader.h"

#include <gtest/gtest.h>

#include "events/personal_walk.h"
#include "ledger/code.h"
#include "tests/sample.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

const CpamId kOwn{"351"}, kOther{"352"};
const GroupementId kGroup{"G01"};

class ReaderTest : public testing::Test {
protected:
    ReaderTest() {
        ledger_.append_data("worked.jsonl");
        GroupementAdmitted far = sample::admitted("G99");
        far.cpam = kOther;
        ledger_.append(sample::line(far, "far"));
    }

    void grant(const std::string& person, const std::string& role, const std::string& cpam = {},
               const std::string& groupement = {}) {
        std::string of = cpam.empty() ? "" : R"(,"cpam":")" + cpam + '"';
        if (!groupement.empty()) of += R"(,"groupement":")" + groupement + '"';
        const std::string fact = R"("fact":{"roleGranted":{"person":")" + person + R"(","role":")" + role + '"' + of;
        const std::string line = R"({"key":"role-)" + person + R"(","on":"2024-05-31",)" + fact + "}}}";
        const auto done = ledger_.service().append(std::string_view(line), PersonId{"ADA"});
        ASSERT_TRUE(done) << done.error().sentence();
    }
    void grant_all() {
        grant("ADA", "admin");
        grant("DENISE", "dcf", "351");
        grant("OSCAR", "director", "352");
        grant("EVE", "evaluator");
    }
    const Book& book() { return ledger_.service().book(); }
    // What a reader gets of the payee of G01.
    std::string payee_shown_to(Reader& reader) {
        std::string name;
        Event event = ledger_.service().event(3);
        reader.read(event);
        each_personal(event.body, [&](const std::string&, int member, const Personal& personal) {
            if (member == 0) name = personal.value.value_or("");
        });
        return name;
    }

    TrialLedger ledger_;
};

TEST_F(ReaderTest, MadeOfNothingIsShownNothing) {
    Reader nobody;
    EXPECT_FALSE(nobody.sees(kOwn) || nobody.sees(kGroup) || nobody.sees(ledger_.service().event(2)));
    EXPECT_FALSE(nobody.sees_of("G01") || nobody.sees_of("I1") || nobody.sees_any());
    EXPECT_FALSE(nobody.may(Right::verify) || nobody.may_name(kGroup));
    EXPECT_EQ(nobody.check(Right::read_amounts).error().code, code::not_allowed);
    EXPECT_EQ(payee_shown_to(nobody), kVeil);
    EXPECT_TRUE(nobody.shown().empty());
}

TEST_F(ReaderTest, OfALedgerWithoutRolesIsShownEverything) {
    Reader reader = Reader::through_service(book(), {"ANYONE"});
    EXPECT_TRUE(reader.sees(kOwn) && reader.sees(kGroup) && reader.may_name(kGroup) && reader.may(Right::verify));
    EXPECT_EQ(payee_shown_to(reader), "GROUPEMENT G01");
}

TEST_F(ReaderTest, OfAGroupementIsShownItsOwnAloneAndHasNoRight) {
    grant("ADA", "admin");
    grant("GIL", "groupement", {}, "G01");
    Reader own = Reader::through_service(book(), {"GIL"});
    EXPECT_TRUE(own.is_own(kGroup) && own.sees(kGroup) && own.sees_of("G01") && own.is_of_groupements());
    EXPECT_FALSE(own.is_own({"G02"}) || own.sees(GroupementId{"G02"}) || own.sees_of("G02") || own.is_own({}));
    EXPECT_FALSE(own.sees(kOwn) || own.sees_any() || own.sees(ledger_.service().event(1))) << "nothing of the log";
    EXPECT_FALSE(own.sees(ledger_.service().event(3))) << "not even its own events";
    EXPECT_FALSE(own.may_somewhere(Right::read_amounts) || own.may_name(kGroup) || own.may(Right::verify));
    EXPECT_TRUE(own.check_amounts(kGroup, kOwn));
    EXPECT_EQ(own.check_amounts({"G02"}, kOwn).error().code, code::not_allowed);
    EXPECT_EQ(payee_shown_to(own), kVeil);
    const std::string line = R"({"key":"gone","on":"2024-05-31","fact":{"roleRevoked":{"person":"GIL",)"
                             R"("role":"groupement","groupement":"G01"}}})";
    ASSERT_TRUE(ledger_.service().append(std::string_view(line), PersonId{"ADA"}));
    EXPECT_FALSE(Reader::through_service(book(), {"GIL"}).sees(kGroup));
}

TEST_F(ReaderTest, OfACpamIsShownItsOwnAndItIsNoted) {
    grant_all();
    Reader own = Reader::through_service(book(), {"DENISE"}), other = Reader::through_service(book(), {"OSCAR"});
    EXPECT_TRUE(own.sees(kGroup) && own.sees_of("G01") && own.may(Right::pay, kOwn) && !own.may(Right::pay, kOther));
    EXPECT_FALSE(other.sees(kGroup) || other.sees_of("G01") || other.sees(ledger_.service().event(3)));
    EXPECT_TRUE(other.sees(ledger_.service().event(1)) && other.sees_of("I1")) << "of no group";
    EXPECT_EQ(payee_shown_to(own), "GROUPEMENT G01");
    EXPECT_EQ(own.shown(), std::set<std::string>{"G01"});
    EXPECT_EQ(payee_shown_to(other), kVeil);
    EXPECT_TRUE(other.shown().empty());
}

TEST_F(ReaderTest, WhoReadsAmountsAloneIsNamedNoPayee) {
    grant_all();
    Reader evaluator = Reader::through_service(book(), {"EVE"});
    EXPECT_TRUE(evaluator.sees(kGroup));
    EXPECT_EQ(payee_shown_to(evaluator), kVeil);
    EXPECT_FALSE(Reader::through_service(book(), {"ADA"}).sees_any());
}

TEST_F(ReaderTest, WhoHoldsTheFilesIsShownEveryRowAndJudgedByTheNameGiven) {
    grant_all();
    Reader nameless = Reader::at_the_files(book(), {}), named = Reader::at_the_files(book(), {"OSCAR"});
    EXPECT_TRUE(nameless.sees(kGroup) && nameless.may(Right::read_payees, kOwn) && named.sees(kGroup));
    EXPECT_FALSE(named.may(Right::read_payees, kOwn));
    EXPECT_EQ(payee_shown_to(nameless), "GROUPEMENT G01");
    EXPECT_EQ(payee_shown_to(named), kVeil);
}

TEST_F(ReaderTest, OfAnEarlierStateHasNoRightThatItsRolesDidNotGive) {
    grant("ADA", "admin");
    const auto before = [&] {
        auto views = std::make_unique<Views>();
        views->catch_up(ledger_.service().store(), ledger_.service().store().head());
        return views;
    }();
    grant("DENISE", "dcf", "351");
    const Reader head = Reader::through_service(book(), {"DENISE"});
    EXPECT_TRUE(head.may(Right::read_payees, kOwn));
    EXPECT_FALSE(head.within(before->book()).may(Right::read_payees, kOwn));
    EXPECT_FALSE(head.within(before->book()).may_name(kGroup));
}

}  // namespace
}  // namespace ipep

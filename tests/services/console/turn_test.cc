// Nothing falls between two chairs: every state has a turn, every turn somebody who sees it and may take it.
#include "services/console/turn.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/authority.h"
#include "ledger/calendar.h"
#include "ledger/guard.h"
#include "services/words/language.h"
#include "tests/services/payments/issued_ledger.h"

namespace ipep {
namespace {

using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

const Money kLeft = *parse_money("1.00");

template <class Enum, class Look>
void each(Look&& look) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto one) { look(one.value); });
}

// An order in a state, and its groupement, in every way that decides whose turn it is.
struct Case {
    Order order;
    GroupState page;
    Money left;
    std::string text;
};

std::vector<Case> cases_of(OrderState state) {
    std::vector<Case> cases;
    for (const bool told : {false, true})
        for (const bool booked : {false, true})
            for (const bool required : {false, true})
                for (const char* ground : {"Pièce à produire", "serviceNotDone"})
                    for (const bool freed : {false, true}) {
                        Case one;
                        one.order.ordered.order = {"351-2024-000001"};
                        one.order.state = state;
                        one.order.told = told ? "ACSP" : "";
                        one.order.booked = booked;
                        one.order.suspended = ground;
                        one.order.requisitioned = required ? "D1" : "";
                        if (freed) one.page.freed.push_back({one.order.ordered.order, Ground::seedCredit, {}});
                        one.left = freed ? kLeft : Money();
                        one.text = std::string(enum_name(state)) + (told ? " told" : "") + (booked ? " booked" : "") +
                                   (required ? " required " : " ") + ground + (freed ? " freed" : "");
                        cases.push_back(std::move(one));
                    }
    return cases;
}

// What is over: seen on the statement, or its debt ordered again or gone; and nothing the bank said waits.
bool is_done(const Case& one) {
    if (!one.order.told.empty()) return false;
    if (one.order.state == OrderState::paid) return one.order.booked;
    const bool is_free = one.order.state == OrderState::rejected || one.order.state == OrderState::returned ||
                         one.order.state == OrderState::cancelled;
    return is_free && one.left == Money();
}

TEST(Turns, EveryStateOfAnOrderIsSomebodysUntilItIsDone) {
    each<OrderState>([](OrderState state) {
        for (const Case& one : cases_of(state))
            EXPECT_EQ(turn_of(one.order, one.page, one.left).has_value(), !is_done(one)) << one.text;
    });
}

TEST(Turns, EveryTurnIsOfARoleAndSaysWhatIsWaitedFor) {
    std::set<std::string> said;
    each<Turn>([&](Turn turn) {
        EXPECT_FALSE(roles_of(turn).empty()) << enum_name(turn);
        EXPECT_FALSE(awaited_of(turn).empty()) << enum_name(turn);
        EXPECT_FALSE(who_of(turn).empty()) << enum_name(turn);
        EXPECT_TRUE(said.insert(what_of(turn)).second) << enum_name(turn) << " is called as another";
    });
}

// The rights of each turn are those of its roles, and of no other role.
TEST(Turns, WhoHasTheRoleHasTheRightAndNobodyElse) {
    each<Role>([](Role role) {
        CommonState common;
        common.roles.push_back({{{"ANNE"}, role, {}, {}, {}}, 1, 0});
        each<Turn>([&](Turn turn) {
            const bool may_take = std::ranges::any_of(
                rights_of(turn), [&](Right right) { return may(common, {"ANNE"}, right, {"351"}); });
            const auto roles = roles_of(turn);
            EXPECT_EQ(may_take, std::ranges::find(roles, role) != roles.end()) << enum_name(turn);
        });
    });
}

TEST(Turns, WhatIsSuspendedIsTheDirectorsAndOnceRequiredTheDcfs) {
    Order order;
    order.state = OrderState::suspended;
    order.suspended = "Pièce à produire";
    EXPECT_EQ(turn_of(order, {}, {}), Turn::requisition);
    order.requisitioned = "REQ 1";
    EXPECT_EQ(turn_of(order, {}, {}), Turn::visaRequired);
    EXPECT_EQ(roles_of(Turn::visaRequired), std::vector{Role::dcf});
}

// Of a real ledger: each order under way stands once on the page of whoever may take its turn, and on that of others.
class UnderWay : public testing::Test {
protected:
    UnderWay() {
        const auto grant = [&](const std::string& person, const std::string& role) {
            const std::string cpam = role == "admin" || role == "cnam" ? "" : R"(,"cpam":"351")";
            const std::string line = R"({"key":"role-)" + person + R"(","on":"2019-01-01","fact":{"roleGranted":{)" +
                                     R"("person":")" + person + R"(","role":")" + role + '"' + cpam + "}}}";
            const auto added = life_.ledger().append(std::string_view(line), PersonId{"root"});
            ASSERT_TRUE(added) << added.error().sentence();
        };
        grant("root", "admin");
        grant("martin", "director");
        grant("durand", "dcf");
        grant("claire", "cnam");
    }
    std::string page(const std::string& person, std::map<std::string, std::string> query = {}) {
        return console_.answer(life_.ledger(), {"GET", "/waiting", std::move(query), {}, {}, {person}, "en", "word"})
            .body;
    }

    BankLife life_{1};
    Console console_{ConsoleOptions{.version = "test"}};
};

TEST_F(UnderWay, WhatIsAtTheBankIsTheDcfsTurnAndSeenByTheDirector) {
    const std::string of_dcf = page("durand"), of_director = page("martin");
    const std::string others = "The turn of others";
    for (const SentOrder& one : Issued::once().transfers()) {
        EXPECT_LT(of_dcf.find(one.order.text), of_dcf.find(others)) << one.order.text;
        EXPECT_NE(of_director.find(one.order.text), std::string::npos) << one.order.text;
        EXPECT_GT(of_director.find(one.order.text), of_director.find(others)) << one.order.text;
    }
}

TEST_F(UnderWay, ASettlementNobodyValidatedIsTheTurnOfTheCnam) {
    EXPECT_THAT(page("claire", {{"what", "validation"}}), HasSubstr("another person of the Cnam to validate it"));
    EXPECT_THAT(page("root"), Not(HasSubstr("another person of the Cnam")));
}

TEST_F(UnderWay, AMonthThatIsOverIsOnTheListOfTheDcf) {
    const std::string of_dcf = page("durand", {{"what", "closing"}});
    EXPECT_LT(of_dcf.find("its closing"), of_dcf.find("The turn of others"));
}

TEST_F(UnderWay, AReminderHasCountsAndNothingElse) {
    const auto of_dcf = console_.waits(life_.ledger(), PersonId{"durand"});
    EXPECT_FALSE(of_dcf.empty());
    for (const std::string& line : of_dcf) EXPECT_THAT(line, testing::MatchesRegex("[^0-9€]+ : [0-9]+")) << line;
    EXPECT_TRUE(console_.waits(life_.ledger(), PersonId{"root"}).empty());
    EXPECT_TRUE(console_.waits(life_.ledger(), PersonId{"nobody"}).empty());
}

}  // namespace
}  // namespace ipep

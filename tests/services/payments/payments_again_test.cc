// What acts on payments took from outside the rules is made again from the log: each figure of them counts.
#include "services/payments/payments_again.h"

#include <gmock/gmock.h>

#include "projections/views.h"
#include "services/ledger/recorder.h"
#include "tests/sample.h"
#include "tests/services/payments/bank_documents.h"
#include "tests/services/payments/issued_ledger.h"

namespace ipep {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using Change = std::function<void(Event&)>;

// A ledger with a file at the bank, looked at again; before an event is taken, `change` may alter it.
struct Again {
    BankLife life{1};
    std::vector<std::string> differences;
    std::vector<UnmadeFile> unmade;
    std::uint64_t made = 0;

    void look(const Change& change = {}) {
        differences.clear();
        const Store& store = life.ledger().store();
        PaymentsAgain again(store, [&](std::string where, std::string expected, std::string found) {
            differences.push_back(std::move(where) + " | " + std::move(expected) + " | " + std::move(found));
        });
        for (Position at = 1; at <= store.head(); ++at) {
            Event event = kept_event(store, at, true);
            if (!is_of_payments(event.body)) continue;
            if (change) change(event);
            const auto before = fold_anew(store, at - 1);
            again.take(before->book(), event);
        }
        made = again.made();
        unmade = again.take_unmade();
    }

private:
    static bool is_of_payments(const Body& body) {
        return std::holds_alternative<PaymentOrdered>(body) || std::holds_alternative<OrderApproved>(body) ||
               std::holds_alternative<FileIssued>(body) || std::holds_alternative<OrderIssued>(body);
    }
};

// What is looked at where each act of a kind is changed.
template <class Act>
std::vector<std::string> differences_of(const std::function<void(Act&, Event&)>& change) {
    Again again;
    again.look([&](Event& event) {
        if (Act* act = std::get_if<Act>(&event.body)) change(*act, event);
    });
    return again.differences;
}

TEST(PaymentsAgain, WhatIsAsItWasMakesEveryFileAgain) {
    Again again;
    again.look();
    EXPECT_THAT(again.differences, IsEmpty());
    EXPECT_THAT(again.unmade, IsEmpty());
    EXPECT_EQ(again.made, 1u);
}

TEST(PaymentsAgain, EachFigureOfAFileIsInItsDigest) {
    const std::vector<void (*)(FileIssued&)> changes = {
        [](FileIssued& file) { file.message += "0"; },
        [](FileIssued& file) { file.batch += "0"; },
        [](FileIssued& file) { file.sha256.front() ^= 1; },
        [](FileIssued& file) { file.createdAt += 1'000'000; },
        [](FileIssued& file) { --file.count; },
        [](FileIssued& file) { file.amount += Money(1); },
        [](FileIssued& file) { file.debtorName += "X"; },
        [](FileIssued& file) { file.debtorBic = "BNPAFRPP"; },
        [](FileIssued& file) { file.batchBooking = 0; },
        [](FileIssued& file) { file.formatVersion = 3; },
        [](FileIssued& file) { file.execute = day_of(2024, 6, 4); },
    };
    for (std::size_t number = 0; number < changes.size(); ++number) {
        Again again;
        again.look([&](Event& event) {
            if (auto* file = std::get_if<FileIssued>(&event.body)) changes[number](*file);
            if (auto* issued = std::get_if<OrderIssued>(&event.body); issued && number == 0) issued->message += "0";
        });
        ASSERT_THAT(again.differences, SizeIs(1)) << number;
        EXPECT_THAT(again.differences[0], HasSubstr(": sha256 | ")) << number;
        EXPECT_EQ(again.made, 1u) << number;
    }
}

TEST(PaymentsAgain, AnOrderOfAnotherFileIsNotInThisOne) {
    Again again;
    bool changed = false;
    again.look([&](Event& event) {
        if (auto* issued = std::get_if<OrderIssued>(&event.body); issued && !std::exchange(changed, true))
            issued->message += "0";
    });
    EXPECT_TRUE(changed);
    EXPECT_EQ(again.made, 0u) << "it never comes to its count";
}

TEST(PaymentsAgain, OrdersOfAFileThatIsNotThereMakeNone) {
    Again again;
    again.look([&](Event& event) {
        if (std::holds_alternative<FileIssued>(event.body)) event.body = OrderApproved{};
    });
    EXPECT_EQ(again.made, 0u);
    EXPECT_THAT(again.differences, IsEmpty());
}

TEST(PaymentsAgain, AVoucherIsWhatItsEventSays) {
    EXPECT_THAT(
        differences_of<PaymentOrdered>([](PaymentOrdered& order, Event&) { order.vouchers.front().reference += "X"; }),
        SizeIs(6));
    EXPECT_THAT(differences_of<PaymentOrdered>(
                    [](PaymentOrdered& order, Event&) { order.vouchers.front().sha256 = std::string(64, '0'); }),
                SizeIs(6));
    EXPECT_THAT(differences_of<PaymentOrdered>([](PaymentOrdered& order, Event&) {
                    order.vouchers.front().position = 0;
                    order.vouchers.front().reference = "of no event";
                }),
                IsEmpty())
        << "judged with the order";
    EXPECT_THAT(differences_of<PaymentOrdered>(
                    [](PaymentOrdered& order, Event& event) { order.vouchers.front().position = event.position; }),
                IsEmpty())
        << "of no event before it";
}

// Changes what a visa found of one thing.
std::vector<std::string> with_check(CheckName name, const std::function<void(VisaCheck&, Event&)>& change) {
    return differences_of<OrderApproved>([&](OrderApproved& visa, Event& event) {
        for (VisaCheck& one : visa.checks)
            if (one.check == name) change(one, event);
    });
}

TEST(PaymentsAgain, AVisaFoundTheAccountAndTheDebts) {
    const auto wrong = with_check(CheckName::account, [](VisaCheck& one, Event&) { one.found = "FR76…000"; });
    ASSERT_THAT(wrong, SizeIs(6));
    EXPECT_THAT(wrong[0], HasSubstr("orderApproved: account | passed: FR76…"));
    EXPECT_THAT(wrong[0], HasSubstr(" | passed: FR76…000"));
    EXPECT_THAT(with_check(CheckName::account, [](VisaCheck& one, Event&) { one.result = CheckResult::failed; }),
                SizeIs(6));
    EXPECT_THAT(with_check(CheckName::debtExact, [](VisaCheck& one, Event&) { one.found += "x"; }), SizeIs(6));
    EXPECT_THAT(with_check(CheckName::credits, [](VisaCheck& one, Event&) { one.found += "x"; }), IsEmpty())
        << "the core's own";
}

TEST(PaymentsAgain, WhoElseHasAnAccountIsNoPartOfTheCheck) {
    for (const char* more : {", also the account of: G09", ", further groupements: 2",
                             ", also the account of: G09, further groupements: 2"})
        EXPECT_THAT(with_check(CheckName::account, [&](VisaCheck& one, Event&) { one.found += more; }), IsEmpty())
            << more;
    EXPECT_THAT(with_check(CheckName::account, [](VisaCheck& one, Event&) { one.found += ", and more"; }), SizeIs(6));
    const auto before_bounds = [](VisaCheck& one, Event& event) {
        one.found += ", and more";
        event.bounds = 0;
    };
    EXPECT_THAT(with_check(CheckName::account, before_bounds), IsEmpty()) << "the number alone was looked at";
    const auto failed = [](VisaCheck& one, Event& event) {
        one.result = CheckResult::failed;
        event.bounds = 0;
    };
    EXPECT_THAT(with_check(CheckName::account, failed), SizeIs(6));
}

TEST(PaymentsAgain, AnErasedPayeeIsToldAndNoDifference) {
    Again again;
    for (const SentOrder& one : Issued::once().transfers())
        ASSERT_TRUE(again.life.read(status_document("S" + one.end_to_end, Issued::once().file().message, "", "",
                                                    {{one.end_to_end, "ACSC", ""}})));
    const GroupementId id = again.life.ledger().book().find(Issued::once().transfers()[1].order)->ordered.groupement;
    const PersonalDataErased fact{id.text, "RGPD 1"};
    const auto erased = again.life.ledger().append(sample::line(fact, "erased", "2024-05-31"), {"martin"});
    ASSERT_TRUE(erased) << erased.error().sentence();
    again.look();
    EXPECT_THAT(again.differences, IsEmpty());
    EXPECT_EQ(again.made, 0u);
    ASSERT_THAT(again.unmade, SizeIs(1));
    EXPECT_EQ(again.unmade[0].message, Issued::once().file().message);
    EXPECT_EQ(again.unmade[0].why, "the account of a payee was erased");
}

}  // namespace
}  // namespace ipep

// The demonstration: a payment in every state an order can be in, dated over five years, and work on every list.
#include "tools/demo_ledger.h"

#include <gmock/gmock.h>

#include <map>

#include "events/describe.h"
#include "ledger/calendar.h"
#include "ledger/order_step.h"
#include "services/audit/verification.h"
#include "services/console/turn.h"
#include "services/ledger/surroundings.h"
#include "services/ledger/voucher_file.h"
#include "services/words/language.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

template <class Enum, class Look>
void each(Look&& look) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto one) { look(one.value); });
}

class Demo : public testing::Test {
protected:
    static void SetUpTestSuite() {
        scratch_ = std::make_unique<Scratch>();
        make_demo_ledger(scratch_->path("demo"));
        ledger_ = std::make_unique<LedgerService>(scratch_->path("demo"), Access::read);
        for (Position at = 1; at <= ledger_->store().head(); ++at) events_.push_back(ledger_->event(at, false));
    }
    static void TearDownTestSuite() {
        ledger_.reset();
        scratch_.reset();
        events_.clear();
    }
    static std::size_t count(std::size_t kind) {
        return std::ranges::count_if(events_, [&](const Event& event) { return event.body.index() == kind; });
    }
    static std::vector<const Order*> orders() {
        std::vector<const Order*> all;
        for (const OrderId& id : ledger_->book().orders()) all.push_back(ledger_->book().find(id));
        return all;
    }

    static std::unique_ptr<Scratch> scratch_;
    static std::unique_ptr<LedgerService> ledger_;
    static std::vector<Event> events_;
};
std::unique_ptr<Scratch> Demo::scratch_;
std::unique_ptr<LedgerService> Demo::ledger_;
std::vector<Event> Demo::events_;

TEST_F(Demo, AnOrderIsInEveryState) {
    std::map<OrderState, int> found;
    for (const Order* order : orders()) ++found[order->state];
    each<OrderState>([&](OrderState state) { EXPECT_GT(found[state], 0) << enum_name(state); });
}

TEST_F(Demo, EveryStepOfAnOrderWasTaken) {
    for (std::size_t kind = 0; kind < kKinds.size(); ++kind)
        EXPECT_TRUE(!order_step_of(kind) || count(kind) > 0) << kKinds[kind];
    for (const std::size_t kind :
         {kKindIndex<OrderBooked>, kKindIndex<OrderTold>, kKindIndex<RefundBooked>, kKindIndex<PayeeConfirmed>,
          kKindIndex<MonthClosed>, kKindIndex<BankLineUnmatched>, kKindIndex<BankLineExplained>,
          kKindIndex<SettlementRefused>, kKindIndex<PaymentTakenOver>})
        EXPECT_GT(count(kind), 0u) << kKinds[kind];
    const bool is_set_off = std::ranges::any_of(orders(), [](const Order* order) {
        return std::ranges::any_of(order->ordered.parts, [](const OrderPart& part) { return part.amount < Money(); });
    });
    EXPECT_TRUE(is_set_off);
}

TEST_F(Demo, TheRibOfAConfirmedAccountCanBeOpened) {
    const auto confirmed =
        std::ranges::find(events_, kKindIndex<PayeeConfirmed>, [](const Event& event) { return event.body.index(); });
    ASSERT_NE(confirmed, events_.end());
    const auto rib = voucher_file(*ledger_, confirmed->position);
    ASSERT_TRUE(rib);
    EXPECT_EQ(rib->kind, VoucherKind::pdf);
}

TEST_F(Demo, PaymentsAreOfFiveYearsAndRecordedOnTheirDays) {
    std::set<int> years;
    for (const Order* order : orders())
        if (order->state == OrderState::paid) years.insert(year_of(order->lastOn));
    EXPECT_EQ(years, (std::set<int>{2020, 2021, 2022, 2023, 2024}));
    for (const Event& event : events_)
        EXPECT_LE(event.on, day_in_paris(event.recordedAt)) << event.position << ' ' << kind_of(event.body);
    EXPECT_EQ(surroundings().now, std::nullopt) << "the clock goes again";
}

// A second person's validation and an administrator's grant are asked for where roles are in force, which would leave
// who looks at the demonstration with one role; a file begun and not finished is an accident.
TEST_F(Demo, SomethingWaitsOnEveryList) {
    const Speaking english(Language::english);
    Console console{ConsoleOptions{.version = "test"}};
    const std::string all =
        console.answer(*ledger_, {"GET", "/waiting", {{"kind", "csv"}}, {}, {}, {"demo"}, "en", "word"}).body;
    each<Turn>([&](Turn turn) {
        if (turn == Turn::validation || turn == Turn::grant || turn == Turn::finishFile) return;
        EXPECT_THAT(all, HasSubstr(what_of(turn))) << enum_name(turn);
    });
}

TEST_F(Demo, EveryRecordIsWhatItShouldBe) {
    const Verification found = verify(ledger_->store());
    EXPECT_THAT(found.differences, IsEmpty());
    EXPECT_GT(found.files, 10u);
}

}  // namespace
}  // namespace ipep

// What is judged rests on the log: who asks for it finds out that rows are false; results and readings go on.
#include <gtest/gtest.h>

#include "events/fault.h"
#include "services/http/command_queue.h"
#include "services/payments/payment_commands.h"
#include "services/words/code.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

// The worked example with one row more than its log makes, which nobody reads.
struct Falsified : TrialFolder {
    Falsified() {
        append_data("worked.jsonl");
        settle(2019);
        close();
        Store store(folder(), {.access = Access::write});
        store.write_views(std::vector<ViewBatch>{{"orders", {{"x", "y"}}}});
    }
};

std::optional<Code> fault_of_doing(const std::function<void()>& act) {
    try {
        act();
    } catch (const Fault& fault) {
        return fault.rejection.code;
    }
    return std::nullopt;
}

const char kResult[] =
    R"({"key":"x","on":"2024-05-31","fact":{"envelopeBudgeted":{"paymentYear":2030,"amount":"5.00"}}})";
const char kRefund[] =
    R"({"key":"y","on":"2024-05-31","fact":{"refundReceived":{"groupement":"G01","amount":"5.00","reference":"r"}}})";

TEST(RestOnLog, FalseRowsOpenNoServerAndMakeNoPayment) {
    const Falsified ledger;
    EXPECT_EQ(fault_of_doing([&] { const http::CommandQueue desk(ledger.folder(), "test", 1, {}); }),
              code::view_differs);
    LedgerService service(ledger.folder(), Access::write);
    const Position head = service.store().head();
    EXPECT_EQ(fault_of_doing([&] { const PaymentCommands desk(service, {"martin"}, std::nullopt); }),
              code::view_differs);
    EXPECT_EQ(fault_of_doing([&] { (void)service.settle(2020, {}, {}, true); }), code::view_differs);
    EXPECT_EQ(fault_of_doing([&] { (void)service.append(std::string_view(kRefund), {}); }), code::view_differs);
    EXPECT_EQ(service.store().head(), head);
}

TEST(RestOnLog, ResultsAndReadingsGoOnAndRebuildMends) {
    const Falsified ledger;
    {
        LedgerService service(ledger.folder(), Access::write);
        EXPECT_TRUE(service.append(std::string_view(kResult), {}));
        EXPECT_EQ(service.book().groupements().size(), 3u);
    }
    EXPECT_EQ(fault_of_doing([&] { LedgerService(ledger.folder(), Access::read, {}, {}, Grounds::log); }),
              code::view_differs);
    {
        Store store(ledger.folder(), {.access = Access::write});
        rebuild(store);
    }
    LedgerService service(ledger.folder(), Access::write, {}, {}, Grounds::log);
    EXPECT_TRUE(service.settle(2020, {}, {}, true));
}

// A state of the past is folded from the log in any case.
TEST(RestOnLog, AStateOfThePastAsksNoRows) {
    const Falsified ledger;
    LedgerService service(ledger.folder(), Access::read);
    ASSERT_TRUE(service.look_at({5, {}, "5"}));
    EXPECT_EQ(fault_of_doing([&] { service.rest_on_log(); }), std::nullopt);
}

}  // namespace
}  // namespace ipep

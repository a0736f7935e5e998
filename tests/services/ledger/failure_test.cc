// The three kinds of failure: what is a value, what is told with a code, and what ends the process.
#include "services/ledger/failure.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <system_error>

#include "events/fault.h"
#include "ledger/check.h"
#include "services/words/code.h"
#include "tests/print.h"
#include "tests/services/busy_ledger.h"

namespace ipep {
namespace {

template <class Thrown>
Code told(Thrown thrown) {
    const auto failed = failure_of([&] { throw thrown; });
    EXPECT_TRUE(failed);
    return failed.value_or(Rejection{code::json_malformed}).code;
}

TEST(Failure, OfTheWorldIsToldByItsOwnCode) {
    EXPECT_FALSE(failure_of([] {}));
    EXPECT_EQ(told(Fault(code::damaged_store, {{"what", "x"}})), code::damaged_store);
    EXPECT_EQ(told(std::bad_alloc()), code::machine_exhausted);
    const auto again = std::make_error_code(std::errc::resource_unavailable_try_again);
    EXPECT_EQ(told(std::system_error(again)), code::machine_exhausted);
    const auto broken = std::make_error_code(std::errc::io_error);
    EXPECT_EQ(told(std::filesystem::filesystem_error("x", broken)), code::disk_fault);
    EXPECT_EQ(told(OutOfRange("x")), code::total_out_of_range);
}

TEST(Failure, OfTheProgramIsNobodysAnswer) {
    EXPECT_THROW(failure_of([] { throw std::out_of_range("x"); }), std::out_of_range);
    EXPECT_THROW(failure_of([] { throw std::logic_error("x"); }), std::logic_error);
    EXPECT_THROW(failure_of([] { throw std::system_error(std::make_error_code(std::errc::invalid_argument)); }),
                 std::system_error);
}

// A bug's test: a disk that could not be read while an order was checked was told as a debt that is not exact.
TEST(Failure, OfTheDiskWhileAnOrderIsCheckedIsNoFailedCheck) {
    const BusyLedger busy;
    bool fails = false;
    const auto ledger = busy.open({.before_each_call = [&] {
        if (fails) throw Fault(code::disk_fault, {{"what", "made by the test"}});
    }});
    const Order& order = *ledger->book().find(busy.order(4));
    ASSERT_TRUE(Evidence(*ledger).of(order).computes_again);
    fails = true;
    EXPECT_THROW(Evidence(*ledger).of(order), Fault);
}

}  // namespace
}  // namespace ipep

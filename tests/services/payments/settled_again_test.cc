// A settlement is performed again once for all who have the ledger open: what is kept is what a visa goes by, of this
// very log alone.
#include "services/payments/settled_again.h"

#include <gtest/gtest.h>

#include "ledger/reference.h"
#include "services/payments/evidence.h"
#include "tests/services/busy_ledger.h"

namespace ipep {
namespace {

struct Asked {
    BusyLedger busy;
    std::unique_ptr<LedgerService> ledger = busy.open();
    Order order = *ledger->book().find(busy.order(4));
    ResultYear year = Reference::parse(order.ordered.parts.front().of)->year;
    Digest log{};

    Asked() {
        const Position last = ledger->book().common().settled.at(year).position;
        ledger->store().scan(last, last + 1, [&](Position, const Record& record) {
            log = record.digest;
            return true;
        });
    }
    bool computes(LedgerService& of) const { return Evidence(of).of(order).computes_again; }
};

TEST(SettledAgain, IsKeptForWhoAsksNextAndForReadersBeside) {
    const Asked asked;
    EXPECT_FALSE(asked.ledger->settled_again().find(asked.year, asked.log));
    EXPECT_TRUE(asked.computes(*asked.ledger));
    const auto kept = asked.ledger->settled_again().find(asked.year, asked.log);
    ASSERT_TRUE(kept);
    SettledAgain::Rows others = *kept;
    others.at(asked.order.ordered.groupement).due += Money(1);
    asked.ledger->settled_again().keep(asked.year, asked.log, std::make_shared<const SettledAgain::Rows>(others));
    EXPECT_FALSE(asked.computes(*asked.ledger)) << "it was worked out once more";
    const auto beside = LedgerService::beside(*asked.ledger);
    const auto rows = beside->follow();
    EXPECT_FALSE(asked.computes(*beside)) << "a reader has its own";
}

TEST(SettledAgain, OfAnotherLogOrYearIsAnother) {
    const Asked asked;
    SettledAgain& again = asked.ledger->settled_again();
    Digest another = asked.log;
    another.front() ^= 1;
    again.keep(asked.year, another, std::make_shared<const SettledAgain::Rows>());
    again.keep(asked.year + 1, asked.log, std::make_shared<const SettledAgain::Rows>());
    EXPECT_FALSE(again.find(asked.year, asked.log));
    EXPECT_TRUE(asked.computes(*asked.ledger));
    EXPECT_TRUE(again.find(asked.year, asked.log));
    EXPECT_FALSE(again.find(asked.year, another)) << "a year has one";
}

}  // namespace
}  // namespace ipep

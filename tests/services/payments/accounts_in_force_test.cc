// Who has an account is followed from event to event, and is what reading everything afresh gives.
#include "services/payments/accounts_in_force.h"

#include <gtest/gtest.h>

#include "services/payments/evidence.h"
#include "tests/print.h"
#include "tests/sample.h"
#include "tests/services/busy_ledger.h"

namespace ipep {
namespace {

using Having = std::map<std::string, std::vector<GroupementId>>;

// By each account that anybody ever had.
Having asked_of(AccountsInForce& accounts, const LedgerService& ledger, const std::set<std::string>& ibans) {
    Having all;
    for (const std::string& iban : ibans) all[iban] = accounts.having(ledger, iban);
    return all;
}

void add_accounts(const LedgerService& ledger, std::set<std::string>& ibans) {
    for (const GroupementId& id : ledger.book().groupements())
        if (const auto iban = payee_of(ledger, ledger.book().find(id)->payeeAt).iban.value) ibans.insert(*iban);
}

bool erase(LedgerService& ledger, const GroupementId& id) {
    const PersonalDataErased gone{id.text, "request"};
    return ledger.append(sample::line(gone, "erased-" + id.text, "2024-05-30"), {"tester"}).has_value();
}

TEST(AccountsInForce, AreFollowedThroughEveryCommandAndErasure) {
    std::size_t changes = 0, erased = 0;
    for (const NamedCommand& command : writing_commands()) {
        SCOPED_TRACE(command.name);
        const BusyLedger busy;
        const auto ledger = busy.open();
        AccountsInForce kept;
        std::set<std::string> ibans;
        add_accounts(*ledger, ibans);
        const Having before = asked_of(kept, *ledger, ibans);
        EXPECT_TRUE(command.run(*ledger, busy));
        add_accounts(*ledger, ibans);
        const auto expect_followed = [&] {
            AccountsInForce fresh;
            const Having now = asked_of(kept, *ledger, ibans);
            EXPECT_EQ(now, asked_of(fresh, *ledger, ibans));
            return now;
        };
        changes += expect_followed() != before;
        for (const GroupementId& id : ledger->book().groupements()) {
            if (!erase(*ledger, id)) continue;
            ++erased;
            for (const auto& [iban, whose] : expect_followed())
                EXPECT_EQ(std::ranges::find(whose, id), whose.end()) << "what was erased is forgotten";
        }
    }
    EXPECT_GT(changes, 0u);
    EXPECT_GT(erased, 0u);
}

}  // namespace
}  // namespace ipep

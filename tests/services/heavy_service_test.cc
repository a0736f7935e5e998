// A service that holds much decoded saves it and rests between two commits; what it let go it finds again.
#include <gtest/gtest.h>

#include "tests/scratch.h"

namespace ipep {
namespace {

// Each makes two pages of the book, its own and that of names that look like it.
std::string admission(int number) {
    const std::string text = std::to_string(100'000 + number);
    return R"({"key": "admission-)" + text +
           R"(", "on": "2019-07-03", "fact": {"groupementAdmitted": {"groupement": "G)" + text +
           R"(", "name": "Groupement )" + text + R"(", "legalForm": "SISA", "region": "Bretagne", "cpam": "351",)" +
           R"( "wave": 1, "firstYear": 2019, "referringPhysicians": 10, "patients": 10000, "decision": "D"}}})" + "\n";
}

std::string admissions(int count) {
    std::string lines;
    for (int number = 1; number <= count; ++number) lines += admission(number);
    return lines;
}

std::string rules() {
    const std::string lines = read_data("worked.jsonl");
    return lines.substr(0, lines.find('\n') + 1);
}

TEST(HeavyService, RestsBetweenTwoCommitsAndFindsWhatItLetGo) {
    TrialLedger ledger;
    ledger.append(rules() + admissions(10'100));
    LedgerService& service = ledger.service();
    ASSERT_TRUE(service.views().is_heavy());

    service.hold();
    EXPECT_FALSE(service.views().is_heavy());
    ASSERT_NE(service.book().find(GroupementId{"G100001"}), nullptr);
    std::string again = admission(1);
    again.replace(again.find("admission-"), 10, "once-more-");
    EXPECT_FALSE(service.append(again, {}));
    ASSERT_TRUE(service.append(admission(20'000), {}));
    service.release();

    const std::string state = state_of(service);
    ledger.close();
    const auto store = ledger.open_store();
    const auto kept = view_digests(*store), anew = rebuild(*store);
    ASSERT_EQ(kept.size(), anew.size());
    for (std::size_t i = 0; i < kept.size(); ++i) EXPECT_EQ(kept[i].digest, anew[i].digest) << kept[i].view;
    EXPECT_NE(state.find("G120000"), std::string::npos);
}

}  // namespace
}  // namespace ipep

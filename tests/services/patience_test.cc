// Every reading that takes long asks whether somebody still waits, often enough, and ends where nobody does.
#include "ledger/patience.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "services/audit/audit_pack.h"
#include "services/audit/verification.h"
#include "services/books/books.h"
#include "services/histories/amount_history.h"
#include "services/histories/draws.h"
#include "services/histories/panel/package.h"
#include "services/histories/review.h"
#include "services/histories/state_difference.h"
#include "services/histories/sweep.h"
#include "services/ledger/in_effect.h"
#include "services/words/code.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

constexpr ResultYear kYears[] = {2019, 2020, 2021, 2022, 2023};
constexpr std::size_t kSteps = 40;

// A long reading: what it does with a reader of its own, and how many units of work it has at least.
struct Long {
    const char* name;
    std::function<void(LedgerService&, const std::string& place)> read;
    std::function<std::size_t(Position head)> units;
};

std::size_t each_event(Position head) { return head; }
std::size_t each_event_that_moves(Position head) { return head / 4; }
std::size_t each_entry(Position head) { return head / 9; }  // of the books
std::size_t each_event_behind_the_first_year(Position head) { return head / 2; }

void sweep(LedgerService& ledger, const std::string&) {
    const auto steps = parse_sweep("spending=0%:3.9%:0.1%");
    ASSERT_EQ(steps->values.size(), kSteps);
    ASSERT_TRUE(run_sweep(ledger.book(), {}, {*steps}, ledger.store().patience()));
}

constexpr std::int64_t kDraws = 30;
void draw(LedgerService& ledger, const std::string&) {
    ASSERT_TRUE(run_draws(ledger.book(), {}, {.draws = kDraws}, ledger.store().patience()));
}

// Each row of balances and envelope, of the events that wrote it.
void read_in_effect(LedgerService& ledger, const std::string&) {
    count_in_effect(ledger, ledger.world().today());
    ledger.views().balances().rows.all("", [](const std::string&, const Balance&) {});
    ledger.views().envelope().rows.all("", [](const std::string&, const EnvelopeYear&) {});
}

const Long kAll[] = {
    {"in effect", read_in_effect, each_event_that_moves},
    {"simulate",
     [](LedgerService& ledger, const std::string&) {
         ASSERT_TRUE(simulate(ledger.book(), {}, ledger.store().patience()));
     },
     [](Position) { return std::size(kYears); }},
    {"draws", draw, [](Position) { return std::size_t(kDraws); }},
    {"sweep", sweep, [](Position) { return kSteps * std::size(kYears); }},
    {"explain",
     [](LedgerService& ledger, const std::string&) {
         ASSERT_TRUE(explain(ledger.store(), ledger.views(), "settlement/2022/G02/due"));
     },
     each_event_behind_the_first_year},
    {"history",
     [](LedgerService& ledger, const std::string&) {
         ASSERT_TRUE(amount_history(ledger.store(), ledger.views(), "seedCredit/G02"));
     },
     each_event},
    {"diff",
     [](LedgerService& ledger, const std::string&) { state_difference(ledger.store(), 10, ledger.store().head()); },
     each_event},
    {"review assumed",
     [](LedgerService& ledger, const std::string&) {
         ASSERT_TRUE(review(ledger.store(), ledger.views(), ReviewList::assumed, {}));
     },
     each_event_behind_the_first_year},
    {"review unsourced",
     [](LedgerService& ledger, const std::string&) {
         ASSERT_TRUE(review(ledger.store(), ledger.views(), ReviewList::unsourced, {}));
     },
     each_event},
    {"verify", [](LedgerService& ledger, const std::string&) { verify(ledger.store()); }, each_event},
    {"checkpoint", [](LedgerService& ledger, const std::string&) { head_of(ledger.store()); }, each_event},
    {"journal",
     [](LedgerService& ledger, const std::string&) {
         ASSERT_TRUE(read_books(ledger, ledger.book().cpams().front(), Reader::at_the_files(ledger.book(), {})));
     },
     each_entry},
    {"export panel",
     [](LedgerService& ledger, const std::string& place) { ASSERT_TRUE(panel::export_panel(ledger, place, {})); },
     each_event},
    {"export audit",
     [](LedgerService& ledger, const std::string& place) { ASSERT_TRUE(export_audit(ledger, place, {})); }, each_event},
};

// Asked so often while it read; ended at the question `until`.
struct Asked {
    std::size_t times = 0;
    bool ended = false;
};
Asked read_with(const TrialLedger& ledger, const Long& reading, std::size_t until, const std::string& place) {
    const auto asked = std::make_shared<std::atomic<std::size_t>>(0);
    const auto armed = std::make_shared<std::atomic<bool>>(false);  // opening the ledger is not what is looked at
    const Patience patience([asked, armed, until]() -> std::optional<Rejection> {
        if (!*armed || ++*asked < until) return std::nullopt;
        return Rejection{code::reading_abandoned};
    });
    const auto reader = ledger.open(Access::read, {.patience = patience});
    *armed = true;
    Asked told;
    try {
        reading.read(*reader, place);
    } catch (const ReadingEnded& ended) {
        EXPECT_EQ(ended.why.code, code::reading_abandoned);
        told.ended = true;
    }
    told.times = *asked;
    return told;
}

TEST(Patience, EachUnitOfWorkAsksForItAndNoneIsDoneOnceItIsOver) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    for (const ResultYear year : kYears) ledger.settle(year);
    ledger.service().views().save(ledger.service().store());
    const Position head = ledger.service().store().head();
    const Scratch scratch;
    for (const Long& reading : kAll) {
        SCOPED_TRACE(reading.name);
        const std::string whole = scratch.path(std::string(reading.name) + " whole");
        const Asked all = read_with(ledger, reading, SIZE_MAX, whole);
        EXPECT_FALSE(all.ended);
        EXPECT_GE(all.times, reading.units(head));
        for (const std::size_t until : {std::size_t(1), all.times / 2, all.times}) {
            const std::string place = scratch.path(std::string(reading.name) + std::to_string(until));
            const Asked some = read_with(ledger, reading, until, place);
            EXPECT_TRUE(some.ended) << until;
            EXPECT_EQ(some.times, until) << "nothing is read after the end";
            EXPECT_FALSE(std::filesystem::exists(place + "/MANIFEST") ||
                         std::filesystem::exists(place + "/datapackage.json"));
        }
    }
}

TEST(Patience, WithoutAQuestionNothingEnds) {
    EXPECT_NO_THROW(Patience().check());
    const Patience over([] { return std::optional(Rejection{code::reading_too_long, {{"seconds", "1"}}}); });
    const Patience copied = over;
    EXPECT_THROW(copied.check(), ReadingEnded);
}

}  // namespace
}  // namespace ipep

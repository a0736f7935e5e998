// Every position of a ledger, read of the versions kept beside the rows, is a ledger that ends there.
#include <gtest/gtest.h>

#include "events/codec.h"
#include "projections/row.h"
#include "projections/view_mark.h"
#include "tests/services/busy_ledger.h"

namespace ipep {
namespace {

std::string of_money(Views& views) {
    std::string text;
    const auto add = [&](const std::string& key, const auto& row) { text += key + encode_row(row); };
    views.balances().rows.all("", add);
    views.envelope().rows.all("", add);
    return text;
}

std::string of_settlements(Views& views) {
    std::string text;
    for (const auto& [year, settled] : views.book().common().settled)
        for (std::int64_t revision = 1; revision <= settled.revision; ++revision) {
            const auto found = views.settlements().settlement(year, revision);
            text += found ? encode_row(found->head) + encode_row(found->groups) : "none";
        }
    return text;
}

std::string of_orders(Views& views) {
    std::string text;
    for (const CpamId& cpam : views.book().cpams()) {
        for (const OrderId& id : views.orders().of_cpam(cpam))
            text += encode_row(*views.orders().row(id)) +
                    views.orders().of_end_to_end(views.book().find(id)->ordered.endToEndId)->text;
        for (const OrderId& id : views.orders().told_of(cpam)) text += id.text;
        for (const OpenLine& open : views.book().find(cpam)->lines)
            for (const auto& [position, line] : views.orders().unmatched(cpam, open.line.reference))
                text += std::to_string(position) + encode_row(line);
    }
    return text;
}

std::string of_book(Views& views) {
    const Book& book = views.book();
    std::string text = std::to_string(views.position()) + encode_row(book.common());
    for (const GroupementId& id : book.groupements()) {
        text += encode_row(*book.find(id));
        text += encode_row(views.statements().lines(id));
    }
    for (const OrderId& id : book.orders()) text += encode_row(*book.find(id));
    for (const CpamId& id : book.cpams()) {
        text += encode_row(*book.find(id));
        views.journal().each(id, [&](const JournalEntry& entry) { text += encode_row(entry); });
    }
    return text;
}

// All that is asked of a state.
std::string all_of(Views& views) { return of_money(views) + of_settlements(views) + of_orders(views) + of_book(views); }

// What is known of a groupement and decided about it, without what is paid.
std::string known_of(const Book& book, const GroupementId& id) {
    const GroupState& page = *book.find(id);
    const auto text = [](const auto&... members) { return (encode_row(members) + ...); };
    return text(page.admission, page.convention, page.assessment, page.roadmap, page.chosen, page.withdrawal,
                page.years, page.seedCredit, page.firstTranche, page.secondTranche, page.settled, page.writtenOff,
                page.accruals, page.descriptions, page.engagement, page.validated, page.takenOver, book.common().rules,
                book.common().targets, book.common().thresholds, book.common().budgets, book.common().settled,
                book.common().roles);
}

// One groupement after the other is asked after by itself.
void expect_same_alone(const Store& store, const Views& truncated) {
    const auto read = Views::at(store, truncated.position());
    const auto known = truncated.book().groupements();
    if (known.empty()) return;
    const GroupementId& id = known[truncated.position() % known.size()];
    const Book& alone = read->book_of(id);
    EXPECT_EQ(alone.head(), truncated.position());
    EXPECT_TRUE(known_of(alone, id) == known_of(truncated.book(), id)) << id.text << " at " << truncated.position();
}

void expect_every_position(const Store& store) {
    Views truncated;
    for (Position position = 0; position <= store.head(); ++position) {
        if (position > 0) truncated.fold(read_event(position, store.payload(position)));
        const auto read = Views::at(store, position);
        ASSERT_EQ(all_of(*read), all_of(truncated)) << "as of " << position;
        expect_same_alone(store, truncated);
        ASSERT_FALSE(testing::Test::HasFailure());
    }
}

void expect_same(const std::vector<ViewDigest>& wanted, const std::vector<ViewDigest>& found) {
    ASSERT_EQ(wanted.size(), found.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        EXPECT_EQ(wanted[i].digest, found[i].digest) << wanted[i].view;
        EXPECT_EQ(wanted[i].rows, found[i].rows) << wanted[i].view;
    }
}

// A ledger written in few runs and another written in many keep the same versions.
void expect_rebuilt_same(Store& store) {
    const auto grown = view_digests(store);
    expect_same(grown, rebuild(store));
}

void catch_up_and_rest(Views& views, const Store& store, Position events) {
    views.catch_up(store, std::min(store.head(), views.position() + events));
    views.rest();
}

// However often a fold rests, its rows are those that were kept.
void expect_rested_same(const Store& store) {
    const auto kept = view_digests(store);
    for (const Position every : {3, 50, 1000}) {
        auto views = std::make_unique<Views>(Noting::sum);
        while (views->position() < store.head()) catch_up_and_rest(*views, store, every);
        expect_same(kept, view_digests(*views));
    }
}

// Who saves behind some rests, from the first event on, and folds on without another opening, finds what was saved.
void expect_saved_same(Store& store) {
    const auto kept = view_digests(store);
    for (const Position every : {20, 333}) {
        store.clear_views(Views::names());
        auto views = std::make_unique<Views>(store, Noting::rows);
        while (views->position() < store.head()) {
            catch_up_and_rest(*views, store, every);
            views->save(store);
            views->catch_up(store, std::min(store.head(), views->position() + every));
            views->save(store);
        }
        expect_same(kept, view_digests(store));
    }
}

void append_in_parts(TrialLedger& ledger, const std::string& name) {
    std::string lines = read_data(name), part;
    for (std::size_t number = 1, at = 0; at < lines.size(); ++number) {
        const std::size_t end = lines.find('\n', at) + 1;
        part += lines.substr(at, end - at);
        at = end;
        if (number % 97 != 0 && at < lines.size()) continue;
        ledger.append(part);
        part.clear();
        ledger.reopen();
    }
}

void expect_past_of(const std::string& example, ResultYear first, ResultYear last) {
    TrialLedger ledger;
    append_in_parts(ledger, example + ".jsonl");
    for (ResultYear year = first; year <= last; ++year) ledger.settle(year);
    ledger.append_data(example + ".corrections.jsonl");
    for (ResultYear year = first; year <= last; ++year) ledger.settle(year);
    ledger.close();
    const auto store = ledger.open_store();
    ASSERT_GT(view_digests(*store).back().rows, 0u);
    expect_every_position(*store);
    expect_rested_same(*store);
    expect_saved_same(*store);
    expect_rebuilt_same(*store);
}

TEST(Past, EveryPositionOfTheEdgesIsALedgerThatEndsThere) { expect_past_of("edges", 2019, 2023); }

TEST(Past, EveryPositionOfTheExperimentIsALedgerThatEndsThere) { expect_past_of("experiment", 2019, 2023); }

TEST(Past, EveryPositionOfALedgerThatPaysIsALedgerThatEndsThere) {
    const BusyLedger busy;
    for (const NamedCommand& command : writing_commands()) {
        const auto ledger = busy.open();  // saved after each
        (void)command.run(*ledger, busy);
    }
    const auto ledger = busy.open();
    expect_every_position(ledger->store());
    expect_rested_same(ledger->store());
    expect_saved_same(ledger->store());
    expect_rebuilt_same(ledger->store());
}

// They were kept of a log that was longer: nobody reads them.
TEST(Past, ViewsAheadOfTheLogAreOfNoUse) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    ledger.close();
    const auto store = ledger.open_store();
    ASSERT_EQ(kept_position(*store), store->head());
    std::vector<ViewBatch> marks;
    for (const std::string& name : Views::names()) marks.push_back({name, {{"", view_mark(store->head() + 1)}}});
    store->write_views(marks);
    EXPECT_EQ(kept_position(*store), 0u);
    EXPECT_TRUE(views_are_stale(*store));
}

// Behind the rows that were kept, the state is folded on from them.
TEST(Past, WhatIsNotSavedYetIsReadToo) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    ledger.reopen();
    ledger.settle(2019);
    expect_every_position(ledger.service().store());
}

TEST(Past, ALedgerLooksAtAnEarlierStateAndBack) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    ledger.settle(2019);
    ledger.reopen();
    LedgerService& service = ledger.service();
    const std::string head = all_of(service.views());
    Views truncated;
    truncated.catch_up(service.store(), 100);
    for (int again = 0; again < 2; ++again) {
        ASSERT_TRUE(service.look_at({100, {}, "100"}));
        EXPECT_EQ(all_of(service.views()), all_of(truncated));
        service.look_at_head();
        EXPECT_EQ(all_of(service.views()), head);
    }
    EXPECT_FALSE(service.look_at({service.store().head() + 1, {}, "beyond"}));
    EXPECT_EQ(all_of(service.views()), head);
}

}  // namespace
}  // namespace ipep

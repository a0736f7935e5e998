// What is in effect on a day, read of the events that wrote each row, is what a fold of all events says.
#include "services/ledger/in_effect.h"

#include <gtest/gtest.h>

#include <set>

#include "events/codec.h"
#include "projections/row.h"
#include "tests/services/busy_ledger.h"

namespace ipep {
namespace {

// Rows of balances, envelope and statements as text.
struct Counted {
    std::string balances, envelope;
    std::map<std::string, std::string> statements;
    bool operator==(const Counted&) const = default;
};

template <class Statements>
Counted of_rows(BalanceView& balances, EnvelopeView& envelope, Statements& statements) {
    Counted counted;
    balances.rows.all("", [&](const std::string& key, const Balance& row) {
        counted.balances += key + encode_row(row);
        counted.statements[key] = encode_row(statements.lines({key}));
    });
    envelope.rows.all(
        "", [&](const std::string& key, const EnvelopeYear& row) { counted.envelope += key + encode_row(row); });
    return counted;
}

// From the first event on, each looked at by its own day.
Counted folded(const Store& store, Position until, Day day) {
    BalanceView balances({});
    EnvelopeView envelope({});
    StatementView statements({});
    for (Position position = 1; position <= until; ++position) {
        const Event event = read_event(position, store.payload(position));
        Postings postings = posting(event);
        std::erase_if(postings, [&](const Posting& one) { return one.on > day; });
        balances.fold(event, postings);
        statements.fold(event, postings);
        if (event.on <= day) envelope.fold(event, postings);
    }
    return of_rows(balances, envelope, statements);
}

// One row asked for by itself is the row among all.
void expect_same_alone(LedgerService& ledger, const Counted& wanted, Day day) {
    ASSERT_TRUE(ledger.look_at({.position = ledger.views().position(), .time = {}, .text = {}}));
    count_in_effect(ledger, day);
    std::string balances, envelope;
    for (const auto& [key, lines] : wanted.statements) {
        balances += key + encode_row(*ledger.views().balances().rows.find(key));
        EXPECT_EQ(encode_row(ledger.views().statements().lines({key})), lines) << key;
    }
    EXPECT_EQ(balances, wanted.balances);
    for (int year = 2015; year < 2035; ++year)
        if (const EnvelopeYear* row = ledger.views().envelope().rows.find(std::to_string(year)))
            envelope += std::to_string(year) + encode_row(*row);
    EXPECT_EQ(envelope, wanted.envelope);
    EXPECT_EQ(ledger.views().balances().rows.find("nobody"), nullptr);
}

std::set<Day> days_of(const Store& store) {
    std::set<Day> days;
    for (Position at = 1; at <= store.head(); ++at) days.insert(read_event(at, store.payload(at)).on);
    return days;
}

using Open = std::function<std::unique_ptr<LedgerService>()>;

void expect_in_effect(const Open& open, Position step) {
    const auto first = open();
    const std::set<Day> days = days_of(first->store());
    ASSERT_GT(days.size(), 5u);
    auto day = days.begin();
    for (Position until = first->store().head(); until > 0; until -= std::min(until, step)) {
        if (++day == days.end()) day = days.begin();
        const auto ledger = open();
        ASSERT_TRUE(ledger->look_at({.position = until, .time = {}, .text = {}}));
        count_in_effect(*ledger, *day);
        Views& views = ledger->views();
        const Counted wanted = folded(ledger->store(), until, *day);
        ASSERT_EQ(of_rows(views.balances(), views.envelope(), views.statements()), wanted)
            << until << ' ' << to_text(*day);
        expect_same_alone(*ledger, wanted, *day);
        ASSERT_FALSE(testing::Test::HasFailure()) << until << ' ' << to_text(*day);
    }
}

TEST(InEffect, IsWhatAFoldSaysAtAnyStateOnAnyDay) {
    const BusyFolder busy;
    for (const NamedCommand& command : writing_commands()) {
        const auto ledger = busy.open();
        (void)command.run(*ledger, busy);
    }
    expect_in_effect([&] { return std::make_unique<LedgerService>(busy.folder(), Access::read); }, 5);
}

// Behind the rows that were kept no version tells which events wrote a row.
TEST(InEffect, CountsWhatIsNotSavedYet) {
    TrialLedger trial;
    trial.append_data("worked.jsonl");
    trial.settle(2019);
    trial.reopen();
    trial.settle(2020);
    trial.settle(2021);
    expect_in_effect([&] { return trial.open(Access::read); }, 7);
}

}  // namespace
}  // namespace ipep

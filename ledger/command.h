// Commands: what someone asks of the ledger. `decide` judges one against the book and changes nothing.
//
// Shape:  the answer is the events to append, in order, or the first refusal in order of precedence.
// Promise: pure: the same book and command give the same events. Appending them is the caller's.
// Source: design sentence 1; specification §2 to §11.
#pragma once

#include <functional>

#include "ledger/book.h"
#include "ledger/rejection.h"
#include "ledger/year.h"

namespace ipep {

// The version of the code of the rules, kept with each settlement: raised whenever a figure could come out differently.
inline constexpr std::int64_t kRuleCode = 1;

// A file from the bank is recorded under this and the SHA-256 of its bytes; no fact may have such a key.
inline constexpr std::string_view kBankKey = "bank:";

// An event that has not got its place in the log yet.
struct Draft {
    Day on;
    std::optional<FactKey> key;
    std::optional<Source> source;
    Body body;
};

struct RecordFact {
    FactKey key;
    Day on;
    std::optional<Source> source;
    Fact fact;
    PersonId actor = {};
};

// The first fact recorded under a key, or nothing.
using FindFact = std::function<std::optional<Fact>(const FactKey&)>;

// Whether the fact may be recorded after what the book holds. The key's idempotency is judged before (services).
Verdict<> judge(const Book& book, const RecordFact& command, const FindFact& find_fact);

// What follows from a fact the book has just taken in: seed credits granted and released, an advance written off.
std::vector<Draft> consequences(const Book& book, const Event& fact);

// Settles `year`, or settles it again with every later settled year. No events: no figure changes anything.
Verdict<std::vector<Draft>> decide_settlement(const Book& book, ResultYear year, Day on);

}  // namespace ipep

// SupposedBook: the recorded history as a book of its own in which nothing is settled, with what is supposed of it.
//
// Shape:   pages are copied when they are asked for; spending multiplied, groups left out, then the facts, then the
//          rules, adopted after all that is recorded, then single parameters in every version of the rules. Nothing is
//          encoded, sealed or written.
// Errors:  what refuses a fact, with its key and line, key_reused too; rules_invalid and what else refuses a
//          `rulesAdopted`; parameter_unknown, parameter_value.
// Threads: reads the book it is given, which must outlive it. Once every page was asked for (`load`), other threads may
//          make overlays of it.
// Source:  contract, `simulate`; CDC 2019 §3 (phase 1 owes the groups a simulation).
#pragma once

#include <functional>

#include "ledger/command.h"
#include "ledger/year.h"
#include "services/histories/parameter_path.h"

namespace ipep {

struct YearRange {
    ResultYear first = 0, last = 0;
    bool contains(ResultYear year) const { return year >= first && year <= last; }
};

// A fact as a ledger would record it next; `line` is where it stands in the file it was read from.
struct SupposedFact {
    RecordFact fact;
    std::int64_t line = 0;
};

// The event that recorded a fact under a key, or nothing.
using FindEvent = std::function<std::optional<Event>(const FactKey&)>;

struct Supposition {
    std::vector<RulesAdopted> rules = {};               // adopted after all that is recorded, one behind the other
    std::vector<ParameterValue> parameters = {};        // set in every version of the rules
    std::function<Verdict<>(Parameters&)> change = {};  // of every version of the rules
    Exact spending = 1;                                 // actual spending of rank r is multiplied by spending^r
    std::optional<YearRange> years = {};  // else every settled year; where none is, those that can be settled
    std::vector<SupposedFact> facts = {};
    FindEvent recorded = {};  // what a correction among them corrects, and what is the same fact again
    std::set<GroupementId> without = {};

    // Whether anything would come out as recorded.
    bool changes_nothing() const {
        return rules.empty() && parameters.empty() && !change && spending == 1 && facts.empty() && without.empty();
    }
};

Verdict<Book> supposed_book(const Book& recorded, const Supposition& supposition);

// All that refuses the facts, each judged behind those before it; of the first book none is left out.
std::vector<Rejection> refused_facts(const Book& recorded, const Supposition& supposition);

// Folds a decision as if it had been recorded next.
void take(Book& book, Body body);

// Another book over this one, in which each page is changed when it is asked for.
Book overlay_of(const Book& base, std::function<void(const GroupementId&, GroupState&)> change);

}  // namespace ipep

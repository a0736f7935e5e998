// TracedYear: one group's year computed again over numbers that remember, from the facts known when it was settled.
//
// Shape:  the derivation of one amount shows what every other group brings to national sums (GroupTraces); where many
//         amounts of a year are derived one after the other, the others' part is counted once (TracedGroups).
// Errors: Fault damaged_record, if the facts do not give the recorded figure.
// Source: contract, "An explanation"; ops/decisions/0004-explanations.md.
#pragma once

#include <map>

#include "ledger/traced.h"
#include "ledger/year_inputs.h"
#include "projections/edition.h"
#include "projections/views.h"

namespace ipep {

// Where an event stands, as a leaf tells it. Each is read from the log once.
class EventRefs {
public:
    explicit EventRefs(const Store& store) : store_(store) {}

    const EventRef& at(Position position) {
        const auto known = refs_.find(position);
        if (known != refs_.end()) return known->second;
        const Event event = read_event(position, store_.payload(position));
        EventRef ref{position, std::string(kind_of(event.body)), event.key, {}, event.on};
        if (event.source) ref.source = event.source->reference;
        return refs_.emplace(position, std::move(ref)).first->second;
    }

private:
    const Store& store_;
    std::map<Position, EventRef> refs_;
};

// Folds a book of its own up to any position; forwards it goes on from where it stands.
class BookAt {
public:
    explicit BookAt(const Store& store) : store_(store) {}
    const Book& at(Position position) {
        if (position < book_.head()) book_ = Book();
        store_.scan(book_.head() + 1, position + 1, [&](Position here, const Record& record) {
            evolve(book_, read_event(here, record.payload));
            return true;
        });
        return book_;
    }

private:
    const Store& store_;
    Book book_;
};

struct TracedYear {
    GroupInputs<Traced> inputs;
    GroupFigures<Traced> figures;
};

Traced seed_credit_of(EventRefs& refs, const Book& book, const GroupState& page);

// The years of one group as they are asked for; what was traced is kept for the next question.
class GroupTraces {
public:
    GroupTraces(const Store& store, GroupementId groupement)
        : refs_(store), book_(store), groupement_(std::move(groupement)) {}

    // As the line that stands in `settled` was settled. The log is read once where later lines are asked for later.
    // Precondition: the group has a line of the year.
    const TracedYear& year(const Book& settled, Year year);

private:
    EventRefs refs_;
    BookAt book_;
    GroupementId groupement_;
    std::map<Position, TracedYear> traced_;  // by the position of the line
};

// The groups of one year, each traced by itself: as many as are asked for cost as much as they are many.
class TracedGroups {
public:
    // `known` stays as it is while groups are traced.
    TracedGroups(EventRefs& refs, const Book& known, Year year);
    // `previous` is the group's year before; null for its first.
    TracedYear trace(const GroupementId& asked, const TracedYear* previous);

private:
    EventRefs& refs_;
    const Book& known_;
    Year year_;
    std::vector<GroupementId> groups_;
    Edition edition_;
    YearFigures<Exact> figures_;
    RulesInForce<Traced> rules_;
};

// The derivation of a figure of the row; nothing where the row has none of the name.
ExplanationPtr derived(const TracedYear& year, const std::string& field, const SettledLine& line);

}  // namespace ipep

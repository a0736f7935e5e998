// TracedYear: one group's year computed again over numbers that remember, from the facts known when it was settled.
//
// Shape:  the derivation of one amount shows what every other group brings to national sums (GroupTraces); where many
//         amounts of a year are derived one after the other, the others' part is counted once (TracedGroups).
// Errors: Fault damaged_record, if the facts do not give the recorded figure.
// Source: contract, "An explanation"; ops/decisions/0004-explanations.md.
#pragma once

#include <limits>
#include <map>

#include "ledger/traced.h"
#include "ledger/year_inputs.h"
#include "projections/edition.h"
#include "projections/kept_versions.h"
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

// The book as it stood at any position; the one given last ends with the next.
class BookAt {
public:
    explicit BookAt(const Store& store) : store_(store) {}
    const Book& at(Position position) {
        if (!views_ || views_->position() != position) views_ = Views::at(store_, position);
        return views_->book();
    }
    // Where the groupement and what is common to all are asked for alone.
    const Book& at(Position position, const GroupementId& groupement) {
        if (position >= versions_kept(store_)) return at(position);
        of_group_ = std::make_unique<BookOfGroup>(store_, position, groupement);
        return of_group_->book();
    }

private:
    const Store& store_;
    std::unique_ptr<Views> views_;
    std::unique_ptr<BookOfGroup> of_group_;
};

// Whether the years up to this one have lines without a gap, and none was settled again after a later one.
bool stand_in_order(const GroupState& page, ResultYear year);
// The lines a group's year stands on, each as it was when the next was settled, and its own as the last: an earlier
// year may have been settled again or annulled since. Precondition: the page has a line of the year.
using SettledChain = std::vector<std::pair<ResultYear, SettledLine>>;
SettledChain settled_chain(BookAt& books, const GroupState& page, ResultYear year);

struct TracedYear {
    GroupInputs<Traced> inputs;
    GroupFigures<Traced> figures;
};

Traced seed_credit_of(EventRefs& refs, const Book& book, const GroupState& page);

// How much of a derivation is looked at: levels below the amount, and inputs of a node that is common to all groups.
// What lies beyond is there in part or not at all.
inline constexpr int kWholeDerivation = std::numeric_limits<int>::max();
struct Looking {
    int depth = kWholeDerivation;
    std::size_t breadth = SIZE_MAX;
};

// The amounts of one group, as they are asked for.
class GroupTraces {
public:
    GroupTraces(const Store& store, GroupementId groupement)
        : refs_(store), book_(store), groupement_(std::move(groupement)) {}

    // A figure of the line that stands in `settled`, as it was settled. Null where the row has no such figure.
    // Precondition: the group has a line of the year.
    ExplanationPtr figure(Views& settled, ResultYear year, const std::string& name, const Looking& looking);

private:
    struct Years;

    EventRefs refs_;
    BookAt book_;
    GroupementId groupement_;
};

// The groups of one year, each traced by itself: as many as are asked for cost as much as they are many.
class TracedGroups {
public:
    // `known` stays as it is while groups are traced.
    TracedGroups(EventRefs& refs, const Book& known, ResultYear year);
    // `previous` is the group's year before; null for its first.
    TracedYear trace(const GroupementId& asked, const TracedYear* previous);

private:
    EventRefs& refs_;
    const Book& known_;
    ResultYear year_;
    std::vector<GroupementId> groups_;
    Edition edition_;
    YearFigures<Exact> figures_;
    RulesInForce<Traced> rules_;
};

// The derivation of a figure of the row; nothing where the row has none of the name.
ExplanationPtr derived(const TracedYear& year, const std::string& field, const SettledLine& line);

}  // namespace ipep

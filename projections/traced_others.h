// TracedOthers: what the other groups of a year bring to what is common to all, put into one group's derivation.
//
// Shape:  their own figures need no derivation here: the facts of their spending stand in it, and the event that
//         decided each capped amount.
// Errors: as traced_year.h.
#pragma once

#include "projections/traced_year.h"

namespace ipep {

class Others {
public:
    struct Group {
        GroupementId id;
        bool is_in_basis = false;  // of the quality envelope
    };
    // `settled` is the state after the settlement that `line` is of, `books` gives the one before it; of the groups so
    // many are read.
    Others(EventRefs& refs, Views& settled, BookAt& books, const RulesAdopted& adopted, ResultYear year,
           const SettledLine& line, std::size_t breadth);

    // The node with the inputs that its formula is over, where it is common to all; else null.
    ExplanationPtr completed(const ExplanationPtr& node, const GroupementId& own) const;
    // Which of its parts each group brings to a node; null where it is no such node.
    static const char* part_of(const Explanation& node);

private:
    ExplanationPtr of(const GroupementId& id, std::string_view part) const;
    std::vector<Group> groups_in(const Parameters& rules) const;
    const YearFacts& facts_of(const GroupementId& id) const;
    const Book& known() const { return books_.at(line_.position - 1); }
    ExplanationPtr capped(const GroupementId& id) const;

    EventRefs& refs_;
    const Book& settled_;
    BookAt& books_;
    const Edition edition_;
    ResultYear year_;
    const SettledLine& line_;
    std::optional<Settlement> decided_;
    std::vector<Group> groups_;  // in byte order
    std::size_t breadth_;
    mutable std::unique_ptr<TracedGroups> undecided_;
};

// The same year with what the others bring to it. What is `done` stands as it is.
class Completed {
public:
    Completed(const Others& others, const GroupementId& own, std::initializer_list<ExplanationPtr> done);

    void complete(Traced& number);

private:
    ExplanationPtr completed(const ExplanationPtr& node);

    const Others& others_;
    const GroupementId& own_;
    std::map<const Explanation*, ExplanationPtr> made_;
    std::vector<ExplanationPtr> originals_;  // kept, so that no other node takes the place of one that was made
};

}  // namespace ipep

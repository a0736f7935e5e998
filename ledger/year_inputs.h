// YearInputs: everything one year is judged on, gathered from the book, or the list of what is missing.
//
// Shape:  groups in byte order. Each value is lifted with the fact it stands in, so that a derivation can point at it;
//         the positions of all facts used are kept for the events.
// Source: specification §11, "Missing facts refuse it and are all listed at once".
#pragma once

#include "ledger/command.h"
#include "ledger/settlement.h"

namespace ipep {

struct FactsUsed {
    Positions quality, efficiency, all;
};

template <class Number>
struct YearInputs {
    const Noted<RulesAdopted>* rules = nullptr;
    std::vector<GroupInputs<Number>> groups;
    std::vector<FactsUsed> used;  // in the order of groups
    Positions common;             // facts common to all groups
};

// The lift of figures without a derivation: the value alone.
struct PlainFacts {
    template <class Noted, class Value>
    Exact operator()(const char*, std::string_view, const Noted&, const Value& value) const {
        return to_exact(value);
    }
};

// What a settlement of the year waits for; empty where nothing is missing.
std::vector<Missing> missing_facts(const Book& book, Year year);

// The groups that have `year` as a result year, in byte order.
std::vector<GroupementId> groups_of(const Book& book, Year year);

// Which indicators count for a group in a year.
struct Counted {
    std::vector<IndicatorId> core, chosen;
    bool experience = false;
};
Counted counted(const Book& book, const GroupPage& page, Year year);

// The targets that apply: the group's own, else the common ones. Null where neither is set.
const Noted<IndicatorTargetsSet>* targets_for(const Book& book, const GroupPage& page, Year year,
                                              const IndicatorId& indicator);

void tidy(Positions& positions);  // increasing, each once

// One group's inputs. Precondition: nothing is missing. `lift(name, of, noted, value)` gives a fact's Number.
template <class Number, class Lift>
class GroupReader {
public:
    GroupReader(const Book& book, const Noted<RulesAdopted>& rules, Year year, const Lift& lift)
        : book_(book), rules_(rules), year_(year), lift_(lift) {}

    GroupInputs<Number> read(const GroupementId& id, Money advance_before, FactsUsed& used) const {
        const GroupPage& page = *book_.find(id);
        const YearFacts &now = *page.facts(year_), &before = *page.facts(year_ - 1);
        const std::string this_year = std::to_string(year_), last_year = std::to_string(year_ - 1);
        GroupInputs<Number> in;
        in.groupement = id;
        in.rank = step(Step{"rank", "", {"CDC 2019 §3", "read"}},
                       Number(year_) - lift_("firstYear", id.text, page.admission, page.admission.value.firstYear) +
                           Number(1));
        in.mixed = year_ - page.admission.value.firstYear + 1 <= rules_.value.parameters.phases.mixedYears;
        in.patients = lift_("patients", id.text, *now.patients, now.patients->value.patients);
        in.actual = lift_("actualPerPatient", this_year, *now.expenditure, now.expenditure->value.actualPerPatient);
        in.adjusted =
            lift_("adjustedPerPatient", this_year, *now.expenditure, now.expenditure->value.adjustedPerPatient);
        in.actualBefore =
            lift_("actualPerPatient", last_year, *before.expenditure, before.expenditure->value.actualPerPatient);
        in.adjustedBefore =
            lift_("adjustedPerPatient", last_year, *before.expenditure, before.expenditure->value.adjustedPerPatient);
        in.seedCredit = Number(to_exact(*page.seedCredit));
        in.advanceBefore = Number(to_exact(advance_before));
        used.efficiency = {rules_.position, page.admission.position, now.patients->position, now.expenditure->position,
                           before.expenditure->position};
        read_quality(page, in, used.quality);
        finish(page, used);
        return in;
    }

private:
    void read_quality(const GroupPage& page, GroupInputs<Number>& in, Positions& used) const {
        const Counted which = counted(book_, page, year_);
        used = {rules_.position, page.admission.position};
        for (const IndicatorId& id : which.core) in.core.push_back(read_indicator(page, id, used));
        for (const IndicatorId& id : which.chosen) in.chosen.push_back(read_indicator(page, id, used));
        if (!which.chosen.empty()) used.push_back(page.chosen->position);
        if (!which.experience) return;
        const auto& measured = *page.facts(year_)->experience;
        const auto& levels = book_.common().thresholds.at(year_);
        in.experience = {lift_("experience", in.groupement.text, measured, measured.value.score),
                         lift_("experienceIntermediate", {}, levels, levels.value.intermediate),
                         lift_("experienceTarget", {}, levels, levels.value.target)};
        used.insert(used.end(), {measured.position, levels.position});
    }

    IndicatorResult<Number> read_indicator(const GroupPage& page, const IndicatorId& id, Positions& used) const {
        const auto& targets = *targets_for(book_, page, year_, id);
        const auto& measured = *page.facts(year_)->measure(id);
        used.insert(used.end(), {targets.position, measured.position});
        IndicatorResult<Number> result{id,
                                       targets.value.direction,
                                       lift_("value", id.text, measured, measured.value.value),
                                       lift_("target", id.text, targets, targets.value.target),
                                       lift_("intermediate", id.text, targets, targets.value.intermediate),
                                       {}};
        if (!needs_before(result)) return result;
        const YearFacts* before = page.facts(year_ - 1);
        if (const auto* value = before ? before->measure(id) : nullptr) {
            result.before = lift_("valueBefore", id.text, *value, value->value.value);
            used.push_back(value->position);
        } else {
            result.before = lift_("startingValue", id.text, targets, *targets.value.startingValue);
        }
        return result;
    }

    static void finish(const GroupPage& page, FactsUsed& used) {
        tidy(used.quality);
        tidy(used.efficiency);
        used.all = used.quality;
        used.all.insert(used.all.end(), used.efficiency.begin(), used.efficiency.end());
        used.all.push_back(page.assessment->position);
        tidy(used.all);
    }

    const Book& book_;
    const Noted<RulesAdopted>& rules_;
    Year year_;
    const Lift& lift_;
};

}  // namespace ipep

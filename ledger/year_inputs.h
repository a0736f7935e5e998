// YearInputs: everything one year is judged on, gathered from the book, or the list of what is missing.
//
// Shape:  groups in byte order. Each value is lifted with the fact it stands in, so that a derivation can point at it;
//         the positions of all facts used are kept for the events.
// Source: specification §11, "Missing facts refuse it and are all listed at once".
#pragma once

#include "ledger/command.h"
#include "ledger/settlement.h"
#include "ledger/year.h"

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
std::vector<Missing> missing_facts(const Book& book, ResultYear year);
// What the catalogue of the rules in force for the year calls an indicator; one that is chosen, its validation. Empty
// where neither does.
std::string name_in_force(const Book& book, const IndicatorId& indicator, ResultYear year);

// The groups that have `year` as a result year, in byte order.
std::vector<GroupementId> groups_of(const Book& book, ResultYear year);

// Which indicators count for a group in a year.
struct Counted {
    std::vector<IndicatorId> core, chosen;
    bool experience = false;
};
Counted counted(const Book& book, const GroupState& page, ResultYear year);

// The targets that apply: the group's own, else the common ones. Null where neither is set.
const Noted<IndicatorTargetsSet>* targets_for(const Book& book, const GroupState& page, ResultYear year,
                                              const IndicatorId& indicator);

void tidy(Positions& positions);  // increasing, each once

// One group's inputs. Precondition: nothing is missing. `lift(name, of, noted, value)` gives a fact's Number.
template <class Number, class Lift>
class GroupReader {
public:
    GroupReader(const Book& book, const Noted<RulesAdopted>& rules, ResultYear year, const Lift& lift)
        : book_(book), rules_(rules), year_(year), lift_(lift) {}

    GroupInputs<Number> read(const GroupementId& id, Money advance_before, FactsUsed& used) const {
        const GroupState& page = *book_.find(id);
        const YearFacts& now = *page.facts(year_);
        GroupInputs<Number> in;
        in.groupement = id;
        in.year = Number(year_.number);
        const ResultYear first = page.admission.value.firstYear;
        in.rank = step(Step{"rank", "", {"CDC 2019 §3", "read"}},
                       in.year - lift_("firstYear", id.text, page.admission, first.number) + Number(1));
        in.mixed = year_ - first + 1 <= rules_.value.parameters->phases.mixedYears;
        in.patients = lift_("patients", id.text, *now.patients, now.patients->value.patients);
        used.efficiency = {rules_.position, page.admission.position, now.patients->position};
        in.spending = read_spending(page, year_, used.efficiency);
        for (int k = 1; k <= trend_years(rules_.value.parameters->efficiency); ++k)
            in.spendingBefore.push_back(read_spending(page, year_ - k, used.efficiency));
        in.seedCredit = Number(to_exact(*page.seedCredit));
        in.advanceBefore = Number(to_exact(advance_before));
        read_quality(page, in, used.quality);
        finish(page, used);
        return in;
    }

private:
    Spending<Number> read_spending(const GroupState& page, ResultYear year, Positions& used) const {
        const auto& noted = *page.facts(year)->expenditure;
        const std::string of = to_text(year);
        used.push_back(noted.position);
        return {lift_("actualPerPatient", of, noted, noted.value.actualPerPatient),
                lift_("adjustedPerPatient", of, noted, noted.value.adjustedPerPatient)};
    }

    void read_quality(const GroupState& page, GroupInputs<Number>& in, Positions& used) const {
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

    IndicatorResult<Number> read_indicator(const GroupState& page, const IndicatorId& id, Positions& used) const {
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

    static void finish(const GroupState& page, FactsUsed& used) {
        tidy(used.quality);
        tidy(used.efficiency);
        used.all = used.quality;
        used.all.insert(used.all.end(), used.efficiency.begin(), used.efficiency.end());
        used.all.push_back(page.assessment->position);
        tidy(used.all);
    }

    const Book& book_;
    const Noted<RulesAdopted>& rules_;
    ResultYear year_;
    const Lift& lift_;
};

}  // namespace ipep

// Settlement: one year judged for all its groups together, because the quality envelope and the national cap are common.
//
// Shape:  inputs and figures in byte order of the groupements. The same code serves figures (Exact) and derivations
//         (Traced): `witness` may replace another group's figure by a pointer to the event that decided it, and `focus`
//         is the one group whose derivation is asked for.
// Units:  euros, points, patients; amounts are whole cents where the rules round.
// Source: specification §4 to §9; each step stands in its own file under ledger/rules/.
#pragma once

#include <array>

#include "ledger/decision.h"
#include "ledger/rules/caps.h"
#include "ledger/rules/mixed_model.h"
#include "ledger/rules_in_force.h"

namespace ipep {

template <class Number>
struct GroupInputs {
    GroupementId groupement;
    bool mixed = true;
    Number year, rank, patients;
    Spending<Number> spending;
    std::vector<Spending<Number>> spendingBefore;  // of N−1, N−2 …
    std::vector<IndicatorResult<Number>> core, chosen;
    std::optional<ExperienceResult<Number>> experience;
    Number seedCredit, advanceBefore;
};

template <class Number>
struct GroupFigures {
    Number gap, evolution, perPatient, gain, scoreBase, bonus, score, expenditure, groupCap, qualityRight, quality,
        modulation, gross, capped, net, nationalReduction, advanceGranted, advanceRecovered, advanceOutstanding, due;
};

template <class Number>
struct YearFigures {
    Number expenditure, basisExpenditure, cap, qualityEnvelope, capped;
    std::vector<GroupFigures<Number>> groups;
};

struct NoWitness {
    const Exact& operator()(std::size_t, const char*, const Exact& value) const { return value; }
};

inline constexpr std::size_t kNoFocus = static_cast<std::size_t>(-1);

inline constexpr Step kNationalExpenditure{"nationalExpenditure", kEuros, kCapSection};
inline constexpr Step kNationalCapped{"nationalCapped", kEuros, kCapSection};
inline constexpr Step kBasisExpenditure{"basisExpenditure", kEuros, {"CDC 2019 §8-III", "assumed"}};
inline constexpr Step kQualityRight{"qualityRight", kEuros, {"CDC 2019 §8-III", "read"}};

template <class Number>
void score_group(const GroupInputs<Number>& in, const RulesInForce<Number>& rules, GroupFigures<Number>& out) {
    std::vector<Number> core, chosen;
    for (const auto& result : in.core) core.push_back(indicator_points(result, rules.quality));
    for (const auto& result : in.chosen) chosen.push_back(indicator_points(result, rules.quality));
    out.scoreBase = score_base(core, chosen, rules.quality);
    const Number& reached = value_of(rules.experienceFrom) >= kFirstCalendarYear ? in.year : in.rank;
    out.bonus = in.experience
                    ? experience_bonus(*in.experience, rules.quality)
                    : step(Step{"bonus", kPoints, kLadder}, Number(0), as(reached, "<", rules.experienceFrom));
    out.score = step(Step{"score", kPoints, {"CDC 2019 §8-I", "read"}}, out.scoreBase + out.bonus);
}

template <class Number>
GroupFigures<Number> judge_group(const GroupInputs<Number>& in, const RulesInForce<Number>& rules) {
    GroupFigures<Number> out;
    out.gap = spending_gap(in.spending.actual, in.spending.adjusted, rules.efficiency.band);
    out.evolution = spending_evolution(in.spending, in.spendingBefore, rules.efficiency);
    out.perPatient = gain_per_patient(out.gap, out.evolution, rules.efficiency);
    out.gain = efficiency_gain(out.perPatient, in.patients);
    score_group(in, rules, out);
    out.expenditure = step(Step{"expenditure", kEuros, {"CDC 2019 §8-II", "read"}, in.groupement.text},
                           in.spending.actual * in.patients);
    out.groupCap = group_cap(out.expenditure, rules.groupCapShare);
    return out;
}

// The envelope and each group's drawing right; a group under the target model does not draw its part.
template <class Number, class Witness>
void share_quality_envelope(const std::vector<GroupInputs<Number>>& in, const RulesInForce<Number>& rules,
                            const Witness& witness, std::size_t focus, YearFigures<Number>& year) {
    std::vector<std::size_t> basis;
    bool any_mixed = false;
    for (std::size_t i = 0; i < in.size(); ++i) {
        any_mixed = any_mixed || in[i].mixed;
        if (in[i].mixed || rules.envelopeBasis == EnvelopeBasis::allSettled) basis.push_back(i);
    }
    if (!any_mixed) return;
    std::vector<Number> spending, patients;
    std::size_t focus_in_basis = kNoFocus;
    for (const std::size_t i : basis) {
        if (i == focus) focus_in_basis = spending.size();
        spending.push_back(witness(i, "expenditure", year.groups[i].expenditure));
        patients.push_back(witness(i, "patients", in[i].patients));
    }
    year.basisExpenditure = step(kBasisExpenditure, sum(spending));
    year.qualityEnvelope = quality_envelope(year.basisExpenditure, rules.envelopeShare);
    const std::vector<Number> rights = apportion(year.qualityEnvelope, patients, focus_in_basis);
    for (std::size_t k = 0; k < basis.size(); ++k)
        if (in[basis[k]].mixed) year.groups[basis[k]].qualityRight = step(kQualityRight, rights[k]);
}

template <class Number>
void gross_amount(const GroupInputs<Number>& in, const RulesInForce<Number>& rules, GroupFigures<Number>& out) {
    if (in.mixed) {
        out.quality = quality_amount(out.qualityRight, out.score, rules.scoreForFullAmount);
        out.modulation = no_modulation(in.rank, rules.mixedYears);
        out.gross = mixed_gross(out.gain, out.quality);
    } else {
        out.qualityRight = no_quality_amount("qualityRight", in.rank, rules.mixedYears);
        out.quality = no_quality_amount("quality", in.rank, rules.mixedYears);
        out.modulation = modulation(out.score, rules.knots);
        out.gross = target_gross(out.gain, out.modulation);
    }
    out.capped = capped_gross(out.gross, out.groupCap, in.groupement);
}

template <class Number>
void pay_group(const GroupInputs<Number>& in, const RulesInForce<Number>& rules, const Number& net,
               GroupFigures<Number>& out) {
    out.net = net;
    out.nationalReduction = step(Step{"nationalReduction", kEuros, kCapSection}, out.capped - net);
    const Number granted = in.mixed ? advance_granted(net, in.seedCredit) : no_advance(in.rank, rules.mixedYears);
    const auto advance = settle_advance(net, in.seedCredit, in.advanceBefore, granted, rules.recovery);
    out.advanceGranted = advance.granted;
    out.advanceRecovered = advance.recovered;
    out.advanceOutstanding = advance.outstanding;
    out.due = advance.due;
}

template <class Number, class Witness>
YearFigures<Number> settle_year(const std::vector<GroupInputs<Number>>& in, const RulesInForce<Number>& rules,
                                const Witness& witness, std::size_t focus = kNoFocus) {
    YearFigures<Number> year;
    std::vector<Number> spending, capped;
    for (std::size_t i = 0; i < in.size(); ++i) {
        year.groups.push_back(judge_group(in[i], rules));
        spending.push_back(witness(i, "expenditure", year.groups[i].expenditure));
    }
    year.expenditure = step(kNationalExpenditure, sum(spending));
    share_quality_envelope(in, rules, witness, focus, year);
    for (std::size_t i = 0; i < in.size(); ++i) {
        gross_amount(in[i], rules, year.groups[i]);
        capped.push_back(witness(i, "capped", year.groups[i].capped));
    }
    year.cap = national_cap(year.expenditure, rules.nationalCapShare);
    year.capped = step(kNationalCapped, sum(capped));
    const std::vector<Number> net = under_national_cap(capped, year.capped, year.cap, focus);
    for (std::size_t i = 0; i < in.size(); ++i) pay_group(in[i], rules, net[i], year.groups[i]);
    return year;
}

// One group of a year that is settled, `at` its place there. What the others bring to a sum, and what apportioning
// gave, is taken from the year's figures and is no input of a derivation: a group costs the same, however many there are.
// All else of it is as settle_year gives it.
template <class Number>
GroupFigures<Number> settle_group(const GroupInputs<Number>& in, const RulesInForce<Number>& rules,
                                  const YearFigures<Exact>& year, std::size_t at) {
    const auto of_all = [](const Number& part, const Exact& whole) {
        return sum(std::array<Number, 2>{part, Number(whole - value_of(part))});
    };
    GroupFigures<Number> out = judge_group(in, rules);
    const Number expenditure = step(kNationalExpenditure, of_all(out.expenditure, year.expenditure));
    if (in.mixed) {
        const Number basis = step(kBasisExpenditure, of_all(out.expenditure, year.basisExpenditure));
        const Number envelope = quality_envelope(basis, rules.envelopeShare);
        out.qualityRight = step(kQualityRight, share_of(envelope, in.patients, year.groups[at].qualityRight));
    }
    gross_amount(in, rules, out);
    const Number cap = national_cap(expenditure, rules.nationalCapShare);
    const Number capped = step(kNationalCapped, of_all(out.capped, year.capped));
    const Number part = year.capped > year.cap ? share_of(cap, out.capped, year.groups[at].net) : out.capped;
    pay_group(in, rules, net_amount(part, capped, cap), out);
    return out;
}

}  // namespace ipep

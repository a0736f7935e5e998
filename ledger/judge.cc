// judge: one function per kind of fact, refusals one a line in order of precedence.
#include <algorithm>
#include <set>

#include "ledger/about.h"
#include "ledger/alike.h"
#include "ledger/amount_bound.h"
#include "ledger/authority.h"
#include "ledger/code.h"
#include "ledger/command.h"
#include "ledger/guard.h"
#include "ledger/judge_evaluation.h"
#include "ledger/judge_payment.h"
#include "ledger/judging.h"
#include "ledger/line_subject.h"

namespace ipep {
namespace {

Verdict<> not_negative(const char* member, const Decimal& value) {
    if (!value.text.starts_with('-') || to_exact(value) >= 0) return {};
    return refuse(code::spending_negative, {{"member", member}, {"value", value.text}});
}

// What stands behind a measured value must give it.
template <class Measure>
Verdict<> is_supported(const Measure& fact, const Decimal& value) {
    if (fact.sent) IPEP_TRY(count_within("sent", *fact.sent, 0));
    if (fact.answered) IPEP_TRY(count_within("answered", *fact.answered, 0));
    if (fact.definitionSha256) IPEP_TRY(is_digest("definitionSha256", *fact.definitionSha256));
    if (!fact.numerator || !fact.denominator) return {};
    const Exact denominator = to_exact(*fact.denominator);
    if (denominator == 0) return refuse(code::denominator_zero);
    const auto point = value.text.find('.');
    const auto decimals = point == std::string::npos ? 0 : static_cast<unsigned>(value.text.size() - point - 1);
    const Decimal quotient{to_decimals(to_exact(*fact.numerator) / denominator, decimals)};
    if (to_exact(quotient) == to_exact(value)) return {};
    return refuse(code::value_not_quotient, {{"value", value.text},
                                             {"numerator", fact.numerator->text},
                                             {"denominator", fact.denominator->text},
                                             {"quotient", quotient.text}});
}

// What a fact is about; put into words only where it is refused.
struct Subject {
    std::string_view groupement;
    std::optional<int> year;  // of whatever kind
    std::string_view indicator;

    std::string text() const {
        std::string words(groupement);
        if (year) words += (words.empty() ? "" : " ") + std::to_string(*year);
        if (!indicator.empty()) words += ' ' + std::string(indicator);
        return words;
    }
};
Subject named(const GroupementId& groupement, std::optional<ResultYear> year = {}, std::string_view indicator = {}) {
    return {groupement.text, year ? std::optional(year->number) : std::nullopt, indicator};
}

// A fact is judged alone, or in the place of the one it corrects: then it is no duplicate.
struct Judge {
    const Book& book;
    const FindFact& find_fact;
    bool correcting = false;

    template <class Value>
    Verdict<> first(const std::optional<Noted<Value>>& known, const Subject& subject) const {
        return first(known ? &*known : nullptr, subject);
    }
    template <class Value>
    Verdict<> first(const Noted<Value>* known, const Subject& subject) const {
        if (!known || correcting) return {};
        return duplicate(subject.text(), known->position);
    }

    Verdict<const GroupState*> group(const GroupementId& groupement) const { return known_group(book, groupement); }

    // Measured years run from the year before the first result year to the last one.
    Verdict<const GroupState*> group_in(const GroupementId& groupement, ResultYear year) const {
        auto page = group(groupement);
        if (!page) return page;
        const ResultYear from = (*page)->admission.value.firstYear - 1, until = book.last_possible_year(**page);
        IPEP_TRY(year_within(groupement, year, from, until));
        return page;
    }

    Verdict<> rules_in_force(ResultYear year) const {
        if (book.common().rules_for(year)) return {};
        return refuse(code::year_without_rules, {{"year", to_text(year)}});
    }

    Verdict<> indicator(const IndicatorId& id) const {
        if (book.common().indicators.contains(id)) return {};
        return refuse(code::unknown_indicator, {{"indicator", id.text}});
    }

    // Where a trend is taken over several years, spending may be recorded for as many before the first result year.
    Verdict<const GroupState*> group_with_spending(const GroupementId& groupement, ResultYear year) const {
        const auto* page = IPEP_TRY(group(groupement));
        const bool takes_trends = std::ranges::any_of(book.common().rules, [](const AdoptedRules& one) {
            return one.noted.value.parameters->efficiency.trendYears.has_value();
        });
        const int before = takes_trends ? static_cast<int>(kMostTrendYears) : 1;
        IPEP_TRY(
            year_within(groupement, year, page->admission.value.firstYear - before, book.last_possible_year(*page)));
        return page;
    }

    static const YearFacts& facts(const GroupState& page, ResultYear year) {
        static const YearFacts nothing;
        const YearFacts* found = page.facts(year);
        return found ? *found : nothing;
    }

    Verdict<> operator()(const RulesAdopted& fact) const {
        if (const auto broken = broken_invariants(fact.parameters); !broken.empty())
            return refuse(code::rules_invalid, {{"what", broken.front()}});
        const auto& core = fact.parameters->quality.socle;
        for (const GroupementId& id : book.groupements()) {
            const GroupState& page = *book.find(id);
            if (!page.chosen || book.last_possible_year(page) < fact.fromYear) continue;
            for (const IndicatorId& chosen : page.chosen->value.indicators)
                if (std::ranges::find(core, chosen) != core.end())
                    return refuse(code::chosen_became_core, {{"indicator", chosen.text}, {"groupement", id.text}});
        }
        return {};
    }

    Verdict<> operator()(const GroupementAdmitted& fact) const {
        const GroupState* known = book.find(fact.groupement);
        IPEP_TRY(first(known ? &known->admission : nullptr, named(fact.groupement)));
        if (!known) IPEP_TRY(looks_like_no_other(book, "groupement", fact.groupement));
        if (!book.find(fact.cpam)) IPEP_TRY(looks_like_no_other(book, "cpam", fact.cpam));
        IPEP_TRY(rules_in_force(fact.firstYear));
        IPEP_TRY(count_within("wave", fact.wave, 1));
        IPEP_TRY(count_within("patients", fact.patients, 0));
        IPEP_TRY(count_within("referringPhysicians", fact.referringPhysicians, 0));
        if (fact.referringPhysicians == 0) return refuse(code::no_referring_physician);
        const std::int64_t minimum =
            book.common().rules_for(fact.firstYear)->value.parameters->eligibility.minimumPatients;
        if (fact.patients < minimum && !fact.derogation)
            return refuse(code::patients_below_minimum,
                          {{"patients", std::to_string(fact.patients)}, {"minimum", std::to_string(minimum)}});
        return known ? fits(fact, *known) : Verdict<>{};
    }

    // A corrected admission must not contradict what was built on the first.
    Verdict<> fits(const GroupementAdmitted& fact, const GroupState& page) const {
        if (page.convention && page.convention->value != fact.cpam)
            return refuse(code::cpam_mismatch, {{"cpam", page.convention->value.text}, {"admitted", fact.cpam.text}});
        if (!page.settled.empty() && page.settled.begin()->first < fact.firstYear)
            return refuse(code::first_year_settled,
                          {{"groupement", fact.groupement.text}, {"settled", to_text(page.settled.begin()->first)}});
        if (!page.chosen) return {};
        if (const IndicatorId* core = core_among(page.chosen->value, fact))
            return refuse(code::chosen_became_core, {{"indicator", core->text}, {"groupement", fact.groupement.text}});
        return {};
    }

    Verdict<> operator()(const ConventionSigned& fact) const {
        const auto& page = *IPEP_TRY(group(fact.groupement));
        IPEP_TRY(first(page.convention, named(fact.groupement)));
        const CpamId& admitted = page.admission.value.cpam;
        if (fact.cpam != admitted)
            return refuse(code::cpam_mismatch, {{"cpam", fact.cpam.text}, {"admitted", admitted.text}});
        return account_checks(fact.payee);
    }

    Verdict<> operator()(const SeedCreditAssessed& fact) const {
        const auto& page = *IPEP_TRY(group(fact.groupement));
        IPEP_TRY(first(page.assessment, named(fact.groupement)));
        IPEP_TRY(count_within("patients", fact.patients, 0));
        const Ratio& range = book.common()
                                 .rules_for(page.admission.value.firstYear)
                                 ->value.parameters->seedCredit.multiprofessionalRange;
        const Exact modulation = to_exact(fact.multiprofessionalModulation), limit = to_exact(range);
        if (modulation > limit || modulation < -limit)
            return refuse(code::modulation_out_of_range,
                          {{"value", fact.multiprofessionalModulation.text}, {"range", range.text}});
        return {};
    }

    Verdict<> operator()(const RoadmapReceived& fact) const {
        const auto& page = *IPEP_TRY(group(fact.groupement));
        return first(page.roadmap, named(fact.groupement));
    }

    Verdict<> operator()(const IndicatorsChosen& fact) const {
        const auto& page = *IPEP_TRY(group(fact.groupement));
        if (page.chosen && !correcting)
            return refuse(code::choice_is_final,
                          {{"groupement", fact.groupement.text}, {"position", std::to_string(page.chosen->position)}});
        const auto* rules = book.common().rules_for(page.admission.value.firstYear);
        const std::int64_t maximum = rules->value.parameters->quality.aLaCarteMax;
        const auto chosen = static_cast<std::int64_t>(fact.indicators.size());
        if (chosen < 1 || chosen > maximum)
            return refuse(code::too_many_chosen,
                          {{"chosen", std::to_string(chosen)}, {"maximum", std::to_string(maximum)}});
        std::set<IndicatorId> seen;
        for (const IndicatorId& id : fact.indicators)
            if (!seen.insert(id).second) return refuse(code::chosen_twice, {{"indicator", id.text}});
        if (const IndicatorId* core = core_among(fact, page.admission.value))
            return refuse(code::chosen_is_core, {{"indicator", core->text}});
        return {};
    }

    // A chosen indicator that is core in a result year of a group so admitted; null where none is.
    const IndicatorId* core_among(const IndicatorsChosen& fact, const GroupementAdmitted& admitted) const {
        GroupState page;
        page.admission.value = admitted;
        for (ResultYear year = admitted.firstYear; year <= book.last_possible_year(page); ++year) {
            const auto& core = book.common().rules_for(year)->value.parameters->quality.socle;
            for (const IndicatorId& id : fact.indicators)
                if (std::ranges::find(core, id) != core.end()) return &id;
        }
        return nullptr;
    }

    Verdict<> operator()(const IndicatorTargetsSet& fact) const {
        const Noted<IndicatorTargetsSet>* known = book.common().target(fact.year, fact.indicator);
        if (fact.groupement) {
            const auto& page = *IPEP_TRY(group(*fact.groupement));
            known = facts(page, fact.year).target(fact.indicator);
        }
        IPEP_TRY(rules_in_force(fact.year));
        IPEP_TRY(indicator(fact.indicator));
        IPEP_TRY(first(known, named(fact.groupement.value_or(GroupementId{}), fact.year, fact.indicator.text)));
        const Exact target = to_exact(fact.target), intermediate = to_exact(fact.intermediate);
        if (fact.direction == Direction::up ? target < intermediate : target > intermediate)
            return refuse(code::target_below_intermediate,
                          {{"target", fact.target.text}, {"intermediate", fact.intermediate.text}});
        return fits_catalogue(fact);
    }

    Verdict<> fits_catalogue(const IndicatorTargetsSet& fact) const {
        const auto& quality = book.common().rules_for(fact.year)->value.parameters->quality;
        const CataloguedIndicator* known = catalogued(quality, fact.indicator);
        if (!known) return {};
        const std::string& indicator = fact.indicator.text;
        if (fact.direction != known->evolution)
            return refuse(code::direction_contradicts,
                          {{"indicator", indicator},
                           {"direction", boost::describe::enum_to_string(fact.direction, "")},
                           {"evolution", boost::describe::enum_to_string(known->evolution, "")}});
        if (fact.startingValue && (known->source == IndicatorSource::snds || fact.groupement))
            return refuse(code::starting_value_contradicts, {{"indicator", indicator}});
        return {};
    }

    Verdict<> operator()(const IndicatorMeasured& fact) const {
        const auto& page = *IPEP_TRY(group_in(fact.groupement, fact.year));
        IPEP_TRY(indicator(fact.indicator));
        IPEP_TRY(first(facts(page, fact.year).measure(fact.indicator),
                       named(fact.groupement, fact.year, fact.indicator.text)));
        return is_supported(fact, fact.value);
    }

    Verdict<> operator()(const ExperienceThresholdsSet& fact) const {
        IPEP_TRY(rules_in_force(fact.year));
        const auto known = book.common().thresholds.find(fact.year);
        IPEP_TRY(first(known == book.common().thresholds.end() ? nullptr : &known->second, named({}, fact.year)));
        if (to_exact(fact.target) < to_exact(fact.intermediate))
            return refuse(code::target_below_intermediate,
                          {{"target", fact.target.text}, {"intermediate", fact.intermediate.text}});
        return {};
    }

    Verdict<> operator()(const ExperienceMeasured& fact) const {
        const auto& page = *IPEP_TRY(group_in(fact.groupement, fact.year));
        IPEP_TRY(first(facts(page, fact.year).experience, named(fact.groupement, fact.year)));
        return is_supported(fact, fact.score);
    }

    Verdict<> operator()(const PatientsCounted& fact) const {
        const auto& page = *IPEP_TRY(group_in(fact.groupement, fact.year));
        IPEP_TRY(count_within("patients", fact.patients, 0));
        return first(facts(page, fact.year).patients, named(fact.groupement, fact.year));
    }

    Verdict<> operator()(const ExpenditureMeasured& fact) const {
        const auto& page = *IPEP_TRY(group_with_spending(fact.groupement, fact.year));
        IPEP_TRY(first(facts(page, fact.year).expenditure, named(fact.groupement, fact.year)));
        IPEP_TRY(not_negative("actualPerPatient", fact.actualPerPatient));
        IPEP_TRY(not_negative("adjustedPerPatient", fact.adjustedPerPatient));
        if (fact.model && !book.common().models.contains(*fact.model))
            return refuse(code::unknown_model, {{"model", fact.model->text}});
        if (to_exact(fact.adjustedPerPatient) == 0) return refuse(code::adjusted_spending_zero);
        return {};
    }

    Verdict<> operator()(const EnvelopeBudgeted& fact) const {
        const auto known = book.common().budgets.find(fact.paymentYear);
        IPEP_TRY(first(known == book.common().budgets.end() ? nullptr : &known->second,
                       Subject{{}, fact.paymentYear.number, {}}));
        IPEP_TRY(not_negative("amount", fact.amount));
        if (fact.amount > kMostNational)
            return refuse(code::amount_out_of_range, {{"year", to_text(fact.paymentYear)}});
        return {};
    }

    Verdict<> operator()(const GroupementWithdrew& fact) const {
        const auto& page = *IPEP_TRY(group(fact.groupement));
        IPEP_TRY(first(page.withdrawal, named(fact.groupement)));
        const ResultYear from = page.admission.value.firstYear - 1, until = book.last_possible_year(page);
        if (fact.lastYear < from || fact.lastYear > until)
            return refuse(code::withdrawal_out_of_range, {{"year", to_text(fact.lastYear)},
                                                          {"groupement", fact.groupement.text},
                                                          {"from", to_text(from)},
                                                          {"until", to_text(until)}});
        if (!page.settled.empty() && page.settled.rbegin()->first > fact.lastYear)
            return refuse(code::withdrawal_after_settlement,
                          {{"groupement", fact.groupement.text}, {"settled", to_text(page.settled.rbegin()->first)}});
        return has_its_ground(fact, page);
    }

    // The end of phase 2 is the last year under the mixed model; a refused amendment is adopted and begins later.
    Verdict<> has_its_ground(const GroupementWithdrew& fact, const GroupState& page) const {
        const auto contradicts = [&](const std::string& what) {
            return refuse(code::ground_contradicts, {{"groupement", fact.groupement.text}, {"what", what}});
        };
        if (fact.ground != WithdrawalGround::amendmentRefused) {
            if (fact.rules) return contradicts("rules are named where an amendment is refused, and only there");
            if (!fact.ground || is_last_mixed_year(page, fact.lastYear)) return {};
            return contradicts("lastYear is not the last year under the mixed model");
        }
        if (!fact.rules) return contradicts("it does not name the rules that were refused");
        for (const AdoptedRules& one : book.common().rules)
            if (one.noted.value.rules == *fact.rules && fact.lastYear < one.noted.value.fromYear) return {};
        return contradicts("lastYear is not before the first year of adopted rules of this name");
    }

    bool is_last_mixed_year(const GroupState& page, ResultYear year) const {
        const auto is_mixed = [&](ResultYear of) {
            const auto* rules = book.common().rules_for(of);
            return rules && of - page.admission.value.firstYear + 1 <= rules->value.parameters->phases.mixedYears;
        };
        return is_mixed(year) && !is_mixed(year + 1);
    }

    Verdict<> operator()(const AdvanceWriteOffDecided& fact) const {
        const auto& page = *IPEP_TRY(group(fact.groupement));
        IPEP_TRY(first(page.writeOffDecision, named(fact.groupement)));
        const ResultYear last = book.last_result_year(page);
        if (last >= page.admission.value.firstYear && !page.settled.contains(last))
            return refuse(code::write_off_too_early, {{"groupement", fact.groupement.text}, {"year", to_text(last)}});
        if (!correcting && page.advance_outstanding() <= Money())
            return refuse(code::write_off_of_nothing, {{"groupement", fact.groupement.text}});
        return {};
    }

    Verdict<> operator()(const PersonalDataErased& fact) const {
        const GroupState* page = well_formed(fact.subject) ? book.find(GroupementId{fact.subject}) : nullptr;
        if (page && page->open > Money())  // their file could never be written, or not again
            return refuse(code::payment_under_way, {{"subject", fact.subject}, {"amount", to_text(page->open)}});
        if ((page && page->convention) || is_known_line(book, fact.subject)) return {};
        return refuse(code::unknown_subject, {{"subject", fact.subject}});
    }

    // Payees, oppositions, credits, refunds, write-offs, accruals, roles, payments made before the ledger.
    template <class PaymentFact>
    auto operator()(const PaymentFact& fact) const -> decltype(judge_payment(book, fact, correcting)) {
        return judge_payment(book, fact, correcting);
    }

    // Observations, descriptions, models, opinions, chosen indicators.
    template <class EvaluationFact>
    auto operator()(const EvaluationFact& fact) const -> decltype(judge_evaluation(book, fact, correcting)) {
        return judge_evaluation(book, fact, correcting);
    }

    // Rules corrected to begin later must leave no year they carry without rules.
    Verdict<> still_in_force(const FactKey& corrected, const RulesAdopted& fact) const {
        ResultYear from = fact.fromYear;
        for (const AdoptedRules& one : book.common().rules)
            if (one.key != corrected) from = std::min(from, one.noted.value.fromYear);
        for (const GroupementId& id : book.groupements())
            if (const ResultYear first_year = book.find(id)->admission.value.firstYear; first_year < from)
                return refuse(code::year_without_rules, {{"year", to_text(first_year)}});
        for (const auto& [year, settled] : book.common().settled)
            if (year < from) return refuse(code::year_without_rules, {{"year", to_text(year)}});
        return {};
    }

    Verdict<> operator()(const FactCorrected& correction) const;
};

// What may not change when a fact is corrected, in words. A CPAM counts where no groupement is named: that of a
// groupement can be corrected.
std::string lasting_subject(const About& about) {
    std::string words;
    const auto add = [&](const std::string& word) { words += (words.empty() ? "" : " ") + word; };
    if (about.rules) add(about.rules->text);
    if (about.groupement) add(about.groupement->text);
    if (about.year) add(to_text(*about.year));
    if (about.paymentYear) add(to_text(*about.paymentYear));
    if (about.indicator) add(about.indicator->text);
    if (about.cpam && !about.groupement) add(about.cpam->text);
    if (!about.reference.empty()) add(about.reference);
    return words;
}

Verdict<> Judge::operator()(const FactCorrected& correction) const {
    const auto first_fact = find_fact(correction.corrects);
    if (!first_fact) return refuse(code::unknown_key, {{"key", correction.corrects.text}});
    if (std::holds_alternative<FactCorrected>(*first_fact))
        return refuse(code::correction_of_correction, {{"key", correction.corrects.text}});
    const std::string kind(kKinds[first_fact->index()]);
    if (!is_correctable(kind)) return refuse(code::not_correctable, {{"kind", kind}});
    if (kind != kind_of(correction.fact))
        return refuse(code::correction_kind, {{"key", correction.corrects.text}, {"kind", kind}});
    const std::string wanted = lasting_subject(about(*first_fact));
    if (wanted != lasting_subject(about(correction.fact)))
        return refuse(code::correction_subject, {{"subject", wanted}});
    if (const auto* rules = std::get_if<RulesAdopted>(&correction.fact))
        IPEP_TRY(still_in_force(correction.corrects, *rules));
    return std::visit(Judge{book, find_fact, true}, correction.fact);
}

}  // namespace

Verdict<> judge(const Book& book, const RecordFact& command, const FindFact& find_fact) {
    if (command.key.text.starts_with(kBankKey)) return refuse(code::key_reserved, {{"key", command.key.text}});
    IPEP_TRY(authorize(book, command.actor, command.fact));
    if (const auto* revoked = std::get_if<RoleRevoked>(&command.fact))
        IPEP_TRY(may_be_revoked(book, *revoked, {command.actor, command.on, command.on}));
    return std::visit(Judge{book, find_fact}, command.fact);
}

}  // namespace ipep

// evolve: one function per kind, each writing what its event says and nothing else.
#include <algorithm>
#include <cstdlib>

#include "ledger/book.h"

namespace ipep {
namespace {

struct Evolution {
    Book& book;
    const Event& event;
    bool correcting = false;

    template <class Value>
    Noted<Value> noted(const Value& value) const {
        return {event.position, event.on, value};
    }

    // A correction brings the right value; the day the fact took effect stays.
    template <class Value>
    void set(Noted<Value>& slot, const Value& value) const {
        slot = {event.position, correcting ? slot.on : event.on, value};
    }
    template <class Value>
    void set(std::optional<Noted<Value>>& slot, const Value& value) const {
        set(correcting ? slot.value() : slot.emplace(), value);
    }

    // In the place of the fact about the same indicator, which it corrects; else behind the others.
    template <class Value>
    void put(std::vector<Noted<Value>>& list, const Value& value) const {
        const auto found =
            std::ranges::find_if(list, [&](const auto& one) { return one.value.indicator == value.indicator; });
        if (found == list.end())
            list.push_back(noted(value));
        else
            set(*found, value);
    }

    void operator()(const RulesAdopted& fact) const {
        CommonPage& common = book.common_page();
        common.rules.push_back({event.key.value_or(FactKey{}), noted(fact)});
        common.indicators.insert(fact.parameters.quality.socle.begin(), fact.parameters.quality.socle.end());
    }
    void operator()(const GroupementAdmitted& fact) const {
        set(book.new_page(fact.groupement).admission, fact);
    }
    void operator()(const ConventionSigned& fact) const {
        set(book.page(fact.groupement).convention, fact.cpam);
    }
    void operator()(const SeedCreditAssessed& fact) const { set(book.page(fact.groupement).assessment, fact); }
    void operator()(const RoadmapReceived& fact) const { set(book.page(fact.groupement).roadmap, fact); }
    void operator()(const IndicatorsChosen& fact) const {
        set(book.page(fact.groupement).chosen, fact);
        if (!std::ranges::all_of(fact.indicators, [&](const auto& id) { return book.common().indicators.contains(id); }))
            book.common_page().indicators.insert(fact.indicators.begin(), fact.indicators.end());
    }
    void operator()(const IndicatorTargetsSet& fact) const {
        auto& list = fact.groupement ? book.page(*fact.groupement).years[fact.year].targets
                                     : book.common_page().targets[fact.year];
        put(list, fact);
    }
    void operator()(const IndicatorMeasured& fact) const {
        put(book.page(fact.groupement).years[fact.year].measured, fact);
    }
    void operator()(const ExperienceThresholdsSet& fact) const {
        set(book.common_page().thresholds[fact.year], fact);
    }
    void operator()(const ExperienceMeasured& fact) const {
        set(book.page(fact.groupement).years[fact.year].experience, fact);
    }
    void operator()(const PatientsCounted& fact) const {
        set(book.page(fact.groupement).years[fact.year].patients, fact);
    }
    void operator()(const ExpenditureMeasured& fact) const {
        set(book.page(fact.groupement).years[fact.year].expenditure, fact);
    }
    void operator()(const EnvelopeBudgeted& fact) const {
        set(book.common_page().budgets[fact.paymentYear], fact);
    }
    void operator()(const GroupementWithdrew& fact) const { set(book.page(fact.groupement).withdrawal, fact); }
    void operator()(const AdvanceWriteOffDecided& fact) const {
        set(book.page(fact.groupement).writeOffDecision, fact);
    }
    void operator()(const PersonalDataErased&) const {}
    void operator()(const FactCorrected& correction) const;

    void operator()(const SeedCreditGranted& decision) const {
        book.page(decision.groupement).seedCredit = decision.amount;
    }
    void operator()(const SeedTrancheReleased& decision) const {
        GroupPage& page = book.page(decision.groupement);
        (decision.tranche == 1 ? page.firstTranche : page.secondTranche) = {decision.total, decision.paymentYear};
    }
    void operator()(const QualityScored&) const {}
    void operator()(const EfficiencyGainEstablished&) const {}
    void operator()(const IncentiveCapped&) const {}
    void operator()(const IncentiveSettled& decision) const {
        book.page(decision.groupement).settled[decision.year] = {event.position, decision.revision, decision};
    }
    void operator()(const AdvanceGranted&) const {}
    void operator()(const AdvanceRecovered&) const {}
    void operator()(const AdvanceWrittenOff& decision) const {
        book.page(decision.groupement).writtenOff[decision.afterYear] += decision.amount;
    }
    void operator()(const AdvanceWriteOffReversed& decision) const {
        book.page(decision.groupement).trim_write_offs();
    }
    void operator()(const IncentiveAnnulled& decision) const {
        book.page(decision.groupement).settled.erase(decision.year);
    }
    void operator()(const YearSettled& decision) const {
        book.common_page().settled[decision.year] = {event.position, event.on, decision.revision,
                                                       decision.rules, decision};
    }
};

void Evolution::operator()(const FactCorrected& correction) const {
    const auto* fact = std::get_if<RulesAdopted>(&correction.fact);
    if (!fact) return std::visit(Evolution{book, event, true}, correction.fact);
    CommonPage& common = book.common_page();
    const auto found = std::ranges::find(common.rules, correction.corrects, &AdoptedRules::key);
    if (found == common.rules.end()) std::abort();  // decide looked the key up
    Evolution{book, event, true}.set(found->noted, *fact);
    common.indicators.insert(fact->parameters.quality.socle.begin(), fact->parameters.quality.socle.end());
}

}  // namespace

void evolve(Book& book, const Event& event) {
    if (event.position != book.head() + 1) std::abort();  // the log has no gap
    std::visit(Evolution{book, event}, event.body);
    book.advance_head(event.position);
}

}  // namespace ipep

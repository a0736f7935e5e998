// consequences: what follows at once from a fact, before any year is settled.
//
// CDC 2019 §10: a tranche is released with the fact that completes its conditions: admission, agreement and assessment
// for the first; the roadmap too for the second. A corrected assessment moves what was released by the difference.
// CDC 2019 §3 and §1 ("purement incitatif"): a write-off takes the whole of what is still outstanding.
#include <algorithm>

#include "ledger/command.h"
#include "ledger/one_of.h"
#include "ledger/rules_in_force.h"

namespace ipep {
namespace {

struct SeedCredits {
    const Book& book;
    const GroupementId& groupement;
    Day today;  // of the fact that was just taken in
    std::vector<Draft>& drafts;

    // The first release stands on the day its conditions were complete; a later difference on the day it became known,
    // in the payment year of the first.
    void release(std::int64_t tranche, const Tranche& before, Money total, Day complete, const Positions& facts) const {
        if (before.paymentYear != 0 && before.total == total) return;
        const bool first = before.paymentYear == 0;
        const PaymentYear year = first ? year_of(complete) : before.paymentYear;
        drafts.push_back({first ? complete : today,
                          {},
                          {},
                          SeedTrancheReleased{groupement, tranche, year, total - before.total, total, facts}});
    }

    void follow() const {
        const GroupState& page = *book.find(groupement);
        if (!page.assessment) return;
        const auto& assessed = page.assessment->value;
        const auto& adopted = *book.common().rules_for(page.admission.value.firstYear);
        const auto rules = read_seed_credit<Exact>(adopted.value.parameters->seedCredit, PlainLift{});
        const Exact granted =
            seed_credit(Exact(assessed.patients), to_exact(assessed.multiprofessionalModulation), rules);
        Positions facts{adopted.position, page.admission.position, page.assessment->position};
        std::ranges::sort(facts);
        const Money amount = to_money(granted);
        if (page.seedCredit != amount)
            drafts.push_back({today,
                              {},
                              {},
                              SeedCreditGranted{groupement, adopted.value.rules, amount,
                                                amount - page.seedCredit.value_or(Money()), facts}});
        if (!page.convention) return;
        const Money first = to_money(first_tranche(granted, rules));
        Day on = std::max({page.admission.on, page.assessment->on, page.convention->on});
        facts.push_back(page.convention->position);
        std::ranges::sort(facts);
        release(1, page.firstTranche, first, on, facts);
        if (!page.roadmap) return;
        on = std::max(on, page.roadmap->on);
        facts.push_back(page.roadmap->position);
        std::ranges::sort(facts);
        release(2, page.secondTranche, amount - first, on, facts);
    }
};

// Facts that nothing follows from before a year is settled or an order made, and what is no fact. The others are named
// below, so that a new kind does not compile until it says what follows.
template <class Kind>
concept LeavesAllAsItIs =
    !kIsKindOf<Kind, Fact::Kinds> ||
    OneOf<Kind, IndicatorsChosen, IndicatorTargetsSet, IndicatorMeasured, ExperienceThresholdsSet, ExperienceMeasured,
          PatientsCounted, ExpenditureMeasured, EnvelopeBudgeted, GroupementWithdrew, PersonalDataErased, PayeeChanged,
          OppositionNotified, OppositionLifted, CreditNotified, RoleGranted, RoleRevoked, ObservationRecorded,
          GroupementDescribed, PaymentTakenOver, AdjustmentModelAdopted, AmendmentOpinionGiven,
          ChosenIndicatorValidated, EngagementSigned, ExperimentScheduled>;

struct Consequences {
    const Book& book;
    const Event& event;
    std::vector<Draft> drafts;

    void seed(const GroupementId& groupement) { SeedCredits{book, groupement, event.on, drafts}.follow(); }

    void operator()(const RulesAdopted&) {
        for (const GroupementId& groupement : book.groupements()) seed(groupement);
    }
    void operator()(const GroupementAdmitted& fact) { seed(fact.groupement); }
    void operator()(const ConventionSigned& fact) { seed(fact.groupement); }
    void operator()(const SeedCreditAssessed& fact) { seed(fact.groupement); }
    void operator()(const RoadmapReceived& fact) { seed(fact.groupement); }
    void operator()(const AdvanceWriteOffDecided& fact) {
        const GroupState& page = *book.find(fact.groupement);
        const Money outstanding = page.advance_outstanding();
        if (outstanding <= Money()) return;
        drafts.push_back(
            {event.on,
             {},
             {},
             AdvanceWrittenOff{
                 fact.groupement, book.write_off_year(page), outstanding, fact.decision, {event.position}}});
    }
    // What a fact moves that is booked as it stands; a correction books the difference.
    template <class Decision, class Fact, class Reference>
    void book_amount(const std::vector<Booked<Fact>>& list, const Fact& fact, Reference Fact::*reference) {
        for (const Booked<Fact>& one : list)
            if (one.noted.value.*reference == fact.*reference && one.booked != fact.amount)
                drafts.push_back({event.on,
                                  {},
                                  {},
                                  Decision{fact.groupement, fact.*reference, fact.amount, fact.amount - one.booked}});
    }
    void operator()(const RefundReceived& fact) {
        book_amount<RefundBooked>(book.find(fact.groupement)->refunds, fact, &RefundReceived::reference);
    }
    void operator()(const OverpaymentWriteOffDecided& fact) {
        book_amount<OverpaymentWrittenOff>(book.find(fact.groupement)->overpaymentWriteOffs, fact,
                                           &OverpaymentWriteOffDecided::decision);
    }
    void operator()(const AccrualEstimated& fact) {
        const auto& accrual = book.find(fact.groupement)->accruals.at(fact.year);
        if (accrual.booked == fact.amount) return;
        drafts.push_back(
            {event.on, {}, {}, AccrualBooked{fact.groupement, fact.year, fact.amount, fact.amount - accrual.booked}});
    }
    void operator()(const FactCorrected& correction) { std::visit(*this, correction.fact); }
    void operator()(const LeavesAllAsItIs auto&) {}
};

}  // namespace

std::vector<Draft> consequences(const Book& book, const Event& fact) {
    Consequences follow{book, fact, {}};
    std::visit(follow, fact.body);
    return std::move(follow.drafts);
}

}  // namespace ipep

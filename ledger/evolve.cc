// evolve: one function per kind, each writing what its event says and nothing else.
#include <algorithm>

#include "ledger/alike.h"
#include "ledger/check.h"
#include "ledger/recorded_by.h"
#include "ledger/reliance.h"

namespace ipep {
namespace {

struct Evolution {
    Book& book;
    const Event& event;
    bool correcting = false;

    template <class Value>
    Noted<Value> noted(const Value& value) const {
        return {event.position, event.on, value, event.actor};
    }

    // A correction brings the right value; the day the fact took effect stays.
    template <class Value>
    void set(Noted<Value>& slot, const Value& value) const {
        slot = {event.position, correcting ? slot.on : event.on, value, event.actor};
    }
    template <class Value>
    void set(std::optional<Noted<Value>>& slot, const Value& value) const {
        IPEP_CHECK(!correcting || slot, "position", event.position, "kind", kind_of(event.body));
        set(correcting ? *slot : slot.emplace(), value);
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
        CommonState& common = book.common_state();
        common.rules.push_back({event.key.value_or(FactKey{}), noted(fact)});
        common.indicators.insert(fact.parameters->quality.socle.begin(), fact.parameters->quality.socle.end());
    }
    void operator()(const GroupementAdmitted& fact) const {
        if (const GroupState* known = book.find(fact.groupement))
            book.cpam_state(known->admission.value.cpam).groupements.erase(fact.groupement);
        book.cpam_state(fact.cpam).groupements.insert(fact.groupement);
        in_use(fact.groupement);
        in_use(fact.cpam);
        set(book.new_page(fact.groupement).admission, fact);
    }
    // The first of those that look alike keeps the likeness.
    template <class Id>
    void in_use(const Id& id) const {
        Likeness& kept = book.likeness(likeness_of(id));
        if (kept.text.empty()) kept.text = id.text;
    }
    void operator()(const ConventionSigned& fact) const {
        GroupState& page = book.page(fact.groupement);
        set(page.convention, fact.cpam);
        page.payeeAt = event.position;
        page.payeeOn = event.on;
    }
    void operator()(const SeedCreditAssessed& fact) const { set(book.page(fact.groupement).assessment, fact); }
    void operator()(const RoadmapReceived& fact) const { set(book.page(fact.groupement).roadmap, fact); }
    void operator()(const IndicatorsChosen& fact) const {
        set(book.page(fact.groupement).chosen, fact);
        if (!std::ranges::all_of(fact.indicators,
                                 [&](const auto& id) { return book.common().indicators.contains(id); }))
            book.common_state().indicators.insert(fact.indicators.begin(), fact.indicators.end());
    }
    void operator()(const IndicatorTargetsSet& fact) const {
        auto& list = fact.groupement ? book.page(*fact.groupement).years[fact.year].targets
                                     : book.common_state().targets[fact.year];
        put(list, fact);
    }
    void operator()(const IndicatorMeasured& fact) const {
        put(book.page(fact.groupement).years[fact.year].measured, fact);
    }
    void operator()(const ExperienceThresholdsSet& fact) const { set(book.common_state().thresholds[fact.year], fact); }
    void operator()(const ExperienceMeasured& fact) const {
        set(book.page(fact.groupement).years[fact.year].experience, fact);
    }
    void operator()(const PatientsCounted& fact) const {
        set(book.page(fact.groupement).years[fact.year].patients, fact);
    }
    void operator()(const ExpenditureMeasured& fact) const {
        set(book.page(fact.groupement).years[fact.year].expenditure, fact);
    }
    void operator()(const EnvelopeBudgeted& fact) const { set(book.common_state().budgets[fact.paymentYear], fact); }
    void operator()(const GroupementWithdrew& fact) const { set(book.page(fact.groupement).withdrawal, fact); }
    void operator()(const AdvanceWriteOffDecided& fact) const {
        set(book.page(fact.groupement).writeOffDecision, fact);
    }
    void operator()(const PersonalDataErased& fact) const {
        if (book.find(GroupementId{fact.subject})) book.page({fact.subject}).erasedAt = event.position;
    }
    void operator()(const PayeeChanged& fact) const {
        auto& pending = book.page(fact.groupement).pendingPayees;
        pending.push_back({event.key.value_or(FactKey{}), event.position, event.actor, event.on});
    }
    void operator()(const OppositionNotified& fact) const {
        book.page(fact.groupement).oppositions[fact.reference] = event.position;
    }
    void operator()(const OppositionLifted& fact) const {
        book.page(fact.groupement).oppositions.erase(fact.reference);
    }
    void operator()(const CreditNotified& fact) const {
        set(book.cpam_state(fact.cpam).credits[fiscal_year_of(fact.paymentYear)], fact);
    }
    void operator()(const RefundReceived& fact) const {
        GroupState& page = book.page(fact.groupement);
        set(booked(page.refunds, &RefundReceived::reference, fact.reference).noted, fact);
        name_line(page.admission.value.cpam, fact);
    }
    // The line of the bank it tells of is its own from then on.
    void name_line(const CpamId& cpam, const RefundReceived& fact) const {
        const CpamState& known = *book.find(cpam);
        const SeenCredit* line = line_for(known, fact);
        if (!line) return;
        SeenCredit& named = book.cpam_state(cpam).seen[static_cast<std::size_t>(line - known.seen.data())];
        named.groupement = fact.groupement;
        named.refund = fact.reference;
    }
    void operator()(const OverpaymentWriteOffDecided& fact) const {
        auto& decided = book.page(fact.groupement).overpaymentWriteOffs;
        set(booked(decided, &OverpaymentWriteOffDecided::decision, fact.decision).noted, fact);
    }
    void operator()(const AccrualEstimated& fact) const {
        set(book.page(fact.groupement).accruals[fact.year].noted, fact);
    }
    void operator()(const RoleGranted& fact) const {
        in_use(fact.person);
        if (waits_for_second_admin(book.common(), event.bounds))
            book.common_state().pendingGrants.push_back(
                {event.key.value_or(FactKey{}), event.position, event.actor, fact, event.on});
        else
            book.common_state().roles.push_back({fact, event.position, 0});
    }
    void operator()(const RoleRevoked& fact) const {
        for (RoleHeld& held : book.common_state().roles)
            if (held.revokedAt == 0 && held.granted.person == fact.person && held.granted.role == fact.role &&
                held.granted.cpam == fact.cpam && held.granted.groupement == fact.groupement)
                held.revokedAt = event.position;
    }
    void operator()(const ObservationRecorded& fact) const { book.stated(subject_of(fact)).position = event.position; }
    void operator()(const AmendmentOpinionGiven& fact) const {
        book.stated(subject_of(fact)).position = event.position;
    }
    void operator()(const GroupementDescribed& fact) const {
        book.page(fact.groupement).descriptions.push_back({event.key.value_or(FactKey{}), noted(fact)});
    }
    void operator()(const PaymentTakenOver& fact) const {
        const FactKey key = event.key.value_or(FactKey{});
        book.page(fact.groupement)
            .takenOver.push_back({.first = key, .key = key, .noted = noted(fact), .booked = {}, .bookedAt = 0});
    }
    void operator()(const AdjustmentModelAdopted& fact) const { set(book.common_state().models[fact.model], fact); }
    void operator()(const EngagementSigned& fact) const { set(book.page(fact.groupement).engagement, fact); }
    void operator()(const ExperimentScheduled& fact) const { set(book.common_state().schedule, fact); }
    void operator()(const ChosenIndicatorValidated& fact) const { put(book.page(fact.groupement).validated, fact); }
    void operator()(const FactCorrected& correction) const;

    // The entry with this reference, made where there is none.
    template <class Fact>
    static Booked<Fact>& booked(std::vector<Booked<Fact>>& list, std::string Fact::*member, const std::string& text) {
        const auto found = std::ranges::find_if(list, [&](const auto& one) { return one.noted.value.*member == text; });
        return found == list.end() ? list.emplace_back() : *found;
    }

    void operator()(const SeedCreditGranted& decision) const {
        book.page(decision.groupement).seedCredit = decision.amount;
    }
    void operator()(const SeedTrancheReleased& decision) const {
        GroupState& page = book.page(decision.groupement);
        (decision.tranche == 1 ? page.firstTranche : page.secondTranche) = {decision.total, decision.paymentYear,
                                                                            event.on};
        moved(page);
    }
    // The books of a CPAM begin with the first day on which an amount moves.
    void moved(const GroupState& page) const {
        const CpamId& cpam = page.admission.value.cpam;
        const CpamState* known = book.find(cpam);
        if (!known || !known->first || event.on < *known->first) book.cpam_state(cpam).first = event.on;
    }
    void operator()(const QualityScored&) const {}
    void operator()(const EfficiencyGainEstablished&) const {}
    void operator()(const IncentiveCapped&) const {}
    void operator()(const IncentiveSettled& decision) const {
        GroupState& page = book.page(decision.groupement);
        SettledLine& line = page.settled[decision.year];
        const auto year = book.common().settled.find(decision.year);  // as the revision before left it
        const bool validated = year != book.common().settled.end() && year->second.validated == line.revision;
        const Money validated_due = validated ? line.row.due : line.validatedDue;
        line = {event.position, decision.revision, decision, validated_due, event.on};
        moved(page);
    }
    void operator()(const AdvanceGranted&) const {}
    void operator()(const AdvanceRecovered&) const {}
    void operator()(const AdvanceWrittenOff& decision) const {
        book.page(decision.groupement).writtenOff[decision.afterYear] += decision.amount;
    }
    void operator()(const AdvanceWriteOffReversed& decision) const { book.page(decision.groupement).trim_write_offs(); }
    void operator()(const IncentiveAnnulled& decision) const {
        book.page(decision.groupement).settled.erase(decision.year);
    }
    void operator()(const YearSettled& decision) const {
        SettledYear& year = book.common_state().settled[decision.year];
        year.position = event.position;
        year.on = event.on;
        year.revision = decision.revision;
        year.rules = decision.rules;
        year.figures = decision;
        year.settledBy = event.actor;
    }
    void operator()(const RefundBooked& decision) const {
        GroupState& page = book.page(decision.groupement);
        booked(page.refunds, &RefundReceived::reference, decision.reference).booked = decision.amount;
        came_back(page, decision.difference);
    }
    void operator()(const OverpaymentWrittenOff& decision) const {
        GroupState& page = book.page(decision.groupement);
        auto& decided = page.overpaymentWriteOffs;
        booked(decided, &OverpaymentWriteOffDecided::decision, decision.decision).booked = decision.amount;
        came_back(page, decision.difference);
    }
    void came_back(GroupState& page, Money difference) const {
        page.back[year_of(event.on)] += difference;
        Day& last = page.backOn[year_of(event.on)];
        last = std::max(last, event.on);
        moved(page);
    }
    void operator()(const AccrualBooked& decision) const {
        GroupState& page = book.page(decision.groupement);
        page.accruals[decision.year].booked = decision.amount;
        moved(page);
    }

    void operator()(const PayeeConfirmed& act) const {
        GroupState& page = book.page(act.groupement);
        page.payeeAt = act.payeeAt;
        page.payeeOn = event.on;
        std::erase_if(page.pendingPayees, [&](const auto& one) { return one.key == act.confirms; });
    }
    void operator()(const TakeOverConfirmed& act) const {
        GroupState& page = book.page(act.groupement);
        const auto one = std::ranges::find(page.takenOver, act.confirms, &TakenOver::key);
        one->booked = act.amount;
        one->bookedAt = event.position;
        for (const OrderPart& part : act.parts) {
            page.ordered[{part.of, part.paymentYear}] += part.amount;
            page.paid += part.amount;
        }
        moved(page);
    }
    void operator()(const RoleConfirmed& act) const {
        auto& pending = book.common_state().pendingGrants;
        const auto grant = std::ranges::find(pending, act.grantedAt, &PendingGrant::position);
        book.common_state().roles.push_back({grant->granted, grant->position, 0});
        pending.erase(grant);
    }
    void operator()(const SettlementValidated& act) const {
        SettledYear& year = book.common_state().settled.at(act.year);
        year.validated = act.revision;
        year.validatedBy = event.actor;
        year.validatedOn = event.on;
    }
    void operator()(const SettlementRefused& act) const {
        SettledYear& year = book.common_state().settled.at(act.year);
        year.refused = act.revision;
        year.refusedBy = event.actor;
        year.refusedOn = event.on;
        year.refusedFor = act.reason;
    }
    void operator()(const PaymentOrdered& act) const {
        Order& order = book.new_order(act.order);
        order.position = event.position;
        order.ordered = act;
        order.lastOn = event.on;
        order.orderedBy = event.actor;
        ++book.cpam_state(act.cpam).orders[act.fiscalYear];
        GroupState& page = book.page(act.groupement);
        for (const OrderPart& part : act.parts) page.ordered[{part.of, part.paymentYear}] += part.amount;
        page.open += act.amount;
        std::erase_if(page.freed, [&](FreedOrder& one) {
            if (std::ranges::find(act.replaces, one.order) == act.replaces.end()) return false;
            for (const OrderPart& part : act.parts) std::erase(one.left, Claim{part.of, part.paymentYear});
            return one.left.empty() || event.bounds < 3;
        });
    }
    // The order, a step further.
    Order& step(const OrderId& id, OrderState state) const {
        Order& order = book.order(id);
        order.state = state;
        order.lastOn = event.on;
        return order;
    }
    Money& engaged(const Order& order) const { return book.cpam_state(order.ordered.cpam).engaged[order.creditsOf]; }
    // Its amount may be ordered again.
    void free(const Order& order) const {
        GroupState& page = book.page(order.ordered.groupement);
        std::vector<Claim> left;
        for (const OrderPart& part : order.ordered.parts) {
            page.ordered[{part.of, part.paymentYear}] -= part.amount;
            left.push_back({part.of, part.paymentYear});
        }
        page.freed.push_back({order.ordered.order, order.ordered.ground, std::move(left)});
    }
    // An account that a bank rejected by itself: no visa sends money there until it is confirmed anew.
    void note_account(const Order& order, std::string_view reason) const {
        const std::string_view code = account_rejected_by(reason);
        if (code.empty()) return;
        book.page(order.ordered.groupement).rejectedPayees.emplace(order.ordered.payeeAt, code);
    }
    void operator()(const OrderSuspended& act) const { step(act.order, OrderState::suspended).suspended = act.ground; }
    void operator()(const OrderRequisitioned& act) const {
        step(act.order, OrderState::suspended).requisitioned = act.document;
    }
    void operator()(const OrderApproved& act) const {
        Order& order = step(act.order, OrderState::approved);
        order.approvedBy = event.actor;
        order.creditsOf = credits_of(order.ordered, {event.actor, event.on, event.on, event.bounds});
        engaged(order) += order.ordered.amount;
    }
    void operator()(const OrderCancelled& act) const {
        const bool approved = book.find(act.order)->state == OrderState::approved;
        const Order& order = step(act.order, OrderState::cancelled);
        if (approved) engaged(order) -= order.ordered.amount;
        book.page(act.groupement).open -= order.ordered.amount;
        free(order);
    }
    void operator()(const FileIssued& act) const {
        CpamState& page = book.cpam_state(act.cpam);
        page.unwritten = noted(act);
        page.account = act.debtorIban;
    }
    void operator()(const OrderIssued& act) const {
        Order& order = step(act.order, OrderState::issued);
        order.message = act.message;
        order.batch = book.find(order.ordered.cpam)->unwritten->value.batch;
    }
    void operator()(const FileWritten& act) const { book.cpam_state(act.cpam).unwritten.reset(); }
    void operator()(const OrderAccepted& act) const { step(act.order, OrderState::accepted).told.clear(); }
    void operator()(const OrderRejected& act) const {
        Order& order = step(act.order, OrderState::rejected);
        order.told.clear();
        order.reasoned = gives_reason(act.reason);
        order.reason = act.reason;
        note_account(order, act.reason);
        engaged(order) -= order.ordered.amount;
        book.page(act.groupement).open -= order.ordered.amount;
        free(order);
    }
    void operator()(const OrderPaid& act) const {
        step(act.order, OrderState::paid).told.clear();
        GroupState& page = book.page(act.groupement);
        page.open -= act.amount;
        page.paid += act.amount;
        moved(page);
    }
    void operator()(const OrderBooked& act) const {
        Order& order = book.order(act.order);
        order.booked = true;
        order.bookedOn = event.on;
    }
    void operator()(const OrderReturned& act) const {
        Order& order = step(act.order, OrderState::returned);
        order.told.clear();
        if (order.out == Money()) order.back = order.charges = Money();  // what was told of it before is this
        order.reason = act.reason;
        note_account(order, act.reason);
        engaged(order) -= order.ordered.amount;
        book.page(act.groupement).paid -= act.amount;
        free(order);
    }
    // Money that left, or a word that it may have, although the debt is free, stops what the group is paid.
    void operator()(const OrderTold& act) const {
        Order& order = book.order(act.order);
        order.told = act.status;
        if (act.answer == BankAnswer::rejected || act.answer == BankAnswer::returned) note_account(order, act.status);
        if (act.amount != Money()) order.toldOn = event.on;
        if (act.answer == BankAnswer::paid) order.out += act.amount;
        if (act.answer == BankAnswer::returned) {
            order.back += act.amount + act.charges;
            order.charges += act.charges;
            order.backReference = act.bankReference;
            order.backReason = act.status;
        }
        const bool went = act.answer == BankAnswer::accepted || act.answer == BankAnswer::paid;
        const bool is_free = order.state == OrderState::rejected || order.state == OrderState::returned;
        GroupState& page = book.page(act.groupement);
        if (order.out != Money() && order.out == order.back) {  // one explains the other
            order.told.clear();
            page.doubtful.erase(act.order);
        } else if (went && is_free) {
            page.doubtful.insert(act.order);
        }
    }
    void operator()(const OrderResolved& act) const {
        Order& order = book.order(act.order);
        order.told.clear();
        if (act.became != Became::seen || event.bounds < 3) order.back = order.out;  // what left or came is explained
        if (act.became != Became::seen) {
            order.resolvedBy = event.actor;
            order.resolution = act.document;
        }
        book.page(act.groupement).doubtful.erase(act.order);
    }
    void operator()(const OrderReinstated& act) const {
        const Order& order = step(act.order, OrderState::accepted);
        engaged(order) += act.amount;
        GroupState& page = book.page(act.groupement);
        for (const OrderPart& part : act.parts) page.ordered[{part.of, part.paymentYear}] += part.amount;
        page.open += act.amount;
        std::erase_if(page.freed, [&](const FreedOrder& one) { return one.order == act.order; });
    }
    void operator()(const BankFileRead&) const {}
    void operator()(const BankLineUnmatched& act) const {
        CpamState& page = book.cpam_state(act.cpam);
        page.lines.push_back({.position = event.position, .line = act, .said = {}, .saidBy = {}, .saidOn = {}});
        if (act.amount > Money() && act.count == 0)
            page.seen.push_back({event.position, act.reference, act.bankReference.value_or(""), act.amount, {}, {}});
    }
    void operator()(const BankLineMatched& act) const { forget_line(act.cpam, act.line); }
    // An order explains it.
    void forget_line(const CpamId& cpam, Position line) const {
        CpamState& page = book.cpam_state(cpam);
        std::erase_if(page.seen, [&](const SeenCredit& one) { return one.position == line; });
        std::erase_if(page.lines, [&](const OpenLine& one) { return one.position == line; });
    }
    OpenLine& line_at(const CpamId& cpam, Position line) const {
        return *std::ranges::find(book.cpam_state(cpam).lines, line, &OpenLine::position);
    }
    void operator()(const BankLineExplained& act) const {
        OpenLine& line = line_at(act.cpam, act.line);
        line.said = act;
        line.saidAt = event.position;
        line.saidBy = event.actor;
        line.saidOn = event.on;
        line.aside = line.line.amount == Money();
    }
    void operator()(const BankLineConfirmed& act) const {
        if (act.meaning == LineMeaning::aside) line_at(act.cpam, act.line).aside = true;
        if (act.meaning == LineMeaning::refund) {
            SeenCredit& seen = *std::ranges::find(book.cpam_state(act.cpam).seen, act.line, &SeenCredit::position);
            seen.groupement = *act.groupement;
            seen.refund = *act.refund;
            seen.linked = true;
        }
        if (act.meaning != LineMeaning::order) return;
        Order& order = book.order(*act.order);
        order.resolvedBy = event.actor;
        order.resolution = line_at(act.cpam, act.line).said.reason;
        forget_line(act.cpam, act.line);
    }
    void operator()(const MonthClosed& act) const { book.cpam_state(act.cpam).open = act.until; }
    void operator()(const PersonalDataRead&) const {}
};

// Of kinds a subject may have several of, the fact that is corrected is found by its key.
void Evolution::operator()(const FactCorrected& correction) const {
    const Evolution right{book, event, true};
    const auto of_key = [&](auto& list, auto member) -> auto& {
        const auto found = std::ranges::find(list, correction.corrects, member);
        IPEP_CHECK(found != list.end(), "position", event.position, "corrects", correction.corrects);
        return *found;
    };
    if (const auto* fact = std::get_if<RulesAdopted>(&correction.fact)) {
        CommonState& common = book.common_state();
        right.set(of_key(common.rules, &AdoptedRules::key).noted, *fact);
        common.indicators.insert(fact->parameters->quality.socle.begin(), fact->parameters->quality.socle.end());
    } else if (const auto* described = std::get_if<GroupementDescribed>(&correction.fact)) {
        right.set(of_key(book.page(described->groupement).descriptions, &DescribedSince::key).noted, *described);
    } else if (const auto* payment = std::get_if<PaymentTakenOver>(&correction.fact)) {
        TakenOver& one = of_key(book.page(payment->groupement).takenOver, &TakenOver::first);
        right.set(one.noted, *payment);
        one.key = event.key.value_or(FactKey{});
    } else {
        std::visit(right, correction.fact);
    }
}

}  // namespace

void evolve(Book& book, const Event& event) {
    check_before(book, event);
    std::visit(Evolution{book, event}, event.body);
    check_after(book, event);
    book.advance_head(event.position);
}

}  // namespace ipep

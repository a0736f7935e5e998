// posting: one function for each kind that moves something, and a list of those that move nothing. There is no branch
// for all others, so that a new kind is asked for.
#include "ledger/posting.h"

#include "ledger/calendar.h"
#include "ledger/one_of.h"

namespace ipep {
namespace {

// Facts, for what follows from one is a decision of its own; the steps of an order between ordering and the bank; what
// is only known of the bank or the ledger.
template <class Kind>
concept MovesNothing =
    OneOf<Kind, RulesAdopted, GroupementAdmitted, ConventionSigned, SeedCreditAssessed, RoadmapReceived,
          IndicatorsChosen, IndicatorTargetsSet, IndicatorMeasured, ExperienceThresholdsSet, ExperienceMeasured,
          PatientsCounted, ExpenditureMeasured, EnvelopeBudgeted, GroupementWithdrew, AdvanceWriteOffDecided,
          PersonalDataErased, PayeeChanged, OppositionNotified, OppositionLifted, CreditNotified, RefundReceived,
          OverpaymentWriteOffDecided, AccrualEstimated, RoleGranted, RoleRevoked, FactCorrected> ||
    OneOf<Kind, ObservationRecorded, GroupementDescribed, PaymentTakenOver, AdjustmentModelAdopted,
          AmendmentOpinionGiven, ChosenIndicatorValidated, EngagementSigned, ExperimentScheduled> ||
    OneOf<Kind, SeedCreditGranted, QualityScored, EfficiencyGainEstablished, IncentiveCapped, YearSettled> ||
    OneOf<Kind, PayeeConfirmed, RoleConfirmed, SettlementValidated, OrderSuspended, OrderRequisitioned, OrderApproved,
          FileIssued, OrderIssued, FileWritten, OrderAccepted, OrderTold, OrderResolved, BankFileRead,
          BankLineUnmatched, BankLineMatched, MonthClosed, PersonalDataRead> ||
    OneOf<Kind, SettlementRefused, BankLineExplained, BankLineConfirmed>;

using Lines = std::vector<PostingLine>;

// The debit stands before the credit, whichever of the two a negative amount makes it.
Lines transfer(PostingLine debit, PostingLine credit, Money amount) {
    if (amount < Money()) return transfer(std::move(credit), std::move(debit), -amount);
    debit.amount = amount;
    credit.amount = -amount;
    return {std::move(debit), std::move(credit)};
}

PostingLine line(PostedTo to, Money amount = {}) { return {.to = to, .amount = amount, .of = {}, .paymentYear = 0}; }

PostingLine due_line(const GroupementId& groupement, ResultYear year) {
    return {.to = PostedTo::dues,
            .amount = {},
            .of = Reference::due(groupement, year),
            .paymentYear = payment_year_of(year)};
}

struct Moves {
    const Event& event;

    Postings operator()(const MovesNothing auto&) const { return {}; }

    Postings one(const GroupementId& groupement, Operation operation, Lines lines) const {
        return {{.groupement = groupement, .on = event.on, .operation = operation, .lines = std::move(lines)}};
    }
    // What is settled is a charge; what a revision takes back is an adjustment.
    Postings charge(const GroupementId& groupement, Money amount, PostingLine debt) const {
        return one(groupement, amount > Money() ? Operation::settled : Operation::adjusted,
                   transfer(line(PostedTo::charge), std::move(debt), amount));
    }

    Postings operator()(const SeedTrancheReleased& e) const {
        return charge(e.groupement, e.amount,
                      {.to = PostedTo::seedCredits,
                       .amount = {},
                       .of = Reference::seed_credit(e.groupement),
                       .paymentYear = e.paymentYear});
    }
    Postings operator()(const OneOf<IncentiveSettled, IncentiveAnnulled> auto& e) const {
        return charge(e.groupement, e.netDifference, due_line(e.groupement, e.year));
    }
    Postings operator()(const AdvanceGranted& e) const {
        return one(e.groupement, Operation::advanced,
                   transfer(line(PostedTo::advances), due_line(e.groupement, e.year), e.difference));
    }
    Postings operator()(const AdvanceRecovered& e) const {
        return one(e.groupement, Operation::setOff,
                   transfer(due_line(e.groupement, e.year), line(PostedTo::advances), e.difference));
    }
    Postings operator()(const AdvanceWrittenOff& e) const {
        return one(e.groupement, Operation::adjusted,
                   transfer(line(PostedTo::losses), line(PostedTo::advances), e.amount));
    }
    Postings operator()(const AdvanceWriteOffReversed& e) const {
        return one(e.groupement, Operation::adjusted,
                   transfer(line(PostedTo::advances), line(PostedTo::losses), e.amount));
    }

    PostingLine of_overpayment(PostedTo to, const GroupementId& groupement) const {
        return {.to = to, .amount = {}, .of = Reference::overpayment(groupement), .paymentYear = year_of(event.on)};
    }
    Postings operator()(const RefundBooked& e) const {
        return one(e.groupement, Operation::bank,
                   transfer(line(PostedTo::bank), of_overpayment(PostedTo::refunds, e.groupement), e.difference));
    }
    Postings operator()(const OverpaymentWrittenOff& e) const {
        return one(e.groupement, Operation::adjusted,
                   transfer(line(PostedTo::losses), of_overpayment(PostedTo::writeOffs, e.groupement), e.difference));
    }
    // Accrued on the last day of the year, reversed on the day after it.
    Postings operator()(const AccrualBooked& e) const {
        const auto on = [&](Day day, PostedTo first, PostedTo second) {
            return Posting{.groupement = e.groupement,
                           .on = day,
                           .operation = Operation::estimated,
                           .lines = {line(first, e.difference), line(second, -e.difference)}};
        };
        return {on(day_of(e.year.number, 12, 31), PostedTo::charge, PostedTo::accrued),
                on(day_of(e.year.number + 1, 1, 1), PostedTo::accrued, PostedTo::charge)};
    }

    enum class Sign : std::uint8_t { debit, credit };
    static void add_parts(Lines& lines, PostedTo to, const std::vector<OrderPart>& parts, Sign sign) {
        for (const OrderPart& part : parts)
            lines.push_back({.to = to,
                             .amount = sign == Sign::debit ? part.amount : -part.amount,
                             .of = Reference::parse(part.of),
                             .paymentYear = part.paymentYear});
    }
    static void add_ordered(Lines& lines, const std::vector<OrderPart>& parts, Sign sign) {
        add_parts(lines, PostedTo::ordered, parts, sign);
        add_parts(lines, PostedTo::toOrder, parts, sign == Sign::debit ? Sign::credit : Sign::debit);
    }
    Postings engaged(const GroupementId& groupement, const std::vector<OrderPart>& parts, Sign sign) const {
        Lines lines;
        add_ordered(lines, parts, sign);
        return one(groupement, Operation::engaged, std::move(lines));
    }
    Postings operator()(const OneOf<PaymentOrdered, OrderReinstated> auto& e) const {
        return engaged(e.groupement, e.parts, Sign::debit);
    }
    Postings operator()(const OneOf<OrderCancelled, OrderRejected> auto& e) const {
        return engaged(e.groupement, e.parts, Sign::credit);
    }
    Postings operator()(const OrderPaid& e) const {
        Lines lines;
        add_parts(lines, PostedTo::payments, e.parts, Sign::debit);
        lines.push_back(line(PostedTo::bank, -e.amount));
        return one(e.groupement, Operation::bank, std::move(lines));
    }
    // It was ordered and paid, and no account of today knows it.
    Postings operator()(const TakeOverConfirmed& e) const {
        Lines lines;
        add_parts(lines, PostedTo::payments, e.parts, Sign::debit);
        add_parts(lines, PostedTo::takenOver, e.parts, Sign::credit);
        add_ordered(lines, e.parts, Sign::debit);
        return one(e.groupement, Operation::takenOver, std::move(lines));
    }
    // What is owed again; the account shows less of it by what a bank kept.
    Postings operator()(const OrderReturned& e) const {
        Lines lines{line(PostedTo::bank, e.amount - e.charges), line(PostedTo::bankCharges, e.charges)};
        add_parts(lines, PostedTo::payments, e.parts, Sign::credit);
        add_ordered(lines, e.parts, Sign::credit);
        return one(e.groupement, Operation::bank, std::move(lines));
    }
    Postings operator()(const OrderBooked& e) const {
        return one(e.groupement, Operation::bank,
                   transfer(line(PostedTo::bankCharges), line(PostedTo::bank), e.charges));
    }
};

}  // namespace

Postings posting(const Event& event) { return std::visit(Moves{event}, event.body); }

}  // namespace ipep

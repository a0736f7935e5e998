// about: one line for each kind. There is no branch for all others, so that a new kind is asked for.
#include "ledger/about.h"

#include "ledger/line_subject.h"
#include "ledger/one_of.h"
#include "ledger/reference.h"

namespace ipep {
namespace {

struct Subject {
    About operator()(const RulesAdopted& e) const { return {.rules = e.rules}; }
    About operator()(const OneOf<GroupementAdmitted, ConventionSigned> auto& e) const {
        return {.groupement = e.groupement, .cpam = e.cpam};
    }
    About operator()(const OneOf<SeedCreditAssessed, RoadmapReceived, IndicatorsChosen, GroupementWithdrew,
                                 AdvanceWriteOffDecided, PayeeChanged, PayeeConfirmed> auto& e) const {
        return {.groupement = e.groupement};
    }
    About operator()(const IndicatorTargetsSet& e) const {
        return {.groupement = e.groupement, .year = e.year, .indicator = e.indicator};
    }
    About operator()(const IndicatorMeasured& e) const {
        return {.groupement = e.groupement, .year = e.year, .indicator = e.indicator};
    }
    About operator()(const ExperienceThresholdsSet& e) const { return {.year = e.year}; }
    About operator()(const OneOf<ExperienceMeasured, PatientsCounted, ExpenditureMeasured, AccrualEstimated,
                                 AccrualBooked> auto& e) const {
        return {.groupement = e.groupement, .year = e.year};
    }
    About operator()(const EnvelopeBudgeted& e) const { return {.paymentYear = e.paymentYear}; }
    About operator()(const OneOf<PersonalDataErased, PersonalDataRead> auto& e) const {
        if (auto cpam = cpam_of_line(e.subject)) return {.cpam = std::move(cpam)};
        return {.groupement = GroupementId{e.subject}};
    }
    About operator()(const OneOf<OppositionNotified, OppositionLifted, RefundReceived, RefundBooked> auto& e) const {
        return {.groupement = e.groupement, .reference = e.reference};
    }
    About operator()(const OneOf<OverpaymentWriteOffDecided, OverpaymentWrittenOff> auto& e) const {
        return {.groupement = e.groupement, .reference = e.decision};
    }
    About operator()(const CreditNotified& e) const { return {.cpam = e.cpam, .paymentYear = e.paymentYear}; }
    About operator()(const OneOf<RoleGranted, RoleRevoked> auto& e) const {
        return {.groupement = e.groupement, .cpam = e.cpam, .person = e.person};
    }
    About operator()(const ObservationRecorded& e) const {
        return {.groupement = e.groupement, .year = e.year, .reference = e.population + ", " + e.measure};
    }
    About operator()(const OneOf<GroupementDescribed, EngagementSigned> auto& e) const {
        return {.groupement = e.groupement};
    }
    About operator()(const ExperimentScheduled&) const { return {}; }
    About operator()(const PaymentTakenOver& e) const {
        return {.groupement = e.groupement, .year = e.year, .paymentYear = e.paymentYear, .reference = e.document};
    }
    About operator()(const AdjustmentModelAdopted& e) const { return {.year = e.year, .reference = e.model.text}; }
    About operator()(const AmendmentOpinionGiven& e) const { return {.groupement = e.groupement, .rules = e.rules}; }
    About operator()(const ChosenIndicatorValidated& e) const {
        return {.groupement = e.groupement, .indicator = e.indicator};
    }
    About operator()(const FactCorrected& e) const { return about(e.fact); }

    About operator()(const SeedCreditGranted& e) const { return {.groupement = e.groupement, .rules = e.rules}; }
    About operator()(const SeedTrancheReleased& e) const {
        return {.groupement = e.groupement, .paymentYear = e.paymentYear};
    }
    About operator()(const OneOf<QualityScored, EfficiencyGainEstablished, IncentiveSettled> auto& e) const {
        return {.groupement = e.groupement, .year = e.year, .revision = e.revision, .rules = e.rules};
    }
    About operator()(const OneOf<IncentiveCapped, AdvanceGranted, AdvanceRecovered, IncentiveAnnulled> auto& e) const {
        return {.groupement = e.groupement, .year = e.year, .revision = e.revision};
    }
    About operator()(const OneOf<AdvanceWrittenOff, AdvanceWriteOffReversed> auto& e) const {
        return {.groupement = e.groupement};
    }
    About operator()(const YearSettled& e) const { return {.year = e.year, .revision = e.revision, .rules = e.rules}; }

    About operator()(const OneOf<SettlementValidated, SettlementRefused> auto& e) const {
        return {.year = e.year, .revision = e.revision};
    }
    About operator()(const OneOf<BankLineExplained, BankLineConfirmed> auto& e) const {
        return {.groupement = e.groupement, .cpam = e.cpam, .order = e.order, .reference = e.refund.value_or("")};
    }
    About operator()(const PaymentOrdered& e) const {
        return {.groupement = e.groupement, .cpam = e.cpam, .order = e.order};
    }
    About operator()(const OneOf<OrderSuspended, OrderRequisitioned, OrderApproved, OrderCancelled, OrderIssued,
                                 OrderAccepted, OrderRejected, OrderPaid, OrderBooked, OrderReturned, OrderTold,
                                 OrderResolved, OrderReinstated> auto& e) const {
        return {.groupement = e.groupement, .order = e.order};
    }
    About operator()(const OneOf<FileIssued, FileWritten, BankFileRead, BankLineUnmatched, BankLineMatched,
                                 MonthClosed> auto& e) const {
        return {.cpam = e.cpam};
    }
    About operator()(const TakeOverConfirmed& e) const {
        About about{.groupement = e.groupement};
        for (const OrderPart& part : e.parts)
            if (const auto debt = Reference::parse(part.of); debt && debt->kind == Reference::Kind::settlement)
                about.year = debt->year;
        return about;
    }
    About operator()(const RoleConfirmed&) const { return {}; }  // its grant says whose it is
};

}  // namespace

About about(const Body& body) { return std::visit(Subject{}, body); }
About about(const Fact& fact) { return std::visit(Subject{}, fact); }
About about(const PlainFact& fact) { return std::visit(Subject{}, fact); }

}  // namespace ipep

// TextPages: each answer of services/answers/ as text for people, a derivation also as a drawing.
//
// Shape: of(question, value) where the question says how much is shown; else of any question.
#pragma once

#include "services/answers/all_answers.h"

namespace ipep {

struct TextPages {
    // What stands in place of a page where the question says nothing about how its answer is shown.
    static std::string of(const auto&, const auto& value) { return of(value); }

    static std::string of(const SettlementShown& value);
    static std::string of(const SettlementsShown& value);
    static std::string of(const BalancesShown& value);
    static std::string of(const EnvelopeRows& value);
    static std::string of(const StatementShown& value);
    static std::string line(const EventShown& row);
    static std::string of(const RulesShown& value);

    static std::string of(const LedgerMade& value);
    static std::string of(const AppendResult& value);
    static std::string of(const Trial& value);
    static std::string of(const questions::Settle& question, const SettleResult& value);
    static std::string of(const TemplateMade& value);
    static std::string of(const questions::Import& question, const ImportShown& value);
    static std::string of(const VoucherKept& value);
    static std::string of(const VoucherRead& value);

    static std::string of(const Confirmed& value);
    static std::string of(const PayeeChecked& value);
    static std::string of(const Validated& value);
    static std::string of(const ValidationRefused& value);
    static std::string of(const LineExplained& value);
    static std::string of(const OrdersShown& value);
    static std::string of(const questions::Approve& question, const ChecksShown& value);
    static std::string of(const ApprovedShown& value);
    static std::string of(const questions::Issue& question, const IssueResult& value);
    static std::string of(const questions::File& question, const IssueResult& value);
    static std::string of(const BankReading& value);
    static std::string of(const ClosedMonth& value);
    static std::string of(const Reconciliation& value);

    static std::string of(const LetterRead& value);
    static std::string of(const LetterKept& value);
    static std::string of(const LettersKept& value);
    static std::string of(const NoticesRead& value);
    static std::string of(const NoticeKept& value);
    static std::string of(const NoticesKept& value);
    static std::string of(const NationalReport& value);
    static std::string of(const ReportKept& value);

    static std::string of(const TrialBalanceShown& value);
    static std::string of(const AccountLedgerShown& value);
    static std::string of(const GeneralLedgerShown& value);
    static std::string of(const VariationShown& value);
    static std::string of(const BankReconciliation& value);
    static std::string of(const ClosingChecklist& value);

    static std::string of(const questions::Explain& question, const ExplanationShown& value);
    static std::string drawing(std::string_view format, const ExplanationShown& value);
    static std::string of(const questions::History& question, const AmountHistory& value);
    static std::string of(const questions::Diff& question, const DifferenceShown& value);
    static std::string of(const questions::Review& question, const ReviewShown& value);
    static std::string of(const questions::Review& question, const ReadingsShown& value);
    static std::string of(const questions::Review& question, const StaleShown& value);
    static std::string of(const LateShown& value);
    static std::string of(const questions::Simulate& question, const SimulationShown& value);
    // Each refusal is told beside it.
    static std::string of(const FactsRefused&) { return {}; }

    static std::string of(const Verification& value);
    static std::string of(const Rebuilt& value);
    static std::string of(const KeyMade& value);
    static std::string of(const ProofShown& value);
    static std::string of(const AmountProved& value);
    static std::string of(const BalanceProved& value);
    static std::string of(const StatementProved& value);
    static std::string of(const SettlementProved& value);
    static std::string of(const RowsProved& value);
    static std::string of(const ListProved& value);
    static std::string of(const BackedUp& value);
    static std::string of(const RestoredHere& value);
    static std::string of(const LogSummary& value);
    static std::string of(const PackMade& value);
    static std::string of(const PanelMade& value);
    static std::string of(const StampRequested& value);
    static std::string of(const LogAdded& value);
    static std::string of(const StampShown& value);

    static std::string of(const SpendingModel& value);

    static std::string of(const TokenMade& value);
    static std::string of(const TokensRevoked& value);
};

}  // namespace ipep

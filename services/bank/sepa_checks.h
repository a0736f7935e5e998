// SEPA checks: what a bank refuses and the schema does not see.
//
// Shape:  one rule, one refusal, which names the transfer by its EndToEndId.
// Errors: transfer_reference_invalid, transfer_repeated, transfer_amount_out_of_range, transfer_iban_invalid,
//         transfer_iban_outside_sepa, transfer_bic_invalid, transfer_name_unwritable, transfer_remittance_too_long;
//         transfer_file_empty, transfer_totals_differ, format_version_unknown; execution_not_target_day,
//         execution_in_the_past.
// Source: EPC125-05 (SCT rulebook), EPC132-08; the bank of France's RIB key (iban_checks); notes on SEPA.
#pragma once

#include <unordered_set>

#include "services/bank/transfer.h"

namespace ipep {

// Apart from the others, because a file is only ever written again with the day it had.
Verdict<> check_execution(Day execute, Day today);

// One file from its head to its last transfer.
class SepaChecks {
public:
    Verdict<> head(const TransferFile& file);
    Verdict<> transfer(const Transfer& transfer);
    // The totals of what was seen against those of the head.
    Verdict<> end() const;

private:
    TransferTotals announced_, seen_;
    Signs signs_ = Signs::written;
    std::unordered_set<std::string> ids_;
};

}  // namespace ipep

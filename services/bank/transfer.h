// Transfer: one SEPA credit transfer, and the file of them that goes to the bank.
//
// Shape:  names and remittance are UTF-8 as people write them; the file has them as sepa_text() makes them. Ids are
//         written as they are.
// Units:  euros; `created_at` is microseconds since 1970, UTC (the file has whole seconds).
// Source: ISO 20022 pain.001, EPC132-08 (SCT customer-to-bank guidelines).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "ledger/day.h"
#include "ledger/money.h"
#include "services/bank/debtor.h"
#include "services/bank/sepa_text.h"

namespace ipep {

struct Transfer {
    std::string end_to_end_id;  // never reused
    Money amount;
    std::string creditor_name;  // the account holder's legal name; longer than 70 it is cut in the file
    std::string creditor_iban;
    std::string creditor_bic;  // may be empty: the IBAN alone is enough within SEPA
    std::string remittance;    // at most 140 characters once written
    bool operator==(const Transfer&) const = default;
};

struct TransferTotals {
    std::int64_t count = 0;
    Money sum;
    bool operator==(const TransferTotals&) const = default;
};

// All but the transfers themselves. Bytes follow from it and from them alone.
struct TransferFile {
    std::string message_id;  // MsgId, one a file
    std::string batch_id;    // PmtInfId: what the bank books a batch under
    std::int64_t created_at = 0;
    Debtor debtor;
    Day execute;
    int format_version = 9;  // pain.001.001.09, or 3 for .03
    TransferTotals totals;   // known before: they stand in the head of the file
    Signs signs = Signs::written;
    bool operator==(const TransferFile&) const = default;
};

// Gives one transfer after the other, then nothing. A file is never in memory as a whole.
using TransferSource = std::function<std::optional<Transfer>()>;

}  // namespace ipep

// Bank survey: a file from the bank, read once through before anything of it counts.
//
// Shape:  whose file it is, which of its statements are of accounts that pay for that CPAM, and which entries' amounts
//         do not add up, so that what was ordered is not taken for what was booked.
// Errors: those of reading it (bank_message.h), where a line that is ours cannot be read too; file_unreadable;
//         bank_account_unknown, where no statement is of an account a CPAM pays from and no line names an order.
#pragma once

#include "services/payments/bank_matching.h"

namespace ipep {

// Gives the file of a message that was issued.
using FindIssuedFile = std::function<Verdict<FileIssued>(const std::string& message)>;

struct BankSurvey {
    std::string sha256;
    BankMessageHead head;            // the first one
    std::vector<CpamId> cpams;       // whose statements or orders are in it, in the order of the file
    std::vector<CpamId> statements;  // whose each is; empty where nobody's: it is passed over
    std::set<std::pair<std::size_t, std::int64_t>> unsure;  // statement and entry
};

// Reads the file once through, line by line, with the number of its statement or report, from 0. Gives its digest.
using SeeHead = std::function<void(const BankMessageHead&)>;
using SeeLine = std::function<Verdict<>(const BankLine&, std::size_t statement)>;
Verdict<std::string> read_bank_file_through(const std::string& path, const SeeHead& head, const SeeLine& line);

Verdict<BankSurvey> survey_bank_file(const std::string& path, LedgerService& ledger, BankMatching& matching,
                                     const FindIssuedFile& issued_file);

}  // namespace ipep

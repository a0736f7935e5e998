// Bank documents: what a bank writes about transfers, in the forms banks use. For tests.
#pragma once

#include <string>
#include <vector>

#include "ledger/money.h"

namespace ipep {

struct StatusLine {
    std::string end_to_end, status, reason;
};
// A pain.002: of the file, or of each transfer.
std::string status_document(const std::string& message_id, const std::string& file, const std::string& group_status,
                            const std::string& reason, const std::vector<StatusLine>& lines);

struct EntryForm {
    std::string end_to_end = {};  // one transfer; or, empty, a batch
    std::string batch = {}, file = {};
    int count = 0;
    Money amount = {};
    Money charges = {};  // of a return: the entry is so much less
    bool credit = false;
    std::string day = {}, reference = {};
    // How a bank says that money came back: "code", "reason", "reversal" (a credit), "debit" (the debit, reversed).
    std::string back = "code";
    std::string party = {}, text = {};  // the other side's name; what it says
};
std::string entry_of(const EntryForm& form);

// A camt.053 or camt.054 of one account.
std::string statement_document(const std::string& kind, const std::string& message_id, const std::string& account,
                               const std::vector<std::string>& entries);

}  // namespace ipep

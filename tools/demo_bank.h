// DemoBank: what the made-up bank of the demonstration answers, as a bank writes it: pain.002 and camt.053.
//
// Source: ISO 20022; notes on payments, "SEPA".
#pragma once

#include <string>
#include <vector>

#include "ledger/day.h"
#include "ledger/money.h"

namespace ipep {

// What became of one transfer, by its EndToEndId; a reason where it was rejected: "AC04".
struct DemoStatus {
    std::string end_to_end, status, reason = {};
};
// Of transfers in one file, by its MsgId and PmtInfId.
struct DemoFile {
    std::string message, batch;
};
std::string demo_status_report(const std::string& id, Day day, const DemoFile& file,
                               const std::vector<DemoStatus>& statuses);

// A line of an account. A transfer that comes back is a credit with its EndToEndId and a reason.
struct DemoEntry {
    std::string end_to_end;
    Money amount;
    bool credit = false;
    std::string reason = {};
    std::string party = {}, text = {};  // of the other side
};
std::string demo_statement(const std::string& id, Day day, const std::string& iban,
                           const std::vector<DemoEntry>& entries);

// An account that checks, by its number at the made-up bank.
std::string demo_iban(std::int64_t account);

}  // namespace ipep

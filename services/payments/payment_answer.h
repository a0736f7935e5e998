// Payment answers: orders, checks, files, bank readings and reconciliation as JSON.
//
// Shape:  members as the contract names them; `payee` is the holder's name, "—" for whoever may not read it.
// Source: contract, "Payments".
#pragma once

#include <boost/json/fwd.hpp>

#include "services/ledger/line_words.h"
#include "services/payments/payment_commands.h"

namespace ipep {

// An order with the name of its payee, "—" where the reader may not know it.
struct OrderShown {
    Order order;
    std::string payee;
};
OrderShown shown_order(const LedgerService& ledger, const Order& order, const Reader& reader);
boost::json::object order_answer(const OrderShown& shown);
boost::json::array checks_answer(const std::vector<VisaCheck>& checks);
boost::json::object issue_answer(const IssueResult& result);
boost::json::object bank_answer(const BankReading& reading);

// Orders, file lines and bank lines side by side, and what does not match.
struct Reconciled {
    Order order;
    std::string file_sha256, bank;  // empty where there is none yet
};
struct UnmatchedLine {
    OpenLine open;
    std::optional<ShownWords> words;
};
struct Reconciliation {
    std::vector<Reconciled> lines;
    std::vector<UnmatchedLine> unmatched;
};
// Of a CPAM that is known, at the state the views are of; whose words are shown is noted.
Reconciliation reconcile(LedgerService& ledger, Views& views, const CpamId& cpam, Reader& reader);
// Whose accounts stand in a file for the bank.
std::set<std::string> subjects_of(Views& views, const std::string& message);
// What a person said that a line of the bank is.
boost::json::object line_answer(const BankLineExplained& said, const PersonId& by);
boost::json::object reconciliation_answer(const Reconciliation& reconciliation);

}  // namespace ipep

// Paying answers: from the debt to the visa, and what goes to the bank and comes from it.
//
// Shape:  a payee's name stands in an order where the reader may know it, else "—".
// Source: contract, "Payments".
#pragma once

#include <boost/json/fwd.hpp>

#include "ledger/year.h"
#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/payments/payment_answer.h"
#include "services/questions/banking.h"
#include "services/questions/paying.h"

namespace ipep {

struct Confirmed {
    FactKey key;
};
struct PayeeChecked {
    FactKey key;
    std::vector<PayeeDoubtFound> doubts;
};
Verdict<Answer<std::variant<Confirmed, PayeeChecked>>> answer(Asking& asking, const questions::Confirm& question);
boost::json::object document(const Confirmed& value);
boost::json::object document(const PayeeChecked& value);

struct Validated {
    ResultYear year = 0;
    std::int64_t revision = 0;
};
Verdict<Answer<Validated>> answer(Asking& asking, const questions::Validate& question);
boost::json::object document(const Validated& value);

struct ValidationRefused {
    ResultYear year = 0;
    std::int64_t revision = 0;
    std::string reason;
};
Verdict<Answer<ValidationRefused>> answer(Asking& asking, const questions::Refuse& question);
boost::json::object document(const ValidationRefused& value);

// A line of the bank after somebody said what it is, or agreed. `confirmed`: it is done with.
struct LineExplained {
    CpamId cpam;
    BankLineExplained said;
    PersonId by;
    bool confirmed = false;
};
Verdict<Answer<LineExplained>> answer(Asking& asking, const questions::ExplainLine& question);
Verdict<Answer<LineExplained>> answer(Asking& asking, const questions::ConfirmLine& question);
boost::json::object document(const LineExplained& value);

// The orders as they stand; of a command, after it.
struct OrdersShown {
    std::vector<OrderShown> orders;
};
Verdict<Answer<OrdersShown>> answer(Asking& asking, const questions::Order& question);
Verdict<Answer<OrdersShown>> answer(Asking& asking, const questions::Orders& question);
Verdict<Answer<OrdersShown>> answer(Asking& asking, const questions::Suspend& question);
Verdict<Answer<OrdersShown>> answer(Asking& asking, const questions::Requisition& question);
Verdict<Answer<OrdersShown>> answer(Asking& asking, const questions::Cancel& question);
Verdict<Answer<OrdersShown>> answer(Asking& asking, const questions::Resolve& question);
boost::json::object document(const OrdersShown& value);

// What an approval would find now.
struct OrderChecked {
    OrderId order;
    Money amount;
    std::vector<VisaCheck> checks;
    bool passes() const;
};
struct ChecksShown {
    std::vector<OrderChecked> orders;
};
boost::json::object document(const ChecksShown& value);
// Those of a CPAM that passed, as they stand now, and why each other is left.
struct ApprovedShown {
    OrdersShown approved;
    std::vector<Examined> left;
};
boost::json::object document(const ApprovedShown& value);
Verdict<Answer<std::variant<OrdersShown, ChecksShown, ApprovedShown>>> answer(Asking& asking,
                                                                              const questions::Approve& question);

Verdict<Answer<IssueResult>> answer(Asking& asking, const questions::Issue& question);
Verdict<Answer<IssueResult>> answer(Asking& asking, const questions::File& question);
boost::json::object document(const IssueResult& value);

Verdict<Answer<BankReading>> answer(Asking& asking, const questions::Bank& question);
boost::json::object document(const BankReading& value);

struct ClosedMonth {
    CpamId cpam;
    std::string month;
};
Verdict<Answer<ClosedMonth>> answer(Asking& asking, const questions::CloseMonth& question);
boost::json::object document(const ClosedMonth& value);

Verdict<Answer<Reconciliation>> answer(Asking& asking, const questions::Reconcile& question);
boost::json::object document(const Reconciliation& value);

}  // namespace ipep

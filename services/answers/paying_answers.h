// Paying answers: from the debt to the visa, and what goes to the bank and comes from it.
//
// Shape:  a payee's name stands in an order where the reader may know it, else "—".
// Source: contract, "Payments".
#pragma once

#include <boost/json/fwd.hpp>

#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/payments/payment_answer.h"
#include "services/questions/banking.h"
#include "services/questions/paying.h"

namespace ipep {

struct Confirmed {
    FactKey key;
};
Verdict<Answer<Confirmed>> answer(Asking& asking, const questions::Confirm& question);
boost::json::object document(const Confirmed& value);

struct Validated {
    Year year = 0;
    std::int64_t revision = 0;
};
Verdict<Answer<Validated>> answer(Asking& asking, const questions::Validate& question);
boost::json::object document(const Validated& value);

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
struct ChecksShown {
    std::vector<std::pair<OrderId, std::vector<VisaCheck>>> orders;
};
Verdict<Answer<std::variant<OrdersShown, ChecksShown>>> answer(Asking& asking, const questions::Approve& question);
boost::json::object document(const ChecksShown& value);

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

// Figures: settlements, balances, envelope, statement, verification and refusals as values and as JSON.
//
// Shape:  rows are copies, in the order of the view. The command line and the service give the same JSON.
// Units:  amounts as texts with two decimals; figures per patient and scores with six.
// Source: contract, "The command" and "A settlement".
#pragma once

#include <boost/json/fwd.hpp>

#include "ledger/year.h"
#include "services/audit/verification.h"
#include "services/ledger/ledger_service.h"

namespace ipep {

// The figures alone, without where the settlement stands in the log.
boost::json::object settlement_figures(const Settlement& settlement);
boost::json::object settlement_answer(const Settlement& settlement);
boost::json::object settle_answer(const SettleResult& result);
// Its last revision without its groups; result year N is paid in N+1.
boost::json::object settled_year_answer(ResultYear year, const SettledYear& settled);

struct BalanceRow {
    GroupementId groupement;
    Balance balance;
};
std::vector<BalanceRow> balance_rows(BalanceView& balances);
// Of a groupement that nothing moved for, nothing but zeros.
BalanceRow balance_row(const GroupementId& groupement, BalanceView& balances);
boost::json::object balance_answer(const BalanceRow& row);
boost::json::object balances_answer(const std::vector<BalanceRow>& rows);

struct EnvelopeRow {
    PaymentYear paymentYear = 0;
    EnvelopeYear year;
};
struct EnvelopeRows {
    std::vector<EnvelopeRow> years;
    EnvelopeTotal total;
};
EnvelopeRows envelope_rows(EnvelopeView& envelope);
boost::json::object envelope_answer(const EnvelopeRows& envelope);

boost::json::object statement_answer(const GroupementId& groupement, const std::string& name,
                                     const std::vector<StatementLine>& lines);
boost::json::object verification_answer(const Verification& verification);
boost::json::array digests_answer(const std::vector<ViewDigest>& digests);
// code, detail, and where they apply line, key, cite, missing. `detail` is the sentence in the reader's language.
boost::json::object rejection_answer(const Rejection& rejection, const std::string& detail);
// The rejection such an answer tells of, without the arguments of its sentence.
Rejection rejection_from(Code code, const boost::json::object& answer);
boost::json::object missing_answer(const Missing& missing);

}  // namespace ipep

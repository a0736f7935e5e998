// Answers: what the commands of the contract say, as JSON. The command line and the service give the same.
//
// Units:  amounts as texts with two decimals; figures per patient and scores with six.
// Source: contract, "The command" and "A settlement".
#pragma once

#include <boost/json/fwd.hpp>

#include "services/audit/verification.h"
#include "services/ledger/ledger_service.h"
#include "services/reader/reader.h"

namespace ipep {

// The figures alone, without where the settlement stands in the log.
boost::json::object settlement_figures(const Settlement& settlement);
boost::json::object settlement_answer(const Settlement& settlement);
// Of the groups the reader is shown.
boost::json::object settlement_answer(Settlement settlement, const Reader& reader);
boost::json::object settle_answer(const SettleResult& result);
boost::json::object balances_answer(BalanceView& balances);
boost::json::object balances_answer(BalanceView& balances, const Reader& reader);
// Of one groupement: the row alone.
boost::json::object balance_answer(const GroupementId& groupement, BalanceView& balances);
boost::json::object envelope_answer(EnvelopeView& envelope);
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

// Pages: the answers as text for people. Nothing wraps at 120 columns.
#pragma once

#include <string>
#include <vector>

#include "services/answers/reading_answers.h"
#include "services/audit/verification.h"

namespace ipep {

std::string settlement_page(const Settlement& settlement);
std::string settlements_page(const SettlementsShown& settled);
// Of one groupement, where it is named, without the total.
std::string balances_page(const BalancesShown& shown);
std::string envelope_page(const EnvelopeRows& envelope);
std::string statement_page(const std::string& name, const GroupementId& groupement,
                           const std::vector<StatementLine>& lines);
std::string verification_page(const Verification& verification);
std::string digests_page(const std::vector<ViewDigest>& digests);

}  // namespace ipep

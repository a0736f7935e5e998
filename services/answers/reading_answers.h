// Reading answers: what settlement, settlements, balances, envelope, statement, events and rules are answered with.
//
// Source: contract, "The command", "A settlement".
#pragma once

#include <boost/json/fwd.hpp>

#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/answers/figures.h"
#include "services/questions/reading.h"

namespace ipep {

struct SettlementShown {
    Settlement settlement;      // of the groups the reader is shown
    bool would_change = false;  // what the year rests on changed since
};
Verdict<Answer<SettlementShown>> answer(Asking& asking, const questions::Settlement& question);
boost::json::object document(const SettlementShown& value);

struct SettlementsShown {
    std::vector<std::pair<ResultYear, SettledYear>> years;  // who validated is empty for a reader of a groupement
};
Verdict<Answer<SettlementsShown>> answer(Asking& asking, const questions::Settlements& question);
boost::json::object document(const SettlementsShown& value);

struct BalancesShown {
    std::vector<BalanceRow> rows;
    bool of_one = false;          // of the one groupement asked for
    EnvelopeTotal envelope = {};  // of all payment years; of all groupements
};
Verdict<Answer<BalancesShown>> answer(Asking& asking, const questions::Balances& question);
boost::json::object document(const BalancesShown& value);

Verdict<Answer<EnvelopeRows>> answer(Asking& asking, const questions::Envelope& question);
boost::json::object document(const EnvelopeRows& value);

struct StatementShown {
    GroupementId groupement;
    std::string name;
    std::vector<StatementLine> lines;
};
Verdict<Answer<StatementShown>> answer(Asking& asking, const questions::Statement& question);
boost::json::object document(const StatementShown& value);

struct EventShown {
    Event event;
    Digest digest{};
    bool trial = false;
};
Verdict<Answer<RowStream<EventShown>>> answer(Asking& asking, const questions::Events& question);
boost::json::object document(const EventShown& row);

struct RulesShown {
    std::vector<AdoptedRules> versions;
    std::string better;  // the edition that is shipped and was asked for, where it is not adopted
};
Verdict<Answer<std::variant<Bytes, RulesShown>>> answer(Asking& asking, const questions::Rules& question);
boost::json::object document(const RulesShown& value);

}  // namespace ipep

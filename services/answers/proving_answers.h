// Proving answers: what lets others check without trusting this program, and what keeps a ledger.
//
// Source: contract, "Proofs", "Backup"; RFC 6962.
#pragma once

#include <boost/json.hpp>

#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/answers/figures.h"
#include "services/audit/audit_pack.h"
#include "services/audit/moved_log.h"
#include "services/audit/restore.h"
#include "services/histories/panel/package.h"
#include "services/questions/keeping.h"
#include "services/questions/proving.h"

namespace ipep {

// A ledger that does not open whole is a difference like any other; only the view of it is shorter.
Verdict<Answer<Verification>> answer(Asking& asking, const questions::Verify& question);
boost::json::object document(const Verification& value);

struct Rebuilt {
    Position events = 0;
    std::vector<ViewDigest> views;
};
Verdict<Answer<Rebuilt>> answer(Asking& asking, const questions::Rebuild& question);
boost::json::object document(const Rebuilt& value);

struct KeyMade {
    std::string verifier;
};
Verdict<Answer<KeyMade>> answer(Asking& asking, const questions::NewKey& question);
boost::json::object document(const KeyMade& value);

Verdict<Answer<Bytes>> answer(Asking& asking, const questions::Checkpoint& question);
Verdict<Answer<Bytes>> answer(Asking& asking, const questions::Leaf& question);

// A proof that is its own document.
struct ProofShown {
    boost::json::object proof;
};
Verdict<Answer<ProofShown>> answer(Asking& asking, const questions::ProveInclusion& question);
Verdict<Answer<ProofShown>> answer(Asking& asking, const questions::ProveConsistency& question);
boost::json::object document(const ProofShown& value);

struct AmountProved {
    std::string reference, value, file;
    std::size_t events = 0;
};
Verdict<Answer<AmountProved>> answer(Asking& asking, const questions::ProveAmount& question);
boost::json::object document(const AmountProved& value);

struct BalanceProved {
    BalanceRow row;
    Position known = 0;
    std::string file;
    std::size_t events = 0;  // that moved it
};
Verdict<Answer<BalanceProved>> answer(Asking& asking, const questions::ProveBalance& question);
boost::json::object document(const BalanceProved& value);

struct StatementProved {
    GroupementId groupement;
    Position known = 0;
    std::string file;
    std::size_t lines = 0;
};
Verdict<Answer<StatementProved>> answer(Asking& asking, const questions::ProveStatement& question);
boost::json::object document(const StatementProved& value);

struct SettlementProved {
    ResultYear year = 0;
    std::int64_t revision = 0;
    std::size_t groupements = 0;
    Money due;
    std::string file;
};
Verdict<Answer<SettlementProved>> answer(Asking& asking, const questions::ProveSettlement& question);
boost::json::object document(const SettlementProved& value);

// A list whose rows are all that there are: "balances" or "envelope".
struct RowsProved {
    std::string list;
    Position known = 0;
    std::string file;
    std::size_t rows = 0, events = 0;
};
Verdict<Answer<RowsProved>> answer(Asking& asking, const questions::ProveBalances& question);
Verdict<Answer<RowsProved>> answer(Asking& asking, const questions::ProveEnvelope& question);
boost::json::object document(const RowsProved& value);

struct ListProved {
    std::string subject, file;
    std::size_t entries = 0, found = 0;
};
Verdict<Answer<ListProved>> answer(Asking& asking, const questions::ProveAll& question);
Verdict<Answer<ListProved>> answer(Asking& asking, const questions::ProveNone& question);
Verdict<Answer<ListProved>> answer(Asking& asking, const questions::ProveOrders& question);
boost::json::object document(const ListProved& value);

struct BackedUp {
    std::string folder;
    Position position = 0;
};
Verdict<Answer<BackedUp>> answer(Asking& asking, const questions::Backup& question);
boost::json::object document(const BackedUp& value);

struct RestoredHere {
    std::string folder;
    Restored restored;
};
Verdict<Answer<RestoredHere>> answer(Asking& asking, const questions::Restore& question);
boost::json::object document(const RestoredHere& value);

Verdict<Answer<LogSummary>> answer(Asking& asking, const questions::LogCopy& question);
boost::json::object document(const LogSummary& value);

struct PackMade {
    std::string folder;
    PackReport report;
};
Verdict<Answer<PackMade>> answer(Asking& asking, const questions::ExportAudit& question);
boost::json::object document(const PackMade& value);

struct PanelMade {
    std::string folder;
    panel::Report report;
};
Verdict<Answer<PanelMade>> answer(Asking& asking, const questions::ExportPanel& question);
boost::json::object document(const PanelMade& value);

}  // namespace ipep

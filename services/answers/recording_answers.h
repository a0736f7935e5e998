// Recording answers: what init, append, settle, template, import and the questions on vouchers are answered with.
//
// Source: contract, "The command", "Second edition".
#pragma once

#include <boost/json/fwd.hpp>

#include "ledger/year.h"
#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/ledger/voucher_file.h"
#include "services/questions/recording.h"
#include "services/questions/spreadsheet.h"
#include "services/sheets/import_answer.h"

namespace ipep {

struct LedgerMade {
    std::string folder;
    Format format;
};
Verdict<Answer<LedgerMade>> answer(Asking& asking, const questions::Init& question);
boost::json::object document(const LedgerMade& value);

// A trial, of a dry run: each line is judged, and each refusal is told beside the answer too.
Verdict<Answer<std::variant<AppendResult, Trial>>> answer(Asking& asking, const questions::Append& question);
boost::json::object document(const AppendResult& value);
boost::json::object document(const Trial& value);

Verdict<Answer<SettleResult>> answer(Asking& asking, const questions::Settle& question);
boost::json::object document(const SettleResult& value);

struct TemplateMade {
    ResultYear year = 0;
    std::size_t values = 0;
    KeptFile file;
};
Verdict<Answer<TemplateMade>> answer(Asking& asking, const questions::Template& question);
boost::json::object document(const TemplateMade& value);

// `kept`: the file too, where that was asked for and one of the facts names it.
struct ImportShown {
    sheets::SheetImport import;
    sheets::KnownBefore before;
    std::optional<bool> kept = {};
};
Verdict<Answer<ImportShown>> answer(Asking& asking, const questions::Import& question);
boost::json::object document(const ImportShown& value);

struct VoucherKept {
    Position position = 0;
    VoucherKind kind;
};
Verdict<Answer<VoucherKept>> answer(Asking& asking, const questions::KeepVoucher& question);
boost::json::object document(const VoucherKept& value);

struct VoucherRead {
    Position position = 0;
    KeptFile file;
};
Verdict<Answer<VoucherRead>> answer(Asking& asking, const questions::ReadVoucher& question);
boost::json::object document(const VoucherRead& value);

}  // namespace ipep

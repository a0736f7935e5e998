// Recording answers: what init, append, settle, template and import are answered with.
//
// Source: contract, "The command", "Second edition".
#pragma once

#include <boost/json/fwd.hpp>

#include "ledger/year.h"
#include "services/answers/answer.h"
#include "services/answers/asking.h"
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

struct ImportShown {
    sheets::SheetImport import;
    sheets::KnownBefore before;
};
Verdict<Answer<ImportShown>> answer(Asking& asking, const questions::Import& question);
boost::json::object document(const ImportShown& value);

}  // namespace ipep

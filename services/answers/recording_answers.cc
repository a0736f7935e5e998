#include "services/answers/recording_answers.h"

#include <algorithm>
#include <boost/json.hpp>

#include "events/code.h"
#include "events/folder.h"
#include "services/answers/figures.h"
#include "services/files/whole_file.h"
#include "services/questions/recording_answer.h"
#include "services/sheets/errors_sheet.h"
#include "services/sheets/template.h"
#include "services/words/language.h"

namespace ipep {
namespace {

// It stands on a line of its own, in FORMAT and in every checkpoint.
bool is_origin(const std::string& name) {
    const bool printable = std::ranges::none_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    return printable && name.size() <= 4000 && name.find_first_not_of(' ') != std::string::npos;
}

// A name without any ending, as a request's, is an XLSX. Errors: one with another ending is wrong usage.
bool is_xlsx(const std::string& path) {
    if (path.ends_with(".csv")) return false;
    const auto name = path.substr(path.rfind('/') + 1);
    if (path.ends_with(".xlsx") || name.find('.') == std::string::npos) return true;
    throw WrongUsage(fill(tr("{path} must end in .xlsx or .csv"), {{"path", path}}));
}

using Appended = std::variant<AppendResult, Trial>;

// Whose amounts a template shows: those of the CPAM named, else of one at least.
Verdict<> may_read(const Reader& reader, const CpamId& cpam) {
    const bool may =
        cpam.text.empty() ? reader.may_somewhere(Right::read_amounts) : reader.may(Right::read_amounts, cpam);
    return may ? Verdict<>() : reader.check(Right::read_amounts, cpam);
}

}  // namespace

namespace json = boost::json;

Verdict<Answer<LedgerMade>> answer(Asking& asking, const questions::Init& question) {
    const Format format{.origin = question.origin, .trial = question.trial};
    const std::string folder = asking.folder();
    asking.at_head_alone(tr("--as-of is for reading"));
    if (!is_origin(format.origin)) return refuse(code::text_malformed, {{"member", "--origin"}});
    const auto known = read_format(folder);
    if (known) return refuse(code::ledger_exists, {{"path", folder}});
    if (known.error().code != code::no_ledger) return std::unexpected(known.error());
    Store::create(folder, format);
    return Answer(LedgerMade{folder, format});
}

json::object document(const LedgerMade& value) {
    return {{"ledger", value.folder}, {"origin", value.format.origin}, {"trial", value.format.trial}};
}

Verdict<Answer<Appended>> answer(Asking& asking, const questions::Append& question) {
    const auto ledger = asking.writer();
    const std::string lines = IPEP_TRY(asking.read(question.file));
    if (!question.dry_run)
        return Answer(Appended(IPEP_TRY(ledger->append(std::string_view(lines), asking.actor()))), *ledger);
    Trial trial = ledger->try_append(lines, asking.actor());
    for (const Rejection& refused : trial.refused) asking.warn(refused);
    Answer judged(Appended(std::move(trial)), *ledger);
    if (!std::get<Trial>(judged.value).refused.empty()) judged.ended = Ended::refused;
    return judged;
}

json::object document(const AppendResult& value) { return append_answer(value); }
json::object document(const Trial& value) { return trial_answer(value); }

Verdict<Answer<SettleResult>> answer(Asking& asking, const questions::Settle& question) {
    const auto ledger = asking.writer(Grounds::log);
    return Answer(IPEP_TRY(ledger->settle(question.year, asking.accounting_day(), asking.actor(), question.dry_run)),
                  *ledger);
}

json::object document(const SettleResult& value) { return settle_answer(value); }

Verdict<Answer<TemplateMade>> answer(Asking& asking, const questions::Template& question) {
    const bool as_xlsx = is_xlsx(question.out);
    const auto ledger = IPEP_TRY(asking.reader());
    const Reader& reader = asking.asks(*ledger);
    IPEP_TRY(may_read(reader, {question.cpam}));
    const auto values = IPEP_TRY(sheets::expected_values(ledger->book(), reader, question.year, {question.cpam}));
    const Day today = ledger->world().today();
    const std::string bytes =
        as_xlsx ? sheets::template_xlsx(values, question.year, today) : sheets::template_csv(values, today);
    return Answer(TemplateMade{question.year, values.size(), IPEP_TRY(keep_file(question.out, bytes))}, *ledger);
}

json::object document(const TemplateMade& value) {
    return {{"year", value.year.number}, {"values", value.values}, {"sha256", value.file.sha256}};
}

Verdict<Answer<ImportShown>> answer(Asking& asking, const questions::Import& question) {
    const bool errors_as_xlsx = !question.errors.empty() && is_xlsx(question.errors);
    const auto ledger = asking.writer();
    const std::string bytes = IPEP_TRY(asking.read(question.file));
    if (question.keep) IPEP_TRY(voucher_kind(bytes));
    auto import = IPEP_TRY(sheets::import_sheet(*ledger, bytes, asking.actor(),
                                                question.dryRun ? sheets::Recording::dry_run : sheets::Recording::yes));
    if (!question.errors.empty()) {
        const std::string sheet = errors_as_xlsx ? sheets::errors_xlsx(import) : sheets::errors_csv(import);
        IPEP_TRY(write_whole(question.errors, sheet, Existing::goes));
    }
    auto before = sheets::known_before(import, ledger->book());
    Answer imported(ImportShown{std::move(import), std::move(before)}, *ledger);
    if (question.keep && !question.dryRun && imported.value.import.errors.empty())
        imported.value.kept = IPEP_TRY(sheets::keep_sheet(*ledger, imported.value.import, bytes));
    if (!imported.value.import.errors.empty()) imported.ended = Ended::refused;
    return imported;
}

json::object document(const ImportShown& value) {
    json::object object = sheets::import_answer(value.import, value.before);
    if (value.kept) object["kept"] = *value.kept;
    return object;
}

Verdict<Answer<VoucherKept>> answer(Asking& asking, const questions::KeepVoucher& question) {
    const auto ledger = asking.writer();
    std::string bytes = IPEP_TRY(asking.read(question.file));
    const VoucherKind kind = IPEP_TRY(voucher_kind(bytes));
    IPEP_TRY(keep_voucher(*ledger, question.position, std::move(bytes), asking.asks(*ledger)));
    return Answer(VoucherKept{question.position, kind}, *ledger);
}

json::object document(const VoucherKept& value) { return {{"position", value.position}, {"kind", ending(value.kind)}}; }

Verdict<Answer<VoucherRead>> answer(Asking& asking, const questions::ReadVoucher& question) {
    const auto ledger = IPEP_TRY(asking.reader());
    const VoucherFile found = IPEP_TRY(open_voucher(*ledger, question.position, asking.asks(*ledger)));
    return Answer(VoucherRead{question.position, IPEP_TRY(keep_file(question.out, found.bytes))}, *ledger);
}

json::object document(const VoucherRead& value) {
    return {{"position", value.position}, {"sha256", value.file.sha256}};
}

}  // namespace ipep

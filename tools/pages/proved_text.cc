// What the questions that check, prove, keep and export say; and the model of adjusted spending.
#include "events/event_json.h"
#include "services/words/language.h"
#include "services/words/wording.h"
#include "tools/pages/page.h"
#include "tools/pages/style.h"
#include "tools/pages/text_pages.h"
#include "tools/pages/text_table.h"

namespace ipep {
namespace {

std::string rows_of(std::uint64_t rows) { return shown_count(static_cast<std::int64_t>(rows)); }

// Statistics of six digits that count are enough to read; the file has them all.
std::string shown_statistic(const Decimal& number) { return shown_decimal(to_decimals(to_exact(number), 6)); }

std::string unit_sentence(const UnitSample& sample) {
    return fill(tr("{drawn} of {count} amounts, together {total}: an interval of {interval} from {start} on.\n"
                   "{apart} amounts of zero or below are listed apart."),
                {{"drawn", rows_of(sample.drawn.size())},
                 {"count", rows_of(sample.count)},
                 {"total", with_currency(sample.total)},
                 {"interval", with_currency(sample.plan.interval)},
                 {"start", with_currency(sample.start)},
                 {"apart", rows_of(sample.apart.size())}}) +
           '\n';
}

}  // namespace

std::string TextPages::of(const Verification& value) { return verification_page(value); }
std::string TextPages::of(const Rebuilt& value) { return digests_page(value.views); }
std::string TextPages::of(const KeyMade& value) { return value.verifier + '\n'; }
std::string TextPages::of(const ProofShown& value) { return boost::json::serialize(value.proof) + '\n'; }

std::string TextPages::of(const AmountProved& value) {
    return fill(tr("{reference} = {value}: derivation and {count} events with their proofs in {file}."),
                {{"reference", value.reference},
                 {"value", value.value},
                 {"count", std::to_string(value.events)},
                 {"file", value.file}}) +
           '\n';
}

std::string TextPages::of(const BalanceProved& value) {
    const Balance& balance = value.row.balance;
    return fill(tr("{groupement} after position {position}: {owed} left owed, {overpaid} overpaid, {paid} paid, an "
                   "advance of {advance} outstanding; {file} proves it by the {count} events that moved it."),
                {{"groupement", value.row.groupement.text},
                 {"position", std::to_string(value.known)},
                 {"owed", with_currency(balance.owed())},
                 {"overpaid", with_currency(balance.overpaid())},
                 {"paid", with_currency(balance.paid)},
                 {"advance", with_currency(balance.advanceOutstanding)},
                 {"file", value.file},
                 {"count", std::to_string(value.events)}}) +
           '\n';
}

std::string TextPages::of(const StatementProved& value) {
    return fill(
               tr("The {count} lines of the statement of {groupement} after position {position}, which are all; {file} "
                  "proves each."),
               {{"count", std::to_string(value.lines)},
                {"groupement", value.groupement.text},
                {"position", std::to_string(value.known)},
                {"file", value.file}}) +
           '\n';
}

std::string TextPages::of(const SettlementProved& value) {
    return fill(tr("{year}, revision {revision}: {due} due to {count} groupements; {file} proves every row."),
                {{"year", to_text(value.year)},
                 {"revision", std::to_string(value.revision)},
                 {"due", with_currency(value.due)},
                 {"count", std::to_string(value.groupements)},
                 {"file", value.file}}) +
           '\n';
}

std::string TextPages::of(const RowsProved& value) {
    const std::string sentence =
        value.list == "balances"
            ? tr("The balances of {count} groupements after position {position}, which are all that something moved "
                 "for; {file} proves each, by {events} events.")
            : tr("The envelope of {count} payment years after position {position}, which are all; {file} proves each, "
                 "by {events} events.");
    return fill(sentence, {{"count", std::to_string(value.rows)},
                           {"position", std::to_string(value.known)},
                           {"file", value.file},
                           {"events", std::to_string(value.events)}}) +
           '\n';
}

std::string TextPages::of(const ListProved& value) {
    return fill(tr("{found} of the {entries} entries of {subject}, which are all, answer; the proof is in {file}."),
                {{"found", std::to_string(value.found)},
                 {"entries", std::to_string(value.entries)},
                 {"subject", value.subject},
                 {"file", value.file}}) +
           '\n';
}

std::string TextPages::of(const BackedUp& value) {
    return fill(tr("The state after position {position} is kept in {folder}."),
                {{"position", std::to_string(value.position)}, {"folder", value.folder}}) +
           '\n';
}

std::string TextPages::of(const RestoredHere& value) { return verification_page(value.restored.verification); }

std::string TextPages::of(const LogSummary& value) {
    return fill(tr("The log was copied until position {position}; both are the same: head {digest}, root {root}, "
                   "{personal} personal values."),
                {{"position", std::to_string(value.mark.position)},
                 {"digest", to_hex(bytes_of(value.mark.digest))},
                 {"root", to_hex(bytes_of(value.root))},
                 {"personal", std::to_string(value.personal.count)}}) +
           '\n';
}

std::string TextPages::of(const PackMade& value) {
    const PackReport& report = value.report;
    std::string text =
        fill(tr("{events} events and {settlements} settlements are in {folder}.\n"
                "Check them with a verify.py of your own, from the package (share/ipep-ledger) or the repository,\n"
                "not with the one in the pack; with the signer's key and a checkpoint that was kept elsewhere:\n"
                "  python3 -I verify.py {folder} --verifier KEY --checkpoint FILE\n"),
             {{"events", rows_of(report.events)},
              {"settlements", std::to_string(report.settlements)},
              {"folder", value.folder}});
    if (report.sample.empty() && !report.by_unit) return text;
    text += fill(tr("Drawn at the checkpoint of {size} events:"), {{"size", rows_of(report.sampled.size)}}) + '\n';
    if (!report.by_unit) {
        for (const auto& drawn : report.sample) text += "  " + drawn + '\n';
        return text;
    }
    for (const UnitDrawn& one : report.by_unit->drawn) text += "  " + one.reference + "  " + shown(one.amount) + '\n';
    return text + unit_sentence(*report.by_unit);
}

std::string TextPages::of(const PanelMade& value) {
    const panel::Report& report = value.report;
    return fill(tr("The state after position {position} is in {folder}:\n"
                   "{results} rows of results, {payments} of payments, {facts} of facts; "
                   "{masked} rows with a masked count.\nRead README.md there first.\n"),
                {{"position", std::to_string(report.position)},
                 {"folder", value.folder},
                 {"results", rows_of(report.results)},
                 {"payments", rows_of(report.payments)},
                 {"facts", rows_of(report.facts)},
                 {"masked", rows_of(report.masked)}});
}

std::string TextPages::of(const StampRequested& value) {
    return fill(tr("The request for the checkpoint of {size} events is in {file}."),
                {{"size", rows_of(value.size)}, {"file", value.file}}) +
           '\n';
}

std::string TextPages::of(const LogAdded& value) {
    return fill(tr("From its next start on the witness signs checkpoints of {log}."), {{"log", value.log}}) + '\n';
}

std::string TextPages::of(const StampShown& value) {
    const std::string sentence =
        value.is_trusted ? tr("The log of {size} events existed at {time}, by an authority that you trust: policy "
                              "{policy}, serial number {serial}.")
                         : tr("The log of {size} events existed at {time}, by an authority whose signature was NOT "
                              "checked (--authority): policy {policy}, serial number {serial}.");
    return fill(sentence, {{"size", rows_of(value.size)},
                           {"time", recorded_text(value.stamp.time * 1'000'000)},
                           {"policy", value.stamp.policy},
                           {"serial", value.stamp.serial}}) +
           '\n';
}

std::string TextPages::of(const SpendingModel& model) {
    TextTable table({{tr("Variable"), TextTable::Align::left},
                     {tr("Coefficient"), TextTable::Align::right},
                     {tr("Standard error"), TextTable::Align::right},
                     {tr("Robust (HC1)"), TextTable::Align::right}});
    table.row({tr("constant"), shown_statistic(model.constant), shown_statistic(model.constantError),
               shown_statistic(model.constantRobustError)});
    for (const ModelTerm& term : model.terms)
        table.row({term.name(), shown_statistic(term.coefficient), shown_statistic(term.standardError),
                   shown_statistic(term.robustError)});
    std::string page = strong(fill(tr("Adjusted spending, model of {sample}"), {{"sample", model.reference}})) +
                       "\n\n" + table.text() + '\n' +
                       fill(tr("{rows} rows read, {excluded} not counted (§8-II, AME); {fit} for the fit, {test} for "
                               "the test, seed {seed}."),
                            {{"rows", shown_count(model.rows)},
                             {"excluded", shown_count(model.excluded)},
                             {"fit", shown_count(model.fitRows)},
                             {"test", shown_count(model.testRows)},
                             {"seed", std::to_string(model.seed)}}) +
                       '\n' +
                       fill(tr("Adjusted R²: {fit} on the fit"), {{"fit", shown_statistic({model.adjustedR2Fit})}});
    if (!model.adjustedR2Test.empty())
        page += fill(tr(", {test} on the test"), {{"test", shown_statistic({model.adjustedR2Test})}});
    page += ".\n";
    for (const LeftOut& one : model.left_out)
        page += fill(tr("Left out: {variable}; with it the adjusted R² of the fit is {with}."),
                     {{"variable", one.name}, {"with", shown_statistic({one.adjustedR2})}}) +
                '\n';
    if (!model.meets_minimum())
        page += fill(tr("The text asks for a sample of at least {least} patients; this one has {rows}. "
                        "The model says so, and so do the facts made with it."),
                     {{"least", shown_count(kTextMinimum)}, {"rows", shown_count(model.fitRows + model.testRows)}}) +
                '\n';
    return page;
}

}  // namespace ipep

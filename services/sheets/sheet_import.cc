#include "services/sheets/sheet_import.h"

#include "events/seal.h"
#include "services/ledger/voucher_file.h"
#include "services/sheets/plausibility.h"

namespace ipep::sheets {
namespace {

bool is_about(const SheetFact& fact, const Finding& finding) {
    return std::ranges::any_of(fact.values, [&](const GivenValue& one) {
        return one.place.at == finding.place.at && one.place.row == finding.place.row;
    });
}

std::string on_one_line(std::string text) {
    std::ranges::replace_if(
        text, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return text;
}

// A fact that the same words made from another file stands, with the source it was recorded with.
std::vector<RecordFact> commands_of(LedgerService& ledger, const SheetImport& import,
                                    const std::vector<std::string>& reasons) {
    std::vector<std::string_view> keys;
    for (const SheetFact& one : import.facts) keys.push_back(one.fact.key.text);
    const auto known = ledger.store().positions_of(keys);
    std::vector<RecordFact> commands;
    for (std::size_t i = 0; i < import.facts.size(); ++i) {
        RecordFact& command = commands.emplace_back(import.facts[i].fact);
        for (std::size_t w = 0; w < std::min(reasons.size(), import.warnings.size()); ++w)
            if (is_about(import.facts[i], import.warnings[w]) && !reasons[w].empty())
                command.source->reference += " ; " + on_one_line(reasons[w]);
        if (known[i]) command.source = ledger.event(*known[i], false).source;
    }
    return commands;
}

ResultYear last_year(const std::vector<SheetFact>& facts) {
    ResultYear last = 0;
    for (const SheetFact& one : facts) last = std::max(last, subject_of(one.fact.fact).year);
    return last;
}

void add_refusals(const Trial& trial, SheetImport& to) {
    for (const Rejection& refused : trial.refused) {
        const Place none{to.file.sheets.empty() ? std::string() : to.file.sheets.front().name, 0, 1, 0, {}};
        const bool is_of_one = refused.line > 0 && refused.line <= static_cast<std::int64_t>(to.facts.size());
        Rejection told = refused;
        told.line = 0;
        told.key.clear();
        to.errors.push_back(
            {is_of_one ? to.facts[static_cast<std::size_t>(refused.line - 1)].place_of(refused) : none, told});
    }
    std::ranges::stable_sort(
        to.errors, {}, [](const Finding& one) { return std::tuple(one.place.at, one.place.row, one.place.column); });
}

}  // namespace

Verdict<SheetImport> import_sheet(LedgerService& ledger, std::string_view bytes, const PersonId& actor,
                                  Recording recording, const std::vector<std::string>& reasons) {
    IPEP_TRY(authorize(ledger.book().common(), actor, Right::record_results));
    SheetImport made;
    made.file = IPEP_TRY(read_spreadsheet(bytes));
    SheetFacts read = facts_in(made.file, sha256(bytes));
    made.facts = std::move(read.facts), made.errors = std::move(read.errors), made.notes = std::move(read.warnings);
    made.unfilled = read.unfilled;
    const Day today = ledger.world().today();
    made.warnings = what_stands_out(ledger.book(), made.facts, today);
    const std::vector<RecordFact> commands = commands_of(ledger, made, reasons);
    std::optional<Rejection> refused;
    if (recording == Recording::yes && made.errors.empty()) {
        const auto appended = ledger.append(commands, actor);
        if (appended) {
            made.result = *appended;
            return made;
        }
        refused = appended.error();
    }
    const ResultYear year = last_year(made.facts);
    const auto look = [&](const Book& book) {
        if (recording == Recording::dry_run && made.errors.empty() && year != 0)
            made.ahead = {year, decide_settlement(book, year, today)};
    };
    const Trial trial = ledger.try_append(commands, actor, look);
    add_refusals(trial, made);
    // What refuses the recording and none of the facts, as a clock that went wrong.
    if (refused && made.errors.empty()) return std::unexpected(*refused);
    made.result = made.errors.empty() ? trial.result : AppendResult{0, 0, trial.result.position};
    return made;
}

Verdict<bool> keep_sheet(LedgerService& ledger, const SheetImport& import, std::string_view bytes) {
    std::vector<FactKey> keys;
    for (const SheetFact& one : import.facts) keys.push_back(one.fact.key);
    return keep_source(ledger, keys, std::string(bytes));
}

}  // namespace ipep::sheets

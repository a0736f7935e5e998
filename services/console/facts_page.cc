// Facts from a spreadsheet: the template, the file with all its errors, what it would change, and recording it.
#include <boost/json.hpp>

#include "events/encoding.h"
#include "ledger/year_inputs.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/ledger/voucher_file.h"
#include "services/sheets/errors_sheet.h"
#include "services/sheets/import_answer.h"
#include "services/sheets/template.h"
#include "services/words/code.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

constexpr char kPath[] = "/settlements/facts";
constexpr std::size_t kMostBytes = 8 << 20;  // that a page carries from the preview to the recording
constexpr std::size_t kMostReason = 900;     // bytes

// Years that have groupements and wait for something, the latest first.
std::vector<std::pair<ResultYear, std::size_t>> waiting_years(const Visit& visit) {
    const Book& book = visit.book();
    ResultYear year = year_of(visit.ledger.world().today()), first = year;
    for (const GroupementId& id : book.groupements()) first = std::min(first, book.find(id)->admission.value.firstYear);
    std::vector<std::pair<ResultYear, std::size_t>> years;
    for (; year >= first; --year)
        if (!groups_of(book, year).empty())
            if (const auto missing = missing_facts(book, year); !missing.empty())
                years.emplace_back(year, missing.size());
    return years;
}

void add_templates(const Visit& visit, Data& data) {
    std::vector<Choice> years, cpams{{"", tr("all")}};
    for (const auto& [year, count] : waiting_years(visit))
        years.emplace_back(to_text(year), fill(tr("{year}: {count} facts"),
                                               {{"year", to_text(year)}, {"count", std::to_string(count)}}));
    for (const CpamId& cpam : visit.book().cpams()) cpams.emplace_back(cpam.text, cpam.text);
    data.set("waits", !years.empty()).set("years", choices(years, years.empty() ? "" : years.front().first));
    data.set("cpams", choices(cpams, ""));
}

std::string sheet_name(const std::string& name) { return name.empty() ? tr("the file") : name; }

std::vector<Data> rows_of(const std::vector<sheets::Finding>& findings) {
    std::vector<Data> rows;
    for (const sheets::Finding& one : findings)
        rows.emplace_back()
            .set("place", shown(one.place))
            .set("heading", one.place.heading)
            .set("about", one.about)
            .set("sentence", spoken_sentence(one.rejection))
            .set("number", std::to_string(rows.size() - 1));
    return rows;
}

// Which warning's reason is this one's too: one day for all facts is asked about once.
std::size_t asked_with(const std::vector<sheets::Finding>& warnings, std::size_t at) {
    const Rejection& asked = warnings[at].rejection;
    if (asked.code != code::day_unusual) return at;
    const auto first = std::ranges::find_if(warnings, [&](const sheets::Finding& one) {
        return one.rejection.code == asked.code && one.rejection.arguments == asked.arguments;
    });
    return static_cast<std::size_t>(first - warnings.begin());
}

// What takes a reason, each once.
std::vector<Data> questions_of(const std::vector<sheets::Finding>& warnings) {
    std::vector<Data> rows = rows_of(warnings), asked;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (asked_with(warnings, i) == i) asked.push_back(std::move(rows[i]));
    return asked;
}

void add_facts(const Visit& visit, const sheets::SheetImport& import, Data& data) {
    std::vector<Data> rows;
    for (const sheets::SheetFact& fact : import.facts) {
        sheets::Subject subject = sheets::subject_of(fact.fact.fact);
        const ResultYear year = subject.year;
        --subject.year;
        for (const sheets::GivenValue& value : fact.values) {
            const std::string before = sheets::known_value(visit.book(), *value.measure, subject);
            const bool is_number = value.measure->unit != sheets::Unit::direction;
            Data& row = rows.emplace_back();
            row.set("group", subject.groupement.text.empty() ? tr("all") : subject.groupement.text);
            row.set("measure", value.measure->words.shown()).set("indicator", subject.indicator.text);
            row.set("year", year == 0 ? "" : to_text(year)).set("on", shown(fact.fact.on));
            row.set("value", is_number ? shown_decimal(value.text) : value.text);
            row.set("before", before.empty() ? "–" : is_number ? shown_decimal(before) : before);
        }
    }
    data.set("facts", std::move(rows));
}

void add_ahead(const Visit& visit, const sheets::SettlementAhead& ahead, Data& data) {
    Data one;
    one.set("year", to_text(ahead.year));
    if (!ahead.drafts) {
        one.set("sentence", spoken_sentence(ahead.drafts.error()));
        data.set("ahead", std::move(one));
        return;
    }
    std::vector<Data> rows;
    Money before, after;
    for (const sheets::DueAhead& due : sheets::due_ahead(visit.book(), *ahead.drafts)) {
        before += due.before, after += due.after;
        Data& row = rows.emplace_back();
        row.set("group", due.groupement.text).set("year", to_text(due.year));
        row.set("before", euros(due.before)).set("after", euros(due.after));
        row.set("difference", euros(due.after - due.before));
    }
    one.set("settles", true).set("rows", std::move(rows)).set("before", euros(before)).set("after", euros(after));
    one.set("difference", euros(after - before));
    data.set("ahead", std::move(one));
}

// Two previews with one mark would record the same, with the same warnings.
std::string seen_of(const Visit& visit, const sheets::SheetImport& import) {
    auto answer = sheets::import_answer(import, sheets::known_before(import, visit.book()));
    answer.erase("position");  // which others move
    return mark_of(boost::json::serialize(answer));
}

ConsolePage preview(const Visit& visit, const sheets::SheetImport& import, const std::string& bytes,
                    const std::string& name, const std::string& warning, int status) {
    Data data, read;
    read.set("name", sheet_name(name)).set("content", base64(bytes)).set("file_name", name);
    read.set("appended", shown_count(static_cast<std::int64_t>(import.result.appended)));
    read.set("repeated", shown_count(static_cast<std::int64_t>(import.result.repeated)));
    read.set("unfilled", shown_count(static_cast<std::int64_t>(import.unfilled)));
    read.set("notes", rows_of(import.notes)).set("any_notes", !import.notes.empty());
    if (!import.errors.empty()) {
        Data wrong;
        wrong.set("count", shown_count(static_cast<std::int64_t>(import.errors.size())));
        read.set("wrong", std::move(wrong.set("rows", rows_of(import.errors))));
        read.set("any_warnings", !import.warnings.empty()).set("pointed_at", rows_of(import.warnings));
    } else {
        Data right;
        right.set("warnings", questions_of(import.warnings)).set("any_warnings", !import.warnings.empty());
        right.set("seen", seen_of(visit, import)).set("acts", import.result.appended > 0);
        add_facts(visit, import, right);
        if (import.ahead) add_ahead(visit, *import.ahead, right);
        read.set("right", std::move(right));
    }
    data.set("read", std::move(read)).set("warning", warning);
    add_templates(visit, data);
    return visit.page(Section::settlement, tr("Facts from a spreadsheet"), "facts", std::move(data), status);
}

ConsolePage not_allowed(const Visit& visit) {
    return visit.refused(Section::settlement, visit.rights.check(Right::record_results, CpamId{}).error());
}

// Whoever looks on has to look at the ledger anew: the trial leaves no view as it was.
ConsolePage previewed(const Visit& before, const std::string& bytes, const std::string& name,
                      const std::string& warning = {}) {
    const auto import = sheets::import_sheet(before.ledger, bytes, before.request.person, sheets::Recording::dry_run);
    const Visit visit = before.renewed();
    if (!import) return sheet_of_facts(visit, spoken_sentence(import.error()));
    const bool is_refused = !import->errors.empty() || !warning.empty();
    return preview(visit, *import, bytes, name, warning, is_refused ? 422 : 200);
}

// The file that a preview carried on; nothing where the form is none of ours.
std::optional<std::string> carried(const Visit& visit) { return from_base64(visit.form("content")); }

// Why each warning is right, as the form says; nothing where one is left out.
std::optional<std::vector<std::string>> reasons_in(const Visit& visit, const sheets::SheetImport& import) {
    std::vector<std::string> reasons;
    for (std::size_t i = 0; i < import.warnings.size(); ++i) {
        reasons.push_back(visit.form("reason-" + std::to_string(asked_with(import.warnings, i))));
        const bool is_said = reasons.back().find_first_not_of(" \t\r\n") != std::string::npos;
        if (!is_said || reasons.back().size() > kMostReason) return std::nullopt;
    }
    return reasons;
}

}  // namespace

ConsolePage sheet_of_facts(const Visit& visit, const std::string& warning) {
    if (!visit.rights.has(Right::record_results)) return not_allowed(visit);
    Data data;
    data.set("warning", warning);
    const std::string recorded = visit.query("recorded");
    if (whole_number(recorded))
        data.set("recorded", Data().set("count", recorded).set("kept", visit.query("kept") == "yes"));
    add_templates(visit, data);
    const bool was_sent = visit.request.method == "POST";
    return visit.page(Section::settlement, tr("Facts from a spreadsheet"), "facts", std::move(data),
                      was_sent ? 422 : 200);
}

ConsolePage facts_template(const Visit& visit) {
    if (!visit.rights.has(Right::record_results)) return not_allowed(visit);
    const auto year = whole_number(visit.query("year"));
    if (!year || !well_formed_year(*year)) return visit.not_found();
    const auto of = static_cast<int>(*year);
    const auto values = sheets::expected_values(visit.book(), visit.reader, of, {visit.query("cpam")});
    if (!values) return visit.refused(Section::settlement, values.error());
    const Day today = visit.ledger.world().today();
    const bool is_csv = visit.query("kind") == "csv";
    const std::string name = "ipep-" + std::to_string(of) + (is_csv ? ".csv" : ".xlsx");
    return {200,
            is_csv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            is_csv ? sheets::template_csv(*values, today) : sheets::template_xlsx(*values, of, today),
            {{"Content-Disposition", "attachment; filename=\"" + name + '"'}}};
}

ConsolePage read_facts(const Visit& visit) {
    if (!visit.rights.has(Right::record_results)) return not_allowed(visit);
    if (visit.request.uploads.empty() || visit.request.uploads.front().content.empty())
        return sheet_of_facts(visit, tr("Choose a file first; nothing was recorded."));
    const Upload& upload = visit.request.uploads.front();
    if (upload.content.size() > kMostBytes)
        return sheet_of_facts(visit, tr("The file is larger than a page takes; nothing was recorded. Divide it."));
    return previewed(visit, upload.content, upload.name);
}

ConsolePage facts_with_errors(const Visit& visit) {
    if (!visit.rights.has(Right::record_results)) return not_allowed(visit);
    const auto bytes = carried(visit);
    if (!bytes) return sheet_of_facts(visit, tr("Choose a file first; nothing was recorded."));
    const auto import = sheets::import_sheet(visit.ledger, *bytes, visit.request.person, sheets::Recording::dry_run);
    if (!import) return visit.renewed().refused(Section::settlement, import.error());
    return {200,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            sheets::errors_xlsx(*import),
            {{"Content-Disposition", "attachment; filename=\"ipep-erreurs.xlsx\""}}};
}

ConsolePage record_facts(const Visit& before) {
    if (!before.rights.has(Right::record_results)) return not_allowed(before);
    const auto bytes = carried(before);
    if (!bytes) return sheet_of_facts(before, tr("Choose a file first; nothing was recorded."));
    const std::string name = before.form("name");
    const PersonId& person = before.request.person;
    const auto seen = sheets::import_sheet(before.ledger, *bytes, person, sheets::Recording::dry_run);
    const Visit visit = before.renewed();
    if (!seen) return visit.refused(Section::settlement, seen.error());
    // What the person read must be what is done.
    if (!seen->errors.empty() || visit.form("seen") != seen_of(visit, *seen))
        return previewed(visit, *bytes, name,
                         tr("What would be recorded has changed since you read this page. Read it again; nothing was "
                            "recorded."));
    const bool keeps = visit.form("keep") == "yes";
    if (const auto kind = voucher_kind(*bytes); keeps && !kind)
        return previewed(visit, *bytes, name, spoken_sentence(kind.error()));
    const auto reasons = reasons_in(visit, *seen);
    if (!reasons)
        return previewed(visit, *bytes, name,
                         tr("Say in a few words why each value that stands out is right; nothing was recorded."));
    const auto done = sheets::import_sheet(visit.ledger, *bytes, person, sheets::Recording::yes, *reasons);
    const bool is_kept =
        keeps && done && done->errors.empty() && sheets::keep_sheet(visit.ledger, *done, *bytes).value_or(false);
    const Visit after = visit.renewed();
    if (!done) return after.refused(Section::settlement, done.error());
    if (!done->errors.empty()) return preview(after, *done, *bytes, name, {}, 422);
    return after.moved(std::string(kPath) + "?recorded=" + std::to_string(done->result.appended) +
                       (is_kept ? "&kept=yes" : ""));
}

}  // namespace ipep

#include "services/histories/panel/package.h"

#include <boost/algorithm/string/replace.hpp>
#include <boost/json.hpp>

#include "events/event_json.h"
#include "ledger/code.h"
#include "services/files/csv_text.h"
#include "services/files/whole_file.h"
#include "services/histories/panel/csv_sink.h"
#include "services/histories/panel/schema.h"
#include "services/histories/panel/sqlite_sink.h"
#include "services/histories/panel/stata_sink.h"
#include "services/histories/panel/xlsx_sink.h"

namespace ipep::panel {
namespace {

namespace json = boost::json;

// One table on its way: what is known of it once its CSV stands.
struct Made {
    const TableShape& shape;
    CsvReport csv;
};

// Passes rows on to several sinks, and counts those in which something was masked.
class Fan : public RowSink {
public:
    explicit Fan(const TableShape& shape) {
        for (std::size_t i = 0; i < shape.columns.size(); ++i)
            if (shape.columns[i].name == "masked") masked_at_ = i;
    }
    void to(RowSink& sink) { sinks_.push_back(&sink); }
    void row(const Row& row) override {
        if (masked_at_ < row.size() && row[masked_at_].number != 0) ++masked;
        for (RowSink* sink : sinks_) sink->row(row);
    }
    std::uint64_t masked = 0;

private:
    std::vector<RowSink*> sinks_;
    std::size_t masked_at_ = SIZE_MAX;
};

class Exporter {
public:
    Exporter(LedgerService& ledger, WholeFolder& folder, const Wishes& wishes, Pseudonyms& pseudonyms,
             const Progress& progress)
        : ledger_(ledger), folder_(folder), wishes_(wishes), pseudonyms_(pseudonyms), progress_(progress) {
        report_.position = ledger.views().position();
        report_.root = ledger.store().tree().root(report_.position);
        for (const auto& [year, settled] : ledger.views().book().common().settled) latest_[year] = settled.revision;
        if (report_.position > 0) made_at_ = ledger.event(report_.position, false).recordedAt / 1'000'000;
    }

    Report run() {
        write_csv();
        if (wishes_.xlsx || wishes_.stata || wishes_.sqlite) write_others();
        write_text("datapackage.json", descriptor());
        write_text("README.md", readme());
        return std::move(report_);
    }

private:
    static constexpr const TableShape& (*kShapes[])() = {results_shape, payments_shape, facts_shape};

    void pass(const Sinks& sinks) {
        write_rows(ledger_.store(), report_.position, latest_, wishes_, pseudonyms_, sinks, [&](Position done) {
            if (progress_) progress_("panel", done, report_.position);
        });
    }
    std::string file(const std::string& name) {
        report_.files.push_back(name);
        return folder_.path(name);
    }

    void write_csv() {
        CsvSink results(file("results.csv"), results_shape()), payments(file("payments.csv"), payments_shape()),
            facts(file("facts.csv"), facts_shape()), dictionary(file("dictionary.csv"), dictionary_shape());
        Fan masked_results(results_shape()), masked_facts(facts_shape());
        masked_results.to(results);
        masked_facts.to(facts);
        pass({masked_results, payments, masked_facts});
        write_dictionary(dictionary);
        made_.push_back({results_shape(), results.finish()});
        made_.push_back({payments_shape(), payments.finish()});
        made_.push_back({facts_shape(), facts.finish()});
        made_.push_back({dictionary_shape(), dictionary.finish()});
        report_.results = made_[0].csv.rows;
        report_.payments = made_[1].csv.rows;
        report_.facts = made_[2].csv.rows;
        report_.masked = masked_results.masked + masked_facts.masked;
    }

    // A second pass over the log: the other forms want to know first how wide and how many.
    void write_others() {
        std::vector<Fan> fans;
        for (const auto& shape : kShapes) fans.emplace_back(shape());
        std::optional<Workbook> workbook;
        std::optional<Database> database;
        std::vector<std::unique_ptr<StataSink>> stata;
        if (wishes_.xlsx) workbook.emplace(file("panel.xlsx"), folder_.path("."), "Ipep", made_at_);
        if (wishes_.sqlite) database.emplace(file("panel.sqlite"));
        for (std::size_t i = 0; i < fans.size(); ++i) {
            const TableShape& shape = kShapes[i]();
            if (workbook) fans[i].to(workbook->add(shape));
            if (database) fans[i].to(database->add(shape));
            if (!wishes_.stata) continue;
            stata.push_back(
                std::make_unique<StataSink>(file(shape.name + ".dta"), shape, made_[i].csv, shape.title_fr, made_at_));
            fans[i].to(*stata.back());
        }
        pass({fans[0], fans[1], fans[2]});
        for (const auto& one : stata) one->finish();
        if (workbook) {
            write_dictionary(workbook->add(dictionary_shape()));
            workbook->close();
        }
        if (database) {
            write_dictionary(database->add(dictionary_shape()));
            database->close(about());
        }
    }

    std::vector<std::pair<std::string, std::string>> about() const {
        return {{"origin", ledger_.format().origin},
                {"position", std::to_string(report_.position)},
                {"root", to_hex(bytes_of(report_.root))},
                {"trial", ledger_.format().trial ? "true" : "false"},
                {"pseudonyms", pseudonyms_.hide() ? "true" : "false"},
                {"threshold", std::to_string(wishes_.threshold)}};
    }

    static json::object field(const Column& column) {
        constexpr const char* types[] = {"string", "string",  "integer", "number",
                                         "number", "boolean", "date",    "datetime"};
        json::object field{{"name", column.name},
                           {"type", types[static_cast<std::size_t>(column.type)]},
                           {"title", column.label},
                           {"description", column.label_fr}};
        if (!column.unit.empty()) field["unit"] = column.unit;
        if (!column.categories.empty()) field["categories"] = json::value_from(column.categories);
        return field;
    }

    static json::object resource(const Made& made) {
        json::array fields;
        for (const Column& column : made.shape.columns) fields.push_back(field(column));
        return {{"$schema", "https://datapackage.org/profiles/2.0/dataresource.json"},
                {"name", made.shape.name},
                {"path", made.shape.name + ".csv"},
                {"title", made.shape.title},
                {"description", made.shape.title_fr},
                {"type", "table"},
                {"format", "csv"},
                {"mediatype", "text/csv"},
                {"encoding", "utf-8"},
                {"bytes", made.csv.bytes},
                {"hash", "sha256:" + to_hex(bytes_of(made.csv.digest))},
                {"schema",
                 {{"$schema", "https://datapackage.org/profiles/2.0/tableschema.json"},
                  {"fields", std::move(fields)},
                  {"missingValues", json::array{""}},
                  {"primaryKey", json::value_from(made.shape.key)}}}};
    }

    std::string descriptor() const {
        json::array resources;
        for (const Made& made : made_) resources.push_back(resource(made));
        json::object log;
        for (const auto& [name, value] : about()) log[name] = value;
        return json::serialize(json::object{{"$schema", "https://datapackage.org/profiles/2.0/datapackage.json"},
                                            {"name", "ipep-panel"},
                                            {"title", "Ipep: every result and every payment, as known at one position"},
                                            {"description", "README.md says where it comes from and how to open it."},
                                            {"log", std::move(log)},
                                            {"resources", std::move(resources)}}) +
               '\n';
    }

    std::string readme();
    void write_text(const std::string& name, const std::string& text) { write_new(file(name), text); }

    LedgerService& ledger_;
    WholeFolder& folder_;
    const Wishes& wishes_;
    Pseudonyms& pseudonyms_;
    const Progress& progress_;
    std::map<Year, std::int64_t> latest_;
    std::int64_t made_at_ = 0;  // when the last event was recorded
    std::vector<Made> made_;
    Report report_;
};

std::string replaced(std::string text, const std::vector<std::pair<std::string, std::string>>& names) {
    return Rejection{Code::json_malformed, names}.sentence(text);
}

constexpr const char* kReadme = R"(# Ipep: panel of results, payments and facts

{trial}The ledger `{origin}` as it stood after position **{position}**, recorded on {date}.
Root of the log there (RFC 6962, hexadecimal): `{root}`
Whoever holds the ledger can prove it: `ipep prove consistency {position} HEAD`.

| file | rows | what it is |
| --- | --- | --- |
| `results.csv` | {results} | every figure of every settlement: one row a groupement, year and revision |
| `payments.csv` | {payments} | every line that moves an amount, with the balances after it |
| `facts.csv` | {facts} | every value of every fact, in long form |
| `dictionary.csv` | | each column: what it is (English, French), type, unit, values, source, section |
| `datapackage.json` | | the same for programs, with the digest of each file (Data Package 2.0) |

Two times stand in each row: `on`, the day it takes effect, and `recorded_at`, when the ledger learnt of it; `position`
orders them. `latest` marks the revisions that stand; sum over these. Amounts stand twice: in euros, and exactly, in
cents.
{identities}
{masking}Texts that may name a person are left out, and so are payees and accounts.

A spreadsheet computes a cell that begins with `=`, `+`, `-` or `@`, and a French one begins a cell behind each
semicolon. In the CSV files such a text has an apostrophe before that sign; numbers never have, and the other formats
need none. To have the text again, take one apostrophe off wherever this expression matches, leaving its first group:

    {mark}

    R        gsub("{mark_in_r}", "\\1", text, perl = TRUE)
    Python   re.sub(r"{mark}", r"\1", text)

## To check against

| result year | revision | groupements | due, euros |
| --- | --- | --- | --- |
{totals}
## To open

    R        results <- read.csv("results.csv"); sum(results$due_cents[results$latest == "true"]) / 100
    Stata    import delimited results.csv, or: use results.dta        (`export panel --stata`)
    Python   pandas.read_csv("results.csv", parse_dates=["on", "recorded_at"])
    DuckDB   SELECT year, sum(due_cents) / 100 FROM 'results.csv' WHERE latest GROUP BY year;
    SQLite   SELECT * FROM years;                                     (`export panel --sqlite`)
)";

std::string Exporter::readme() {
    std::string totals;
    for (const auto& [year, revision] : latest_) {
        const YearSettled& settled = ledger_.views().settlements().head(year, revision)->settled;
        totals += "| " + std::to_string(year) + " | " + std::to_string(revision) + " | " +
                  std::to_string(settled.groupements) + " | " + to_text(settled.due) + " |\n";
    }
    const std::string masking =
        "Counts of persons below " + std::to_string(wishes_.threshold) +
        " are left out (`masked`), with the figures that would give them back: " + std::to_string(report_.masked) +
        " rows.\n";
    return replaced(
        kReadme,
        {{"trial", ledger_.format().trial ? "**Trial ledger: nothing in it was paid.**\n\n" : ""},
         {"date", made_at_ == 0 ? "–" : recorded_text(made_at_ * 1'000'000).substr(0, 10)},
         {"origin", ledger_.format().origin},
         {"position", std::to_string(report_.position)},
         {"root", to_hex(bytes_of(report_.root))},
         {"results", std::to_string(report_.results)},
         {"payments", std::to_string(report_.payments)},
         {"facts", std::to_string(report_.facts)},
         {"identities", pseudonyms_.hide() ? "Groupements and CPAM stand under pseudonyms, the same in every release."
                                           : "Groupements and CPAM stand under their own identifiers."},
         {"mark", std::string(kFormulaMark)},
         {"mark_in_r", boost::replace_all_copy(std::string(kFormulaMark), "\\", "\\\\")},
         {"masking", wishes_.threshold > 0 ? masking : ""},
         {"totals", totals}});
}

}  // namespace

Verdict<Report> export_panel(LedgerService& ledger, const std::string& path, const Wishes& wishes,
                             const Progress& progress) {
    auto pseudonyms = IPEP_TRY(Pseudonyms::read(wishes.pseudonym_key));
    auto folder = IPEP_TRY(WholeFolder::at(path));
    Report report = Exporter(ledger, folder, wishes, pseudonyms, progress).run();
    folder.keep();
    return report;
}

}  // namespace ipep::panel

#include "services/histories/panel/package.h"

#include <boost/json.hpp>

#include "events/code.h"
#include "events/event_json.h"
#include "services/files/csv_text.h"
#include "services/files/whole_file.h"
#include "services/histories/panel/csv_sink.h"
#include "services/histories/panel/readers.h"
#include "services/histories/panel/schema.h"
#include "services/histories/panel/sqlite_sink.h"
#include "services/histories/panel/stata_sink.h"
#include "services/histories/panel/xlsx_sink.h"
#include "services/histories/stale_year.h"

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

// Settled years that settling again would change.
std::set<ResultYear> changing_years(LedgerService& ledger) {
    std::set<ResultYear> years;
    for (const StaleYear& one : stale_years(ledger.store(), ledger.book()))
        if (one.wouldChange) years.insert(one.year);
    return years;
}

class Exporter {
public:
    Exporter(LedgerService& ledger, WholeFolder& folder, const Wishes& wishes, Pseudonyms& pseudonyms,
             const Progress& progress)
        : ledger_(ledger),
          folder_(folder),
          wishes_(wishes),
          pseudonyms_(pseudonyms),
          progress_(progress),
          survey_(survey(ledger.store(), ledger.views().position(), wishes.threshold, wishes.effective)),
          descriptions_(ledger.book(), pseudonyms.hide()),
          stale_(changing_years(ledger)) {
        report_.position = ledger.views().position();
        report_.root = ledger.store().tree().root(report_.position);
        if (report_.position > 0) made_at_ = ledger.event(report_.position, false).recordedAt / 1'000'000;
    }

    Report run() {
        write_csv();
        if (wishes_.xlsx || wishes_.stata || wishes_.sqlite) write_others();
        write_text("datapackage.json", descriptor());
        for (const auto& [name, text] : reading_scripts()) write_text(name, text);
        write_text("README.md", readme());
        return std::move(report_);
    }

private:
    MembersSeen pass(std::vector<Fan>& fans) {
        const Release release{.until = report_.position,
                              .book = ledger_.book(),
                              .wishes = wishes_,
                              .survey = survey_,
                              .descriptions = descriptions_,
                              .stale = stale_,
                              .pseudonyms = pseudonyms_};
        Sinks sinks{};
        for (std::size_t i = 0; i < kTables; ++i) sinks[i] = &fans[i];
        return write_rows(ledger_.store(), release, sinks, [&](Position done) {
            if (progress_) progress_("panel", done, report_.position);
        });
    }
    std::string file(const std::string& name) {
        report_.files.push_back(name);
        return folder_.path(name);
    }

    void write_csv() {
        std::vector<std::unique_ptr<CsvSink>> sinks;
        std::vector<Fan> fans;
        for (const TableShape& shape : table_shapes()) {
            sinks.push_back(std::make_unique<CsvSink>(file(shape.name + ".csv"), shape));
            fans.emplace_back(shape).to(*sinks.back());
        }
        members_ = pass(fans);
        CsvSink dictionary(file("dictionary.csv"), dictionary_shape());
        write_dictionary(dictionary, members_, ledger_.book());
        for (std::size_t i = 0; i < kTables; ++i) made_.push_back({table_shapes()[i], sinks[i]->finish()});
        made_.push_back({dictionary_shape(), dictionary.finish()});
        const auto rows = [&](Which table) { return made_[static_cast<std::size_t>(table)].csv.rows; };
        report_.results = rows(Which::results);
        report_.payments = rows(Which::payments);
        report_.facts = rows(Which::facts);
        for (const Fan& fan : fans) report_.masked += fan.masked;
    }

    // A second pass over the log: the other forms want to know first how wide and how many.
    void write_others() {
        std::vector<Fan> fans;
        std::optional<Workbook> workbook;
        std::optional<Database> database;
        std::vector<std::unique_ptr<StataSink>> stata;
        if (wishes_.xlsx) workbook.emplace(file("panel.xlsx"), folder_.path("."), "Ipep", made_at_);
        if (wishes_.sqlite) database.emplace(file("panel.sqlite"));
        for (std::size_t i = 0; i < kTables; ++i) {
            const TableShape& shape = table_shapes()[i];
            Fan& fan = fans.emplace_back(shape);
            if (workbook) fan.to(workbook->add(shape));
            if (database) fan.to(database->add(shape));
            if (!wishes_.stata) continue;
            stata.push_back(
                std::make_unique<StataSink>(file(shape.name + ".dta"), shape, made_[i].csv, shape.title_fr, made_at_));
            fan.to(*stata.back());
        }
        pass(fans);
        for (const auto& one : stata) one->finish();
        if (workbook) {
            write_dictionary(workbook->add(dictionary_shape()), members_, ledger_.book());
            workbook->close();
        }
        if (database) {
            write_dictionary(database->add(dictionary_shape()), members_, ledger_.book());
            database->close(about());
        }
    }

    std::vector<std::pair<std::string, std::string>> about() const {
        return {{"origin", ledger_.format().origin},
                {"position", std::to_string(report_.position)},
                {"root", to_hex(bytes_of(report_.root))},
                {"trial", ledger_.format().trial ? "true" : "false"},
                {"pseudonyms", pseudonyms_.hide() ? "true" : "false"},
                {"threshold", std::to_string(wishes_.threshold)},
                {"effective", wishes_.effective ? to_text(*wishes_.effective) : ""}};
    }

    static const char* schema_type(CellType type) {
        switch (type) {
            case CellType::whole: return "integer";
            case CellType::euros:
            case CellType::decimal:
            case CellType::nearest: return "number";
            case CellType::boolean: return "boolean";
            case CellType::day: return "date";
            case CellType::time: return "datetime";
            case CellType::text:
            case CellType::identifier:
            case CellType::category: break;
        }
        return "string";
    }

    static json::object field(const Column& column) {
        json::object field{{"name", column.name},
                           {"type", schema_type(column.type)},
                           {"title", column.label},
                           {"description", column.label_fr}};
        if (!column.unit.empty()) field["unit"] = column.unit;
        if (!column.categories.empty()) field["categories"] = json::value_from(column.categories);
        return field;
    }

    static json::array foreign_keys(const TableShape& shape) {
        json::array keys;
        for (const ForeignKey& one : shape.refers)
            keys.push_back({{"fields", json::value_from(one.columns)},
                            {"reference", {{"resource", one.table}, {"fields", json::value_from(one.named)}}}});
        return keys;
    }

    static json::object resource(const Made& made) {
        json::array fields;
        for (const Column& column : made.shape.columns) fields.push_back(field(column));
        json::object schema{{"$schema", "https://datapackage.org/profiles/2.0/tableschema.json"},
                            {"fields", std::move(fields)},
                            {"missingValues", json::array{""}},
                            {"primaryKey", json::value_from(made.shape.key)}};
        if (!made.shape.refers.empty()) schema["foreignKeys"] = foreign_keys(made.shape);
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
                {"schema", std::move(schema)}};
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
    Survey survey_;
    Descriptions descriptions_;
    std::set<ResultYear> stale_;
    MembersSeen members_;
    std::int64_t made_at_ = 0;  // when the last event was recorded
    std::vector<Made> made_;
    Report report_;
};

std::string replaced(std::string text, const std::vector<std::pair<std::string, std::string>>& names) {
    return Rejection{code::json_malformed, names}.sentence(text);
}

constexpr const char* kReadme = R"(# Ipep: panel of results, payments and facts

{trial}The ledger `{origin}` as it stood after position **{position}**, recorded on {date}.
Root of the log there (RFC 6962, hexadecimal): `{root}`
Whoever holds the ledger can prove it: `ipep prove consistency {position} HEAD`.

| file | rows | what it is |
| --- | --- | --- |
{tables}| `dictionary.csv` | {words} | columns and members of facts: label, type, unit, values, source, section |
| `datapackage.json` | | the same for programs, with keys and the digest of each file (Data Package 2.0) |
| `panel.R`, `panel.py`, `panel.sql` | | read each column as what it is: R, Python, DuckDB |
| `parquet.sql` | | has DuckDB write each table as Parquet |

Two times stand in each row: `on`, the day it takes effect, and `recorded_at`, when the ledger learnt of it; `position`
orders them. `latest` marks the revisions, and the facts, that stand; sum over these. `stale` marks a year that settling
again would change. Amounts stand twice: in euros, and exactly, in cents. `groupement`, `year`, `payment_order`, `kind`
with `member` lead from table to table.
{effective}{identities}
{masking}Texts that may name a person are left out, and so are payees and accounts.

## To open

Identifiers are texts: a groupement `011` is not 11. Programs that guess the type of a column get it wrong, so:

    R        source("panel.R"); p <- read_panel()
             sum(p$results$due_cents[p$results$latest]) / 100
    readr    readr::read_csv("results.csv", col_types = readr_types("results"))             # after source("panel.R")
    fread    data.table::fread("results.csv", colClasses = column_classes("results"))       # after source("panel.R")
    Python   import panel; rows = panel.read("results")
    pandas   import panel; frame = panel.frame("results")
    DuckDB   .read panel.sql
             SELECT year, sum(due_cents) / 100 FROM results WHERE latest GROUP BY year;
    Parquet  .read panel.sql                                                                # in DuckDB
             .read parquet.sql
    Stata    use results.dta                                                            (`export panel --stata`)
    SQLite   SELECT year, due FROM latest_years;                                        (`export panel --sqlite`)
    Excel, LibreOffice   panel.xlsx                                                     (`export panel --xlsx`)
    Any other: read every column as text, then those that dictionary.csv says are numbers as numbers.

In CSV amounts, scores and ratios are exact as they stand. In SQLite `due_cents` is a whole number and `due` follows
from it. `score` is the nearest number, to compare and sort by, and `score_exact` the text. A number of at most 15
digits is named exactly by a double, so `printf('%.6f', score)` is the text again; so it is in Stata and XLSX. In
`facts` `value` is what was given and `number` the number nearest to it, of a fraction with 18 decimals.

A spreadsheet computes a cell that begins with `=`, `+`, `-` or `@`, and a French one begins a cell behind each
semicolon. In the CSV files such a text has an apostrophe before that sign; numbers never have, and the other formats
need none. The scripts take it off. To do it otherwise, take one apostrophe off wherever this expression matches,
leaving its first group:

    {mark}

    R        gsub("{mark_in_r}", "\\1", text, perl = TRUE)
    Python   re.sub(r"{mark}", r"\1", text)

## To check against

| result year | revision | groupements | due, euros |
| --- | --- | --- | --- |
{totals})";

constexpr const char* kMasking =
    "Counts of persons below {threshold} are left out. Of a groupement with such a count of patients no amount and no "
    "spending a patient is given, in any table, and of a year it was settled in no national sum: its count would "
    "follow "
    "from them. Such rows have `masked`: {masked} of them. Hold no two releases side by side, or mask in each what the "
    "other masks.\n";

std::string Exporter::readme() {
    std::string totals, tables;
    for (const Made& one : made_)
        if (&one != &made_.back())
            tables +=
                "| `" + one.shape.name + ".csv` | " + std::to_string(one.csv.rows) + " | " + one.shape.title + " |\n";
    for (const auto& [year, revision] : survey_.standing) {
        const YearSettled& settled = ledger_.views().settlements().head(year, revision)->settled;
        totals += "| " + to_text(year) + " | " + std::to_string(revision) + " | " +
                  std::to_string(settled.groupements) + " | " +
                  (survey_.withheld_years.contains(year) ? "–" : to_text(settled.due)) + " |\n";
    }
    const std::string masking = replaced(
        kMasking, {{"threshold", std::to_string(wishes_.threshold)}, {"masked", std::to_string(report_.masked)}});
    const auto day = wishes_.effective;
    const std::string effective =
        day ? "Of settlements, payments and orders only what is in effect on " + to_text(*day) + " is here.\n" : "";
    constexpr const char* kHidden =
        "Groupements, CPAM, orders, keys and sources stand under pseudonyms, the same in every release. Names are left "
        "out; region and legal form stand where three groupements of a wave share them.";
    return replaced(
        kReadme,
        {{"trial", ledger_.format().trial ? "**Trial ledger: nothing in it was paid.**\n\n" : ""},
         {"date", made_at_ == 0 ? "–" : recorded_text(made_at_ * 1'000'000).substr(0, 10)},
         {"origin", ledger_.format().origin},
         {"position", std::to_string(report_.position)},
         {"root", to_hex(bytes_of(report_.root))},
         {"effective", effective},
         {"tables", tables},
         {"words", std::to_string(made_.back().csv.rows)},
         {"identities", pseudonyms_.hide() ? kHidden : "Groupements and CPAM stand under their own identifiers."},
         {"mark", std::string(kFormulaMark)},
         {"mark_in_r", mark_in_r()},
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

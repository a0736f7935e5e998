#include "services/sheets/sheet_facts.h"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "events/fact_json.h"
#include "events/seal.h"
#include "services/words/code.h"

namespace ipep::sheets {
namespace {

namespace json = boost::json;

// A title or two may stand above the headings.
constexpr std::size_t kRowsBeforeTable = 20;

// What a fact's source says where its rows say nothing.
constexpr char kSourceUnsaid[] = "tableur";

const Cell kNothing;

// A fact on its way: what its rows gave so far.
struct Gathered {
    const Measure* first = nullptr;
    std::string groupement, indicator, source;
    ResultYear year = 0;
    Day on;
    std::vector<GivenValue> values;
    std::vector<std::pair<Heading, Place>> places;
    bool is_whole = true;  // no row of it was refused
};

// The cells of one row by heading, with their places.
class RowCells {
public:
    RowCells(const Sheet& sheet, std::size_t at, const Table& table, const Row& row)
        : sheet_(sheet), at_(at), table_(table), row_(row) {}

    const Cell& cell(Heading heading) const {
        const auto column = table_.column(heading);
        return column && *column < row_.cells.size() ? row_.cells[*column] : kNothing;
    }
    Place place(Heading heading) const {
        return {sheet_.name, at_, row_.number, table_.column(heading).value_or(0), words_of(heading).shown()};
    }

private:
    const Sheet& sheet_;
    std::size_t at_;
    const Table& table_;
    const Row& row_;
};

// Reads one row, noting what is wrong with each cell; what it gives is whole only where nothing is.
class RowReader {
public:
    RowReader(const RowCells& cells, const Spreadsheet& file, const Habits& habits, SheetFacts& to)
        : cells_(cells), file_(file), habits_(habits), to_(to) {
        measure = read_measure();
        groupement = read_identifier(Heading::groupement, needs(Heading::groupement, &Measure::of_groupement));
        year = read_year();
        indicator = read_identifier(Heading::indicator, needs(Heading::indicator, &Measure::of_indicator));
        on = read_day();
        if (measure) value = read_value();
        source = text(Heading::source);
        if (source.empty()) source = kSourceUnsaid;
    }

    const Measure* measure = nullptr;
    std::string groupement, indicator, value, source;
    ResultYear year = 0;
    Day on;
    bool is_whole = true;

    // Whether it is known which fact the row is about, whatever else is wrong with it.
    bool names_its_subject() const {
        return (!measure->of_groupement || !groupement.empty()) && (!measure->of_year || year != 0) &&
               (!measure->of_indicator || !indicator.empty());
    }
    void refuse_at(Heading heading, Rejection rejection) {
        is_whole = false;
        to_.errors.push_back({cells_.place(heading), std::move(rejection)});
    }

private:
    std::string name() const { return measure ? measure->words.shown() : cells_.cell(Heading::measure).text; }
    // Of a row whose measure is not known what is there is read all the same.
    bool needs(Heading heading, bool Measure::*one) const {
        return measure ? measure->*one : !cells_.cell(heading).is_empty();
    }
    std::string text(Heading heading) {
        const Cell& cell = cells_.cell(heading);
        auto read = text_in(cell);
        if (!read) {
            refuse_at(heading, std::move(read.error()));
            return {};
        }
        if (has_blanks_around(cell) && !read->empty())
            to_.warnings.push_back({cells_.place(heading), {code::blanks_left_out, {{"text", cell.text}}}});
        return *read;
    }
    // The text of a cell that a measure needs, or has none of.
    std::string needed(Heading heading, bool is_needed) {
        const bool was_whole = std::exchange(is_whole, true);
        std::string read = text(heading);
        if (is_whole && is_needed && read.empty()) refuse_at(heading, {code::cell_needed, {{"measure", name()}}});
        if (is_whole && !is_needed && !read.empty())
            refuse_at(heading, {code::cell_not_needed, {{"text", read}, {"measure", name()}}});
        if (!is_whole) read.clear();
        is_whole = is_whole && was_whole;
        return read;
    }
    const Measure* read_measure() {
        const std::string name = text(Heading::measure);
        if (!is_whole) return nullptr;
        const Measure* found = measure_named(name);
        if (!found) refuse_at(Heading::measure, {code::measure_unknown, {{"text", name}, {"known", known_measures()}}});
        return found;
    }
    std::string read_identifier(Heading heading, bool is_needed) {
        std::string id = needed(heading, is_needed);
        if (id.empty() || well_formed(id)) return id;
        refuse_at(heading, {code::identifier_malformed, {{"member", words_of(heading).shown()}, {"text", id}}});
        return {};
    }
    ResultYear read_year() {
        const std::string said = needed(Heading::year, needs(Heading::year, &Measure::of_year));
        if (said.empty()) return 0;
        int read = 0;
        const auto end = std::from_chars(said.data(), said.data() + said.size(), read).ptr;
        if (end == said.data() + said.size() && said.size() == 4 && well_formed_year(read)) return read;
        refuse_at(Heading::year, {code::year_malformed, {{"member", words_of(Heading::year).shown()}, {"text", said}}});
        return 0;
    }
    Day read_day() {
        const Cell& cell = cells_.cell(Heading::day);
        const auto blank = text_in(cell);
        if (blank && blank->empty()) {
            refuse_at(Heading::day, {code::cell_needed, {{"measure", name()}}});
            return {};
        }
        auto day = day_in(cell, file_.days_from_1904);
        if (day) return *day;
        for (auto& [name, argument] : day.error().arguments)
            if (name == "member") argument = words_of(Heading::day).shown();
        refuse_at(Heading::day, std::move(day.error()));
        return {};
    }
    std::string read_value() {
        const Cell& cell = cells_.cell(Heading::value);
        if (measure->unit == Unit::direction) return read_direction(cell);
        auto number = number_in(cell, habits_,
                                measure->unit == Unit::patients ? NumberKind::count
                                : measure->unit == Unit::share  ? NumberKind::share
                                                                : NumberKind::decimal);
        if (number) return *number;
        refuse_at(Heading::value, std::move(number.error()));
        return {};
    }
    std::string read_direction(const Cell& cell) {
        const std::string said = folded(text_in(cell).value_or(cell.text));
        std::string known;
        for (const auto& [direction, words] : directions()) {
            if (words.are(said)) return direction;
            known += (known.empty() ? "" : " · ") + words.shown();
        }
        refuse_at(Heading::value, {code::choice_unknown, {{"text", cell.text}, {"known", known}}});
        return {};
    }

    const RowCells& cells_;
    const Spreadsheet& file_;
    const Habits& habits_;
    SheetFacts& to_;
};

// All rows of all sheets, as facts on their way, in the order of their first rows.
class Gathering {
public:
    Gathering(const Spreadsheet& file, SheetFacts& to) : file_(file), to_(to) {}

    void read() {
        bool any = false;
        for (std::size_t at = 0; at < file_.sheets.size(); ++at) {
            const auto table = table_in(file_.sheets[at]);
            if (!table) continue;
            any = true;
            if (!headings_are_right(at, *table)) continue;
            tables_.emplace_back(at, *table);
        }
        if (!any) no_table();
        for (const auto& [at, table] : tables_) take_habits(file_.sheets[at], table);
        habits_.settle(file_.separator);
        for (const auto& [at, table] : tables_) read_sheet(at, table);
        look_for_gaps();
    }
    std::vector<Gathered> facts;

private:
    void no_table() {
        const Place first{file_.sheets.empty() ? std::string() : file_.sheets.front().name, 0, 1, 0, {}};
        for (std::size_t i = 0; i < kHeadings; ++i)
            if (is_needed(static_cast<Heading>(i))) {
                const Words words = words_of(static_cast<Heading>(i));
                to_.errors.push_back({first, {code::heading_missing, {{"heading", words.shown()}}}});
            }
    }

    bool headings_are_right(std::size_t at, const Table& table) {
        const Sheet& sheet = file_.sheets[at];
        const Row& row = sheet.rows[table.first];
        const auto before = to_.errors.size();
        const auto complain = [&](std::size_t column, Code code, std::string text) {
            to_.errors.push_back({{sheet.name, at, row.number, column, text}, {code, {{"heading", text}}}});
        };
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const auto text = text_in(row.cells[i]);
            if (text && text->empty()) continue;
            const auto& heading = table.columns[i];
            if (!heading)
                complain(i, code::heading_unknown, row.cells[i].text);
            else if (std::find(table.columns.begin(), table.columns.begin() + static_cast<std::ptrdiff_t>(i),
                               heading) != table.columns.begin() + static_cast<std::ptrdiff_t>(i))
                complain(i, code::heading_repeated, row.cells[i].text);
        }
        for (std::size_t i = 0; i < kHeadings; ++i)
            if (const auto heading = static_cast<Heading>(i); is_needed(heading) && !table.column(heading))
                complain(row.cells.size(), code::heading_missing, words_of(heading).shown());
        return to_.errors.size() == before;
    }

    void take_habits(const Sheet& sheet, const Table& table) {
        const auto column = table.column(Heading::value);
        for (std::size_t i = table.first + 1; i < sheet.rows.size(); ++i)
            if (*column < sheet.rows[i].cells.size()) habits_.take(sheet.rows[i].cells[*column]);
    }

    void read_sheet(std::size_t at, const Table& table) {
        const Sheet& sheet = file_.sheets[at];
        for (std::size_t i = table.first + 1; i < sheet.rows.size(); ++i) {
            const RowCells cells(sheet, at, table, sheet.rows[i]);
            const auto blank = text_in(cells.cell(Heading::value));
            if (blank && blank->empty()) {
                const auto name = text_in(cells.cell(Heading::measure));
                to_.unfilled += name && !name->empty() ? 1 : 0;
                continue;
            }
            take(RowReader(cells, file_, habits_, to_), cells);
        }
    }

    void take(RowReader row, const RowCells& cells) {
        if (!row.measure) return;
        if (!row.is_whole) broken_.emplace(row.measure, row.groupement);
        if (!row.names_its_subject()) return;
        const std::string subject =
            std::string(row.measure->kind) + '\n' + row.groupement + '\n' + to_text(row.year) + '\n' + row.indicator;
        const auto known = by_subject_.find(subject);
        if (known == by_subject_.end()) {
            by_subject_[subject] = facts.size();
            Gathered& made = facts.emplace_back();
            made.first = row.measure;
            made.groupement = row.groupement, made.indicator = row.indicator;
            made.year = row.year, made.on = row.on, made.source = row.source;
            for (const Heading one :
                 {Heading::groupement, Heading::year, Heading::indicator, Heading::day, Heading::source})
                made.places.emplace_back(one, cells.place(one));
        }
        Gathered& fact = facts[by_subject_[subject]];
        check_agreement(fact, row);
        fact.is_whole = fact.is_whole && row.is_whole;
        fact.values.push_back({row.measure, cells.place(Heading::value), row.value});
    }

    static void check_agreement(const Gathered& fact, RowReader& row) {
        if (fact.values.empty()) return;
        const std::string first = shown(fact.values.front().place);
        for (const GivenValue& one : fact.values)
            if (one.measure == row.measure)
                return row.refuse_at(Heading::value, {code::cell_repeated, {{"place", shown(one.place)}}});
        if (!row.is_whole || !fact.is_whole) return;
        if (row.on != fact.on)
            row.refuse_at(Heading::day, {code::rows_disagree, {{"place", first}, {"other", to_text(fact.on)}}});
        if (row.source != fact.source)
            row.refuse_at(Heading::source, {code::rows_disagree, {{"place", first}, {"other", fact.source}}});
    }

    // A member that a fact cannot do without.
    void look_for_gaps() {
        for (Gathered& fact : facts)
            for (const Measure& one : measures()) {
                if (one.kind != std::string_view(fact.first->kind) || !one.is_needed) continue;
                const bool is_given =
                    std::ranges::any_of(fact.values, [&](const GivenValue& value) { return value.measure == &one; });
                if (is_given) continue;
                fact.is_whole = false;
                if (!broken_.contains({&one, fact.groupement}))
                    to_.errors.push_back(
                        {fact.values.front().place, {code::measure_incomplete, {{"measure", one.words.shown()}}}});
            }
    }

    const Spreadsheet& file_;
    SheetFacts& to_;
    Habits habits_;
    std::vector<std::pair<std::size_t, Table>> tables_;
    std::map<std::string, std::size_t> by_subject_;
    std::set<std::pair<const Measure*, std::string>> broken_;  // rows that give nothing
};

json::object members_of(const Gathered& fact) {
    json::object members;
    if (fact.first->of_groupement) members["groupement"] = fact.groupement;
    if (fact.first->of_year) members["year"] = fact.year.number;
    if (fact.first->of_indicator) members["indicator"] = fact.indicator;
    for (const Measure& one : measures())  // in one order, whatever the rows' is
        for (const GivenValue& value : fact.values) {
            if (value.measure != &one) continue;
            if (one.unit == Unit::patients)
                members[one.member] = std::stoll(value.text);
            else
                members[one.member] = value.text;
        }
    return members;
}

void add_fact(Gathered&& gathered, const Digest& digest, SheetFacts& to) {
    json::object line{{"on", to_text(gathered.on)}, {"source", {{"reference", gathered.source}}}};
    line["fact"] = json::object{{gathered.first->kind, members_of(gathered)}};
    line["key"] = "sheet-" + to_hex(bytes_of(sha256(json::serialize(line)))).substr(0, 40);
    line["source"].as_object()["sha256"] = to_hex(bytes_of(digest));
    SheetFact made{.fact = {}, .values = std::move(gathered.values), .places = std::move(gathered.places)};
    auto fact = parse_fact(json::serialize(line));
    if (!fact) {
        to.errors.push_back({made.place_of(fact.error()), std::move(fact.error())});
        return;
    }
    made.fact = std::move(*fact);
    to.facts.push_back(std::move(made));
}

std::string argument_of(const Rejection& rejection, std::string_view name) {
    for (const auto& [known, value] : rejection.arguments)
        if (known == name) return value;
    return {};
}

// Which column a refusal is about, where it names no member.
Heading heading_of(const Rejection& rejection, const std::string& member) {
    if (member == "groupement" || rejection.code == code::unknown_groupement) return Heading::groupement;
    if (member == "year" || rejection.code == code::unknown_year || rejection.code == code::year_without_rules)
        return Heading::year;
    if (member == "indicator" || rejection.code == code::unknown_indicator) return Heading::indicator;
    if (member == "on" || rejection.code == code::month_closed) return Heading::day;
    return member == "reference" ? Heading::source : Heading::value;
}

}  // namespace

std::string shown(const Place& place) { return place.sheet.empty() ? place.cell() : place.sheet + '!' + place.cell(); }

Place SheetFact::place_of(const Rejection& rejection) const {
    std::string member = argument_of(rejection, "member");
    if (rejection.code == code::adjusted_spending_zero) member = "adjustedPerPatient";
    for (const GivenValue& one : values)
        if (one.measure->member == member) return one.place;
    const Heading heading = heading_of(rejection, member);
    for (const auto& [known, place] : places)
        if (known == heading) return place;
    return values.front().place;
}

std::optional<std::size_t> Table::column(Heading heading) const {
    const auto found = std::ranges::find(columns, std::optional(heading));
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

std::optional<Table> table_in(const Sheet& sheet) {
    for (std::size_t i = 0; i < std::min(sheet.rows.size(), kRowsBeforeTable); ++i) {
        Table table{i, {}};
        for (const Cell& cell : sheet.rows[i].cells)
            table.columns.push_back(cell.type == CellType::text ? heading_named(cell.text) : std::nullopt);
        const auto known = std::ranges::count_if(table.columns, [](const auto& one) { return one.has_value(); });
        if (known >= 2 && (table.column(Heading::measure) || table.column(Heading::value))) return table;
    }
    return std::nullopt;
}

SheetFacts facts_in(const Spreadsheet& file, const Digest& digest) {
    SheetFacts facts;
    Gathering gathering(file, facts);
    gathering.read();
    for (Gathered& one : gathering.facts)
        if (one.is_whole) add_fact(std::move(one), digest, facts);
    std::ranges::stable_sort(
        facts.errors, {}, [](const Finding& one) { return std::tuple(one.place.at, one.place.row, one.place.column); });
    return facts;
}

}  // namespace ipep::sheets

// Facts of a year: groupements and measures as a grid, with the year before's, what was put right and what is missing.
#include <algorithm>
#include <unordered_map>

#include "ledger/description.h"
#include "ledger/year_inputs.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/sheets/csv_file.h"
#include "services/sheets/year_grid.h"
#include "services/words/indicator_names.h"

namespace ipep {
namespace {

using sheets::GridCell;
using sheets::GridColumn;
using sheets::YearGrid;

std::string path_of(ResultYear year) { return settlement_path(year) + "/facts"; }

// Source and standing of each fact of the grid, its event read once.
class Origins {
public:
    explicit Origins(const Visit& visit) : visit_(visit) {}
    const Event& of(Position position) {
        auto [known, is_new] = events_.try_emplace(position);
        if (is_new) known->second = visit_.ledger.event(position, false);
        return known->second;
    }
    bool is_corrected(Position position) {
        return position != 0 && std::holds_alternative<FactCorrected>(of(position).body);
    }

private:
    const Visit& visit_;
    std::unordered_map<Position, Event> events_;
};

struct Filter {
    std::string words, state;

    bool takes(const Visit& visit, const sheets::GridRow& row, Origins& origins) const {
        const GroupState& page = *visit.book().find(row.groupement);
        const std::string all =
            sheets::folded(row.groupement.text + ' ' + described(page).name + ' ' + page.admission.value.cpam.text);
        if (!words.empty() && all.find(sheets::folded(words)) == std::string::npos) return false;
        if (state == "missing") return std::ranges::any_of(row.cells, &GridCell::is_missing);
        if (state == "corrected")
            return std::ranges::any_of(row.cells,
                                       [&](const GridCell& one) { return origins.is_corrected(one.position); });
        return true;
    }
};

std::string head_of(const GridColumn& column) {
    return column.indicator.text.empty() ? column.measure->words.shown() : column.indicator.text;
}
std::string meaning_of(const Visit& visit, const GridColumn& column, ResultYear year) {
    if (column.indicator.text.empty()) return sheets::words_of(column.measure->unit).shown();
    const std::string name = name_in_force(visit.book(), column.indicator, year);
    return name.empty() ? name_of(column.indicator) : name;
}

// The rows that a reader is shown and asked for.
std::vector<const sheets::GridRow*> rows_of(const Visit& visit, const YearGrid& grid, const Filter& filter,
                                            Origins& origins) {
    std::vector<const sheets::GridRow*> rows;
    for (const sheets::GridRow& row : grid.rows)
        if (visit.rights.reads(row.groupement) && filter.takes(visit, row, origins)) rows.push_back(&row);
    return rows;
}

std::string csv_of(const Visit& visit, const YearGrid& grid, const std::vector<const sheets::GridRow*>& rows,
                   Origins& origins) {
    sheets::CsvFile file;
    for (const std::string& head :
         {tr("Groupement"), tr("Name"), tr("Year"), tr("Measure"), tr("Indicator"), tr("Unit"), tr("Year before"),
          tr("Value"), tr("State"), tr("Day"), tr("Source"), tr("By"), tr("Event")})
        file.text(head);
    file.end_row();
    for (const sheets::GridRow* row : rows)
        for (std::size_t i = 0; i < grid.columns.size(); ++i) {
            const GridCell& cell = row->cells[i];
            if (!cell.counts && cell.value.empty()) continue;
            const Event* event = cell.position == 0 ? nullptr : &origins.of(cell.position);
            file.text(row->groupement.text);
            file.text(described(*visit.book().find(row->groupement)).name);
            file.text(to_text(grid.year));
            file.text(grid.columns[i].measure->words.shown());
            file.text(grid.columns[i].indicator.text);
            file.text(sheets::words_of(grid.columns[i].measure->unit).shown());
            file.number(cell.before);
            file.number(cell.value);
            file.text(cell.is_missing() ? tr("missing") : origins.is_corrected(cell.position) ? tr("corrected") : "");
            file.text(event ? shown(event->on) : "");
            file.text(event && event->source ? event->source->reference : "");
            file.text(event ? event->actor.text : "");
            file.text(event ? std::to_string(cell.position) : "");
            file.end_row();
        }
    return file.bytes();
}

// The form of what is missing, as far as it is known; empty for who records no results.
std::string form_of(const Visit& visit, const GridColumn& column, const GroupementId& groupement, ResultYear year) {
    if (!visit.at_head() || !visit.rights.has(Right::record_results)) return {};
    std::string path =
        std::string("/facts/") + column.measure->kind + "?groupement=" + groupement.text + "&year=" + to_text(year);
    if (!column.indicator.text.empty()) path += "&indicator=" + percent_encoded(column.indicator.text);
    return path;
}

Data cell_data(const Visit& visit, const GridCell& cell, Origins& origins) {
    Data data;
    data.set("value", cell.value.empty() ? "" : shown_decimal(cell.value)).set("missing", cell.is_missing());
    data.set("before", cell.before.empty() ? "" : shown_decimal(cell.before));
    data.set("href", cell.position == 0 ? "" : visit.event_link(cell.position));
    return data.set("corrected", origins.is_corrected(cell.position));
}

}  // namespace

ConsolePage year_facts(const Visit& visit, ResultYear year) {
    const YearGrid grid = sheets::year_grid(visit.book(), year);
    if (grid.rows.empty()) return visit.not_found();
    Origins origins(visit);
    const Filter filter{visit.query("q"), visit.query("state")};
    const auto rows = rows_of(visit, grid, filter, origins);
    if (visit.query("kind") == "csv")
        return {200,
                "text/csv; charset=utf-8",
                csv_of(visit, grid, rows, origins),
                {{"Content-Disposition", "attachment; filename=\"ipep-faits-" + to_text(year) + ".csv\""}}};
    std::vector<Data> heads, lines;
    for (const GridColumn& column : grid.columns)
        heads.emplace_back().set("label", head_of(column)).set("meaning", meaning_of(visit, column, year));
    std::size_t missing = 0;
    for (const sheets::GridRow* row : rows) {
        std::vector<Data> cells;
        for (std::size_t i = 0; i < row->cells.size(); ++i) {
            const GridCell& cell = row->cells[i];
            cells.push_back(cell_data(visit, cell, origins));
            if (!cell.is_missing()) continue;
            ++missing;
            cells.back().set("form_href", form_of(visit, grid.columns[i], row->groupement, year));
        }
        Data& line = lines.emplace_back().set("id", row->groupement.text).set("cells", std::move(cells));
        line.set("href", visit.group_link(row->groupement));
        line.set("name", described(*visit.book().find(row->groupement)).name);
    }
    Data data;
    data.set("year", to_text(year)).set("path", path_of(year)).set("q", filter.words);
    data.set("states",
             choices({{"", tr("all")}, {"missing", tr("missing")}, {"corrected", tr("corrected")}}, filter.state));
    data.set("count", fill(tr("{count} groupements, {missing} values missing"),
                           {{"count", std::to_string(rows.size())}, {"missing", std::to_string(missing)}}));
    data.set("heads", std::move(heads)).set("rows", std::move(lines));
    data.set("csv_href", visit.link(path_of(year) + "?kind=csv&q=" + percent_encoded(filter.words) +
                                    "&state=" + percent_encoded(filter.state)));
    const std::string title = fill(tr("Facts of {year}"), {{"year", to_text(year)}});
    return visit.page(Section::settlement, title, "year_facts", std::move(data));
}

}  // namespace ipep

#include "services/sheets/year_grid.h"

#include <algorithm>

#include "ledger/year_inputs.h"

namespace ipep::sheets {
namespace {

template <class Fact>
Position position_of(const std::optional<Noted<Fact>>& noted) {
    return noted ? noted->position : 0;
}

Position position_of(const YearFacts& facts, const GridColumn& column) {
    const std::string_view kind = column.measure->kind;
    if (kind == "patientsCounted") return position_of(facts.patients);
    if (kind == "expenditureMeasured") return position_of(facts.expenditure);
    if (kind == "experienceMeasured") return position_of(facts.experience);
    const auto* measured = facts.measure(column.indicator);
    return measured ? measured->position : 0;
}

bool is_counted(const Counted& which, const GridColumn& column) {
    const std::string_view kind = column.measure->kind;
    if (kind == "experienceMeasured") return which.experience;
    if (kind != "indicatorMeasured") return true;
    const auto has = [&](const std::vector<IndicatorId>& list) {
        return std::ranges::find(list, column.indicator) != list.end();
    };
    return has(which.core) || has(which.chosen);
}

GridCell cell_of(const Book& book, const GroupState& page, const Counted& which, const GridColumn& column,
                 ResultYear year) {
    GridCell cell{.counts = is_counted(which, column), .value = {}};
    Subject subject{page.admission.value.groupement, year, column.indicator};
    cell.value = known_value(book, *column.measure, subject);
    --subject.year;
    cell.before = known_value(book, *column.measure, subject);
    if (const YearFacts* facts = page.facts(year)) cell.position = position_of(*facts, column);
    return cell;
}

}  // namespace

YearGrid year_grid(const Book& book, ResultYear year) {
    YearGrid grid{.year = year, .columns = {}, .rows = {}};
    if (!book.common().rules_for(year)) return grid;
    const auto add = [&](const char* kind, const char* member, IndicatorId indicator = {}) {
        const GridColumn column{measure_of(kind, member), std::move(indicator)};
        if (std::ranges::find(grid.columns, column) == grid.columns.end()) grid.columns.push_back(column);
    };
    add("patientsCounted", "patients");
    add("expenditureMeasured", "actualPerPatient");
    add("expenditureMeasured", "adjustedPerPatient");
    std::vector<Counted> counts;
    const std::vector<GroupementId> groups = groups_of(book, year);
    for (const GroupementId& id : groups) counts.push_back(counted(book, *book.find(id), year));
    for (const Counted& one : counts)
        for (const IndicatorId& indicator : one.core) add("indicatorMeasured", "value", indicator);
    for (const Counted& one : counts)
        for (const IndicatorId& indicator : one.chosen) add("indicatorMeasured", "value", indicator);
    if (std::ranges::any_of(counts, &Counted::experience)) add("experienceMeasured", "score");
    for (std::size_t i = 0; i < groups.size(); ++i) {
        GridRow& row = grid.rows.emplace_back(groups[i]);
        for (const GridColumn& column : grid.columns)
            row.cells.push_back(cell_of(book, *book.find(groups[i]), counts[i], column, year));
    }
    return grid;
}

}  // namespace ipep::sheets

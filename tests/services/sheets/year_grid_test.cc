// The facts of a year as a grid: what counts, what stands, what is missing.
#include "services/sheets/year_grid.h"

#include <gtest/gtest.h>

#include "ledger/year_inputs.h"
#include "tests/scratch.h"

namespace ipep {
namespace {

const sheets::GridCell* find(const sheets::YearGrid& grid, const char* groupement, const char* member,
                             const char* indicator = "") {
    for (const sheets::GridRow& row : grid.rows)
        for (std::size_t i = 0; i < grid.columns.size(); ++i)
            if (row.groupement.text == groupement && grid.columns[i].measure->member == std::string_view(member) &&
                grid.columns[i].indicator.text == indicator)
                return &row.cells[i];
    return nullptr;
}

TEST(YearGrid, EachMeasureStandsBesideTheYearBefore) {
    TrialLedger ledger;
    ledger.append_data("worked.jsonl");
    const Book& book = ledger.service().book();
    const sheets::YearGrid grid = sheets::year_grid(book, 2020);
    EXPECT_EQ(grid.rows.size(), groups_of(book, 2020).size());
    for (const sheets::GridRow& row : grid.rows) {
        const YearFacts& facts = *book.find(row.groupement)->facts(2020);
        const char* id = row.groupement.text.c_str();
        EXPECT_EQ(find(grid, id, "patients")->value, std::to_string(facts.patients->value.patients));
        EXPECT_EQ(find(grid, id, "actualPerPatient")->value, facts.expenditure->value.actualPerPatient.text);
        EXPECT_EQ(find(grid, id, "actualPerPatient")->position, facts.expenditure->position);
        for (const auto& measured : facts.measured) {
            const auto* cell = find(grid, id, "value", measured.value.indicator.text.c_str());
            if (!cell) continue;
            EXPECT_EQ(cell->value, measured.value.value.text);
            const YearFacts* before = book.find(row.groupement)->facts(2019);
            const auto* earlier = before ? before->measure(measured.value.indicator) : nullptr;
            EXPECT_EQ(cell->before, earlier ? earlier->value.value.text : "");
        }
    }
}

TEST(YearGrid, WhatIsMissingIsWhatASettlementWaitsForOfTheYear) {
    TrialLedger ledger;
    std::string kept;
    std::istringstream lines(read_data("worked.jsonl"));
    for (std::string line; std::getline(lines, line);)
        if (line.find("\"year\": 2020, \"indicator\": \"S02\"") == std::string::npos &&
            line.find("experienceMeasured") == std::string::npos)
            kept += line + '\n';
    ledger.append(kept);
    const Book& book = ledger.service().book();
    std::set<std::string> awaited, shown;
    for (const Missing& one : missing_facts(book, 2020))
        if (one.year == 2020 && one.fact.ends_with("Measured"))
            awaited.insert(one.groupement + one.fact + one.indicator);
    const sheets::YearGrid grid = sheets::year_grid(book, 2020);
    for (const sheets::GridRow& row : grid.rows)
        for (std::size_t i = 0; i < grid.columns.size(); ++i)
            if (row.cells[i].is_missing())
                shown.insert(row.groupement.text + grid.columns[i].measure->kind + grid.columns[i].indicator.text);
    EXPECT_FALSE(awaited.empty());
    EXPECT_EQ(shown, awaited);
    EXPECT_TRUE(sheets::year_grid(book, 1990).rows.empty());
}

}  // namespace
}  // namespace ipep

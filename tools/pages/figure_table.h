// FigureTable: tables of figures that differ between two sides, groupement by groupement, with their total.
#pragma once

#include "services/histories/simulation.h"
#include "tools/pages/text_table.h"

namespace ipep {

// Rows a list of groupements shows unless all are asked for.
inline constexpr std::size_t kMostRows = 40;

// "… 12 more; --full shows all." where a list of so many was cut; nothing where it was not.
std::string more_than(std::size_t all, bool full);

struct Sides {
    std::string before, after;  // titles of their columns
};

// What is due, one line a groupement and year, and how many of its figures differ.
std::string due_table(const std::vector<FigureDifference>& differences, const Sides& sides, bool full);
// Each balance that differs, one line.
std::string balance_table(const std::vector<FigureDifference>& differences, const Sides& sides, bool full);
// The difference in each step of the settlement, summed over groupements and years.
std::string step_table(const std::vector<FigureDifference>& differences);

}  // namespace ipep

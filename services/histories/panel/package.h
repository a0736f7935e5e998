// Package: the panel as a folder that R, Stata, Python, DuckDB and a spreadsheet open without a word of explanation.
//
// Shape:   a CSV file a table (schema.h) and dictionary.csv, datapackage.json (types, keys, digests), panel.R, panel.py
//          and panel.sql, which read each column as what it is, README.md (what it is, position, root of the log there,
//          totals to check against); on request panel.xlsx, a .dta a table, panel.sqlite.
// Promise: whole or not at all. But for the date in README.md an export of the state after P is the same bytes whenever
//          it is made.
// Errors:  folder_not_empty, file_unreadable, pseudonym_key_empty; Fault disk_fault.
// Source:  contract, `export panel`; Data Package 2.0, https://datapackage.org.
#pragma once

#include "services/histories/panel/rows.h"
#include "services/ledger/ledger_service.h"

namespace ipep::panel {

struct Report {
    Position position = 0;
    Digest root{};
    std::uint64_t results = 0, payments = 0, facts = 0, masked = 0;
    std::vector<std::string> files;
};

// Of the state the ledger is looked at.
Verdict<Report> export_panel(LedgerService& ledger, const std::string& folder, const Wishes& wishes,
                             const Progress& progress = {});

}  // namespace ipep::panel

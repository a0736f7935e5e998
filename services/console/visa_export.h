// VisaExport: the table of orders that wait for a visa as a file: every order that is chosen, not a page of them, with
// each of its checks, and the total of the whole below.
//
// Shape:   CSV as the reader's spreadsheet opens it, or XLSX; numbers are numbers.
#pragma once

#include "services/console/visa_table.h"

namespace ipep {

enum class ExportKind : std::uint8_t { csv, xlsx };

std::string visa_export(const std::vector<const VisaRow*>& rows, ExportKind kind);

}  // namespace ipep

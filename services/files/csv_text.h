// CsvText: a text as one field of a CSV file (RFC 4180), which no spreadsheet takes for a formula.
//
// Shape:  quotes where a comma, a quote or a line break asks for them. A cell that begins with = + - or @ (wide ones
//         too), a tab or a line break is computed by spreadsheets, and a French one begins a cell behind each
//         semicolon: an apostrophe goes in front of the sign, behind apostrophes that stand there already; a
//         decimal stays. Taking off one apostrophe wherever kFormulaMark matches gives the text again.
// Source: RFC 4180; OWASP, "CSV Injection".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ipep {

// For whoever reads the CSV by program: the apostrophe to take off, behind what stays.
inline constexpr std::string_view kFormulaMark = R"((^|[;\t\r\n])'(?='*[=+\-@＝＋－＠\t\r\n]))";

void append_csv_text(std::string& to, std::string_view text);
// A record, ended by CRLF.
void append_csv_row(std::string& to, const std::vector<std::string>& fields);

}  // namespace ipep

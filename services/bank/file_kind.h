// FileKind: what a file that a person takes for the bank's is, by its first bytes and lines; nothing of it is read.
//
// Shape:   `xml` may be any XML. A CFONB file has lines of 120, 160 or 240 characters that begin with two digits.
// Source:  CFONB, relevés de compte sur support informatique (120 caractères); SWIFT MT940; RFC 4180.
#pragma once

#include <cstdint>
#include <string_view>

namespace ipep {

enum class FileKind : std::uint8_t { xml, transfers, cfonb, mt940, ofx, table, spreadsheet, pdf, unknown };

FileKind kind_of_file(std::string_view bytes);

}  // namespace ipep

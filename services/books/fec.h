// FEC: "fichier des écritures comptables, à l'usage de l'audit", as tab-separated text or as XML.
//
// Shape:  the text has the 18 columns in their order, then the event, its digest, the transfer's EndToEndId and the
//         fund. Its XML is of one exercice, the year of the last entry asked for: the format knows no more, and a
//         comment at its head names the years left out. A vertical bar in a name is written as a slash.
// Units:  euros with two decimals, a comma in the text, a point in XML; days AAAAMMJJ in the text.
// Source: livre des procédures fiscales, art. A47 A-1, VII-1 (formatA47A-I-VII-1.xsd).
#pragma once

#include "services/books/books.h"

namespace ipep {

// "LQ" is "Liquidation": its readers are French.
const std::string& journal_label(const std::string& code);
std::string fec_text(const Books& books, const std::vector<BookEntry>& entries);
std::string fec_xml(const Books& books, const std::vector<BookEntry>& entries);
// Which years of these entries the XML leaves out, in a sentence; empty where it has them all.
std::string fec_xml_left_out(const std::vector<BookEntry>& entries);

}  // namespace ipep

// Letter PDF: the letter drawn on A4, tagged so that a screen reader follows it; the same letter, the same bytes.
//
// Shape:  Document with H1, P and a Table of TR, TH, TD; /Lang fr-FR; title, and as dates the moment the act was
//         recorded. Fonts are embedded, read from one package and from nowhere else, whatever fontconfig is set to.
//         One page, written smaller where it must be; only a letter of very many lines goes on to another.
// Errors: file_unreadable, where the fonts' package is missing.
// Source: ISO 32000-1 §14.7, §14.8 (structure), §7.5.6 (cross-reference); NF Z 11-001.
#pragma once

#include "ledger/rejection.h"
#include "services/letter/letter.h"

namespace ipep {

Verdict<std::string> letter_pdf(const Letter& letter);
// Those of a file for the bank in one document, each begun on a sheet of its own. Precondition: there is one.
Verdict<std::string> letters_pdf(const std::string& message, const std::vector<Letter>& letters);

}  // namespace ipep

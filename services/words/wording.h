// Wording: the ledger's own names, formulas and half-sentences in the reader's words.
//
// Shape:  a name ("advanceGranted", "quality.envelopeShare") is split at its capitals and points into an English
//         phrase, which the catalogue translates; a part of a path that is an identifier or a number stands as {n} in
//         it. So does a number in a half-sentence. tests/catalogue_complete.py asks a translation for each of them.
#pragma once

#include <string>

#include "ledger/rejection.h"

namespace ipep {

struct BankLineExplained;
struct OpenLine;

// "advance granted", in the reader's language, for a node's name, a parameter's path or an event's kind.
std::string spoken(const std::string& name);
// A name as the start of a line: "Advance granted".
std::string titled(const std::string& name);
// Each name in words, each sign as people write it.
std::string spoken_formula(const std::string& formula);
// What a layer below says in English: "a whole number", "bytes follow it from byte 12".
std::string phrase(const std::string& english);
// Why lines of the bank are left unmatched: one line, or, `count` above 0, so many of other business together.
std::string why_unmatched(const std::string& why, std::int64_t count);
// And what a person said of it: "unknown reference; set aside by martin: fees".
std::string why_at_bank(const OpenLine& line);
std::string said_of(const BankLineExplained& said);
// What a check of the visa found: parts between commas, each a phrase, or a phrase, a colon and a value.
std::string spoken_found(const std::string& found);
// Why an order was suspended: the ground of the list in words, and the DCF's own behind it.
std::string spoken_ground(const std::string& recorded);
// The argument of a refusal: a phrase where it is one, else as it is.
std::string spoken_argument(const std::string& name, const std::string& value);
// The catalogue's sentence with its arguments, all of it in the reader's language.
std::string spoken_sentence(const Rejection& rejection);

}  // namespace ipep

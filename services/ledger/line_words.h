// LineWords: what a bank's file says of a line that nothing explained, by which a person knows it again.
//
// Shape:   names of persons as often as not: kept beside the log, as the line's own personal values
//          (ledger/line_subject.h), until an order explains the line or they are erased. Nothing is decided by them, so
//          no record seals them; the file whose SHA-256 the record has says the same.
// Source:  ops/decisions/0046-lines-of-the-bank.md.
#pragma once

#include "services/ledger/ledger_service.h"
#include "services/reader/reader.h"

namespace ipep {

struct LineWords {
    std::string party, text;  // empty where the bank says none
};

void keep_words(const LedgerService::Keep& keep, const CpamId& cpam, Position line, const LineWords& words);
// Nothing where they were erased, or the line was read before words were kept.
std::optional<LineWords> words_of_line(const PersonalValues& values, const CpamId& cpam, Position line);

// What of them a reader is shown; whose they are is noted.
enum class WordsState : std::uint8_t { kept, gone, withheld };
BOOST_DESCRIBE_ENUM(WordsState, kept, gone, withheld)
struct ShownWords {
    WordsState state = WordsState::withheld;
    LineWords words = {};  // where they are kept
};
// Nothing of lines of other business that stand together.
std::optional<ShownWords> shown_words(LedgerService& ledger, const CpamId& cpam, const OpenLine& line, Reader& reader);
// As people read them: what was kept, or why nothing is shown.
std::string spoken_words(const std::optional<ShownWords>& shown);

// Whether a row among the personal values is a line's words.
bool is_words_of(const Event& event, const PersonalRow& row);

}  // namespace ipep

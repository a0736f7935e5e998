// LetterWords: the French sentences of the letter, a dated data file compiled in.
//
// Shape:  a path as "body.opening" names a sentence; one that is not there ends the process, for only we can forget it.
// Source: letter-fr.toml, a proposal that the CPAM validates.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ledger/day.h"
#include "ledger/money.h"

namespace ipep {

std::string letter_words(std::string_view path, std::vector<std::pair<std::string, std::string>> arguments = {});
// "1er juillet 2025".
std::string day_in_words(Day day);
// "1 234,56", the minus a sign of its own.
std::string amount_in_figures(Money amount);
// "vingt-et-un euros et un centime", spelled as the rectifications of 1990 have it. Precondition: not negative.
std::string amount_in_words(Money amount);

}  // namespace ipep

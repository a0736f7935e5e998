// Falsehood: a sentence one would expect of the rules and that is false of them, with facts that show it.
//
// Shape:  `body` claims the sentence of the rules as they are run; the solver refutes it, and `example` makes facts of
//         the values it found: lines that `append` takes, settled year by year, then the lines that show the sentence
//         false, after which the years are settled again. One example of each is kept under tests/data/proofs/.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/decision.h"
#include "ledger/year.h"
#include "tests/ledger/proofs/path.h"

namespace ipep::proofs {

using Inputs = std::map<std::string, std::string>;
using Rows = std::map<std::pair<std::string, ResultYear>, SettledRow>;  // by groupement and year

struct Example {
    std::string facts, corrections;  // lines; no corrections where the facts alone show it
};

struct Falsehood {
    const char* name;      // of its files, "more-spending"
    const char* sentence;  // the false one
    const char* section;
    const char* because;  // what makes it false, and what the text does not say
    Body body;
    std::function<Example(const Inputs&)> example;
    std::vector<ResultYear> years;  // to settle, in order
    std::function<bool(const Rows& before, const Rows& after)> shows;
};
std::vector<Falsehood> all_falsehoods();

// ledger/PROOFS.md, made of the properties and the falsehoods.
std::string page();

}  // namespace ipep::proofs

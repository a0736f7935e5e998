// Explanation: how an amount came about, as a tree from the amount to the facts and parameters it rests on.
//
// Shape:  a node without inputs is an event that carries the value; a node with a formula follows from its inputs alone.
//         In a formula an input stands by its name; `round` and `floor` are to the cent, round half away from zero,
//         `sum(inputs)` adds all inputs, `largestRemainder(total, weights)[g]` is g's share (specification §10); after
//         ", as" stands the comparison that chose the formula.
// Units:  named per node; values are exact: a decimal, or "p/q" where the decimals do not end.
// Source: contract, "An explanation".
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ledger/event.h"
#include "ledger/number.h"

namespace ipep {

struct EventRef {
    Position position = 0;
    std::string kind;
    std::optional<FactKey> key;
    std::optional<std::string> source;  // the reference, for people
    Day on;
};

// Where a node rests in the rules, and how sure we are; its own text, whatever the rules it was read from become.
struct Citation {
    std::string section, status;
    std::string rules = {};      // the identifier of those in force; empty where the node follows from no edition
    std::string quotation = {};  // of a parameter
};

struct Explanation;
using ExplanationPtr = std::shared_ptr<const Explanation>;

struct Explanation {
    std::string name;  // "gap"
    std::string of;    // "G02", "S01", "2021"; empty where the name says it all
    std::string value, unit, formula;
    std::optional<Citation> cite;
    std::optional<EventRef> event;
    std::vector<ExplanationPtr> inputs;

    std::string label() const { return of.empty() ? name : name + '[' + of + ']'; }
};

}  // namespace ipep

// What one reader may see of a derivation: under the national cap stand the amounts of every groupement, and a CPAM
// reads those of its own.
//
// Shape:  the same tree; a node of a groupement that is not read keeps its name, has the value `kOfOthers` and neither
//         origin nor inputs. Parts that hide nothing are shared with the tree given.
// Threads: each answers one reader at a time.
// Source: contract, "Payments", table of rights.
#pragma once

#include <functional>

#include "ledger/explanation.h"

namespace ipep {

inline constexpr char kOfOthers[] = "—";

// `reads` is asked with what a node is of: a groupement, an indicator, a year.
using ReadsOf = std::function<bool(const std::string& of)>;
ExplanationPtr seen_by(const ExplanationPtr& root, const ReadsOf& reads);

// While it lives, this thread answers somebody who asks through a server; else whoever holds the files, who reads all.
class ReadingFor {
public:
    explicit ReadingFor(ReadsOf reads);
    ~ReadingFor();
    ReadingFor(const ReadingFor&) = delete;
    static const ReadsOf& whom();
};

}  // namespace ipep

// Edition: which text the rules in force for a year rest on, and what is cited beside each of their values and steps.
//
// Shape:  a parameter's source is what the adoption says of it ({"parameter": "efficiency.band", …}). Where it says
//         nothing, it is what this program ships with the rules of the same identifier, if the value is the shipped
//         one. A step is cited as ledger/rules says in the shipped edition, and in others as the adoption says of it
//         ({"step": "gap", …}). What has no source of its own is cited without a section, as "unsourced": never with
//         the words of another text.
// Source: specification §15 and head, §17.
#pragma once

#include <map>
#include <string>

#include "ledger/act.h"
#include "ledger/explanation.h"
#include "ledger/fact.h"

namespace ipep {

inline constexpr const char* kUnsourced = "unsourced";

// A parameter that can be read in more than one way: the doubt, what speaks for the value taken and against it, and
// what it might be instead, each as JSON.
struct OpenReading {
    std::string path;
    Citation cite;
    std::string question, for_it, against_it;
    std::vector<std::string> alternatives;
};

struct ShippedRules;

class Edition {
public:
    explicit Edition(const RulesAdopted& adopted);

    // By its path ("efficiency.band"); a path below it finds it too ("modulation.knots.1.score").
    Citation of_parameter(const std::string& path) const;
    // `written` is what ledger/rules says beside the step.
    Citation of_step(const std::string& name, const Citation& written) const;
    // Those that the sources bring a question for, by path.
    std::vector<OpenReading> open_readings() const;

private:
    Citation unsourced() const { return {{}, kUnsourced, rules_.text, {}}; }

    RulesId rules_;
    const ShippedRules* shipped_;                         // of the same identifier; null where there are none
    std::map<std::string, Citation> parameters_, steps_;  // of the adoption; of the shipped rules where they apply
    std::map<std::string, OpenReading> readings_;
};

// A title of the fund, as the text budgets it: `incentive` or `seedCredit`, by payment year.
struct TitleBudget {
    Ground title = Ground::incentive;
    Citation cite;
    std::map<PaymentYear, Money> amounts;
};
// What the adoption says of it in its sources ({"title": "incentive", "budget": {"2020": "4000000.00"}, …}); where it
// says nothing and its rules are of a text that is shipped, what that text says. An entry that cannot be read is none.
std::vector<TitleBudget> budget_of_text(const RulesAdopted& adopted);

// The lines of facts/JSON that adopt the rules of 2019, as this program ships them: by their identifier, the one to
// adopt last. Earlier ones stay as they are for the facts that rest on them.
std::vector<std::string> shipped_editions();
// Null data where no such rules are shipped.
std::string_view shipped_rules(std::string_view rules = "cdc-2019");

}  // namespace ipep

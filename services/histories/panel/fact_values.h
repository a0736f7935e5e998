// FactValues: what a fact says, as one value a member, by the member's name in the contract.
//
// Shape:     identifiers and years say what it is about (`subject`), the rest are values: "patients", "indicators.1",
//            "caps.groupement". Nothing of a fact that only tells that something happened.
// Masked:    counts of persons below the threshold, and the values that are their quotients; of a groupement that is
//            withheld, its amounts and its spending a patient too (survey.h says why). A masked value has no text.
// Left out:  whatever names a person, and free texts, which may; under pseudonyms the groupement's name, and its region
//            and legal form where these would single it out.
// Source:    contract, "A fact, one JSON object a line" and `export panel`.
#pragma once

#include "ledger/event.h"
#include "ledger/year.h"
#include "services/histories/panel/descriptions.h"

namespace ipep::panel {

struct Subject {
    std::string groupement, cpam, indicator, rules, corrects;
    std::optional<ResultYear> year;
    std::optional<PaymentYear> payment_year;
};

struct FactValue {
    std::string member, text;
    std::string number = {};  // the decimal nearest to the text, where it is a number
    std::optional<Money> amount = {};
    bool masked = false;
    bool operator==(const FactValue&) const = default;
};

struct FactValues {
    Subject subject;
    std::vector<FactValue> values;
};

struct FactMask {
    std::int64_t threshold = 0;
    bool withheld = false;  // the groupement the fact is about
    Described described;    // what of it is shown
};

// Precondition: a fact.
FactValues values_of(const Body& fact, const FactMask& mask);
// Whether a fact brings a count of patients below the threshold.
bool has_small_count(const Body& fact, std::int64_t threshold);

}  // namespace ipep::panel

// Review: the lists an auditor asks for: amounts that rest on parameters that are assumed or on which the text says two
// things, on facts and parameters without a source, on facts corrected after payment.
//
// Shape:  amounts are those that stand: `settlement/YEAR/GROUPEMENT/due` of each latest revision and
//         `seedCredit/GROUPEMENT`, by groupement, then year. Each names what it rests on: parameters (with their
//         section) or events. An assumed parameter counts where the amount's own derivation uses it. A correction
//         counts where it came after a payment to the groupement that followed the decision resting on the fact it
//         corrects.
// Cost:   one pass over the log; for assumed parameters one derivation an amount besides, of the group's own part.
// Source: specification §15 (status), §11 (corrections); contract, "An explanation".
#pragma once

#include "ledger/year.h"
#include "projections/derivation.h"

namespace ipep {

enum class ReviewList : std::uint8_t { assumed, unsourced, corrected };

struct ReviewReason {
    std::string parameter, section;  // where the reason is a parameter
    std::optional<EventRef> event;
};

struct ReviewedAmount {
    std::string reference;
    GroupementId groupement;
    ResultYear year = 0;  // 0: the seed credit
    Money amount;
    std::vector<ReviewReason> because;
};

struct ReviewFilter {
    std::optional<GroupementId> groupement;
    std::optional<ResultYear> year;
    bool takes(const GroupementId& id, ResultYear of) const {
        return (!groupement || *groupement == id) && (!year || *year == of);
    }
};

Verdict<std::vector<ReviewedAmount>> review(const Store& store, Views& views, ReviewList list,
                                            const ReviewFilter& filter);

}  // namespace ipep

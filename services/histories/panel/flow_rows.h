// FlowRows: what moved each month, by groupement: what is owed, by its causes, and advances.
//
// Units:  euros and cents; a month by the day it takes effect, `on`. Owed more is positive, paid is negative, an
//         advance granted positive. What adds up to nothing has no row, and a groupement that is withheld has none.
// Source: specification §11, §12; ledger/posting.h.
#pragma once

#include <map>

#include "ledger/posting.h"
#include "services/histories/panel/line.h"
#include "services/histories/panel/pseudonym.h"
#include "services/histories/panel/survey.h"

namespace ipep::panel {

class FlowRows {
public:
    void take(const Postings& postings);
    void write(RowSink& to, Pseudonyms& pseudonyms, const Survey& survey) const;

private:
    struct Flow {
        Day month;
        GroupementId groupement;
        PostedTo to = PostedTo::seedCredits;
        auto operator<=>(const Flow&) const = default;
    };
    std::map<Flow, Money> moved_;
};

}  // namespace ipep::panel

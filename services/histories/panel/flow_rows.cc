#include "services/histories/panel/flow_rows.h"

#include "events/describe.h"
#include "ledger/calendar.h"

namespace ipep::panel {

void FlowRows::take(const Postings& postings) {
    for (const Posting& posting : postings) {
        const Day month = *period_of(posting.on, Span::month).from;
        for (const PostingLine& line : posting.lines)
            if (is_owed(line.to) || line.to == PostedTo::advances)
                moved_[{month, posting.groupement, line.to}] += is_owed(line.to) ? -line.amount : line.amount;
    }
}

void FlowRows::write(RowSink& to, Pseudonyms& pseudonyms, const Survey& survey) const {
    Line line;
    for (const auto& [flow, amount] : moved_) {
        if (amount == Money() || survey.withholds(flow.groupement)) continue;
        line.begin().add(flow.month).add(pseudonyms.groupement(flow.groupement.text)).add(enum_name(flow.to));
        to.row(line.add(amount).row());
    }
}

}  // namespace ipep::panel

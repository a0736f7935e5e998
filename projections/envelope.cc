#include "projections/envelope.h"

#include "ledger/about.h"
#include "projections/table_members.h"

namespace ipep {

template class Table<EnvelopeYear>;

void EnvelopeView::fold(const Event& event, const Postings& postings) {
    if (const auto* fact = brought<EnvelopeBudgeted>(event.body)) year(fact->paymentYear).budgeted = fact->amount;
    if (const auto* settled = std::get_if<YearSettled>(&event.body)) {
        EnvelopeYear& row = year(payment_year_of(settled->year));
        row.settled = settled->due;
        row.ceiling = settled->cap;
    }
    for (const Posting& one : postings)
        for (const PostingLine& line : one.lines) {
            if (line.to == PostedTo::seedCredits) year(line.paymentYear).seedCredits -= line.amount;
            if (line.to == PostedTo::ordered) year(line.paymentYear).ordered += line.amount;
            if (line.to == PostedTo::payments) year(line.paymentYear).paid += line.amount;
        }
    rows.end_event(event.position);
}

}  // namespace ipep

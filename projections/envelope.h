// Envelope: how much of the national envelope each payment year uses.
//
// Units:  euros and cents. left = budgeted − seed credits − settled; settled is Σ due of the result year before, its
//         national cap the ceiling.
// Shape:  one row a payment year, by its four digits. What is budgeted, settled and capped are figures that an event
//         states; the rest are lines of postings added up.
// Source: specification §12, CDC 2019 §9.
#pragma once

#include "ledger/posting.h"
#include "projections/row_total.h"
#include "projections/table.h"

namespace ipep {

struct EnvelopeYear {
    Money budgeted, seedCredits, settled, ordered, paid, ceiling;
    Total left() const { return Total(budgeted) - seedCredits - settled; }
};
BOOST_DESCRIBE_STRUCT(EnvelopeYear, (), (budgeted, seedCredits, settled, ordered, paid, ceiling))

// Of several payment years.
struct EnvelopeTotal : RowTotal<EnvelopeYear> {
    Total left() const {
        return of(&EnvelopeYear::budgeted) - of(&EnvelopeYear::seedCredits) - of(&EnvelopeYear::settled);
    }
};

class EnvelopeView {
public:
    static constexpr const char* name = "envelope";
    explicit EnvelopeView(RowSource source, PastView* past = nullptr) : rows(std::move(source), past, kPastEnvelope) {}
    void fold(const Event& event, const Postings& postings);
    void take_changes(Rows& to) { rows.take_changes(to); }
    std::size_t in_memory() const { return rows.in_memory(); }
    void drop() { rows.drop(); }

    Table<EnvelopeYear> rows;

private:
    EnvelopeYear& year(PaymentYear payment_year) { return rows.edit(to_text(payment_year)); }
};

}  // namespace ipep

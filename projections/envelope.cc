#include "projections/envelope.h"

#include "projections/table_members.h"

namespace ipep {

template class Table<EnvelopeYear>;

namespace {

struct Uses {
    Table<EnvelopeYear>& rows;

    EnvelopeYear& year(Year payment_year) const { return rows.edit(std::to_string(payment_year)); }

    void operator()(const EnvelopeBudgeted& e) const { year(e.paymentYear).budgeted = e.amount; }
    void operator()(const FactCorrected& e) const { std::visit(*this, e.fact); }
    void operator()(const SeedTrancheReleased& e) const { year(e.paymentYear).seedCredits += e.amount; }
    void operator()(const YearSettled& e) const {
        EnvelopeYear& row = year(e.year + 1);
        row.settled = e.due;
        row.ceiling = e.cap;
    }
    void add(Money EnvelopeYear::*use, const std::vector<OrderPart>& parts, int sign) const {
        for (const OrderPart& part : parts) year(part.paymentYear).*use += sign > 0 ? part.amount : -part.amount;
    }
    void operator()(const PaymentOrdered& e) const { add(&EnvelopeYear::ordered, e.parts, 1); }
    void operator()(const OrderReinstated& e) const { add(&EnvelopeYear::ordered, e.parts, 1); }
    void operator()(const OrderPaid& e) const { add(&EnvelopeYear::paid, e.parts, 1); }
    void operator()(const OrderReturned& e) const {
        add(&EnvelopeYear::ordered, e.parts, -1);
        add(&EnvelopeYear::paid, e.parts, -1);
    }
    void operator()(const OrderCancelled& e) const { add(&EnvelopeYear::ordered, e.parts, -1); }
    void operator()(const OrderRejected& e) const { add(&EnvelopeYear::ordered, e.parts, -1); }
    template <class Other>
    void operator()(const Other&) const {}
};

}  // namespace

void EnvelopeView::fold(const Event& event) { std::visit(Uses{rows}, event.body); }

}  // namespace ipep

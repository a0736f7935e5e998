#include "projections/balance.h"

#include "projections/table_members.h"

namespace ipep {

template class Table<Balance>;

namespace {

struct Moves {
    using Result = std::optional<Movement>;
    Result operator()(const SeedTrancheReleased& e) const { return {{e.groupement, {}, e.amount, {}, {}}}; }
    Result operator()(const IncentiveSettled& e) const { return {{e.groupement, e.year, {}, e.netDifference, {}}}; }
    Result operator()(const IncentiveAnnulled& e) const { return {{e.groupement, e.year, {}, e.netDifference, {}}}; }
    Result operator()(const AdvanceGranted& e) const {
        return {{e.groupement, e.year, {}, e.difference, e.difference}};
    }
    Result operator()(const AdvanceRecovered& e) const {
        return {{e.groupement, e.year, {}, -e.difference, -e.difference}};
    }
    Result operator()(const AdvanceWrittenOff& e) const { return {{e.groupement, {}, {}, {}, -e.amount}}; }
    Result operator()(const AdvanceWriteOffReversed& e) const { return {{e.groupement, {}, {}, {}, e.amount}}; }
    Result operator()(const OrderPaid& e) const { return {{e.groupement, {}, {}, {}, {}, e.amount}}; }
    Result operator()(const OrderReturned& e) const { return {{e.groupement, {}, {}, {}, {}, -e.amount}}; }
    Result operator()(const RefundBooked& e) const { return {{e.groupement, {}, {}, {}, {}, {}, e.difference}}; }
    Result operator()(const OverpaymentWrittenOff& e) const {
        return {{e.groupement, {}, {}, {}, {}, {}, {}, e.difference}};
    }
    template <class Other>
    Result operator()(const Other&) const {
        return std::nullopt;
    }
};

}  // namespace

void Movement::add_to(Balance& balance) const {
    balance.seedReleased += seed;
    balance.due += due;
    balance.advanceOutstanding += advance;
    balance.paid += paid;
    balance.receivedBack += received_back;
    balance.overpaymentWrittenOff += written_off;
}

std::optional<Movement> movement_of(const Body& body) { return std::visit(Moves{}, body); }

void BalanceView::fold(const Event& event) {
    if (const auto* admitted = std::get_if<GroupementAdmitted>(&event.body)) rows.edit(admitted->groupement.text);
    const auto movement = movement_of(event.body);
    if (movement) movement->add_to(rows.edit(movement->groupement.text));
}

}  // namespace ipep

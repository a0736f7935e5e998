#include "services/audit/sample_population.h"

#include "events/codec.h"
#include "ledger/reference.h"
#include "projections/views.h"

namespace ipep {

Amounts amounts_due(const Store& store, std::uint64_t at) {
    Amounts amounts;
    const auto then = Views::at(store, at);
    const Book& book = then->book();
    for (const GroupementId& id : book.groupements()) {
        const GroupState& page = *book.find(id);
        if (page.seedCredit) amounts[Reference::seed_credit(id).text()] = *page.seedCredit;
        for (const auto& [year, line] : page.settled) amounts[Reference::due(id, year).text()] = line.row.due;
    }
    return amounts;
}

Amounts amounts_paid(const Store& store, std::uint64_t at) {
    Amounts amounts;
    std::map<FactKey, FactKey> first;  // of a correction: the fact it corrects
    std::map<FactKey, std::pair<Position, Money>> taken_over;
    store.scan(1, at + 1, [&](Position position, const Record& record) {
        const Event event = read_event(position, record.payload);
        if (const auto* paid = std::get_if<OrderPaid>(&event.body)) {
            amounts[paid->order.text] = paid->amount;
        } else if (const auto* returned = std::get_if<OrderReturned>(&event.body)) {
            amounts.erase(returned->order.text);
        } else if (const auto* correction = std::get_if<FactCorrected>(&event.body)) {
            first[*event.key] = correction->corrects;
        } else if (const auto* confirmed = std::get_if<TakeOverConfirmed>(&event.body)) {
            const auto corrected = first.find(confirmed->confirms);
            taken_over[corrected == first.end() ? confirmed->confirms : corrected->second] = {position,
                                                                                              confirmed->amount};
        }
        return true;
    });
    for (const auto& [key, last] : taken_over) amounts["takenOver/" + std::to_string(last.first)] = last.second;
    return amounts;
}

}  // namespace ipep

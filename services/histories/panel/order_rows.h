// OrderRows: every order with the day of each of its steps, its delays, and its parts, as the log goes by.
//
// Shape:  a step that happened again (a transfer that left after all) has its last day; a delay is given where both of
//         its days are, in days.
// Source: contract, "Payments".
#pragma once

#include <map>

#include "ledger/book.h"
#include "services/histories/panel/line.h"
#include "services/histories/panel/pseudonym.h"
#include "services/histories/panel/survey.h"

namespace ipep::panel {

class OrderRows {
public:
    void take(const Event& event);
    void write(RowSink& orders, RowSink& parts, Pseudonyms& pseudonyms, const Survey& survey) const;

private:
    struct Followed {
        PaymentOrdered ordered;
        OrderState state = OrderState::ordered;
        std::optional<Day> requisitioned, booked;
        std::map<OrderState, Day> days;
        std::optional<Day> on(OrderState step) const;
        std::optional<std::int64_t> between(OrderState from, OrderState until) const;
    };
    struct Step;

    std::map<OrderId, Followed> orders_;
};

}  // namespace ipep::panel

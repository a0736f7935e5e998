// Acting: what every command on payments asks first. For the files of ledger/ that decide them.
//
// Errors: unknown_cpam, unknown_order, order_state, day_after_today, month_closed, day_out_of_order, check_failed.
#pragma once

#include "ledger/payment.h"

namespace ipep {

Verdict<const CpamState*> known_cpam(const Book& book, const CpamId& cpam);
Verdict<const Order*> known_order(const Book& book, const OrderId& order);
// Whether the two are one person, by whatever names that look alike.
bool is_same(const Acting& by, const PersonId& other);
// Of the CPAM's own, a director or a DCF confirms what another person recorded.
Verdict<> may_confirm(const CommonState& common, const Acting& by, const CpamId& cpam);
// The day is not after today.
Verdict<> has_come(const Acting& by);
// It is not after today and lies in no closed month of the CPAM.
Verdict<> in_open_month(const Book& book, const CpamId& cpam, const Acting& by);
// And not before the last act on the order; one whose last act lies after today, from before days were bound, goes on.
Verdict<> follows(const Book& book, const Order& order, const Acting& by);
// The order is in one of the states from which it may become `wanted`.
Verdict<> in_state(const Order& order, std::initializer_list<OrderState> from, OrderState wanted);
// What may have changed since the visa: the payee, what a bank said of its account, an opposition, what is owed,
// whether it left. Errors: check_failed.
Verdict<> still_passes(const Book& book, const Order& order, const Acting& by);
// What a person states in writing: `member` names it. Errors: text_malformed.
Verdict<> in_writing(const char* member, const std::string& text);
std::string name_of(OrderState state);

}  // namespace ipep

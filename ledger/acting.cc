#include "ledger/acting.h"

#include "ledger/alike.h"
#include "ledger/code.h"

namespace ipep {

Verdict<const CpamState*> known_cpam(const Book& book, const CpamId& cpam) {
    if (const CpamState* page = book.find(cpam)) return page;
    return refuse(code::unknown_cpam, {{"cpam", cpam.text}});
}

Verdict<const Order*> known_order(const Book& book, const OrderId& order) {
    if (const Order* found = book.find(order)) return found;
    return refuse(code::unknown_order, {{"order", order.text}});
}

bool is_same(const Acting& by, const PersonId& other) {
    return by.bounds > 0 ? alike(by.person, other) : by.person == other;
}

Verdict<> may_confirm(const CommonState& common, const Acting& by, const CpamId& cpam) {
    if (may(common, by.person, Right::pay, cpam)) return {};
    return authorize(common, by.person, Right::record_agreements, cpam);
}

Verdict<> has_come(const Acting& by) {
    if (by.on <= by.today || by.bounds == 0) return {};
    return refuse(code::day_after_today, {{"on", to_text(by.on)}, {"today", to_text(by.today)}});
}

Verdict<> in_open_month(const Book& book, const CpamId& cpam, const Acting& by) {
    IPEP_TRY(has_come(by));
    const CpamState* page = book.find(cpam);
    if (!page || !page->open || by.on >= *page->open) return {};
    return refuse(code::month_closed, {{"on", to_text(by.on)}, {"cpam", cpam.text}, {"open", to_text(*page->open)}});
}

Verdict<> follows(const Book& book, const Order& order, const Acting& by) {
    IPEP_TRY(in_open_month(book, order.ordered.cpam, by));
    const Day earliest = by.bounds > 0 ? std::min(order.lastOn, by.today) : order.lastOn;
    if (by.on >= earliest) return {};
    return refuse(code::day_out_of_order, {{"on", to_text(by.on)}, {"earliest", to_text(earliest)}});
}

Verdict<> in_state(const Order& order, std::initializer_list<OrderState> from, OrderState wanted) {
    if (std::ranges::find(from, order.state) != from.end()) return {};
    return refuse(code::order_state,
                  {{"order", order.ordered.order.text}, {"state", name_of(order.state)}, {"wanted", name_of(wanted)}});
}

Verdict<> in_writing(const char* member, const std::string& text) {
    const bool printable = std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (text.find_first_not_of(' ') != std::string::npos && text.size() <= 4000 && printable) return {};
    return refuse(code::text_malformed, {{"member", member}});
}

std::string name_of(OrderState state) { return boost::describe::enum_to_string(state, ""); }

}  // namespace ipep

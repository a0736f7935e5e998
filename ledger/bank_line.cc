// Lines of the bank that nothing explained: a person says what one is, and where it has an amount another confirms it.
//
// A line of an order becomes the step that the bank's own word would have made; what makes no step is no line of it.
#include <algorithm>

#include "ledger/acting.h"
#include "ledger/code.h"

namespace ipep {
namespace {

Verdict<const OpenLine*> waiting_line(const Book& book, const CpamId& cpam, Position position, const Acting& by) {
    const CpamState& page = *IPEP_TRY(known_cpam(book, cpam));
    const auto line = std::ranges::find(page.lines, position, &OpenLine::position);
    if (line == page.lines.end() || !waits(book, page, *line))
        return refuse(code::line_unknown, {{"line", std::to_string(position)}, {"cpam", cpam.text}});
    IPEP_TRY(in_open_month(book, cpam, by));
    return &*line;
}

std::unexpected<Rejection> not_of_order(const OpenLine& line, const Order& order, std::string what) {
    return refuse(
        code::line_not_of_order,
        {{"line", std::to_string(line.position)}, {"order", order.ordered.order.text}, {"what", std::move(what)}});
}

// The bank's day of the line, never before what it follows or in a closed month.
Day booking_day(const Book& book, const OpenLine& line, const Order& order, const Acting& by) {
    const Day booked = std::min(parse_day(line.line.bookedOn.value_or("")).value_or(by.on), by.today);
    const auto& open = book.find(order.ordered.cpam)->open;
    return std::max({booked, order.lastOn, open.value_or(order.lastOn)});
}

// What the line makes of the order it is said to be of. What it differs by is what a bank took besides, or kept.
Drafts steps_of(const Book& book, const OpenLine& line, const BankLineExplained& said, const Acting& by) {
    const Order& order = *IPEP_TRY(known_order(book, said.order.value_or(OrderId{})));
    const Money ordered = order.ordered.amount, amount = line.line.amount;
    if (order.ordered.cpam != said.cpam || said.groupement != order.ordered.groupement)
        return not_of_order(line, order, "it is another CPAM's");
    if (amount == Money() || line.line.count > 0) return not_of_order(line, order, "the line is of no transfer");
    const bool leaves = amount < Money();
    const Money charges = leaves ? -amount - ordered : ordered - amount;
    if (charges < Money() || charges >= ordered) return not_of_order(line, order, "the amounts do not agree");
    auto steps = IPEP_TRY(take_bank_result(book, order.ordered.order,
                                           {.answer = leaves ? BankAnswer::paid : BankAnswer::returned,
                                            .status = said.reason,
                                            .bankReference = line.line.bankReference.value_or(""),
                                            .sha256 = line.line.sha256,
                                            .booked = true,
                                            .charges = charges,
                                            .another = true},
                                           booking_day(book, line, order, by)));
    const auto waits = [](const Draft& act) { return std::holds_alternative<OrderTold>(act.body); };
    if (steps.empty() || std::ranges::any_of(steps, waits))
        return not_of_order(line, order, "the order is " + name_of(order.state));
    return steps;
}

Verdict<> is_of_refund(const Book& book, const CpamState& page, const OpenLine& line, const BankLineExplained& said) {
    const std::string reference = said.refund.value_or(""), groupement = said.groupement.value_or(GroupementId{}).text;
    const auto refused = [&](std::string what) {
        return refuse(code::line_not_of_refund, {{"line", std::to_string(line.position)},
                                                 {"groupement", groupement},
                                                 {"reference", reference},
                                                 {"what", std::move(what)}});
    };
    const GroupState* group = book.find(GroupementId{groupement});
    if (!group || group->admission.value.cpam != said.cpam) return refused("no such groupement of the CPAM");
    const auto refund =
        std::ranges::find_if(group->refunds, [&](const auto& one) { return one.noted.value.reference == reference; });
    if (refund == group->refunds.end()) return refused("no refund under this reference");
    if (refund->booked != line.line.amount) return refused("the amounts do not agree");
    for (const SeenCredit& one : page.seen) {
        if (one.position == line.position && !one.refund.empty()) return refused("the line is another refund's");
        if (one.groupement.text == groupement && one.refund == reference) return refused("another line shows it");
    }
    return {};
}

// The acts that follow once it is agreed.
Drafts follow(const Book& book, const OpenLine& line, const BankLineExplained& said, const Acting& by) {
    if (said.meaning == LineMeaning::order) return steps_of(book, line, said, by);
    if (said.meaning == LineMeaning::refund) IPEP_TRY(is_of_refund(book, *book.find(said.cpam), line, said));
    return std::vector<Draft>{};
}

}  // namespace

Money unexplained(const Book& book, const CpamState& cpam, const OpenLine& line) {
    const auto seen = std::ranges::find(cpam.seen, line.position, &SeenCredit::position);
    if (seen == cpam.seen.end() || seen->refund.empty()) return line.line.amount;
    for (const auto& refund : book.find(seen->groupement)->refunds)
        if (refund.noted.value.reference == seen->refund) return line.line.amount - refund.booked;
    return line.line.amount;
}

bool waits(const Book& book, const CpamState& cpam, const OpenLine& line) {
    return !line.aside && (line.line.amount == Money() || unexplained(book, cpam, line) != Money());
}

std::vector<const OpenLine*> waiting_lines(const Book& book, const CpamState& cpam) {
    std::vector<const OpenLine*> found;
    for (const OpenLine& one : cpam.lines)
        if (waits(book, cpam, one)) found.push_back(&one);
    return found;
}

Drafts explain_line(const Book& book, BankLineExplained said, const Acting& by) {
    IPEP_TRY(authorize(book.common(), by.person, Right::pay, said.cpam));
    const OpenLine& line = *IPEP_TRY(waiting_line(book, said.cpam, said.line, by));
    IPEP_TRY(in_writing("reason", said.reason));
    if (said.meaning == LineMeaning::order && said.order)
        if (const Order* order = book.find(*said.order)) said.groupement = order->ordered.groupement;
    IPEP_TRY(follow(book, line, said, by));
    return std::vector<Draft>{{by.on, {}, {}, std::move(said)}};
}

Drafts confirm_line(const Book& book, const CpamId& cpam, Position position, const Acting& by) {
    if (!may(book.common(), by.person, Right::order, cpam))
        IPEP_TRY(authorize(book.common(), by.person, Right::pay, cpam));
    const OpenLine& line = *IPEP_TRY(waiting_line(book, cpam, position, by));
    if (line.saidAt == 0)
        return refuse(code::line_not_explained, {{"line", std::to_string(position)}, {"cpam", cpam.text}});
    if (is_same(by, line.saidBy))
        return refuse(code::same_person,
                      {{"what", "saying what a line of the bank is and confirming it"}, {"person", by.person.text}});
    if (by.on < line.saidOn)
        return refuse(code::day_out_of_order, {{"on", to_text(by.on)}, {"earliest", to_text(line.saidOn)}});
    auto steps = IPEP_TRY(follow(book, line, line.said, by));
    const BankLineExplained& said = line.said;
    std::vector<Draft> drafts{
        {by.on,
         {},
         {},
         BankLineConfirmed{cpam, position, line.saidAt, said.meaning, said.order, said.groupement, said.refund}}};
    std::ranges::move(steps, std::back_inserter(drafts));
    return drafts;
}

}  // namespace ipep

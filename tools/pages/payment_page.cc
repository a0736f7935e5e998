#include "tools/pages/payment_page.h"

#include <boost/json.hpp>

#include "events/describe.h"
#include "services/words/language.h"
#include "services/words/wording.h"
#include "tools/pages/page.h"
#include "tools/pages/text_table.h"

namespace ipep {
namespace {

TextTable::Column left(std::string title) { return {std::move(title), TextTable::Align::left}; }
TextTable::Column right(std::string title) { return {std::move(title), TextTable::Align::right}; }

template <DescribedEnum Value>
std::string word(Value value) {
    return spoken(std::string(enum_name(value)));
}

std::string told_text(const ToldWord& one) {
    return one.answer == BankAnswer::nothing ? one.status : word(one.answer) + "  " + one.status;
}

std::string listed(const std::string& title, const std::vector<OrderId>& orders) {
    if (orders.empty()) return {};
    std::string text = title;
    for (const OrderId& order : orders) text += ' ' + order.text;
    return text + '\n';
}

}  // namespace

std::string orders_page(const std::vector<OrderShown>& orders) {
    if (orders.empty()) return tr("No order.") + '\n';
    TextTable table({left(tr("Order")), left(tr("Groupement")), left(tr("Ground")), right(tr("Amount")),
                     left(tr("State")), left(tr("Since")), left(tr("Payee"))});
    Total total;
    for (const auto& [order, payee] : orders) {
        const PaymentOrdered& what = order.ordered;
        table.row({what.order.text, what.groupement.text, word(what.ground), cell(what.amount), word(order.state),
                   shown(order.lastOn), shortened(payee, 32)});
        total += what.amount;
    }
    table.rule();
    table.row({tr("Total"), "", "", cell(total), "", "", ""});
    return table.text();
}

std::string checks_page(const OrderChecked& order) {
    TextTable table({left(tr("Check")), left(tr("Result")), left(tr("Found"))});
    for (const VisaCheck& one : order.checks)
        table.row({word(one.check), word(one.result), shortened(spoken_found(one.found), 80)});
    return order.order.text + '\n' + table.text();
}

std::string all_checks_page(const std::vector<OrderChecked>& orders) {
    if (orders.empty()) return tr("No order.") + '\n';
    TextTable table({left(tr("Order")), right(tr("Amount")), left(tr("Result")), left(tr("What fails"))});
    Total passing, all;
    std::int64_t passed = 0;
    for (const OrderChecked& order : orders) {
        std::string failing;
        for (const VisaCheck& one : order.checks)
            if (one.result == CheckResult::failed)
                failing += (failing.empty() ? "" : " · ") + word(one.check) + ": " + spoken_found(one.found);
        all += order.amount;
        if (order.passes()) ++passed, passing += order.amount;
        table.row({order.order.text, cell(order.amount), order.passes() ? tr("passes") : tr("fails"),
                   shortened(failing, 70)});
    }
    table.rule();
    table.row({tr("Total"), cell(all), "", ""});
    return table.text() +
           fill(tr("{passed} of {all} orders pass: {amount}."),
                {{"passed", shown_count(passed)},
                 {"all", shown_count(static_cast<std::int64_t>(orders.size()))},
                 {"amount", with_currency(passing)}}) +
           '\n';
}

std::string left_page(const std::vector<Examined>& orders) {
    if (orders.empty()) return {};
    std::string text =
        fill(tr("Not approved: {count}."), {{"count", shown_count(static_cast<std::int64_t>(orders.size()))}}) + '\n';
    for (const Examined& one : orders) text += "  " + one.order.text + "  " + spoken_sentence(*one.refused) + '\n';
    return text;
}

// Each order that stayed behind, with the check it fails.
std::string left_out_page(const IssueResult& result) {
    if (result.left_out.empty()) return {};
    std::string text = tr("Left out, for a check that fails now:") + '\n';
    for (const StaysBehind& one : result.left_out)
        text += "  " + one.order.text + "  " + spoken(one.check) + "  " + spoken_found(one.found) + '\n';
    return text;
}

std::string issue_page(const IssueResult& result, const std::string& path) {
    const std::string sentence =
        result.finished ? tr("{count} transfers, {amount}: the file recorded before now lies in {path}.\n")
                        : tr("{count} transfers, {amount}, to be executed on {day}: the file lies in {path}.\n");
    return fill(sentence, {{"count", shown_count(result.file.count)},
                           {"amount", with_currency(result.file.amount)},
                           {"day", shown(result.file.execute)},
                           {"path", path}}) +
           "MsgId " + result.file.message + "\nSHA-256 " + result.file.sha256 + '\n' + left_out_page(result);
}

std::string bank_page(const BankReading& reading) {
    if (reading.repeated) return tr("This file was read before: nothing changes.") + '\n';
    std::string text = fill(tr("{matched} lines matched, {unmatched} not.\n"),
                            {{"matched", shown_count(reading.matched)},
                             {"unmatched", shown_count(static_cast<std::int64_t>(reading.unmatched.size()))}});
    text += listed(tr("Paid:"), reading.paid) + listed(tr("Rejected:"), reading.rejected) +
            listed(tr("Returned:"), reading.returned);
    for (const Unmatched& one : reading.unmatched)
        text +=
            "  " + with_currency(one.amount) + "  " + one.reference + "  " + why_unmatched(one.why, one.count) + '\n';
    if (reading.told.empty()) return text;
    text += tr("Told by the bank, and nothing moves before a person has looked at it (`ipep resolve`):") + '\n';
    for (const ToldWord& one : reading.told) text += "  " + one.order.text + "  " + told_text(one) + '\n';
    return text;
}

std::string reconciliation_page(const Reconciliation& reconciliation) {
    TextTable table({left(tr("Order")), left(tr("Reference")), right(tr("Amount")), left(tr("State")), left(tr("File")),
                     left(tr("Bank")), left(tr("Since"))});
    for (const Reconciled& one : reconciliation.lines)
        table.row({one.order.ordered.order.text, one.order.ordered.endToEndId, cell(one.order.ordered.amount),
                   word(one.order.state), one.file_sha256.substr(0, 8), shortened(one.bank, 16),
                   shown(one.order.lastOn)});
    const auto waiting = std::ranges::count_if(reconciliation.lines, [](const Reconciled& one) {
        return one.order.state == OrderState::issued || one.order.state == OrderState::accepted;
    });
    std::string text = table.text();
    if (waiting != 0)
        text += fill(tr("Orders the bank has not yet booked: {count}."), {{"count", shown_count(waiting)}}) + '\n';
    for (const Reconciled& one : reconciliation.lines)
        if (!one.order.told.empty())
            text += fill(tr("Told of {order}, and not resolved: {what}"),
                         {{"order", one.order.ordered.order.text}, {"what", one.order.told}}) +
                    '\n';
    if (reconciliation.unmatched.empty()) return text + tr("No line of the bank is left unmatched.") + '\n';
    for (const auto& [open, words] : reconciliation.unmatched) {
        const BankLineUnmatched& one = open.line;
        text += fill(tr("Not matched, line {line}: {amount}, {reference}: {what}"),
                     {{"line", std::to_string(open.position)},
                      {"amount", with_currency(one.amount)},
                      {"reference", one.reference},
                      {"what", why_at_bank(open)}}) +
                '\n';
        if (words) text += fill(tr("    the bank says: {words}"), {{"words", spoken_words(words)}}) + '\n';
    }
    return text;
}

}  // namespace ipep

#include "services/payments/payment_answer.h"

#include <boost/json.hpp>

#include "events/event_json.h"
#include "events/json_walk.h"
#include "ledger/suspension.h"

namespace ipep {
namespace {

namespace json = boost::json;

// The name of the holder, where this reader may know it.
std::string payee_name(const LedgerService& ledger, const PaymentOrdered& order, const Reader& reader) {
    if (!reader.is_told_payees(order)) return kVeil;
    return payee_of(ledger, order.payeeAt).name.value.value_or(kVeil);
}

json::array texts(const std::vector<OrderId>& orders) {
    json::array list;
    for (const OrderId& order : orders) list.emplace_back(order.text);
    return list;
}

}  // namespace

OrderShown shown_order(const LedgerService& ledger, const Order& order, const Reader& reader) {
    return {order, payee_name(ledger, order.ordered, reader)};
}

json::object order_answer(const OrderShown& shown) {
    const Order& order = shown.order;
    const PaymentOrdered& what = order.ordered;
    json::object answer{{"order", what.order.text},
                        {"groupement", what.groupement.text},
                        {"amount", to_text(what.amount)},
                        {"ground", enum_name(what.ground)},
                        {"endToEndId", what.endToEndId},
                        {"payee", shown.payee},
                        {"state", enum_name(order.state)},
                        {"cpam", what.cpam.text},
                        {"fiscalYear", what.fiscalYear.number},
                        {"since", to_text(order.lastOn)},
                        {"orderedBy", order.orderedBy.text},
                        {"parts", member_to_json(what.parts)},
                        {"vouchers", member_to_json(what.vouchers)},
                        {"replaces", texts(what.replaces)}};
    if (!order.approvedBy.text.empty()) answer["approvedBy"] = order.approvedBy.text;
    if (!order.suspended.empty()) {
        answer["suspendedFor"] = order.suspended;
        answer["suspensionGround"] = enum_name(suspension_of(order.suspended).ground);
    }
    if (!order.requisitioned.empty()) answer["requisition"] = order.requisitioned;
    if (!order.message.empty()) answer["message"] = order.message;
    if (!order.told.empty()) answer["told"] = order.told;
    if (!order.resolution.empty())
        answer["resolved"] = json::object{{"by", order.resolvedBy.text}, {"document", order.resolution}};
    return answer;
}

json::array checks_answer(const std::vector<VisaCheck>& checks) { return member_to_json(checks).as_array(); }

json::object issue_answer(const IssueResult& result) {
    const FileIssued& file = result.file;
    json::array left_out;
    for (const StaysBehind& one : result.left_out)
        left_out.push_back(json::object{{"order", one.order.text}, {"check", one.check}, {"found", one.found}});
    return {{"cpam", file.cpam.text},
            {"message", file.message},
            {"batch", file.batch},
            {"sha256", file.sha256},
            {"count", file.count},
            {"amount", to_text(file.amount)},
            {"execute", to_text(file.execute)},
            {"finished", result.finished},
            {"leftOut", std::move(left_out)}};
}

json::object bank_answer(const BankReading& reading) {
    json::array unmatched, told;
    for (const Unmatched& one : reading.unmatched) {
        json::object row{{"reference", one.reference}, {"amount", to_text(one.amount)}, {"why", one.why}};
        if (one.count > 0) row["count"] = one.count;
        unmatched.push_back(std::move(row));
    }
    for (const ToldWord& one : reading.told)
        told.push_back(
            json::object{{"order", one.order.text}, {"answer", enum_name(one.answer)}, {"status", one.status}});
    return {{"cpam", reading.cpam.text},   {"matched", reading.matched},          {"unmatched", std::move(unmatched)},
            {"paid", texts(reading.paid)}, {"rejected", texts(reading.rejected)}, {"returned", texts(reading.returned)},
            {"told", std::move(told)},     {"repeated", reading.repeated}};
}

std::set<std::string> subjects_of(Views& views, const std::string& message) {
    std::set<std::string> subjects;
    for (const OrderId& order : views.orders().of_file(message))
        subjects.insert(views.book().find(order)->ordered.groupement.text);
    return subjects;
}

Reconciliation reconcile(LedgerService& ledger, Views& views, const CpamId& cpam, Reader& reader) {
    OrderView& view = views.orders();
    Reconciliation result;
    for (const OrderId& id : view.of_cpam(cpam)) {
        const OrderRow& row = *view.row(id);
        const FileRow* file = view.file(row.message);
        result.lines.push_back({*views.book().find(id), file ? file->sha256 : "", row.bank});
    }
    for (const OpenLine* one : waiting_lines(views.book(), *views.book().find(cpam)))
        result.unmatched.push_back({*one, shown_words(ledger, cpam, *one, reader)});
    return result;
}

json::object line_answer(const BankLineExplained& said, const PersonId& by) {
    json::object row{{"as", enum_name(said.meaning)}, {"by", by.text}, {"reason", said.reason}};
    if (said.order) row["order"] = said.order->text;
    if (said.groupement) row["groupement"] = said.groupement->text;
    if (said.refund) row["refund"] = *said.refund;
    return row;
}

json::object reconciliation_answer(const Reconciliation& reconciliation) {
    json::array lines, unmatched;
    for (const Reconciled& one : reconciliation.lines) {
        const PaymentOrdered& order = one.order.ordered;
        json::object line{{"order", order.order.text},
                          {"endToEndId", order.endToEndId},
                          {"amount", to_text(order.amount)},
                          {"state", enum_name(one.order.state)},
                          {"since", to_text(one.order.lastOn)}};
        if (!one.file_sha256.empty()) line["fileSha256"] = one.file_sha256;
        if (!one.bank.empty()) line["bank"] = one.bank;
        if (!one.order.told.empty()) line["told"] = one.order.told;
        lines.push_back(std::move(line));
    }
    for (const auto& [open, words] : reconciliation.unmatched) {
        const BankLineUnmatched& one = open.line;
        json::object row{
            {"file", one.sha256}, {"amount", to_text(one.amount)}, {"reference", one.reference}, {"why", one.why}};
        if (one.count > 0) row["count"] = one.count;
        row["line"] = open.position;
        if (one.bookedOn) row["on"] = *one.bookedOn;
        if (words) {
            row["words"] = enum_name(words->state);
            if (!words->words.party.empty()) row["party"] = words->words.party;
            if (!words->words.text.empty()) row["text"] = words->words.text;
        }
        if (open.saidAt > 0) row["said"] = line_answer(open.said, open.saidBy);
        unmatched.push_back(std::move(row));
    }
    return {{"lines", std::move(lines)}, {"unmatched", std::move(unmatched)}};
}

}  // namespace ipep

// Payment file: approved orders, counted into a file for the bank.
#include "ledger/acting.h"
#include "ledger/code.h"
#include "ledger/order_step.h"

namespace ipep {

Verdict<> begin_file(const Book& book, const CpamId& cpam, const Acting& by) {
    IPEP_TRY(authorize(book.common(), by.person, Right::pay, cpam));
    IPEP_TRY(known_cpam(book, cpam));
    return in_open_month(book, cpam, by);
}

Verdict<> may_write(const Book& book, const CpamId& cpam, const Acting& by) {
    IPEP_TRY(begin_file(book, cpam, by));
    const auto& file = book.find(cpam)->unwritten;
    if (!file || by.on >= file->on) return {};
    return refuse(code::day_out_of_order, {{"on", to_text(by.on)}, {"earliest", to_text(file->on)}});
}

Verdict<> count_in(FileIssued& file, const Book& book, const OrderId& id, const Acting& by) {
    const auto& order = *IPEP_TRY(known_order(book, id));
    IPEP_TRY(may_take<OrderIssued>(order));
    IPEP_TRY(follows(book, order, by));
    IPEP_TRY(still_passes(book, order, by));
    ++file.count;
    file.amount += order.ordered.amount;
    return {};
}

OrderIssued issued_in(const FileIssued& file, const Book& book, const OrderId& order) {
    return {order, book.find(order)->ordered.groupement, file.message};
}

}  // namespace ipep

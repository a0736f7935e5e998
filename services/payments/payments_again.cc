#include "services/payments/payments_again.h"

#include "events/seal.h"
#include "services/bank/transfer_file.h"
#include "services/ledger/recorder.h"
#include "services/payments/evidence.h"
#include "services/payments/issued_transfer.h"
#include "services/payments/voucher.h"

namespace ipep {
namespace {

// What a visa found of the account by itself, without who else has it.
std::string of_account(const std::string& found) {
    return found.substr(0, std::min(found.find(", also the account of: "), found.find(", further groupements: ")));
}

std::string shown(const Voucher& voucher) {
    return voucher.reference + (voucher.sha256 ? ", sha256 " + *voucher.sha256 : "");
}

std::string shown(bool passes, const std::string& found) { return (passes ? "passed: " : "failed: ") + found; }

}  // namespace

struct PaymentsAgain::Taking {
    PaymentsAgain& again;
    const Book& book;
    const Event& event;

    void operator()(const PaymentOrdered& order) const {
        for (const Voucher& one : order.vouchers) {
            if (one.position == 0 || one.position >= event.position) continue;  // judged with the order
            const Voucher named = voucher_in(one.document, kept_event(again.store_, one.position, false));
            compare("voucher " + one.document, shown(named), shown(one));
        }
    }
    void operator()(const OrderApproved& visa) const {
        const Order* order = book.find(visa.order);
        if (!order) return;
        const Payee named = again.payee(order->ordered);
        for (const VisaCheck& one : visa.checks) {
            const std::string found = shown(one.result == CheckResult::passed, one.found);
            if (one.check == CheckName::account && named.iban.value) compare_account(named, *order, one);
            if (one.check == CheckName::debtExact) compare("debtExact", debts_named(order->ordered), one.found);
        }
    }
    void operator()(const FileIssued& file) const {
        again.file_ = file;
        again.orders_.clear();
    }
    void operator()(const OrderIssued& issued) const {
        const Order* order = book.find(issued.order);
        if (!order || !again.file_ || issued.message != again.file_->message) return;
        again.orders_.push_back(order->ordered);
        if (static_cast<std::int64_t>(again.orders_.size()) == again.file_->count) again.make_file();
    }
    void operator()(const auto&) const {}

    // Who else has the account stands behind what is found of it, and is no part of the check. Before there were bounds
    // the number alone was looked at, and a name that was erased since cannot be looked at again.
    void compare_account(const Payee& named, const Order& order, const VisaCheck& one) const {
        const std::string& iban = *named.iban.value;
        const bool is_by_number = event.bounds == 0 || !named.name.value;
        const AccountFound expected = is_by_number ? AccountFound{iban_checks(iban), masked(iban)}
                                                   : account_found(transfer_of(order.ordered, named));
        const std::string found = is_by_number ? one.found.substr(0, one.found.find(',')) : of_account(one.found);
        compare("account", shown(expected.can_be_sent, expected.told), shown(one.result == CheckResult::passed, found));
    }

    void compare(const std::string& what, const std::string& expected, const std::string& found) const {
        if (expected == found) return;
        const std::string place = "position " + std::to_string(event.position) + ", ";
        again.differs_(place + std::string(kind_of(event.body)) + ": " + what, expected, found);
    }
};

void PaymentsAgain::take(const Book& book, const Event& event) { std::visit(Taking{*this, book, event}, event.body); }

Payee PaymentsAgain::payee(const PaymentOrdered& order) const {
    const bool is_known = order.payeeAt > 0 && order.payeeAt <= store_.head();
    return is_known ? payee_in(kept_event(store_, order.payeeAt, true)) : Payee{};
}

void PaymentsAgain::make_file() {
    const FileIssued issued = *std::exchange(file_, std::nullopt);
    std::vector<Transfer> transfers;
    for (const PaymentOrdered& order : orders_) {
        const Payee named = payee(order);
        if (!named.name.value || !named.iban.value) {
            unmade_.push_back({issued.message, "the account of a payee was erased"});
            return;
        }
        transfers.push_back(transfer_of(order, named));
    }
    std::string made;
    for (const Signs signs : {Signs::written, Signs::dropped}) {  // as it was written then
        TransferFile file = as_transfer_file(issued);
        file.signs = signs;
        const auto next = [&, at = std::size_t{0}]() mutable {
            return at < transfers.size() ? std::optional(transfers[at++]) : std::nullopt;
        };
        const auto digest = write_transfer_file(file, next, [](std::string_view) {});
        made = digest ? to_hex(bytes_of(*digest)) : digest.error().sentence();
        if (made == issued.sha256) break;
    }
    ++made_;
    if (made != issued.sha256) differs_("file " + issued.message + ": sha256", made, issued.sha256);
}

}  // namespace ipep

#include "ledger/judge_again.h"

#include "ledger/acting.h"
#include "ledger/alike.h"
#include "ledger/calendar.h"
#include "ledger/code.h"
#include "ledger/judge_payment.h"
#include "ledger/order_step.h"

namespace ipep {
namespace {

using Again = Verdict<std::optional<Body>>;

Again first_of(Drafts drafts) {
    if (!drafts) return std::unexpected(std::move(drafts.error()));
    if (drafts->empty()) return std::nullopt;
    return std::move(drafts->front().body);
}

struct Judging {
    const Book& book;
    const OrdersKnown& orders;
    Acting by;

    Again operator()(const PayeeConfirmed& e) const {
        return first_of(confirm_payee(book, e.groupement, e.confirms, by));
    }
    Again operator()(const TakeOverConfirmed& e) const {
        return first_of(confirm_take_over(book, e.groupement, e.confirms, by));
    }
    Again operator()(const RoleConfirmed& e) const { return first_of(confirm_role(book, e.confirms, by)); }
    // What bounds the facts that make a debt or give a right, besides who records them.
    Again operator()(const RefundReceived& e) const { return bound(e, e); }
    Again operator()(const RoleGranted& e) const { return bound(e, e); }
    Again operator()(const GroupementAdmitted& e) const {
        if (by.bounds > 0) {
            if (!book.find(e.groupement)) IPEP_TRY(looks_like_no_other(book, "groupement", e.groupement));
            if (!book.find(e.cpam)) IPEP_TRY(looks_like_no_other(book, "cpam", e.cpam));
        }
        return other(e);
    }
    Again operator()(const RoleRevoked& e) const {
        IPEP_TRY(may_be_revoked(book, e, by));
        return other(e);
    }
    Again operator()(const FactCorrected& e) const {
        const auto* refund = std::get_if<RefundReceived>(&e.fact);
        return refund ? bound(e, *refund, true) : other(e);
    }
    template <class Recorded, class Kind>
    Again bound(const Recorded& e, const Kind& fact, bool correcting = false) const {
        if (auto allowed = other(e); !allowed || by.bounds == 0) return allowed;
        IPEP_TRY(judge_payment(book, fact, correcting));
        return std::nullopt;
    }
    Again operator()(const SettlementValidated& e) const { return first_of(validate_settlement(book, e.year, by)); }

    Again operator()(const SettlementRefused& e) const {
        return first_of(refuse_settlement(book, e.year, e.reason, by));
    }
    Again operator()(const BankLineExplained& e) const {
        return first_of(explain_line(book, {e.cpam, e.line, e.meaning, e.order, e.groupement, e.refund, e.reason}, by));
    }
    Again operator()(const BankLineConfirmed& e) const { return first_of(confirm_line(book, e.cpam, e.line, by)); }

    // The command named a payment year, a result year or none: the order must follow from one of the three. What came
    // back too much belongs to a payment year and is of no result year.
    Again operator()(const PaymentOrdered& e) const {
        Again whole = ordered_again(e, {}, {});
        if (e.parts.empty() || (whole && *whole == Body(e))) return whole;
        const PaymentYear year = e.parts.front().paymentYear;
        for (Again narrower : {ordered_again(e, {}, year), ordered_again(e, result_year_of(year), {})})
            if (narrower && *narrower == Body(e)) return narrower;
        return whole;
    }
    Again ordered_again(const PaymentOrdered& e, std::optional<ResultYear> year,
                        std::optional<PaymentYear> payment_year) const {
        const FindVoucher voucher = [&](std::string document, Position position) {
            for (const Voucher& one : e.vouchers)
                if (one.document == document && one.position == position) return one;
            return Voucher{std::move(document), position, {}, {}};
        };
        auto drafts = IPEP_TRY(order_payments(book, {e.cpam, year, e.groupement, payment_year}, by, voucher,
                                              [&](const OrderId&) { return e.endToEndId; }));
        for (Draft& draft : drafts)
            if (std::get<PaymentOrdered>(draft.body).ground == e.ground) return std::move(draft.body);
        return refuse(code::nothing_to_issue, {{"cpam", e.cpam.text}});
    }

    Again operator()(const OrderSuspended& e) const { return first_of(suspend_order(book, e.order, e.ground, by)); }
    Again operator()(const OrderRequisitioned& e) const {
        return first_of(requisition_order(book, e.order, e.document, by));
    }
    Again operator()(const OrderCancelled& e) const { return first_of(cancel_order(book, e.order, e.reason, by)); }
    Again operator()(const OrderApproved& e) const {
        VisaEvidence evidence;
        for (const VisaCheck& one : e.checks) {
            if (one.check == CheckName::account) {
                evidence.account_checks = one.result == CheckResult::passed;
                evidence.account = one.found;
            } else if (one.check == CheckName::debtExact) {
                evidence.computes_again = one.result == CheckResult::passed;
                evidence.computed = one.found;
            }
        }
        return first_of(approve_orders(book, {e.order}, by, [&](const Order&) { return evidence; }));
    }

    Again operator()(const FileIssued& e) const {
        FileIssued named = e;
        named.count = 0;
        named.amount = {};
        IPEP_TRY(begin_file(book, e.cpam, by));
        for (const OrderId& order : orders.approved(e.cpam)) {
            const auto counted = count_in(named, book, order, by);
            if (!counted && counted.error().code != code::check_failed) return std::unexpected(counted.error());
        }
        return Body(std::move(named));
    }
    // What FileIssued counted, order by order.
    Again operator()(const OrderIssued& e) const {
        const auto& order = *IPEP_TRY(known_order(book, e.order));
        IPEP_TRY(may_take<OrderIssued>(order));
        IPEP_TRY(still_passes(book, order, by));
        const auto& file = book.find(order.ordered.cpam)->unwritten;
        return Body(issued_in(file ? file->value : FileIssued{}, book, e.order));
    }
    Again operator()(const FileWritten& e) const {
        const auto& cpam = *IPEP_TRY(known_cpam(book, e.cpam));
        const auto& file = cpam.unwritten;
        IPEP_TRY(may_write(book, e.cpam, by));
        if (!file || static_cast<std::size_t>(file->value.count) != orders.of_file(file->value.message).size())
            return refuse(code::nothing_to_issue, {{"cpam", e.cpam.text}});
        return Body(FileWritten{e.cpam, file->value.message, file->value.sha256});
    }

    // Who reads the bank's files says what became of an order, or who resolved it.
    Verdict<const Order*> heard(const OrderId& id, std::initializer_list<OrderState> from, OrderState to) const {
        const auto& order = *IPEP_TRY(known_order(book, id));
        const CpamId& cpam = order.ordered.cpam;
        if (order.resolvedBy != by.person || !may(book.common(), by.person, Right::order, cpam))
            IPEP_TRY(authorize(book.common(), by.person, Right::pay, cpam));
        IPEP_TRY(in_state(order, from, to));
        return &order;
    }
    Again operator()(const OrderAccepted& e) const {
        const auto& order = *IPEP_TRY(heard(e.order, {OrderState::issued}, OrderState::accepted));
        return Body(OrderAccepted{e.order, order.ordered.groupement, e.status, e.sha256});
    }
    Again operator()(const OrderRejected& e) const {
        const auto& order = *IPEP_TRY(heard(e.order, {OrderState::issued, OrderState::accepted}, OrderState::rejected));
        const PaymentOrdered& what = order.ordered;
        return Body(OrderRejected{e.order, what.groupement, what.parts, e.reason, e.sha256});
    }
    Again operator()(const OrderPaid& e) const {
        const auto& order = *IPEP_TRY(heard(e.order, {OrderState::issued, OrderState::accepted}, OrderState::paid));
        const PaymentOrdered& what = order.ordered;
        return Body(OrderPaid{e.order, what.groupement, what.amount, what.parts, e.bankReference, e.sha256});
    }
    Again operator()(const OrderBooked& e) const {
        const auto& order = *IPEP_TRY(heard(e.order, {OrderState::paid, OrderState::returned}, OrderState::paid));
        if (order.booked) return std::nullopt;
        return Body(OrderBooked{e.order, order.ordered.groupement, e.bankReference, e.sha256, e.charges});
    }
    Again operator()(const OrderReturned& e) const {
        const auto& order = *IPEP_TRY(heard(e.order, {OrderState::paid}, OrderState::returned));
        const PaymentOrdered& what = order.ordered;
        return Body(OrderReturned{e.order, what.groupement, what.amount, what.parts, e.reason, e.bankReference,
                                  e.sha256, e.charges});
    }
    Again operator()(const OrderTold& e) const {
        const auto& order = *IPEP_TRY(known_order(book, e.order));
        IPEP_TRY(authorize(book.common(), by.person, Right::pay, order.ordered.cpam));
        const bool booked = e.amount != Money();
        return first_of(take_bank_result(
            book, e.order, {e.answer, e.status, e.bankReference, e.sha256, booked, e.charges, booked}, by.on));
    }
    Again operator()(const OrderResolved& e) const {
        return first_of(resolve_order(book, e.order, {e.became, e.document}, by));
    }
    Again operator()(const OrderReinstated& e) const {
        const auto& order =
            *IPEP_TRY(heard(e.order, {OrderState::rejected, OrderState::returned}, OrderState::accepted));
        const PaymentOrdered& what = order.ordered;
        return Body(OrderReinstated{e.order, what.groupement, what.amount, what.parts});
    }
    Again operator()(const MonthClosed& e) const { return first_of(close_month(book, e.cpam, e.from, by)); }
    Again operator()(const YearSettled&) const {
        IPEP_TRY(authorize(book.common(), by.person, Right::record_results));
        IPEP_TRY(has_come(by));
        return std::nullopt;
    }
    template <class Other>
    Again operator()(const Other& e) const {
        return other(e);
    }
    template <class Other>
    Again other(const Other& e) const {
        if constexpr (std::is_constructible_v<Fact, const Other&>)
            if (book.common().roles_in_force()) IPEP_TRY(authorize(book, by.person, Fact(e)));
        return std::nullopt;
    }
};

}  // namespace

Again judge_again(const Book& book, const OrdersKnown& orders, const Event& event) {
    const Acting by{event.actor, event.on, day_in_paris(event.recordedAt), event.bounds};
    return std::visit(Judging{book, orders, by}, event.body);
}

}  // namespace ipep

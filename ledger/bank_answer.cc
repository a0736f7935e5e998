// Bank answers: what a word of the bank makes of an order, whatever came before it, and a person of the rest.
//
// What is known of a transfer only grows: handed over, accepted, executed, booked, come back. A word that says less is
// known already; one that can be true moves the order; any other is kept with the order and waits (OrderTold). So the
// order in which messages arrive does not decide where a transfer ends.
#include "ledger/acting.h"
#include "ledger/code.h"

namespace ipep {
namespace {

using enum OrderState;

bool went_to_the_bank(OrderState state) {
    return state == issued || state == accepted || state == paid || state == rejected || state == returned;
}

OrderState wanted_by(BankAnswer answer) {
    switch (answer) {
        case BankAnswer::paid: return paid;
        case BankAnswer::rejected: return rejected;
        case BankAnswer::returned: return returned;
        default: return accepted;
    }
}

// Whether what the order pays is still free: nothing else was ordered for it since.
bool debt_is_free(const Book& book, const Order& order) {
    const GroupState& page = *book.find(order.ordered.groupement);
    const auto dues = dues_of(book.common(), order.ordered.groupement, page, kAnyDay);
    return std::ranges::all_of(order.ordered.parts, [&](const OrderPart& part) {
        const Claim claim{part.of, part.paymentYear};
        const auto due = std::ranges::find(dues, claim, &Due::claim);
        return due != dues.end() && (part.amount > Money() ? due->amount >= part.amount : due->amount <= part.amount);
    });
}

class Hearing {
public:
    Hearing(const Book& book, const Order& order, const BankResult& result, Day on)
        : book_(book), order_(order), result_(result), on_(on) {}

    std::vector<Draft> run() {
        switch (result_.answer) {
            case BankAnswer::nothing: keep_word(); break;
            case BankAnswer::accepted: hear_accepted(); break;
            case BankAnswer::rejected: hear_rejected(); break;
            case BankAnswer::paid: hear_paid(); break;
            case BankAnswer::returned: hear_returned(); break;
        }
        return std::move(drafts_);
    }

private:
    const PaymentOrdered& what() const { return order_.ordered; }
    void add(Body body) { drafts_.push_back({on_, {}, {}, std::move(body)}); }

    void keep(Money amount) {
        const std::string status =
            result_.status.empty() ? boost::describe::enum_to_string(result_.answer, "") : result_.status;
        add(OrderTold{what().order, what().groupement, result_.answer, status, amount,
                      amount == Money() ? Money() : result_.charges, result_.bankReference, result_.sha256});
    }
    // The same word again says nothing new.
    void keep_word() {
        if (result_.status != order_.told) keep({});
    }
    // What the account shows of it; told again, it is known.
    void keep_booking() {
        const Money known = result_.answer == BankAnswer::paid ? order_.out : order_.back;
        if (known == Money() || result_.another) keep(booked());
    }
    Money booked() const {
        return result_.answer == BankAnswer::paid ? what().amount : what().amount - result_.charges;
    }

    void hear_accepted() {
        if (order_.state == issued)
            add(OrderAccepted{what().order, what().groupement, result_.status, result_.sha256});
        else if (order_.state == rejected && !order_.reasoned)
            keep_word();  // of the two, nobody knows which is about the transfer
    }

    // Without a reason after it was accepted, the reject may be of a file handed in twice: the debt is free, and what
    // is ordered for it waits until a person knows.
    void hear_rejected() {
        if (order_.state == rejected || order_.state == returned) return;
        const bool is_open = order_.state == issued || order_.state == accepted;
        if (!is_open || rejects_a_duplicate(result_.status)) return keep_word();
        add(OrderRejected{what().order, what().groupement, what().parts, result_.status, result_.sha256});
        if (order_.state == accepted && !gives_reason(result_.status))
            add(OrderTold{
                what().order, what().groupement, BankAnswer::accepted, result_.status, {}, {}, {}, result_.sha256});
    }

    void hear_paid() {
        if (order_.state == issued || order_.state == accepted) return pay();
        if (order_.state == rejected && !order_.reasoned && debt_is_free(book_, order_)) {
            add(OrderReinstated{what().order, what().groupement, what().amount, what().parts});
            return pay();
        }
        if (!result_.booked) {
            if (order_.state == rejected) keep_word();
            return;
        }
        if (order_.state == rejected || (order_.booked && result_.another))
            keep_booking();
        else if (!order_.booked)
            add_booked();
    }
    void pay() {
        add(OrderPaid{what().order, what().groupement, what().amount, what().parts, result_.bankReference,
                      result_.sha256});
        if (result_.booked) add_booked();
        if (order_.back != Money()) add_returned(order_.backReason, order_.backReference, order_.charges);
    }

    // Where the transfer was booked twice, what comes back is the second of it first.
    void hear_returned() {
        const bool was_twice = order_.out != Money();
        if (order_.state == paid && (!was_twice || (order_.back == order_.out && result_.another)))
            add_returned(result_.status, result_.bankReference, result_.charges);
        else if (order_.state != returned || result_.another)
            keep_booking();
    }

    void add_booked() {
        add(OrderBooked{what().order, what().groupement, result_.bankReference, result_.sha256, result_.charges});
    }
    void add_returned(const std::string& reason, const std::string& reference, Money charges) {
        add(OrderReturned{what().order, what().groupement, what().amount, what().parts, reason, reference,
                          result_.sha256, charges});
    }

    const Book& book_;
    const Order& order_;
    const BankResult& result_;
    Day on_;
    std::vector<Draft> drafts_;
};

// The steps a person's word makes of an order, behind OrderResolved.
Drafts steps_of(const Book& book, const Order& order, const Resolution& resolution, Day on) {
    const PaymentOrdered& what = order.ordered;
    const bool doubtful = book.find(what.groupement)->doubtful.contains(what.order);
    const bool is_open = order.state == issued || order.state == accepted;
    std::vector<Draft> steps;
    const auto add = [&](Body body) { steps.push_back({on, {}, {}, std::move(body)}); };
    const auto pay = [&] { add(OrderPaid{what.order, what.groupement, what.amount, what.parts, {}, {}}); };
    switch (resolution.became) {
        case Became::seen:
            if (order.told.empty()) return refuse(code::nothing_to_resolve, {{"order", what.order.text}});
            if (doubtful) return refuse(code::not_yet_resolved, {{"order", what.order.text}});
            break;
        case Became::rejected:
            IPEP_TRY(in_state(order, {issued, accepted, doubtful ? rejected : issued}, rejected));
            if (is_open) add(OrderRejected{what.order, what.groupement, what.parts, resolution.document, {}});
            break;
        case Became::paid:
            IPEP_TRY(in_state(order, {issued, accepted, doubtful ? order.state : issued}, paid));
            if (order.state == rejected || order.state == returned) {
                if (!debt_is_free(book, order)) return refuse(code::debt_ordered_again, {{"order", what.order.text}});
                add(OrderReinstated{what.order, what.groupement, what.amount, what.parts});
            }
            if (order.state != paid) pay();
            break;
        case Became::returned:
            IPEP_TRY(in_state(order, {issued, accepted, paid, doubtful ? order.state : paid}, returned));
            if (order.state == rejected || order.state == returned) break;
            if (order.state != paid) pay();
            add(OrderReturned{what.order,
                              what.groupement,
                              what.amount,
                              what.parts,
                              resolution.document,
                              order.backReference,
                              {},
                              order.charges});
            break;
    }
    return steps;
}

}  // namespace

bool gives_reason(std::string_view status) {
    constexpr std::string_view bare[] = {"", "RJCT", "NARR", "NOTPROVIDED"};
    return std::ranges::find(bare, status) == std::end(bare);
}

std::string_view account_rejected_by(std::string_view status) {
    const std::string_view code = status.substr(0, status.find(' '));
    constexpr std::string_view of_accounts[] = {"AC01", "AC04", "MD07"};
    return std::ranges::find(of_accounts, code) == std::end(of_accounts) ? std::string_view() : code;
}

bool rejects_a_duplicate(std::string_view status) {
    std::string folded(status);
    std::ranges::transform(folded, folded.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    for (const std::string_view code : {"du01", "du02", "du03", "du04", "du05", "am05"})
        if (folded.starts_with(code) && (folded.size() == code.size() || folded[code.size()] == ' ')) return true;
    for (const std::string_view word : {"duplicat", "doublon", "doppel", "deja recu", "déjà reçu", "already received"})
        if (folded.find(word) != std::string::npos) return true;
    return false;
}

Drafts take_bank_result(const Book& book, const OrderId& id, const BankResult& result, Day on) {
    const auto& found = *IPEP_TRY(known_order(book, id));
    if (!went_to_the_bank(found.state)) IPEP_TRY(in_state(found, {issued}, wanted_by(result.answer)));
    return Hearing(book, found, result, on).run();
}

Drafts resolve_order(const Book& book, const OrderId& id, const Resolution& resolution, const Acting& by) {
    const auto& order = *IPEP_TRY(known_order(book, id));
    const PaymentOrdered& what = order.ordered;
    if (!may(book.common(), by.person, Right::order, what.cpam))
        IPEP_TRY(authorize(book.common(), by.person, Right::pay, what.cpam));
    if (!went_to_the_bank(order.state)) IPEP_TRY(in_state(order, {issued}, paid));
    IPEP_TRY(follows(book, order, by));
    IPEP_TRY(in_writing("document", resolution.document));
    auto steps = IPEP_TRY(steps_of(book, order, resolution, by.on));
    std::vector<Draft> drafts{
        {by.on, {}, {}, OrderResolved{id, what.groupement, resolution.became, resolution.document}}};
    std::ranges::move(steps, std::back_inserter(drafts));
    return drafts;
}

}  // namespace ipep

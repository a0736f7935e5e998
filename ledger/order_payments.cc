// Ordering: which debts a CPAM may order, which overpayments they pay back first, and in which orders.
//
// Specification §11: what may be ordered = max(0, owed − ordered and not yet paid); an overpayment is set off against
// what falls due next, the oldest first, whatever the ground.
#include "ledger/acting.h"
#include "ledger/code.h"
#include "ledger/reference.h"
#include "ledger/rules/ordering.h"

namespace ipep {
namespace {

// What a line lets be ordered: its due once validated, else the last validated one where that is not more.
Money validated_due(const CommonState& common, ResultYear year, const SettledLine& line, Day on) {
    if (!common.roles_in_force()) return line.row.due;
    const auto settled = common.settled.find(year);
    if (settled != common.settled.end() && settled->second.validated == line.revision &&
        settled->second.validatedOn <= on)
        return line.row.due;
    return waits_for_validation(to_exact(line.row.due), to_exact(line.validatedDue)) ? line.validatedDue : line.row.due;
}

bool is_overpayment(const std::string& of) { return names(of, Reference::Kind::overpayment); }

Ground ground_of(const Claim& claim) {
    return names(claim.of, Reference::Kind::seedCredit) ? Ground::seedCredit : Ground::incentive;
}

// A debt with the overpayments it pays back.
struct Covered {
    Due due;
    std::vector<Due> set_off;  // negative

    Money amount() const {
        Money sum = due.amount;
        for (const Due& one : set_off) sum += one.amount;
        return sum;
    }
};

std::vector<Covered> set_off_oldest_first(const std::vector<Due>& dues) {
    std::vector<Covered> covered;
    for (const Due& due : dues)
        if (due.amount > Money()) covered.push_back({due, {}});
    for (Due overpaid : dues)
        for (auto at = covered.begin(); at != covered.end() && overpaid.amount < Money(); ++at) {
            const Money taken = std::min(at->amount(), -overpaid.amount);
            if (taken <= Money()) continue;
            at->set_off.push_back({overpaid.claim, at->due.ground, -taken});
            overpaid.amount += taken;
        }
    return covered;
}

class Ordering {
public:
    Ordering(const Book& book, const OrderPayments& command, const Acting& by, const FindVoucher& voucher,
             const MakeEndToEndId& end_to_end_id)
        : book_(book), command_(command), by_(by), voucher_(voucher), end_to_end_id_(end_to_end_id) {}

    Drafts run() {
        const CpamState& cpam = *book_.find(command_.cpam);
        const auto last = cpam.orders.find(year_of(by_.on));
        number_ = last == cpam.orders.end() ? 0 : last->second;
        if (command_.groupement) {  // not looked for among the others: `verify` asks for each order by itself
            if (cpam.groupements.contains(*command_.groupement)) IPEP_TRY(order_group(*command_.groupement));
        } else {
            for (const GroupementId& id : cpam.groupements) IPEP_TRY(order_group(id));
        }
        return std::move(drafts_);
    }

private:
    Verdict<> order_group(const GroupementId& id) {
        const GroupState& page = *book_.find(id);
        const Day on = by_.bounds > 0 ? by_.on : kAnyDay;
        if (page.payeeAt == 0 || page.payeeOn > on) return {};  // nothing is payable before the agreement is signed
        const auto covered = set_off_oldest_first(dues_of(book_.common(), id, page, on));
        for (const Ground ground : {Ground::seedCredit, Ground::incentive})
            if (auto done = order_ground(id, page, ground, covered); !done) return done;
        return {};
    }

    Verdict<> order_ground(const GroupementId& id, const GroupState& page, Ground ground,
                           const std::vector<Covered>& covered) {
        PaymentOrdered order;
        for (const Covered& one : covered) {
            if (one.due.ground != ground || one.amount() <= Money()) continue;
            if (command_.year && one.due.claim.of != Reference::due(id, *command_.year).text()) continue;
            if (command_.payment_year && one.due.claim.paymentYear != *command_.payment_year) continue;
            add(order.parts, one.due);
            for (const Due& overpaid : one.set_off) add(order.parts, overpaid);
        }
        std::vector<Exact> amounts;
        for (const OrderPart& part : order.parts) amounts.push_back(to_exact(part.amount));
        order.amount = to_money(order_amount<Exact>(order.order.text, amounts));
        if (order.amount <= Money()) return {};
        const auto ceiling = ceiling_of(book_.common(), by_.person, Role::director, command_.cpam);
        if (ceiling && order.amount > *ceiling)
            return refuse(code::above_ceiling, {{"amount", to_text(order.amount)},
                                                {"groupement", id.text},
                                                {"person", by_.person.text},
                                                {"ceiling", to_text(*ceiling)}});
        complete(order, id, page, ground);
        drafts_.push_back({by_.on, {}, {}, std::move(order)});
        return {};
    }

    static void add(std::vector<OrderPart>& parts, const Due& due) {
        for (OrderPart& part : parts)
            if (part.of == due.claim.of && part.paymentYear == due.claim.paymentYear) {
                part.amount += due.amount;
                return;
            }
        parts.push_back({due.claim.of, due.claim.paymentYear, due.amount});
    }

    void complete(PaymentOrdered& order, const GroupementId& id, const GroupState& page, Ground ground) {
        const std::string number = std::to_string(++number_);
        order.cpam = command_.cpam;
        order.fiscalYear = year_of(by_.on);
        order.order = {command_.cpam.text + '-' + to_text(order.fiscalYear) + '-' +
                       std::string(number.size() < 6 ? 6 - number.size() : 0, '0') + number};
        order.groupement = id;
        order.ground = ground;
        order.endToEndId = end_to_end_id_(order.order);
        order.payeeAt = page.payeeAt;
        for (const FreedOrder& freed : page.freed)
            if (freed.ground == ground && (by_.bounds < 3 || freed.is_for(order.parts)))
                order.replaces.push_back(freed.order);
        add_vouchers(order, id, page);
    }

    void add_vouchers(PaymentOrdered& order, const GroupementId& id, const GroupState& page) const {
        const auto add = [&](const char* document, Position position) {
            order.vouchers.push_back(voucher_(document, position));
        };
        add("admission", page.admission.position);
        add("agreement", page.convention->position);
        if (page.payeeAt != page.convention->position) add("payee", page.payeeAt);
        if (order.ground == Ground::seedCredit) {
            if (page.assessment) add("assessment", page.assessment->position);
            if (page.roadmap && page.secondTranche.paymentYear != 0) add("roadmap", page.roadmap->position);
        }
        for (const auto& [year, line] : page.settled)
            if (std::ranges::find(order.parts, Reference::due(id, year).text(), &OrderPart::of) != order.parts.end())
                add("settlement", line.position);
        if (by_.bounds > 0 && std::ranges::any_of(order.parts, is_overpayment, &OrderPart::of))
            add_what_came_back(add, page);
    }
    template <class Add>
    static void add_what_came_back(const Add& add, const GroupState& page) {
        for (const auto& one : page.refunds) add("refund", one.noted.position);
        for (const auto& one : page.overpaymentWriteOffs) add("writeOff", one.noted.position);
    }

    const Book& book_;
    const OrderPayments& command_;
    const Acting& by_;
    const FindVoucher& voucher_;
    const MakeEndToEndId& end_to_end_id_;
    std::int64_t number_ = 0;
    std::vector<Draft> drafts_;
};

}  // namespace

std::vector<Due> dues_of(const CommonState& common, const GroupementId& id, const GroupState& page, Day on) {
    struct Owed {
        std::vector<Exact> pieces, ordered;
        bool is_later = false;
    };
    std::map<Claim, Owed> claims;
    const auto add = [&](Claim claim, Money amount, Day since) {
        Owed& owed = claims[std::move(claim)];
        owed.is_later = owed.is_later || since > on;
        owed.pieces.push_back(to_exact(amount));
    };
    for (const Tranche* tranche : {&page.firstTranche, &page.secondTranche})
        if (tranche->paymentYear != 0)
            add({Reference::seed_credit(id).text(), tranche->paymentYear}, tranche->total, tranche->on);
    for (const auto& [year, line] : page.settled)
        add({Reference::due(id, year).text(), payment_year_of(year)}, validated_due(common, year, line, on), line.on);
    for (const auto& [year, amount] : page.back)
        add({Reference::overpayment(id).text(), year}, amount, page.backOn.at(year));
    for (const auto& [claim, amount] : page.ordered) claims[claim].ordered.push_back(to_exact(amount));
    std::vector<Due> dues;
    for (const auto& [claim, owed] : claims) {
        const Exact debt = sum(std::span<const Exact>(owed.pieces));
        const Money amount = to_money(left_to_order<Exact>(claim.of, debt, owed.ordered));
        if (amount == Money() || (amount > Money() && owed.is_later)) continue;
        dues.push_back({claim, ground_of(claim), amount});
    }
    std::ranges::stable_sort(dues, {}, [](const Due& due) { return due.claim.paymentYear; });
    return dues;
}

Money orderable(const CommonState& common, const GroupementId& groupement, const GroupState& page, Day on) {
    if (page.payeeAt == 0 || page.payeeOn > on) return {};
    Money sum;
    for (const Due& due : dues_of(common, groupement, page, on)) sum += due.amount;
    return std::max(sum, Money());
}

Drafts order_payments(const Book& book, const OrderPayments& command, const Acting& by, const FindVoucher& voucher,
                      const MakeEndToEndId& end_to_end_id) {
    IPEP_TRY(authorize(book.common(), by.person, Right::order, command.cpam));
    IPEP_TRY(known_cpam(book, command.cpam));
    IPEP_TRY(in_open_month(book, command.cpam, by));
    return Ordering(book, command, by, voucher, end_to_end_id).run();
}

}  // namespace ipep

#include "ledger/reliance.h"

#include <algorithm>

#include "ledger/check.h"
#include "ledger/one_of.h"
#include "ledger/order_step.h"

// A check on an event; where it stands and what it is are printed too.
#define IPEP_RELY(condition, ...) \
    IPEP_CHECK(condition, "position", event.position, "kind", kind_of(event.body) __VA_OPT__(, ) __VA_ARGS__)

namespace ipep {
namespace {

// The acts on an order, which they name.
template <class Act>
concept NamesOrder = requires(const Act& act) {
    { act.order } -> std::same_as<const OrderId&>;
};
template <class Act>
concept OnOrder = NamesOrder<Act> && !std::is_same_v<Act, PaymentOrdered>;

struct Reliance {
    const Book& book;
    const Event& event;

    const GroupState& page(const GroupementId& groupement) const {
        const GroupState* known = book.find(groupement);
        IPEP_RELY(known, "groupement", groupement);
        return *known;
    }

    void operator()(const SeedTrancheReleased& e) const {
        IPEP_RELY(e.tranche == 1 || e.tranche == 2, "tranche", e.tranche);
        const GroupState& group = page(e.groupement);
        const Money before = (e.tranche == 1 ? group.firstTranche : group.secondTranche).total;
        IPEP_RELY(before + e.amount == e.total, "before", before, "amount", e.amount, "total", e.total);
    }
    void operator()(const AdvanceWrittenOff& e) const { IPEP_RELY(e.amount > Money(), "amount", e.amount); }
    void operator()(const IncentiveAnnulled& e) const {
        IPEP_RELY(page(e.groupement).settled.contains(e.year), "groupement", e.groupement, "year", e.year);
    }
    void operator()(const YearSettled& e) const {
        const auto known = book.common().settled.find(e.year);
        const std::int64_t before = known == book.common().settled.end() ? 0 : known->second.revision;
        IPEP_RELY(e.revision == before + 1, "revision", e.revision, "before", before);
    }

    template <class Fact, class Decision>
    void booked(const std::vector<Booked<Fact>>& list, std::string Fact::*member, const std::string& reference,
                const Decision& e) const {
        const auto known =
            std::ranges::find_if(list, [&](const auto& one) { return one.noted.value.*member == reference; });
        IPEP_RELY(known != list.end(), "reference", reference);
        adds_up(known->booked, e);
    }
    template <class Decision>
    void adds_up(Money booked, const Decision& e) const {
        IPEP_RELY(booked + e.difference == e.amount, "booked", booked, "difference", e.difference, "amount", e.amount);
    }
    void operator()(const RefundBooked& e) const {
        booked(page(e.groupement).refunds, &RefundReceived::reference, e.reference, e);
    }
    void operator()(const OverpaymentWrittenOff& e) const {
        booked(page(e.groupement).overpaymentWriteOffs, &OverpaymentWriteOffDecided::decision, e.decision, e);
    }
    void operator()(const AccrualBooked& e) const {
        const auto& accruals = page(e.groupement).accruals;
        const auto known = accruals.find(e.year);
        IPEP_RELY(known != accruals.end(), "groupement", e.groupement, "year", e.year);
        adds_up(known->second.booked, e);
    }

    void operator()(const PayeeConfirmed& e) const {
        const auto& pending = page(e.groupement).pendingPayees;
        const auto known = std::ranges::find(pending, e.confirms, &PendingPayee::key);
        IPEP_RELY(known != pending.end() && known->position == e.payeeAt, "confirms", e.confirms, "payeeAt", e.payeeAt);
    }
    void operator()(const TakeOverConfirmed& e) const {
        const auto& known = page(e.groupement).takenOver;
        const auto one = std::ranges::find(known, e.confirms, &TakenOver::key);
        IPEP_RELY(one != known.end() && one->noted.position == e.takenOverAt, "confirms", e.confirms, "takenOverAt",
                  e.takenOverAt);
        Money sum = one->booked;
        for (const OrderPart& part : e.parts) sum += part.amount;
        IPEP_RELY(sum == e.amount, "booked and parts", sum, "amount", e.amount);
    }
    void operator()(const RoleConfirmed& e) const {
        const auto& pending = book.common().pendingGrants;
        const auto known = std::ranges::find(pending, e.confirms, &PendingGrant::key);
        IPEP_RELY(known != pending.end() && known->position == e.grantedAt, "confirms", e.confirms, "at", e.grantedAt);
    }
    void operator()(const OneOf<SettlementValidated, SettlementRefused> auto& e) const {
        const auto known = book.common().settled.find(e.year);
        const std::int64_t latest = known == book.common().settled.end() ? 0 : known->second.revision;
        IPEP_RELY(e.revision > 0 && e.revision == latest, "revision", e.revision, "latest", latest);
    }
    void operator()(const BankLineExplained& e) const { open_line(e.cpam, e.line); }
    void operator()(const BankLineConfirmed& e) const {
        const OpenLine& line = open_line(e.cpam, e.line);
        IPEP_RELY(line.saidAt == e.explainedAt, "said at", line.saidAt, "explainedAt", e.explainedAt);
        IPEP_RELY(line.said.meaning == e.meaning && line.said.order == e.order && line.said.refund == e.refund, "line",
                  e.line);
    }
    const OpenLine& open_line(const CpamId& id, Position line) const {
        const CpamState* cpam = book.find(id);
        IPEP_RELY(cpam, "cpam", id);
        const auto known = std::ranges::find(cpam->lines, line, &OpenLine::position);
        IPEP_RELY(known != cpam->lines.end() && !known->aside, "line", line);
        return *known;
    }
    void operator()(const PaymentOrdered& e) const {
        IPEP_RELY(!book.find(e.order), "order", e.order);
        IPEP_RELY(page(e.groupement).payeeAt > 0, "groupement", e.groupement);
        Money sum;
        for (const OrderPart& part : e.parts) sum += part.amount;
        IPEP_RELY(e.amount > Money() && sum == e.amount, "amount", e.amount, "sum of parts", sum);
    }
    void operator()(const FileIssued& e) const {
        const CpamState* cpam = book.find(e.cpam);
        IPEP_RELY(cpam && !cpam->unwritten, "cpam", e.cpam, "message", e.message);
    }
    void operator()(const FileWritten& e) const { waits(e.cpam, e.message); }
    void operator()(const OrderIssued& e) const { waits(on_order(e).ordered.cpam, e.message); }
    void waits(const CpamId& id, const std::string& message) const {
        const CpamState* cpam = book.find(id);
        IPEP_RELY(cpam && cpam->unwritten, "cpam", id, "message", message);
        const std::string& waiting = cpam->unwritten->value.message;
        IPEP_RELY(waiting == message, "waiting", waiting, "message", message);
    }
    void operator()(const MonthClosed& e) const {
        const CpamState* cpam = book.find(e.cpam);
        IPEP_RELY(cpam && e.from < e.until, "cpam", e.cpam, "from", e.from.since_1970, "until", e.until.since_1970);
        if (cpam->open) IPEP_RELY(*cpam->open == e.from, "open", cpam->open->since_1970, "from", e.from.since_1970);
    }

    template <OnOrder Act>
    const Order& on_order(const Act& act) const {
        const Order* order = book.find(act.order);
        IPEP_RELY(order, "order", act.order);
        IPEP_RELY(act.groupement == order->ordered.groupement, "groupement", act.groupement, "ordered for",
                  order->ordered.groupement);
        const OrderStep* step = order_step_of(event.body.index());
        IPEP_RELY(!step || step->from.contain(order->state), "order", act.order, "state", order->state);
        if constexpr (requires { act.amount; })
            IPEP_RELY(!step || act.amount == order->ordered.amount, "order", act.order, "amount", act.amount, "ordered",
                      order->ordered.amount);
        return *order;
    }
    template <OnOrder Act>
    void operator()(const Act& act) const {
        on_order(act);
    }
    template <class Other>
    void operator()(const Other&) const {}
};

// What became of the sums an order counts in.
struct Aftermath {
    const Book& book;
    const Event& event;

    void operator()(const NamesOrder auto& act) const {
        const Order& order = *book.find(act.order);
        if (const OrderStep* step = order_step_of(event.body.index()))
            IPEP_RELY(order.state == step->to, "order", act.order, "state", order.state, "expected", step->to);
        const GroupState& page = *book.find(order.ordered.groupement);
        const bool is_sound = page.open >= Money() && page.paid >= Money();
        IPEP_RELY(is_sound, "order", act.order, "open", page.open, "paid", page.paid);
        const auto& engaged = book.find(order.ordered.cpam)->engaged;
        if (const auto year = engaged.find(order.ordered.fiscalYear); year != engaged.end())
            IPEP_RELY(year->second >= Money(), "order", act.order, "engaged", year->second);
    }
    template <class Other>
    void operator()(const Other&) const {}
};

}  // namespace

void check_before(const Book& book, const Event& event) {
    IPEP_RELY(event.position == book.head() + 1, "head", book.head());  // the log has no gap
    std::visit(Reliance{book, event}, event.body);
}

void check_after(const Book& book, const Event& event) {
    if (is_act(event.body)) std::visit(Aftermath{book, event}, event.body);
}

}  // namespace ipep

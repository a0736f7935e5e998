#include "services/histories/panel/order_rows.h"

#include "events/describe.h"
#include "ledger/one_of.h"
#include "ledger/reference.h"

namespace ipep::panel {

struct OrderRows::Step {
    std::map<OrderId, Followed>& orders;
    Day on;

    void operator()(const PaymentOrdered& act) const {
        orders[act.order].ordered = act;
        reach(act.order, OrderState::ordered);
    }
    void operator()(const OrderSuspended& act) const { reach(act.order, OrderState::suspended); }
    void operator()(const OrderApproved& act) const { reach(act.order, OrderState::approved); }
    void operator()(const OrderCancelled& act) const { reach(act.order, OrderState::cancelled); }
    void operator()(const OrderIssued& act) const { reach(act.order, OrderState::issued); }
    void operator()(const OneOf<OrderAccepted, OrderReinstated> auto& act) const {
        reach(act.order, OrderState::accepted);
    }
    void operator()(const OrderRejected& act) const { reach(act.order, OrderState::rejected); }
    void operator()(const OrderPaid& act) const { reach(act.order, OrderState::paid); }
    void operator()(const OrderReturned& act) const { reach(act.order, OrderState::returned); }
    void operator()(const OrderRequisitioned& act) const { orders[act.order].requisitioned = on; }
    void operator()(const OrderBooked& act) const { orders[act.order].booked = on; }
    void operator()(const auto&) const {}

    void reach(const OrderId& order, OrderState state) const {
        Followed& followed = orders[order];
        followed.state = state;
        followed.days[state] = on;
    }
};

void OrderRows::take(const Event& event) { std::visit(Step{orders_, event.on}, event.body); }

std::optional<Day> OrderRows::Followed::on(OrderState step) const {
    const auto day = days.find(step);
    return day == days.end() ? std::nullopt : std::optional(day->second);
}

std::optional<std::int64_t> OrderRows::Followed::between(OrderState from, OrderState until) const {
    const auto first = on(from), last = on(until);
    if (!first || !last) return std::nullopt;
    return last->since_1970 - first->since_1970;
}

namespace {

std::string_view ground_of_part(const Reference& of) {
    if (of.kind == Reference::Kind::overpayment) return "overpayment";
    return enum_name(of.kind == Reference::Kind::seedCredit ? Ground::seedCredit : Ground::incentive);
}

}  // namespace

void OrderRows::write(RowSink& orders, RowSink& parts, Pseudonyms& pseudonyms, const Survey& survey) const {
    using enum OrderState;
    Line line;
    const auto shown = [](Money amount, bool withheld) { return withheld ? std::nullopt : std::optional(amount); };
    for (const auto& [id, one] : orders_) {
        const PaymentOrdered& act = one.ordered;
        const bool withheld = survey.withholds(act.groupement);
        const std::string order = pseudonyms.order(id.text);
        line.begin().add(order).add(pseudonyms.cpam(act.cpam.text)).add(pseudonyms.groupement(act.groupement.text));
        line.add(enum_name(act.ground)).add(act.fiscalYear).add(shown(act.amount, withheld));
        line.add(enum_name(one.state)).add(one.on(ordered)).add(one.on(suspended)).add(one.requisitioned);
        line.add(one.on(approved)).add(one.on(issued)).add(one.on(accepted)).add(one.on(rejected)).add(one.on(paid));
        line.add(one.booked).add(one.on(returned)).add(one.on(cancelled));
        for (const auto& [from, until] :
             {std::pair(ordered, approved), {approved, issued}, {issued, paid}, {ordered, paid}}) {
            const auto days = one.between(from, until);
            days ? line.add(*days) : line.none();
        }
        orders.row(line.add_whether(withheld).row());
        std::int64_t number = 0;
        for (const OrderPart& part : act.parts) {
            const auto of = Reference::parse(part.of);
            const bool of_year = of && of->kind == Reference::Kind::settlement;
            line.begin().add(order).add(++number).add(pseudonyms.groupement(act.groupement.text));
            line.add(of ? ground_of_part(*of) : "").add(of_year ? std::optional(of->year) : std::nullopt);
            line.add(part.paymentYear).add(shown(part.amount, withheld));
            parts.row(line.add_whether(withheld).row());
        }
    }
}

}  // namespace ipep::panel

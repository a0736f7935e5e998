#include "projections/orders.h"

#include "events/big_endian.h"
#include "projections/table_members.h"

namespace ipep {

template class Table<OrderRow>;
template class Table<FileRow>;
template class Table<BankLineUnmatched>;
template class Table<std::string>;

namespace {

std::string under(const char* kind, const std::string& name) { return kind + name + '\0'; }

std::string by_state(const CpamId& cpam, OrderState state) {
    return under("s", cpam.text) + static_cast<char>('a' + static_cast<int>(state));
}
std::string told_key(const CpamId& cpam) { return under("t", cpam.text); }
std::string row_key(const OrderId& order) { return "o" + order.text; }

}  // namespace

struct OrderView::Fold {
    OrderView& view;
    Position position;

    void operator()(const PaymentOrdered& act) const {
        view.rows_.put(row_key(act.order), {.cpam = act.cpam, .message = {}, .bank = {}});
        view.keys_.put(by_state(act.cpam, OrderState::ordered) + act.order.text, {});
        view.keys_.put("e" + act.endToEndId, act.order.text);
    }
    void operator()(const OrderSuspended& act) const { view.step(act.order, OrderState::suspended); }
    void operator()(const OrderApproved& act) const { view.step(act.order, OrderState::approved); }
    void operator()(const OrderCancelled& act) const { view.step(act.order, OrderState::cancelled); }
    void operator()(const FileIssued& act) const {
        view.files_.put("f" + act.message, {act.batch, act.sha256});
        view.keys_.put("b" + act.batch, act.message);
    }
    void operator()(const OrderIssued& act) const {
        view.step(act.order, OrderState::issued);
        view.rows_.edit(row_key(act.order)).message = act.message;
        view.keys_.put(under("m", act.message) + act.order.text, {});
    }
    void operator()(const OrderAccepted& act) const { said(act, OrderState::accepted, {}); }
    void operator()(const OrderRejected& act) const { said(act, OrderState::rejected, {}); }
    void operator()(const OrderPaid& act) const { said(act, OrderState::paid, act.bankReference); }
    void operator()(const OrderReturned& act) const { said(act, OrderState::returned, act.bankReference); }
    void operator()(const OrderBooked& act) const {
        view.rows_.edit(row_key(act.order)).bank = act.bankReference.empty() ? act.sha256 : act.bankReference;
    }
    void operator()(const OrderTold& act) const {
        OrderRow& row = view.rows_.edit(row_key(act.order));
        if (!act.bankReference.empty()) row.bank = act.bankReference;
        view.keys_.put(told_key(row.cpam) + act.order.text, {});
    }
    void operator()(const OrderResolved& act) const { view.hush(act.order); }
    void operator()(const OrderReinstated& act) const { view.step(act.order, OrderState::accepted); }
    void operator()(const BankLineUnmatched& act) const {
        view.unmatched_.put(under("u", act.cpam.text) + big_endian(position), act);
    }
    void operator()(const BankLineMatched& act) const {
        view.unmatched_.erase(under("u", act.cpam.text) + big_endian(act.line));
    }
    void operator()(const BankLineConfirmed& act) const {
        if (act.meaning == LineMeaning::order) view.unmatched_.erase(under("u", act.cpam.text) + big_endian(act.line));
    }
    void operator()(const auto&) const {}

    template <class Act>
    void said(const Act& act, OrderState state, const std::string& reference) const {
        view.step(act.order, state);
        view.hush(act.order);
        view.rows_.edit(row_key(act.order)).bank = reference.empty() ? act.sha256 : reference;
    }
};

void OrderView::fold(const Event& event) {
    std::visit(Fold{*this, event.position}, event.body);
    rows_.end_event(event.position);
    files_.end_event(event.position);
    unmatched_.end_event(event.position);
    keys_.end_event(event.position);
}

void OrderView::step(const OrderId& order, OrderState state) {
    OrderRow& row = rows_.edit(row_key(order));
    if (row.state == state) return;
    keys_.erase(by_state(row.cpam, row.state) + order.text);
    keys_.put(by_state(row.cpam, state) + order.text, {});
    row.state = state;
}

void OrderView::hush(const OrderId& order) {
    const std::string key = told_key(row(order)->cpam) + order.text;
    if (keys_.find(key)) keys_.erase(key);
}

void OrderView::take_changes(Rows& to) {
    rows_.take_changes(to);
    files_.take_changes(to);
    unmatched_.take_changes(to);
    keys_.take_changes(to);
}

std::vector<OrderId> OrderView::behind(const std::string& prefix) {
    std::vector<OrderId> found;
    keys_.all(prefix,
              [&](const std::string& key, const std::string&) { found.push_back({key.substr(prefix.size())}); });
    return found;
}

std::vector<OrderId> OrderView::of_cpam(const CpamId& cpam, std::optional<OrderState> state) {
    if (state) return behind(by_state(cpam, *state));
    std::vector<OrderId> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<OrderState>>([&](auto one) {
        for (OrderId& id : behind(by_state(cpam, one.value))) found.push_back(std::move(id));
    });
    std::ranges::sort(found);
    return found;
}

std::vector<OrderId> OrderView::told_of(const CpamId& cpam) { return behind(told_key(cpam)); }

std::optional<OrderId> OrderView::of_end_to_end(const std::string& id) {
    const std::string* order = keys_.find("e" + id);
    return order ? std::optional(OrderId{*order}) : std::nullopt;
}

std::vector<OrderId> OrderView::of_file(const std::string& message) { return behind(under("m", message)); }

std::string OrderView::message_of_batch(const std::string& batch) {
    const std::string* message = keys_.find("b" + batch);
    return message ? *message : "";
}

const OrderRow* OrderView::row(const OrderId& order) { return rows_.find(row_key(order)); }

std::vector<std::pair<Position, BankLineUnmatched>> OrderView::unmatched(const CpamId& cpam,
                                                                         const std::optional<std::string>& reference) {
    std::vector<std::pair<Position, BankLineUnmatched>> found;
    const std::string prefix = under("u", cpam.text);
    unmatched_.all(prefix, [&](const std::string& key, const BankLineUnmatched& line) {
        if (!reference || line.reference == *reference)
            found.emplace_back(from_big_endian(key.substr(prefix.size())), line);
    });
    return found;
}

OrdersKnown orders_known(OrderView& view) {
    return {[&view](const CpamId& cpam) { return view.of_cpam(cpam, OrderState::approved); },
            [&view](const std::string& message) { return view.of_file(message); }};
}

}  // namespace ipep

#include "projections/order_derivation.h"

namespace ipep {
namespace {

using Inputs = std::vector<ExplanationPtr>;

const Citation kOrdering{"CSS D.253-4", "assumed"};

ExplanationPtr node(std::string name, std::string of, std::string value, std::string formula, Inputs inputs) {
    return std::make_shared<Explanation>(Explanation{std::move(name), std::move(of), std::move(value), kEuros,
                                                     std::move(formula), kOrdering, {}, std::move(inputs)});
}

ExplanationPtr sum(std::string name, std::string of, Inputs inputs) {
    Exact value = 0;
    for (const ExplanationPtr& one : inputs) value += to_exact(Decimal{one->value});
    return node(std::move(name), std::move(of), to_decimals(value, 2), "sum(inputs)", std::move(inputs));
}

class Parts {
public:
    Parts(const Store& store, const Order& order)
        : store_(store), order_(order), ordered_(order.ordered), traces_(store, ordered_.groupement) {
        then_.catch_up(store, order.position - 1);
    }

    Verdict<ExplanationPtr> tell() {
        Inputs parts;
        for (const OrderPart& part : ordered_.parts) {
            auto told = tell(part);
            IPEP_TRY(told);
            parts.push_back(std::move(*told));
        }
        return sum("order", ordered_.order.text, std::move(parts));
    }
    RulesId rules() const {
        const Book& book = then_.book();
        const Year first = book.find(ordered_.groupement)->admission.value.firstYear;
        return book.common().rules_for(first)->value.rules;
    }

private:
    Verdict<ExplanationPtr> tell(const OrderPart& part) {
        auto debt = debt_of(part);
        IPEP_TRY(debt);
        Inputs inputs{*debt};
        std::string formula = (*debt)->label();
        Exact left = to_exact(Decimal{(*debt)->value});
        if (Inputs before = ordered_before(part); !before.empty()) {
            inputs.push_back(sum("ordered", {}, std::move(before)));
            formula += " - ordered";
            left -= to_exact(Decimal{inputs.back()->value});
        }
        if (left != to_exact(part.amount)) return leaf("part", part.of, part.amount, order_.position);
        return node("part", part.of, to_text(part.amount), std::move(formula), std::move(inputs));
    }

    // What the debt was, or, of an overpayment, what came back or was written off.
    Verdict<ExplanationPtr> debt_of(const OrderPart& part) {
        const auto asked = parse_reference(part.of);
        if (!asked) return moved("receivedBack", part.paymentYear, {"refundBooked", "overpaymentWrittenOff"});
        if (asked->year == 0) return moved("released", part.paymentYear, {"seedTrancheReleased"});
        const auto settled = due_ordered(asked->year);
        if (settled) return *settled;
        auto derived = explain(store_, then_, part.of, traces_);
        IPEP_TRY(derived);
        return derived->root;
    }

    // With roles in force an earlier revision may be what was validated; or the line is annulled: nothing is due.
    std::optional<ExplanationPtr> due_ordered(Year year) {
        const auto& lines = then_.book().find(ordered_.groupement)->settled;
        const auto line = lines.find(year);
        if (line == lines.end()) return sum("due", {}, {});
        const SettledYear& head = then_.book().common().settled.at(year);
        if (!then_.book().common().roles_in_force() || head.validated == line->second.revision) return std::nullopt;
        const auto* validated = then_.settlements().line(year, head.validated, ordered_.groupement);
        if (!validated) return sum("due", {}, {});
        if (line->second.row.due <= validated->row.due) return std::nullopt;
        return leaf("due", {}, validated->row.due, validated->position);
    }

    // Lines of the statement that moved such a claim in a payment year.
    ExplanationPtr moved(const char* name, Year payment_year, std::initializer_list<std::string_view> kinds) {
        Inputs leaves;
        for (const StatementLine& line : then_.statements().lines(ordered_.groupement)) {
            if (std::ranges::find(kinds, line.kind) == kinds.end()) continue;
            const Event event = read_event(line.position, store_.payload(line.position));
            const auto* tranche = std::get_if<SeedTrancheReleased>(&event.body);
            if ((tranche ? tranche->paymentYear : year_of(line.on)) == payment_year)
                leaves.push_back(leaf(line.kind, std::to_string(line.position), line.amount, line.position));
        }
        return sum(name, std::to_string(payment_year), std::move(leaves));
    }

    // What earlier orders that still stand took of the same debt.
    Inputs ordered_before(const OrderPart& part) {
        Inputs leaves;
        for (const OrderId& id : then_.orders().of_cpam(ordered_.cpam)) {
            const Order& other = *then_.book().find(id);
            using enum OrderState;
            if (other.ordered.groupement != ordered_.groupement || other.state == rejected ||
                other.state == returned || other.state == cancelled)
                continue;
            for (const OrderPart& one : other.ordered.parts)
                if (one.of == part.of && one.paymentYear == part.paymentYear)
                    leaves.push_back(leaf("ordered", id.text, one.amount, other.position));
        }
        return leaves;
    }

    ExplanationPtr leaf(std::string name, std::string of, Money value, Position position) const {
        const Event event = read_event(position, store_.payload(position));
        EventRef ref{position, std::string(kind_of(event.body)), event.key, {}, event.on};
        if (event.source) ref.source = event.source->reference;
        return std::make_shared<Explanation>(
            Explanation{std::move(name), std::move(of), to_text(value), kEuros, {}, {}, std::move(ref), {}});
    }

    const Store& store_;
    const Order& order_;
    const PaymentOrdered& ordered_;
    Views then_;  // as it stood when it was ordered
    GroupTraces traces_;
};

}  // namespace

Verdict<Derivation> explain_order(const Store& store, const Order& order) {
    Parts parts(store, order);
    auto root = parts.tell();
    IPEP_TRY(root);
    return Derivation{std::move(*root), parts.rules(), 0, order.position};
}

}  // namespace ipep

#include "projections/order_derivation.h"

#include "ledger/posting.h"
#include "ledger/rules/ordering.h"
#include "projections/kept_versions.h"

namespace ipep {
namespace {

// A sum of nothing, which no trace leads to: what was due of a year that is annulled.
Traced nothing(std::string name, std::string of) {
    return Traced::leaf(std::make_shared<Explanation>(Explanation{.name = std::move(name),
                                                                  .of = std::move(of),
                                                                  .value = to_text(Money()),
                                                                  .unit = kEuros,
                                                                  .formula = "sum(inputs)",
                                                                  .cite = Citation{kOrdering.section, kOrdering.status},
                                                                  .event = {},
                                                                  .inputs = {}}),
                        0);
}

// Whether it moved what is owed by one of these, in that payment year.
bool moved_by(const Event& event, std::initializer_list<PostedTo> places, PaymentYear payment_year) {
    for (const Posting& one : posting(event))
        for (const PostingLine& line : one.lines)
            if (line.paymentYear == payment_year && std::ranges::find(places, line.to) != places.end()) return true;
    return false;
}

class Parts {
public:
    Parts(const Store& store, const Order& order)
        : store_(store),
          order_(order),
          ordered_(order.ordered),
          then_at_(Views::at(store, order.position - 1)),
          then_(*then_at_),
          book_(then_.book_of(ordered_.groupement)),
          made_before_(orders_made(store, ordered_.groupement, then_.position())),
          traces_(store, ordered_.groupement) {}

    Verdict<ExplanationPtr> tell() {
        std::vector<Traced> parts;
        for (const OrderPart& part : ordered_.parts) {
            auto told = tell(part);
            IPEP_TRY(told);
            parts.push_back(std::move(*told));
        }
        return order_amount<Traced>(ordered_.order.text, parts).node();
    }
    RulesId rules() const {
        const ResultYear first = book_.find(ordered_.groupement)->admission.value.firstYear;
        return book_.common().rules_for(first)->value.rules;
    }

private:
    // A share of an overpayment that was set off is what the order says: what is left of it is more.
    Verdict<Traced> tell(const OrderPart& part) {
        const auto debt = debt_of(part);
        IPEP_TRY(debt);
        Traced left = left_to_order<Traced>(part.of, *debt, ordered_before(part));
        if (left.value() != to_exact(part.amount)) return leaf("part", part.of, part.amount, order_.position);
        return left;
    }

    // What the debt was, or, of an overpayment, what came back or was written off.
    Verdict<Traced> debt_of(const OrderPart& part) {
        const auto debt = Reference::parse(part.of);
        if (!debt || debt->kind == Reference::Kind::overpayment)
            return moved("receivedBack", part.paymentYear, {PostedTo::refunds, PostedTo::writeOffs});
        if (debt->kind == Reference::Kind::seedCredit)
            return moved("released", part.paymentYear, {PostedTo::seedCredits});
        if (const auto settled = due_ordered(debt->year)) return *settled;
        auto derived = explain(store_, then_, part.of, traces_);
        IPEP_TRY(derived);
        const Exact due = to_exact(Decimal{derived->root->value});
        return Traced::leaf(std::move(derived->root), due);
    }

    // With roles in force an earlier revision may be what was validated; or the line is annulled: nothing is due.
    std::optional<Traced> due_ordered(ResultYear year) {
        const auto& lines = book_.find(ordered_.groupement)->settled;
        const auto line = lines.find(year);
        if (line == lines.end()) return nothing("due", {});
        const SettledYear& head = book_.common().settled.at(year);
        if (!book_.common().roles_in_force() || head.validated == line->second.revision) return std::nullopt;
        const auto* validated = then_.settlements().line(year, head.validated, ordered_.groupement);
        if (!validated) return nothing("due", {});
        if (!waits_for_validation(to_exact(line->second.row.due), to_exact(validated->row.due))) return std::nullopt;
        return leaf("due", {}, validated->row.due, validated->position);
    }

    // Lines of the statement that moved such a claim in a payment year.
    Traced moved(const char* name, PaymentYear payment_year, std::initializer_list<PostedTo> places) {
        std::vector<Traced> pieces;
        for (const StatementLine& line : then_.statements().lines(ordered_.groupement)) {
            const Event event = read_event(line.position, store_.payload(line.position));
            if (moved_by(event, places, payment_year))
                pieces.push_back(leaf(line.kind, std::to_string(line.position), line.amount, line.position));
        }
        const std::string year = to_text(payment_year);
        return pieces.empty() ? nothing(name, year) : debt_in_year<Traced>(name, year, pieces);
    }

    // What earlier orders that still stand took of the same debt, and what of it was paid before the ledger.
    std::vector<Traced> ordered_before(const OrderPart& part) {
        std::vector<Traced> taken;
        for (const TakenOver& one : book_.find(ordered_.groupement)->takenOver)
            if (one.booked != Money() && one.claim() == Claim{part.of, part.paymentYear})
                taken.push_back(leaf("takenOver", one.noted.value.document, one.booked, one.bookedAt));
        for (const OrderMade& other : made_before_) {
            using enum OrderState;
            const OrderState state = then_.orders().row(other.ordered.order)->state;
            if (state == rejected || state == returned || state == cancelled) continue;
            for (const OrderPart& one : other.ordered.parts)
                if (one.of == part.of && one.paymentYear == part.paymentYear)
                    taken.push_back(leaf("ordered", other.ordered.order.text, one.amount, other.position));
        }
        return taken;
    }

    Traced leaf(std::string name, std::string of, Money value, Position position) const {
        const Event event = read_event(position, store_.payload(position));
        EventRef ref{position, std::string(kind_of(event.body)), event.key, {}, event.on};
        if (event.source) ref.source = event.source->reference;
        return Traced::leaf(std::make_shared<Explanation>(Explanation{.name = std::move(name),
                                                                      .of = std::move(of),
                                                                      .value = to_text(value),
                                                                      .unit = kEuros,
                                                                      .formula = {},
                                                                      .cite = {},
                                                                      .event = std::move(ref),
                                                                      .inputs = {}}),
                            to_exact(value));
    }

    const Store& store_;
    const Order& order_;
    const PaymentOrdered& ordered_;
    std::unique_ptr<Views> then_at_;  // as it stood when it was ordered
    Views& then_;
    const Book& book_;                          // of its groupement; then_ is asked for no other one's
    const std::vector<OrderMade> made_before_;  // of its groupement
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

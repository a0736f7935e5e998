#include "services/histories/amount_history.h"

#include <map>

#include "events/code.h"
#include "ledger/about.h"
#include "ledger/posting.h"
#include "services/histories/derivation_change.h"
#include "services/histories/standing_history.h"

namespace ipep {
namespace {

PersonId actor_of(const Store& store, Position position) {
    PersonId actor;
    store.scan(position, position + 1, [&](Position at, const Record& record) {
        actor = read_event(at, record.payload).actor;
        return true;
    });
    return actor;
}

// A group's line is gone from a revision: what took the group out of the year.
std::vector<EventRef> left_because(const Store& store, const Book& book, const GroupState& page, Position since) {
    std::map<Position, EventRef> found;
    const auto take = [&](Position position) {
        if (position > since) found.emplace(position, reference_to(store, position));
    };
    take(page.admission.position);
    if (page.withdrawal) take(page.withdrawal->position);
    for (const AdoptedRules& adopted : book.common().rules) take(adopted.noted.position);
    std::vector<EventRef> facts;
    for (auto& [position, fact] : found) facts.push_back(std::move(fact));
    return facts;
}

// Goes through the revisions, each as it stood when it was settled.
class SettledHistory {
public:
    SettledHistory(const Store& store, Views& views, const std::string& reference, const Reference& asked)
        : store_(store), views_(views), asked_(asked), history_{reference, {}}, traces_(store, asked.groupement) {}

    Verdict<AmountHistory> tell() {
        const std::int64_t last = views_.book().common().settled.at(asked_.year).revision;
        for (std::int64_t revision = 1; revision <= last; ++revision) {
            const SettlementHead& head = *views_.settlements().head(asked_.year, revision);
            if (const auto* line = views_.settlements().line(asked_.year, revision, asked_.groupement)) {
                IPEP_TRY(add(head, *line, last));
            } else if (known_ && !history_.revisions.back().value.empty()) {
                gone(head);
            }
            since_ = head.position;
        }
        return std::move(history_);
    }

private:
    Verdict<> add(const SettlementHead& head, const SettlementLine& line, std::int64_t last) {
        const auto value = figure_of(line.row, asked_.figure);
        const std::string before = known_ ? history_.revisions.back().value : "";
        AmountRevision revision{head.settled.revision,
                                line.position,
                                head.recordedAt,
                                actor_of(store_, head.position),
                                value.value(),
                                difference(before, value.value()),
                                {},
                                {}};
        if (last > 1) {  // one alone has nothing to be compared with
            const auto then = Views::at(store_, head.position);
            auto derived = IPEP_TRY(explain(store_, *then, history_.reference, traces_));
            if (derivation_) {
                revision.because = new_facts(store_, *derivation_, *derived.root, since_);
                revision.steps = changed_steps(*derivation_, *derived.root);
            }
            derivation_ = derived.root;
        }
        history_.revisions.push_back(std::move(revision));
        known_ = true;
        return {};
    }

    void gone(const SettlementHead& head) {
        const std::string before = history_.revisions.back().value;
        const bool amount = well_formed_decimal(before);
        history_.revisions.push_back(
            {head.settled.revision,
             head.position,
             head.recordedAt,
             actor_of(store_, head.position),
             "",
             amount ? difference(before, "0.00") : "",
             left_because(store_, views_.book(), *views_.book().find(asked_.groupement), since_),
             {}});
        derivation_ = nullptr;
    }

    const Store& store_;
    Views& views_;
    const Reference& asked_;
    AmountHistory history_;
    GroupTraces traces_;
    ExplanationPtr derivation_;
    Position since_ = 0;
    bool known_ = false;
};

// The log holds every amount granted; a state keeps the last.
AmountHistory seed_history(const Store& store, Position until, const std::string& reference, const GroupementId& id) {
    AmountHistory history{reference, {}};
    Positions before;
    store.scan(1, until + 1, [&](Position position, const Record& record) {
        const Event event = read_event(position, record.payload);
        const auto* granted = std::get_if<SeedCreditGranted>(&event.body);
        if (!granted || granted->groupement != id) return true;
        AmountRevision revision{static_cast<std::int64_t>(history.revisions.size()) + 1,
                                position,
                                event.recordedAt,
                                event.actor,
                                to_text(granted->amount),
                                to_text(granted->difference),
                                {},
                                {}};
        Positions fresh;
        std::ranges::set_difference(granted->facts, before, std::back_inserter(fresh));
        if (!history.revisions.empty())
            for (const Position fact : fresh) revision.because.push_back(reference_to(store, fact));
        before = granted->facts;
        history.revisions.push_back(std::move(revision));
        return true;
    });
    return history;
}

// What an event orders, or, negative, frees.
Money ordered_by(const Event& event) {
    Money sum;
    for (const Posting& one : posting(event))
        for (const PostingLine& line : one.lines)
            if (line.to == PostedTo::ordered) sum += line.amount;
    return sum;
}

// Every act on an order: its amount as long as the order stands, nothing once it is freed.
AmountHistory order_history(const Store& store, Position until, const Order& order) {
    const OrderId& id = order.ordered.order;
    AmountHistory history{id.text, {}};
    Money amount;
    store.scan(order.position, until + 1, [&](Position position, const Record& record) {
        const Event event = read_event(position, record.payload);
        if (about(event.body).order != id) return true;
        const Money moved = ordered_by(event);
        amount += moved;
        history.revisions.push_back({static_cast<std::int64_t>(history.revisions.size()) + 1,
                                     position,
                                     event.recordedAt,
                                     event.actor,
                                     to_text(amount),
                                     to_text(moved),
                                     {reference_to(store, position)},
                                     {}});
        return true;
    });
    return history;
}

}  // namespace

std::string difference(const std::string& before, const std::string& after) {
    if (!well_formed_decimal(after)) return {};
    const auto point = after.find('.');
    const unsigned places = point == std::string::npos ? 0 : static_cast<unsigned>(after.size() - point - 1);
    return to_decimals(to_exact(Decimal{after}) - (before.empty() ? Exact(0) : to_exact(Decimal{before})), places);
}

Verdict<AmountHistory> amount_history(const Store& store, Views& views, const std::string& reference) {
    if (is_standing(reference)) return standing_history(store, views, reference);
    const auto unknown = [&] { return refuse(code::reference_unknown, {{"reference", reference}}); };
    const auto asked = Reference::parse(reference);
    if (!asked || asked->kind == Reference::Kind::overpayment) return unknown();
    if (asked->kind == Reference::Kind::order) {
        const Order* order = views.book().find(asked->order);
        if (!order) return unknown();
        return order_history(store, views.position(), *order);
    }
    if (!views.book().find(asked->groupement))
        return refuse(code::unknown_groupement, {{"groupement", asked->groupement.text}});
    if (asked->kind == Reference::Kind::seedCredit) {
        AmountHistory history = seed_history(store, views.position(), reference, asked->groupement);
        if (history.revisions.empty()) return unknown();
        return history;
    }
    if (!views.book().common().settled.contains(asked->year))
        return refuse(code::settlement_absent, {{"year", to_text(asked->year)}});
    if (!figure_of(SettledRow{}, asked->figure)) return unknown();
    auto history = SettledHistory(store, views, reference, *asked).tell();
    if (history && history->revisions.empty()) return unknown();
    return history;
}

}  // namespace ipep

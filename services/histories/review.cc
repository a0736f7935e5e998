#include "services/histories/review.h"

#include <map>
#include <set>
#include <unordered_map>

#include "projections/read_ahead.h"

namespace ipep {
namespace {

using AmountKey = std::pair<GroupementId, ResultYear>;  // year 0: the seed credit

// What stands, without a reason yet.
std::map<AmountKey, ReviewedAmount> standing_amounts(const Book& book, const ReviewFilter& filter) {
    std::map<AmountKey, ReviewedAmount> amounts;
    for (const GroupementId& id : book.groupements()) {
        const GroupState& page = *book.find(id);
        if (page.seedCredit && filter.takes(id, 0))
            amounts.emplace(AmountKey{id, 0},
                            ReviewedAmount{Reference::seed_credit(id).text(), id, 0, *page.seedCredit, {}});
        for (const auto& [year, line] : page.settled)
            if (filter.takes(id, year))
                amounts.emplace(AmountKey{id, year},
                                ReviewedAmount{Reference::due(id, year).text(), id, year, line.row.due, {}});
    }
    return amounts;
}

// The parameters of some statuses among the leaves of a derivation, each once.
class ListedParameters {
public:
    ListedParameters(std::vector<ReviewReason>& reasons, ReviewList list) : reasons_(reasons), list_(list) {}
    void take(const Explanation& node) {
        if (!seen_.insert(&node).second) return;
        if (node.event && node.cite && is_listed(node.cite->status) && names_.insert(node.label()).second)
            reasons_.push_back({node.label(), node.cite->section, node.event});
        for (const auto& input : node.inputs) take(*input);
    }

private:
    bool is_listed(std::string_view status) const {
        return list_ == ReviewList::unsourced ? status == kUnsourced : status == "assumed" || status == "contradictory";
    }

    std::vector<ReviewReason>& reasons_;
    ReviewList list_;
    std::set<const Explanation*> seen_;
    std::set<std::string> names_;
};

// One pass over the log: which facts each standing amount rests on, and what became of them.
class Pass {
public:
    explicit Pass(std::map<AmountKey, ReviewedAmount>& amounts) : amounts_(amounts) {}

    void take(const Event& event) {
        if (!is_decision(event.body) && !event.source) unsourced_.emplace(event.position, reference(event));
        if (event.key) positions_[event.key->text] = event.position;
        note_payment(event);
        std::visit([&](const auto& body) { take(event, body); }, event.body);
    }

    void tell_unsourced() {
        for (const auto& [key, used] : used_)
            for (const Position position : used.facts)
                if (const auto fact = unsourced_.find(position); fact != unsourced_.end()) tell(key, fact->second);
    }
    void tell_corrected() {
        for (const auto& [key, correction] : corrected_) tell(key, correction);
    }

private:
    struct Used {
        Position decided = 0;
        std::set<Position> facts;
    };

    void note_payment(const Event& event) {
        const auto movement = movement_in(posting(event));
        if (movement && movement->moved.paid > Money()) last_paid_[movement->groupement] = event.position;
    }

    static EventRef reference(const Event& event) {
        return {event.position, std::string(kind_of(event.body)), event.key, {}, event.on};
    }
    void tell(const AmountKey& key, const EventRef& fact) {
        if (const auto amount = amounts_.find(key); amount != amounts_.end())
            amount->second.because.push_back({{}, {}, fact});
    }

    template <class Other>
    void take(const Event&, const Other&) {}
    void take(const Event& event, const SeedCreditGranted& granted) {
        used_[{granted.groupement, 0}] = {event.position, {granted.facts.begin(), granted.facts.end()}};
    }
    void take(const Event& event, const IncentiveSettled& settled) {
        used_[{settled.groupement, settled.year}] = {event.position, {settled.facts.begin(), settled.facts.end()}};
        of_year_[settled.year].push_back(settled.groupement);
    }
    void take(const Event&, const IncentiveAnnulled& annulled) { used_.erase({annulled.groupement, annulled.year}); }
    // Facts common to all groups of the year come with its last event.
    void take(const Event&, const YearSettled& settled) {
        for (const GroupementId& id : std::exchange(of_year_[settled.year], {}))
            used_.at({id, settled.year}).facts.insert(settled.facts.begin(), settled.facts.end());
    }
    void take(const Event& event, const FactCorrected& correction) {
        auto& stands = positions_[correction.corrects.text];
        const Position wrong = std::exchange(stands, event.position);
        for (const auto& [key, used] : used_) {
            const auto paid = last_paid_.find(key.first);
            if (paid != last_paid_.end() && paid->second > used.decided && used.facts.contains(wrong))
                corrected_.emplace_back(key, reference(event));
        }
    }

    std::map<AmountKey, ReviewedAmount>& amounts_;
    std::map<AmountKey, Used> used_;
    std::map<ResultYear, std::vector<GroupementId>> of_year_;
    std::map<Position, EventRef> unsourced_;
    std::unordered_map<std::string, Position> positions_;  // where the fact of a key stands: itself, or its correction
    std::unordered_map<GroupementId, Position> last_paid_;
    std::vector<std::pair<AmountKey, EventRef>> corrected_;
};

using Amounts = std::map<AmountKey, ReviewedAmount>;

Verdict<> tell_parameters(const Store& store, Views& views, ReviewList list, Amounts& amounts) {
    for (auto& [key, amount] : amounts) {
        if (key.second != 0) continue;
        const auto derivation = IPEP_TRY(explain(store, views, amount.reference));
        ListedParameters(amount.because, list).take(*derivation.root);
    }
    const auto wanted = [&](const GroupementId& id, ResultYear year) { return amounts.contains({id, year}); };
    explain_dues(store, views, wanted, [&](const GroupementId& id, ResultYear year, const Explanation& root) {
        ListedParameters(amounts.at({id, year}).because, list).take(root);
    });
    return {};
}

}  // namespace

Verdict<std::vector<ReviewedAmount>> review(const Store& store, Views& views, ReviewList list,
                                            const ReviewFilter& filter) {
    auto amounts = standing_amounts(views.book(), filter);
    if (list != ReviewList::corrected) IPEP_TRY(tell_parameters(store, views, list, amounts));
    if (list != ReviewList::assumed) {
        Pass pass(amounts);
        read_ahead(store, 1, views.position() + 1, [&](const Event& event) { pass.take(event); });
        list == ReviewList::unsourced ? pass.tell_unsourced() : pass.tell_corrected();
    }
    std::vector<ReviewedAmount> found;
    for (auto& [key, amount] : amounts)
        if (!amount.because.empty()) found.push_back(std::move(amount));
    return found;
}

}  // namespace ipep

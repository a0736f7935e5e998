#include "services/histories/stale_year.h"

#include <algorithm>

#include "ledger/about.h"
#include "ledger/year_inputs.h"

namespace ipep {
namespace {

class YearLook {
public:
    YearLook(const Store& store, const Book& book, ResultYear year, const SettledYear& settled)
        : store_(store),
          book_(book),
          found_{.year = year,
                 .revision = settled.revision,
                 .settledAt = settled.position,
                 .since = 0,
                 .because = {},
                 .wouldChange = false,
                 .joined = {},
                 .left = {}} {
        for (const Missing& one : missing_facts(book, year))
            one.groupement.empty() ? void(common_missing_ = true) : void(waiting_.insert(one.groupement));
    }

    StaleYear look() {
        const auto& rules = *book_.common().rules_for(found_.year);
        look_at_common(rules);
        const std::vector<GroupementId> now = groups_of(book_, found_.year);
        for (const GroupementId& id : now) look_at(id, rules);
        for (const GroupementId& id : book_.groupements())
            if (book_.find(id)->settled.contains(found_.year) && !std::ranges::binary_search(now, id)) leave(id);
        std::erase_if(new_, [&](Position position) { return position <= found_.settledAt; });
        for (const Position position : new_) found_.because.push_back(read_event(position, store_.payload(position)));
        if (!found_.because.empty()) found_.since = found_.because.front().recordedAt;
        return std::move(found_);
    }

private:
    template <class Settled>
    Positions rested_on(Position position) const {
        return std::get<Settled>(read_event(position, store_.payload(position)).body).facts;
    }
    void add_new(const Positions& now, const Positions& then) {
        for (const Position position : now)
            if (!std::ranges::binary_search(then, position)) new_.insert(position);
    }

    void look_at_common(const Noted<RulesAdopted>& rules) {
        Positions now{rules.position};
        const CommonState& common = book_.common();
        if (const auto targets = common.targets.find(found_.year); targets != common.targets.end())
            for (const auto& noted : targets->second) now.push_back(noted.position);
        if (const auto levels = common.thresholds.find(found_.year); levels != common.thresholds.end())
            now.push_back(levels->second.position);
        add_new(now, rested_on<YearSettled>(found_.settledAt));
    }

    void look_at(const GroupementId& id, const Noted<RulesAdopted>& rules) {
        const GroupState& page = *book_.find(id);
        const auto line = page.settled.find(found_.year);
        if (line == page.settled.end()) {
            found_.joined.push_back(id);
            new_.insert(page.admission.position);
            if (page.withdrawal) new_.insert(page.withdrawal->position);
            return;
        }
        if (common_missing_ || waiting_.contains(id.text)) return;
        FactsUsed used;
        GroupReader<Exact, PlainFacts>(book_, rules, found_.year, lift_)
            .read(id, page.advance_before(found_.year), used);
        add_new(used.all, rested_on<IncentiveSettled>(line->second.position));
    }

    void leave(const GroupementId& id) {
        const GroupState& page = *book_.find(id);
        found_.left.push_back(id);
        new_.insert(page.admission.position);
        if (page.withdrawal) new_.insert(page.withdrawal->position);
    }

    const Store& store_;
    const Book& book_;
    StaleYear found_;
    PlainFacts lift_;
    std::set<Position> new_;
    std::set<std::string> waiting_;
    bool common_missing_ = false;
};

// Years that would get another revision; all where settling again would be refused.
void tell_changes(const Book& book, std::vector<StaleYear>& stale) {
    if (stale.empty()) return;
    const auto drafts = decide_settlement(book, stale.front().year, book.common().settled.at(stale.front().year).on);
    std::set<ResultYear> changed;
    if (drafts)
        for (const Draft& draft : *drafts)
            if (const auto* settled = std::get_if<YearSettled>(&draft.body)) changed.insert(settled->year);
    for (StaleYear& one : stale) one.wouldChange = !drafts || changed.contains(one.year);
}

}  // namespace

std::vector<StaleYear> stale_years(const Store& store, const Book& book, std::optional<ResultYear> only) {
    std::vector<StaleYear> stale;
    for (const auto& [year, settled] : book.common().settled) {
        if (only && *only != year) continue;
        StaleYear one = YearLook(store, book, year, settled).look();
        if (!one.because.empty()) stale.push_back(std::move(one));
    }
    tell_changes(book, stale);
    return stale;
}

std::vector<StaleYear> stale_of(std::vector<StaleYear> years, const std::optional<GroupementId>& groupement) {
    if (!groupement) return years;
    const auto is_other = [&](const Event& event) {
        const auto of = about(event.body).groupement;
        return of && *of != *groupement;
    };
    for (StaleYear& one : years) {
        std::erase_if(one.because, is_other);
        std::erase_if(one.joined, [&](const GroupementId& id) { return id != *groupement; });
        std::erase_if(one.left, [&](const GroupementId& id) { return id != *groupement; });
    }
    std::erase_if(years, [](const StaleYear& one) { return one.because.empty(); });
    for (StaleYear& one : years) one.since = one.because.front().recordedAt;
    return years;
}

}  // namespace ipep

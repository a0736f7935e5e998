#include "ledger/book.h"

#include <algorithm>

namespace ipep {
namespace {

template <class Value>
const Noted<Value>* about(const std::vector<Noted<Value>>& list, const IndicatorId& indicator) {
    const auto found = std::ranges::find_if(list, [&](const auto& one) { return one.value.indicator == indicator; });
    return found == list.end() ? nullptr : &*found;
}

}  // namespace

const Noted<IndicatorMeasured>* YearFacts::measure(const IndicatorId& indicator) const {
    return about(measured, indicator);
}

const Noted<IndicatorTargetsSet>* YearFacts::target(const IndicatorId& indicator) const {
    return about(targets, indicator);
}

const YearFacts* GroupPage::facts(Year year) const {
    const auto found = years.find(year);
    return found == years.end() ? nullptr : &found->second;
}

Money GroupPage::advance_before(Year year) const {
    const auto next = settled.lower_bound(year);
    if (next == settled.begin()) return Money();
    const auto& [last, line] = *std::prev(next);
    Money outstanding = line.row.advanceOutstanding;
    // Earlier write-offs are in the line already: it started from what they left.
    for (auto at = writtenOff.lower_bound(last); at != writtenOff.end() && at->first < year; ++at)
        outstanding -= at->second;
    return outstanding;
}

void GroupPage::trim_write_offs() {
    Money left;
    auto standing = settled.end();  // the line `left` is left of
    for (auto& [after, amount] : writtenOff) {
        const auto next = settled.upper_bound(after);
        const auto line = next == settled.begin() ? settled.end() : std::prev(next);
        if (line == settled.end() || line != standing)
            left = line == settled.end() ? Money() : line->second.row.advanceOutstanding;
        standing = line;
        amount = std::min(amount, left);
        left -= amount;
    }
}

Money GroupPage::advance_outstanding() const { return advance_before(3000); }

const Noted<RulesAdopted>* CommonPage::rules_for(Year year) const {
    const Noted<RulesAdopted>* best = nullptr;
    for (const auto& [key, noted] : rules)
        if (noted.value.fromYear <= year && (!best || noted.value.fromYear >= best->value.fromYear)) best = &noted;
    return best;
}

const Noted<IndicatorTargetsSet>* CommonPage::target(Year year, const IndicatorId& indicator) const {
    const auto list = targets.find(year);
    return list == targets.end() ? nullptr : about(list->second, indicator);
}

Book::Book(CommonPage common, Position head, Loader loader, Lister lister)
    : common_(std::move(common)), head_(head), loader_(std::move(loader)), lister_(std::move(lister)) {}

Book::Slot* Book::load(const GroupementId& groupement) const {
    const auto found = pages_.find(groupement);
    if (found != pages_.end()) return &found->second;
    if (!loader_) return nullptr;
    auto loaded = loader_(groupement);
    if (!loaded) return nullptr;
    auto& slot = pages_[groupement];
    slot.page = std::make_unique<GroupPage>(std::move(*loaded));
    return &slot;
}

const GroupPage* Book::find(const GroupementId& groupement) const {
    const Slot* slot = load(groupement);
    return slot ? slot->page.get() : nullptr;
}

std::vector<GroupementId> Book::groupements() const {
    std::set<GroupementId> all;
    if (lister_)
        for (GroupementId& groupement : lister_()) all.insert(std::move(groupement));
    for (const auto& [groupement, slot] : pages_) all.insert(groupement);
    return {all.begin(), all.end()};
}

Year Book::last_possible_year(const GroupPage& page) const {
    const Year first = page.admission.value.firstYear;
    Year last = first - 1;
    for (const auto* rules = common_.rules_for(first);
         rules && last + 1 - first + 1 <= rules->value.parameters.phases.resultYears;
         rules = common_.rules_for(last + 1))
        ++last;
    return last;
}

Year Book::last_result_year(const GroupPage& page) const {
    const Year possible = last_possible_year(page);
    return page.withdrawal ? std::min(possible, page.withdrawal->value.lastYear) : possible;
}

bool Book::has_result_year(const GroupPage& page, Year year) const {
    return year >= page.admission.value.firstYear && year <= last_result_year(page);
}

Year Book::write_off_year(const GroupPage& page) const {
    const Year last = last_result_year(page);
    return page.settled.empty() ? last : std::max(last, page.settled.rbegin()->first);
}

GroupPage& Book::page(const GroupementId& groupement) {
    Slot* slot = load(groupement);
    if (!slot) std::abort();  // decide lets no event pass that names an unknown groupement
    if (!slot->changed) {
        slot->changed = true;
        changed_.push_back(groupement);
    }
    return *slot->page;
}

GroupPage& Book::new_page(const GroupementId& groupement) {
    auto& slot = pages_[groupement];
    if (!slot.page) slot.page = std::make_unique<GroupPage>();
    return page(groupement);
}

CommonPage& Book::common_page() {
    common_changed_ = true;
    return common_;
}

Book::Changes Book::take_changes() {
    for (const GroupementId& groupement : changed_) pages_[groupement].changed = false;
    return {std::exchange(changed_, {}), std::exchange(common_changed_, false)};
}

}  // namespace ipep

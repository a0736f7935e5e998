#include "ledger/book.h"

#include <algorithm>

#include "ledger/reference.h"
#include "ledger/total.h"

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

const YearFacts* GroupState::facts(ResultYear year) const {
    const auto found = years.find(year);
    return found == years.end() ? nullptr : &found->second;
}

bool FreedOrder::is_for(const std::vector<OrderPart>& parts) const {
    return std::ranges::any_of(parts, [&](const OrderPart& part) {
        return std::ranges::find(left, Claim{part.of, part.paymentYear}) != left.end();
    });
}

Money GroupState::advance_before(ResultYear year) const {
    const auto next = settled.lower_bound(year);
    if (next == settled.begin()) return Money();
    const auto& [last, line] = *std::prev(next);
    Money outstanding = line.row.advanceOutstanding;
    // Earlier write-offs are in the line already: it started from what they left.
    for (auto at = writtenOff.lower_bound(last); at != writtenOff.end() && at->first < year; ++at)
        outstanding -= at->second;
    return outstanding;
}

void GroupState::trim_write_offs() {
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

Money GroupState::advance_outstanding() const { return advance_before(3000); }

const Noted<RulesAdopted>* CommonState::rules_for(ResultYear year) const {
    const Noted<RulesAdopted>* best = nullptr;
    for (const auto& [key, noted] : rules)
        if (noted.value.fromYear <= year && (!best || noted.value.fromYear >= best->value.fromYear)) best = &noted;
    return best;
}

const Noted<IndicatorTargetsSet>* CommonState::target(ResultYear year, const IndicatorId& indicator) const {
    const auto list = targets.find(year);
    return list == targets.end() ? nullptr : about(list->second, indicator);
}

// An incentive is a debt of the year after the one it is of; a seed credit of the year it fell due.
Claim TakenOver::claim() const {
    const PaymentTakenOver& fact = noted.value;
    if (fact.ground == Ground::seedCredit) return {Reference::seed_credit(fact.groupement).text(), fact.paymentYear};
    return {Reference::due(fact.groupement, fact.year.value_or(0)).text(), fact.paymentYear};
}

Money GroupState::net() const {
    Total net = Total(firstTranche.total) + secondTranche.total - paid;
    for (const auto& [year, line] : settled) net += line.row.due;
    for (const auto& [year, amount] : back) net += amount;
    return net.money();
}

Book::Book(CommonState common, Position head, Kept kept)
    : common_(std::move(common)),
      head_(head),
      groups_(std::move(kept.group), std::move(kept.groups)),
      orders_(std::move(kept.order), std::move(kept.orders)),
      cpams_(std::move(kept.cpam), std::move(kept.cpams)),
      likenesses_(std::move(kept.likeness), nullptr),
      stated_(std::move(kept.stated), nullptr) {}

ResultYear Book::last_possible_year(const GroupState& page) const {
    const ResultYear first = page.admission.value.firstYear;
    ResultYear last = first - 1;
    for (const auto* rules = common_.rules_for(first);
         rules && last + 1 - first + 1 <= result_years(rules->value.parameters->phases, page.admission.value.wave);
         rules = common_.rules_for(last + 1))
        ++last;
    return last;
}

ResultYear Book::last_result_year(const GroupState& page) const {
    const ResultYear possible = last_possible_year(page);
    return page.withdrawal ? std::min(possible, page.withdrawal->value.lastYear) : possible;
}

bool Book::has_result_year(const GroupState& page, ResultYear year) const {
    return year >= page.admission.value.firstYear && year <= last_result_year(page);
}

ResultYear Book::write_off_year(const GroupState& page) const {
    const ResultYear last = last_result_year(page);
    return page.settled.empty() ? last : std::max(last, page.settled.rbegin()->first);
}

CommonState& Book::common_state() {
    common_changed_ = true;
    return common_;
}

Book::Changes Book::take_changes() {
    return {.groupements = groups_.take_changed(),
            .orders = orders_.take_changed(),
            .cpams = cpams_.take_changed(),
            .likenesses = likenesses_.take_changed(),
            .stated = stated_.take_changed(),
            .common = std::exchange(common_changed_, false)};
}

std::size_t Book::pages_in_memory() const {
    return groups_.in_memory() + orders_.in_memory() + cpams_.in_memory() + likenesses_.in_memory() +
           stated_.in_memory();
}

}  // namespace ipep

#include "services/histories/late_validation.h"

#include <algorithm>
#include <chrono>

namespace ipep {
namespace {

constexpr int kMonths = 3;

}  // namespace

Day months_after(Day day, int months) {
    using namespace std::chrono;
    const auto later = year_month_day(sys_days(days(day.since_1970))) + std::chrono::months(months);
    const sys_days found = later.ok() ? sys_days(later) : sys_days(later.year() / later.month() / last);
    return {static_cast<std::int32_t>(found.time_since_epoch().count())};
}

std::vector<ChosenIndicator> chosen_indicators(const GroupState& page) {
    std::vector<ChosenIndicator> all;
    if (!page.chosen) return all;
    for (const IndicatorId& indicator : page.chosen->value.indicators) {
        ChosenIndicator& one = all.emplace_back(page.admission.value.groupement, indicator, std::string(),
                                                months_after(page.admission.on, kMonths));
        const auto known =
            std::ranges::find_if(page.validated, [&](const auto& other) { return other.value.indicator == indicator; });
        if (known == page.validated.end()) continue;
        one.name = known->value.name;
        one.validated = known->on;
    }
    return all;
}

std::vector<ChosenIndicator> late_validations(const Book& book, Day today) {
    std::vector<ChosenIndicator> late;
    for (const GroupementId& id : book.groupements()) {
        const GroupState& page = *book.find(id);
        for (ChosenIndicator& one : chosen_indicators(page)) {
            const bool left_before = !one.validated && page.withdrawal && page.withdrawal->on <= one.until;
            if (one.is_late(today) && !left_before) late.push_back(std::move(one));
        }
    }
    return late;
}

}  // namespace ipep

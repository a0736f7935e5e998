#include "services/books/period.h"

#include <date/date.h>

namespace ipep {

Period period_of(Day day, Span span) {
    const date::year_month_day date{date::sys_days{date::days{day.since_1970}}};
    const int year = static_cast<int>(date.year());
    if (span == Span::year) return {day_of(year, 1, 1), day_of(year + 1, 1, 1)};
    const auto month = static_cast<unsigned>(date.month());
    return {day_of(year, month, 1), month == 12 ? day_of(year + 1, 1, 1) : day_of(year, month + 1, 1)};
}

Period up_to(std::optional<Day> on) {
    if (!on) return {};
    return {{}, Day{on->since_1970 + 1}};
}

std::string name_of(const Period& period, Span span) {
    return to_text(*period.from).substr(0, span == Span::month ? 7 : 4);
}

}  // namespace ipep

// Booked month: the books of a CPAM are closed month by month, the oldest first.
#include "ledger/acting.h"
#include "ledger/calendar.h"
#include "ledger/code.h"

namespace ipep {

std::optional<Day> oldest_open_month(const CpamState& page) {
    if (page.open) return page.open;
    return page.first ? std::optional(*period_of(*page.first, Span::month).from) : std::nullopt;
}

Drafts close_month(const Book& book, const CpamId& cpam, Day month, const Acting& by) {
    IPEP_TRY(authorize(book.common(), by.person, Right::pay, cpam));
    const auto& page = *IPEP_TRY(known_cpam(book, cpam));
    const auto oldest = oldest_open_month(page);
    if (!oldest || *oldest != month)
        return refuse(code::month_not_oldest, {{"cpam", cpam.text}, {"oldest", oldest ? month_text(*oldest) : "-"}});
    IPEP_TRY(has_come(by));
    const Day until = *period_of(month, Span::month).until;
    if (by.on < until) return refuse(code::month_not_over, {{"month", month_text(month)}, {"on", to_text(by.on)}});
    return std::vector<Draft>{{by.on, {}, {}, MonthClosed{cpam, month, until}}};
}

}  // namespace ipep

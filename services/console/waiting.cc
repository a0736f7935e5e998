#include "services/console/waiting.h"

namespace ipep {

std::optional<ResultYear> next_year(const Book& book) {
    std::optional<ResultYear> first;
    for (const GroupementId& id : book.groupements()) {
        const GroupState& page = *book.find(id);
        const ResultYear last = book.last_result_year(page);
        for (ResultYear year = page.admission.value.firstYear; year <= last && (!first || year < *first); ++year)
            if (!page.settled.contains(year)) first = year;
    }
    return first;
}

std::optional<ResultYear> year_to_settle_again(const Book& book, Day on) {
    const auto& settled = book.common().settled;
    if (settled.empty()) return std::nullopt;
    // Settling a year again settles the later ones too: the first event of the batch names the first that changes.
    const auto drafts = decide_settlement(book, settled.begin()->first, on);
    if (!drafts) return std::nullopt;
    for (const Draft& draft : *drafts)
        if (const auto* year = std::get_if<YearSettled>(&draft.body)) return year->year;
    return std::nullopt;
}

}  // namespace ipep

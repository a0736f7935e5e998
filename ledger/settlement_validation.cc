// Settlement validation: a settled year is ordered from once another person has validated it; who does not says why.
#include "ledger/acting.h"
#include "ledger/code.h"
#include "ledger/payment.h"

namespace ipep {
namespace {

// The latest revision, which waits for another person of the Cnam than who settled it.
Verdict<const SettledYear*> waiting_for_second(const Book& book, ResultYear year, const Acting& by) {
    IPEP_TRY(authorize(book.common(), by.person, Right::record_results));
    const auto settled = book.common().settled.find(year);
    if (settled == book.common().settled.end()) return refuse(code::settlement_absent, {{"year", to_text(year)}});
    const SettledYear& latest = settled->second;
    if (latest.is_validated())
        return refuse(code::revision_validated, {{"year", to_text(year)},
                                                 {"revision", std::to_string(latest.revision)},
                                                 {"person", latest.validatedBy.text}});
    if (is_same(by, latest.settledBy))
        return refuse(code::same_person, {{"what", "settling and validating"}, {"person", by.person.text}});
    IPEP_TRY(has_come(by));
    if (by.on < latest.on)
        return refuse(code::day_out_of_order, {{"on", to_text(by.on)}, {"earliest", to_text(latest.on)}});
    return &latest;
}

}  // namespace

Drafts validate_settlement(const Book& book, ResultYear year, const Acting& by) {
    const auto& latest = *IPEP_TRY(waiting_for_second(book, year, by));
    return std::vector<Draft>{{by.on, {}, {}, SettlementValidated{year, latest.revision}}};
}

Drafts refuse_settlement(const Book& book, ResultYear year, const std::string& reason, const Acting& by) {
    const auto& latest = *IPEP_TRY(waiting_for_second(book, year, by));
    if (latest.is_refused())
        return refuse(code::revision_refused, {{"year", to_text(year)},
                                               {"revision", std::to_string(latest.revision)},
                                               {"person", latest.refusedBy.text}});
    IPEP_TRY(in_writing("reason", reason));
    return std::vector<Draft>{{by.on, {}, {}, SettlementRefused{year, latest.revision, reason}}};
}

}  // namespace ipep

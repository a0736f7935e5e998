// Transfers: from approved orders to a file; who confirms and validates before; the months of the books.
#include <date/date.h>

#include "ledger/acting.h"
#include "ledger/code.h"
#include "ledger/judge_payment.h"
#include "ledger/order_step.h"

namespace ipep {
namespace {

bool any_of_roles(const CommonPage& common, const PersonId& person, const CpamId& cpam) {
    return may(common, person, Right::record_agreements, cpam) || may(common, person, Right::pay, cpam);
}

Day month_after(Day month) {
    const date::year_month_day day{date::sys_days{date::days{month.since_1970}}};
    const auto next = date::sys_days{(day.year() / day.month() + date::months{1}) / 1};
    return {static_cast<std::int32_t>(next.time_since_epoch().count())};
}

Day month_of(Day day) {
    const date::year_month_day ymd{date::sys_days{date::days{day.since_1970}}};
    return {static_cast<std::int32_t>(date::sys_days{ymd.year() / ymd.month() / 1}.time_since_epoch().count())};
}

}  // namespace

Drafts confirm_payee(const Book& book, const GroupementId& groupement, const FactKey& key, const Acting& by) {
    const GroupPage* page = book.find(groupement);
    if (!page) return refuse(Code::payee_not_pending, {{"key", key.text}});
    const auto pending = std::ranges::find(page->pendingPayees, key, &PendingPayee::key);
    if (pending == page->pendingPayees.end()) return refuse(Code::payee_not_pending, {{"key", key.text}});
    const CpamId& cpam = page->admission.value.cpam;
    if (!any_of_roles(book.common(), by.person, cpam))
        IPEP_TRY(authorize(book.common(), by.person, Right::record_agreements, cpam));
    if (is_same(by, pending->by))
        return refuse(Code::same_person, {{"what", "changing a payee"}, {"person", by.person.text}});
    IPEP_TRY(has_come(by));
    if (by.on < pending->on && by.bounds > 0)
        return refuse(Code::day_out_of_order, {{"on", to_text(by.on)}, {"earliest", to_text(pending->on)}});
    return std::vector<Draft>{{by.on, {}, {}, PayeeConfirmed{groupement, key, pending->position}}};
}

Drafts confirm_role(const Book& book, const FactKey& key, const Acting& by) {
    const auto& pending = book.common().pendingGrants;
    const auto grant = std::ranges::find(pending, key, &PendingGrant::key);
    if (grant == pending.end()) return refuse(Code::payee_not_pending, {{"key", key.text}});
    IPEP_TRY(authorize(book.common(), by.person, Right::administer));
    if (is_same(by, grant->by) || is_same(by, grant->granted.person))
        return refuse(Code::same_person, {{"what", "granting a role"}, {"person", by.person.text}});
    IPEP_TRY(has_come(by));
    IPEP_TRY(may_be_granted(book, grant->granted));
    return std::vector<Draft>{{by.on, {}, {}, RoleConfirmed{key, grant->position}}};
}

Drafts validate_settlement(const Book& book, Year year, const Acting& by) {
    IPEP_TRY(authorize(book.common(), by.person, Right::record_results));
    const auto settled = book.common().settled.find(year);
    if (settled == book.common().settled.end())
        return refuse(Code::settlement_absent, {{"year", std::to_string(year)}});
    const SettledYear& latest = settled->second;
    if (latest.validated == latest.revision)
        return refuse(Code::revision_validated, {{"year", std::to_string(year)},
                                                 {"revision", std::to_string(latest.revision)},
                                                 {"person", latest.validatedBy.text}});
    if (is_same(by, latest.settledBy))
        return refuse(Code::same_person, {{"what", "settling and validating"}, {"person", by.person.text}});
    IPEP_TRY(has_come(by));
    if (by.on < latest.on)
        return refuse(Code::day_out_of_order, {{"on", to_text(by.on)}, {"earliest", to_text(latest.on)}});
    return std::vector<Draft>{{by.on, {}, {}, SettlementValidated{year, latest.revision}}};
}

Verdict<> begin_file(const Book& book, const CpamId& cpam, const Acting& by) {
    IPEP_TRY(authorize(book.common(), by.person, Right::pay, cpam));
    IPEP_TRY(known_cpam(book, cpam));
    return in_open_month(book, cpam, by);
}

Verdict<> may_write(const Book& book, const CpamId& cpam, const Acting& by) {
    IPEP_TRY(begin_file(book, cpam, by));
    const auto& file = book.find(cpam)->unwritten;
    if (!file || by.on >= file->on) return {};
    return refuse(Code::day_out_of_order, {{"on", to_text(by.on)}, {"earliest", to_text(file->on)}});
}

Verdict<> count_in(FileIssued& file, const Book& book, const OrderId& id, const Acting& by) {
    const auto order = known_order(book, id);
    IPEP_TRY(order);
    IPEP_TRY(may_take<OrderIssued>(**order));
    IPEP_TRY(follows(book, **order, by));
    IPEP_TRY(still_passes(book, **order, by));
    ++file.count;
    file.amount += (*order)->ordered.amount;
    return {};
}

OrderIssued issued_in(const FileIssued& file, const Book& book, const OrderId& order) {
    return {order, book.find(order)->ordered.groupement, file.message};
}

std::optional<Day> oldest_open_month(const CpamPage& page) {
    if (page.open) return page.open;
    return page.first ? std::optional(month_of(*page.first)) : std::nullopt;
}

Drafts close_month(const Book& book, const CpamId& cpam, Day month, const Acting& by) {
    IPEP_TRY(authorize(book.common(), by.person, Right::pay, cpam));
    const auto page = known_cpam(book, cpam);
    IPEP_TRY(page);
    const auto oldest = oldest_open_month(**page);
    if (!oldest || *oldest != month)
        return refuse(Code::month_not_oldest, {{"cpam", cpam.text}, {"oldest", oldest ? month_text(*oldest) : "-"}});
    IPEP_TRY(has_come(by));
    const Day until = month_after(month);
    if (by.on < until)
        return refuse(Code::month_not_over, {{"month", month_text(month)}, {"on", to_text(by.on)}});
    return std::vector<Draft>{{by.on, {}, {}, MonthClosed{cpam, month, until}}};
}

}  // namespace ipep

#include "services/books/account_movement.h"

#include <algorithm>

#include "services/books/chart_of_accounts.h"

namespace ipep {
namespace {

void post(Moved& row, Money amount) {
    if (amount > Money())
        row.debit += amount;
    else
        row.credit -= amount;
}

}  // namespace

AccountId account_of(const JournalLine& line, const JournalEntry& entry) {
    const ChartedAccount& account = charted(line.account);
    return {account.number, account.of_group ? entry.groupement : GroupementId{}};
}

void MovementSum::add(const JournalEntry& entry) {
    if (period_.ends_before(entry.on)) return;
    const bool is_before = period_.begins_after(entry.on);
    for (const JournalLine& line : entry.lines) {
        Moved& row = rows_[line.account][charted(line.account).of_group ? entry.groupement.text : std::string()];
        if (is_before)
            row.opening += line.amount;
        else
            post(row, line.amount);
    }
}

std::vector<AccountMovement> MovementSum::rows() && {
    std::vector<AccountMovement> listed;
    for (const auto& [account, of_groups] : rows_)
        for (const auto& [group, row] : of_groups)
            if (row.opening != Money() || row.debit != Money() || row.credit != Money())
                listed.push_back({row, {charted(account).number, {group}}});
    std::ranges::sort(listed, {}, &AccountMovement::account);
    return listed;
}

std::vector<AccountMovement> movements(const Books& books, const Period& period) {
    MovementSum sum(period);
    for (const BookEntry& entry : books.entries) sum.add(entry);
    return std::move(sum).rows();
}

std::vector<AccountMovement> movements(Views& views, const CpamId& cpam, const Period& period) {
    MovementSum sum(period);
    views.journal().each(cpam, [&](const JournalEntry& entry) { sum.add(entry); });
    return std::move(sum).rows();
}

AccountLedger account_ledger(const Books& books, Account account, const GroupementId& groupement,
                             const Period& period) {
    AccountLedger found;
    for (const BookEntry& entry : books.entries)
        for (const JournalLine& line : entry.lines) {
            if (line.account != account || (!groupement.text.empty() && entry.groupement != groupement)) continue;
            if (period.ends_before(entry.on)) continue;
            found.closing += line.amount;
            if (period.begins_after(entry.on))
                found.opening += line.amount;
            else
                found.lines.push_back({&entry, line.amount, found.closing});
        }
    return found;
}

std::vector<Period> periods(const Books& books, Span span) {
    std::vector<Period> found;
    for (const BookEntry& entry : books.entries)
        if (found.empty() || !found.back().holds(entry.on)) found.push_back(period_of(entry.on, span));
    return found;
}

}  // namespace ipep

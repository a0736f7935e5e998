#include "services/books/account_movement.h"

#include <algorithm>
#include <unordered_map>

#include "services/books/chart_of_accounts.h"

namespace ipep {
namespace {

void post(AccountMovement& row, Money amount) {
    if (amount > Money())
        row.debit += amount;
    else
        row.credit -= amount;
}

}  // namespace

AccountId account_of(const JournalLine& line, const BookEntry& entry) {
    const ChartedAccount& account = charted(line.account);
    return {account.number, account.of_group ? entry.groupement : GroupementId{}};
}

std::vector<AccountMovement> movements(const Books& books, const Period& period) {
    std::map<Account, std::unordered_map<std::string_view, AccountMovement>> rows;  // by account and groupement
    for (const BookEntry& entry : books.entries) {
        if (period.ends_before(entry.on)) continue;
        for (const JournalLine& line : entry.lines) {
            std::string_view group;
            if (charted(line.account).of_group) group = entry.groupement.text;
            AccountMovement& row = rows[line.account][group];
            if (row.account.number.empty()) row.account = account_of(line, entry);
            if (period.begins_after(entry.on))
                row.opening += line.amount;
            else
                post(row, line.amount);
        }
    }
    std::vector<AccountMovement> listed;
    for (auto& [account, of_groups] : rows)
        for (auto& [group, row] : of_groups)
            if (row.opening != Money() || row.debit != Money() || row.credit != Money())
                listed.push_back(std::move(row));
    std::ranges::sort(listed, {}, &AccountMovement::account);
    return listed;
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

#include "services/books/books_answer.h"

#include <boost/json.hpp>

#include "events/describe.h"
#include "services/books/chart_of_accounts.h"

namespace ipep {
namespace {

namespace json = boost::json;

json::object head(const AccountId& account) {
    json::object row{{"account", account.number}, {"label", charted(*account_numbered(account.number)).label}};
    if (!account.groupement.text.empty()) row["groupement"] = account.groupement.text;
    return row;
}

void put(json::object& row, std::string_view name, Money amount) { row[name] = to_text(amount); }

}  // namespace

json::object trial_balance_answer(const CpamId& cpam, std::optional<Day> on,
                                  const std::vector<AccountMovement>& movements) {
    json::array accounts;
    Money debit, credit;
    for (const AccountMovement& one : movements) {
        json::object row = head(one.account);
        put(row, "debit", one.debit);
        put(row, "credit", one.credit);
        put(row, "balance", one.closing());
        accounts.push_back(std::move(row));
        debit += one.debit;
        credit += one.credit;
    }
    json::object answer{{"cpam", cpam.text}};
    if (on) answer["on"] = to_text(*on);
    answer["accounts"] = std::move(accounts);
    answer["total"] = {{"debit", to_text(debit)}, {"credit", to_text(credit)}};
    return answer;
}

json::object account_ledger_answer(const CpamId& cpam, Account account, const GroupementId& groupement,
                                   const AccountLedger& ledger) {
    json::array lines;
    for (const PostedLine& line : ledger.lines) {
        const bool debit = line.amount > Money();
        lines.push_back(json::object{{"number", line.entry->number},
                                     {"on", to_text(line.entry->on)},
                                     {"journal", line.entry->code},
                                     {"event", line.entry->event},
                                     {"kind", line.entry->kind},
                                     {"groupement", line.entry->groupement.text},
                                     {"debit", to_text(debit ? line.amount : Money())},
                                     {"credit", to_text(debit ? Money() : -line.amount)},
                                     {"balance", to_text(line.balance)}});
    }
    json::object answer{{"cpam", cpam.text}};
    for (auto& [name, value] : head({charted(account).number, groupement})) answer[name] = value;
    put(answer, "opening", ledger.opening);
    answer["lines"] = std::move(lines);
    put(answer, "closing", ledger.closing);
    return answer;
}

json::object variation_answer(const Books& books, Span span) {
    json::array all;
    for (const Period& period : periods(books, span)) {
        json::array accounts;
        for (const AccountMovement& one : movements(books, period)) {
            json::object row = head(one.account);
            put(row, "opening", one.opening);
            put(row, "debit", one.debit);
            put(row, "credit", one.credit);
            put(row, "closing", one.closing());
            accounts.push_back(std::move(row));
        }
        all.push_back(json::object{{"period", name_of(period, span)}, {"accounts", std::move(accounts)}});
    }
    return {{"cpam", books.cpam.text}, {"by", span == Span::month ? "month" : "year"}, {"periods", std::move(all)}};
}

json::object bank_reconciliation_answer(const BankReconciliation& found) {
    json::array posted, lines;
    for (const PostedAlone& one : found.in_books) {
        json::object row{{"number", one.number}, {"event", one.event}, {"on", to_text(one.on)}, {"kind", one.kind}};
        row["groupement"] = one.groupement.text;
        if (!one.order.text.empty()) row["order"] = one.order.text;
        put(row, "amount", one.amount);
        posted.push_back(std::move(row));
    }
    for (const OpenLine& open : found.at_bank) {
        const BankLineUnmatched& one = open.line;
        json::object row{{"file", one.sha256}, {"reference", one.reference}};
        if (one.bookedOn) row["on"] = *one.bookedOn;
        row["why"] = one.why;
        if (one.count > 0) row["count"] = one.count;
        put(row, "amount", one.amount);
        if (open.aside) row["setAside"] = open.said.reason;
        lines.push_back(std::move(row));
    }
    json::object answer{{"cpam", found.cpam.text}, {"on", to_text(found.on)}};
    put(answer, "books", found.books);
    answer["onlyInBooks"] = std::move(posted);
    answer["onlyAtBank"] = std::move(lines);
    put(answer, "expected", found.expected());
    if (found.told) {
        put(answer, "bank", *found.told);
        put(answer, "difference", *found.difference());
    }
    return answer;
}

json::object closing_checklist_answer(const ClosingChecklist& list) {
    json::array points;
    for (const ClosingItem& one : list.items) {
        json::object row{{"point", enum_name(one.point)}, {"count", one.count}, {"amount", to_text(one.amount)}};
        if (one.since) row["since"] = to_text(*one.since);
        row["binds"] = one.binds;
        points.push_back(std::move(row));
    }
    return {{"cpam", list.cpam.text},
            {"month", month_text(list.month)},
            {"closed", list.is_closed},
            {"mayClose", list.may_close()},
            {"points", std::move(points)}};
}

}  // namespace ipep

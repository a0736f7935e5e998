#include "services/books/journal_text.h"

#include <set>
#include <sstream>

#include "services/books/chart_of_accounts.h"
#include "services/books/fec.h"
#include "services/files/csv_text.h"

namespace ipep {
namespace {

using Entries = std::vector<BookEntry>;

// Letters and digits as they are, the other signs of identifiers as two: '-' as "--", '.' as "-d", '_' as "-u". What
// would begin with a small letter or a hyphen, which beancount takes not, gets "G-z" in front, which is no other's.
std::string account_part(const GroupementId& groupement) {
    std::string part;
    for (const char c : groupement.text)
        part += c == '-' ? "--" : c == '.' ? "-d" : c == '_' ? "-u" : std::string(1, c);
    const bool plain = (part[0] >= 'A' && part[0] <= 'Z') || (part[0] >= '0' && part[0] <= '9');
    return plain ? part : "G-z" + part;
}

std::string account_name(const JournalLine& line, const BookEntry& entry) {
    const ChartedAccount& account = charted(line.account);
    const std::string name = account.root + ':' + account.number;
    return account.of_group ? name + ':' + account_part(entry.groupement) : name;
}

std::string narration(const BookEntry& entry) {
    const std::string text = entry.kind + ' ' + entry.groupement.text;
    return entry.on == entry.arisen ? text : text + ' ' + to_text(entry.arisen);
}

// The balance of each account, and which line is the last of its day.
class Running {
public:
    explicit Running(const Entries& entries) {
        for (std::size_t i = 0; i < entries.size(); ++i)
            for (std::size_t k = 0; k < entries[i].lines.size(); ++k)
                last_[{account_name(entries[i].lines[k], entries[i]), entries[i].on}] = {i, k};
    }
    Money add(const std::string& account, Money amount) { return balances_[account] += amount; }
    bool is_last(const std::string& account, Day on, std::size_t entry, std::size_t line) const {
        return last_.at({account, on}) == std::pair{entry, line};
    }
    const std::map<std::string, Money>& balances() const { return balances_; }

private:
    std::map<std::pair<std::string, Day>, std::pair<std::size_t, std::size_t>> last_;
    std::map<std::string, Money> balances_;
};

std::set<std::string> accounts_of(const Entries& entries) {
    std::set<std::string> accounts;
    for (const BookEntry& entry : entries)
        for (const JournalLine& line : entry.lines) accounts.insert(account_name(line, entry));
    return accounts;
}

std::string ledger_text(const Entries& entries, bool whole) {
    std::ostringstream out;
    out << "; Plan de comptes : proposition, à valider par le DCF.\n"
        << "commodity EUR\n    format 1000.00 EUR\n\ntag event\ntag number\n\n";
    for (const std::string& account : accounts_of(entries)) out << "account " << account << '\n';
    Running running(entries);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const BookEntry& entry = entries[i];
        out << '\n'
            << to_text(entry.on) << " * (" << entry.code << ") " << narration(entry) << "  ; event: " << entry.event
            << "\n    ; number: " << entry.number << '\n';
        for (std::size_t k = 0; k < entry.lines.size(); ++k) {
            const std::string account = account_name(entry.lines[k], entry);
            const Money balance = running.add(account, entry.lines[k].amount);
            out << "    " << account << "  " << to_text(entry.lines[k].amount) << " EUR";
            if (whole && running.is_last(account, entry.on, i, k)) out << " = " << to_text(balance) << " EUR";
            out << '\n';
        }
    }
    return out.str();
}

// Every balance as it stands when the month is over.
void assert_balances(std::ostream& out, Day day, const Running& running) {
    out << '\n';
    for (const auto& [account, balance] : running.balances())
        out << to_text(day) << " balance " << account << "  " << to_text(balance) << " EUR\n";
}

std::string beancount_text(const Entries& entries, bool whole) {
    std::ostringstream out;
    out << "; Plan de comptes : proposition, à valider par le DCF.\noption \"operating_currency\" \"EUR\"\n\n";
    const Day first = entries.empty() ? Day{} : entries.front().on;
    for (const std::string& account : accounts_of(entries)) out << to_text(first) << " open " << account << " EUR\n";
    Running running(entries);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const BookEntry& entry = entries[i];
        out << '\n'
            << to_text(entry.on) << " * \"" << entry.code << "\" \"" << narration(entry) << "\"\n  event: \""
            << entry.event << "\"\n  number: \"" << entry.number << "\"\n";
        for (const JournalLine& line : entry.lines) {
            running.add(account_name(line, entry), line.amount);
            out << "  " << account_name(line, entry) << "  " << to_text(line.amount) << " EUR\n";
        }
        const Day over = *period_of(entry.on, Span::month).until;
        if (whole && (i + 1 == entries.size() || entries[i + 1].on >= over)) assert_balances(out, over, running);
    }
    return out.str();
}

std::string csv(std::string_view text) {
    std::string field;
    append_csv_text(field, text);
    return field;
}

std::string csv_text(const Entries& entries) {
    std::ostringstream out;
    out << "entry,date,arisen,journal,account,groupement,debit,credit,event,kind\n";
    for (std::size_t i = 0; i < entries.size(); ++i)
        for (const JournalLine& line : entries[i].lines) {
            const bool debit = line.amount > Money();
            out << entries[i].number << ',' << to_text(entries[i].on) << ',' << to_text(entries[i].arisen) << ','
                << entries[i].code << ',' << charted(line.account).number << ',' << csv(entries[i].groupement.text)
                << ',' << to_text(debit ? line.amount : Money()) << ',' << to_text(debit ? Money() : -line.amount)
                << ',' << entries[i].event << ',' << entries[i].kind << '\n';
        }
    return out.str();
}

Entries entries_in(const Books& books, const Period& period) {
    Entries entries = books.entries;
    std::erase_if(entries, [&](const BookEntry& entry) { return !period.holds(entry.on); });
    return entries;
}

}  // namespace

std::string left_out_of(JournalStyle style, const Books& books, const Period& period) {
    return style == JournalStyle::fec_xml ? fec_xml_left_out(entries_in(books, period)) : std::string();
}

std::string journal_text(JournalStyle style, const Books& books, const Period& period) {
    const Entries entries = entries_in(books, period);
    switch (style) {
        case JournalStyle::hledger:
        case JournalStyle::ledger: return ledger_text(entries, !period.from);
        case JournalStyle::beancount: return beancount_text(entries, !period.from);
        case JournalStyle::fec: return fec_text(books, entries);
        case JournalStyle::fec_xml: return fec_xml(books, entries);
        case JournalStyle::csv: break;
    }
    return csv_text(entries);
}

}  // namespace ipep

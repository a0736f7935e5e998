#include "services/books/journal_text.h"

#include <set>
#include <sstream>

#include "services/books/chart_of_accounts.h"

namespace ipep {
namespace {

const std::map<std::string, std::string> kJournals = {{"LQ", "Liquidation"}, {"AV", "Avances"},
                                                      {"IM", "Imputations"}, {"BQ", "Banque"},
                                                      {"RG", "Régularisations"}, {"CP", "Charges à payer"}};

std::string account_name(const JournalLine& line, const JournalEntry& entry) {
    const ChartedAccount& account = charted(line.account);
    std::string name = account.root + ':' + account.number;
    if (!account.of_group) return name;
    std::string group = entry.groupement.text;  // letters, digits and hyphens; begins with a capital or a digit
    for (char& c : group)
        if (c == '.' || c == '_') c = '-';
    if (group[0] == '-' || (group[0] >= 'a' && group[0] <= 'z')) group = "G-" + group;
    return name + ':' + group;
}

std::string narration(const JournalEntry& entry) {
    std::string text = entry.kind + ' ' + entry.groupement.text;
    return entry.on == entry.arisen ? text : text + ' ' + to_text(entry.arisen);
}

// The balance of each account, and which line is the last of its day.
class Running {
public:
    explicit Running(const std::vector<JournalEntry>& entries) {
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

std::set<std::string> accounts_of(const std::vector<JournalEntry>& entries) {
    std::set<std::string> accounts;
    for (const JournalEntry& entry : entries)
        for (const JournalLine& line : entry.lines) accounts.insert(account_name(line, entry));
    return accounts;
}

std::string ledger_text(const std::vector<JournalEntry>& entries, bool whole) {
    std::ostringstream out;
    out << "; Plan de comptes : proposition, à valider par le DCF.\n"
        << "commodity EUR\n    format 1000.00 EUR\n\ntag event\n\n";
    for (const std::string& account : accounts_of(entries)) out << "account " << account << '\n';
    Running running(entries);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const JournalEntry& entry = entries[i];
        out << '\n' << to_text(entry.on) << " * (" << entry.code << ") " << narration(entry) << "  ; event: "
            << entry.event << '\n';
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

std::string beancount_text(const std::vector<JournalEntry>& entries, bool whole) {
    std::ostringstream out;
    out << "; Plan de comptes : proposition, à valider par le DCF.\noption \"operating_currency\" \"EUR\"\n\n";
    const Day first = entries.empty() ? Day{} : entries.front().on;
    for (const std::string& account : accounts_of(entries)) out << to_text(first) << " open " << account << " EUR\n";
    Running running(entries);
    for (const JournalEntry& entry : entries) {
        out << '\n' << to_text(entry.on) << " * \"" << entry.code << "\" \"" << narration(entry) << "\"\n  event: \""
            << entry.event << "\"\n";
        for (const JournalLine& line : entry.lines) {
            running.add(account_name(line, entry), line.amount);
            out << "  " << account_name(line, entry) << "  " << to_text(line.amount) << " EUR\n";
        }
    }
    if (!whole || entries.empty()) return out.str();
    out << '\n';
    const Day after{entries.back().on.since_1970 + 1};
    for (const auto& [account, balance] : running.balances())
        out << to_text(after) << " balance " << account << "  " << to_text(balance) << " EUR\n";
    return out.str();
}

std::string without(std::string text, char removed) {
    std::erase(text, removed);
    return text;
}

std::string with_comma(Money amount) {
    std::string text = to_text(amount);
    text[text.size() - 3] = ',';
    return text;
}

std::string fec_text(const std::vector<JournalEntry>& entries, const std::map<GroupementId, std::string>& names) {
    std::ostringstream out;
    out << "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\t"
           "PieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\t"
           "Idevise\tEvenement\n";
    std::size_t number = 0;
    for (const JournalEntry& entry : entries) {
        ++number;
        const std::string on = without(to_text(entry.on), '-'), arisen = without(to_text(entry.arisen), '-');
        for (const JournalLine& line : entry.lines) {
            const ChartedAccount& account = charted(line.account);
            const bool debit = line.amount > Money();
            out << entry.code << '\t' << kJournals.at(entry.code) << '\t' << number << '\t' << on << '\t'
                << account.number << '\t' << account.label << '\t'
                << (account.of_group ? entry.groupement.text : "") << '\t'
                << (account.of_group ? names.at(entry.groupement) : "") << '\t' << entry.event << '\t' << arisen << '\t'
                << narration(entry) << '\t' << with_comma(debit ? line.amount : Money()) << '\t'
                << with_comma(debit ? Money() : -line.amount) << "\t\t\t" << on << "\t\t\t" << entry.event << '\n';
        }
    }
    return out.str();
}

std::string escaped(const std::string& text) {
    std::string xml;
    for (const char c : text)
        xml += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
    return xml;
}

void xml_entry(std::ostream& out, const JournalEntry& entry, std::size_t number,
               const std::map<GroupementId, std::string>& names) {
    const auto element = [&](const char* name, const std::string& text) {
        out << '<' << name << '>' << escaped(text) << "</" << name << '>';
    };
    out << "<ecriture>";
    element("EcritureNum", std::to_string(number));
    element("EcritureDate", to_text(entry.on));
    element("EcritureLib", narration(entry));
    element("PieceRef", std::to_string(entry.event));
    element("PieceDate", to_text(entry.arisen));
    element("ValidDate", to_text(entry.on));
    for (const JournalLine& line : entry.lines) {
        const ChartedAccount& account = charted(line.account);
        const bool debit = line.amount > Money();
        out << "<ligne>";
        element("CompteNum", account.number);
        element("CompteLib", account.label);
        if (account.of_group) {
            element("CompAuxNum", entry.groupement.text);
            element("CompAuxLib", names.at(entry.groupement));
        }
        element("Montant", to_text(debit ? line.amount : -line.amount));
        element("Sens", debit ? "D" : "C");
        out << "</ligne>";
    }
    out << "</ecriture>\n";
}

std::string fec_xml(const std::vector<JournalEntry>& entries, const std::map<GroupementId, std::string>& names) {
    std::ostringstream out;
    const std::string closing = entries.empty() ? "1970-12-31" : std::to_string(year_of(entries.back().on)) + "-12-31";
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<comptabilite><exercice><DateCloture>" << closing
        << "</DateCloture>\n";
    for (const auto& [code, label] : kJournals) {
        out << "<journal><JournalCode>" << code << "</JournalCode><JournalLib>" << label << "</JournalLib>\n";
        for (std::size_t i = 0; i < entries.size(); ++i)
            if (entries[i].code == code) xml_entry(out, entries[i], i + 1, names);
        out << "</journal>\n";
    }
    out << "</exercice></comptabilite>\n";
    return out.str();
}

std::string csv_text(const std::vector<JournalEntry>& entries) {
    std::ostringstream out;
    out << "entry,date,arisen,journal,account,groupement,debit,credit,event,kind\n";
    for (std::size_t i = 0; i < entries.size(); ++i)
        for (const JournalLine& line : entries[i].lines) {
            const bool debit = line.amount > Money();
            out << i + 1 << ',' << to_text(entries[i].on) << ',' << to_text(entries[i].arisen) << ','
                << entries[i].code << ',' << charted(line.account).number << ',' << entries[i].groupement.text << ','
                << to_text(debit ? line.amount : Money()) << ',' << to_text(debit ? Money() : -line.amount) << ','
                << entries[i].event << ',' << entries[i].kind << '\n';
        }
    return out.str();
}

}  // namespace

std::string journal_text(JournalStyle style, const std::vector<JournalEntry>& entries, bool whole,
                         const std::map<GroupementId, std::string>& names) {
    switch (style) {
        case JournalStyle::hledger:
        case JournalStyle::ledger: return ledger_text(entries, whole);
        case JournalStyle::beancount: return beancount_text(entries, whole);
        case JournalStyle::fec: return fec_text(entries, names);
        case JournalStyle::fec_xml: return fec_xml(entries, names);
        case JournalStyle::csv: break;
    }
    return csv_text(entries);
}

}  // namespace ipep

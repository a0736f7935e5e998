#include "services/books/fec.h"

#include <iterator>
#include <set>
#include <sstream>

#include "services/books/chart_of_accounts.h"
#include "services/words/language.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

const std::map<std::string, std::string> kJournals = {
    {"LQ", "Liquidation"},     {"AV", "Avances"},         {"IM", "Imputations"}, {"BQ", "Banque"},
    {"RG", "Régularisations"}, {"CP", "Charges à payer"}, {"RP", "Reprises"}};

// Its readers are French, whatever language the command speaks.
std::string wording(const BookEntry& entry) {
    const Speaking french(Language::french);
    const std::string text = titled(entry.kind) + ' ' + entry.groupement.text;
    return entry.on == entry.arisen ? text : text + ' ' + shown(entry.arisen);
}

std::string without(std::string text, char removed) {
    std::erase(text, removed);
    return text;
}

// What divides fields and lines is none of a field's own: a name may hold a vertical bar, and who reads the file takes
// a bar for the end of the field as well as a tab.
std::string field(std::string text) {
    for (char& c : text)
        if (c == '|')
            c = '/';
        else if (static_cast<unsigned char>(c) < ' ')
            c = ' ';
    return text;
}

std::string with_comma(Money amount) {
    std::string text = to_text(amount);
    text[text.size() - 3] = ',';
    return text;
}

std::string escaped(const std::string& text) {
    std::string xml;
    for (const char c : text) xml += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
    return xml;
}

void xml_entry(std::ostream& out, const BookEntry& entry, const std::map<GroupementId, std::string>& names) {
    const auto element = [&](const char* name, const std::string& text) {
        out << '<' << name << '>' << escaped(field(text)) << "</" << name << '>';
    };
    out << "<ecriture>";
    element("EcritureNum", std::to_string(entry.number));
    element("EcritureDate", to_text(entry.on));
    element("EcritureLib", wording(entry));
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

}  // namespace

const std::string& journal_label(const std::string& code) { return kJournals.at(code); }

std::string fec_text(const Books& books, const std::vector<BookEntry>& entries) {
    std::ostringstream out;
    out << "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\t"
           "PieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\t"
           "Idevise\tEvenement\tEmpreinte\tEndToEndId\tFonds\n";
    for (const BookEntry& entry : entries) {
        const std::string on = without(to_text(entry.on), '-'), arisen = without(to_text(entry.arisen), '-');
        for (const JournalLine& line : entry.lines) {
            const ChartedAccount& account = charted(line.account);
            const bool debit = line.amount > Money();
            out << entry.code << '\t' << journal_label(entry.code) << '\t' << entry.number << '\t' << on << '\t'
                << account.number << '\t' << field(account.label) << '\t'
                << (account.of_group ? entry.groupement.text : "") << '\t'
                << (account.of_group ? field(books.names.at(entry.groupement)) : "") << '\t' << entry.event << '\t'
                << arisen << '\t' << field(wording(entry)) << '\t' << with_comma(debit ? line.amount : Money()) << '\t'
                << with_comma(debit ? Money() : -line.amount) << "\t\t\t" << on << "\t\t\t" << entry.event << '\t'
                << books.digests.at(entry.event) << '\t' << entry.end_to_end << "\tFISS\n";
        }
    }
    return out.str();
}

std::string fec_xml_left_out(const std::vector<BookEntry>& entries) {
    std::set<FiscalYear> years;
    for (const BookEntry& entry : entries) years.insert(year_of(entry.on));
    if (years.size() < 2) return {};
    const std::string told = to_text(*years.rbegin());
    years.erase(std::prev(years.end()));
    std::string others;
    for (const FiscalYear year : years) others += (others.empty() ? "" : ", ") + to_text(year);
    return fill(
        tr("The file is of one exercice, {year}. Left out: {years}; a period within each of them gives its file."),
        {{"year", told}, {"years", others}});
}

std::string fec_xml(const Books& books, const std::vector<BookEntry>& entries) {
    const FiscalYear year = entries.empty() ? 1970 : year_of(entries.back().on);
    std::ostringstream out;
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    const Speaking french(Language::french);
    if (const std::string note = fec_xml_left_out(entries); !note.empty()) out << "<!-- " << note << " -->\n";
    out << "<comptabilite><exercice><DateCloture>" << to_text(year) << "-12-31</DateCloture>\n";
    for (const auto& [code, label] : kJournals) {
        out << "<journal><JournalCode>" << code << "</JournalCode><JournalLib>" << label << "</JournalLib>\n";
        for (const BookEntry& entry : entries)
            if (entry.code == code && year_of(entry.on) == year) xml_entry(out, entry, books.names);
        out << "</journal>\n";
    }
    out << "</exercice></comptabilite>\n";
    return out.str();
}

}  // namespace ipep

// Two CPAM: a ledger in which each of two CPAM has groups, settled results, orders that were issued and a bank that
// told of a stranger; and the marks by which what is one CPAM's is known wherever it stands. For tests of who sees
// what.
//
// Shape:  the worked example, G02 being of the CPAM 352. Marks are texts that stand nowhere but in what is that CPAM's.
#pragma once

#include <map>
#include <set>

#include "tests/scratch.h"

namespace ipep {

struct Marks {
    std::set<std::string> payees;   // names and IBAN
    std::set<std::string> debtor;   // of the account it pays from, which stands in the sealed log
    std::set<std::string> amounts;  // as programs read them, and the bank's reference of a line that belongs to nothing
};

class TwoCpam {
public:
    TwoCpam();

    const std::string& folder() const { return ledger_.folder(); }
    std::string path(const std::string& name) const { return scratch_.path(name); }
    const std::vector<std::string>& cpams() const { return cpams_; }
    const Marks& marks(const std::string& cpam) const { return marks_.at(cpam); }
    // Amounts that stand nowhere but in what is that groupement's.
    const std::set<std::string>& amounts_of(const std::string& group) const { return amounts_of_.at(group); }
    // Of each CPAM, in byte order.
    const std::vector<std::string>& groups() const { return groups_; }
    const std::vector<std::string>& orders() const { return orders_; }
    const std::vector<std::string>& files() const { return files_; }

    struct Person {
        std::string name, role, cpam;  // a role without CPAM is of all
        std::string groupement = {};   // of the role of one
    };
    const std::vector<Person>& persons() const { return persons_; }

private:
    void record_facts();
    void pay(const std::string& cpam);
    void read_marks();
    void grant_roles();
    std::string debtor(const std::string& cpam) const;

    Scratch scratch_;
    TrialFolder ledger_{"two"};
    std::vector<std::string> cpams_{"351", "352"}, groups_{"G01", "G02", "G03"}, orders_, files_;
    std::vector<Person> persons_;
    std::map<std::string, Marks> marks_;
    std::map<std::string, std::set<std::string>> amounts_of_;
};

}  // namespace ipep

// Rights: what the person who asks may open, see and do in the console, from the roles at the ledger's head.
//
// Shape:   a page asks before it shows a row; what may not be done has no button. The commands judge again.
//          An event or a row that names no CPAM and no groupement is for whoever reads amounts of any.
// Errors:  not_allowed, naming the right and the roles that give it.
// Source:  contract, "Payments", table of rights; ledger/authority.h.
#pragma once

#include "services/reader/reader.h"
#include "services/words/language.h"

namespace ipep {

// Which entry of the menu a page belongs to.
enum class Section : std::uint8_t {
    dashboard,
    groupements,
    settlement,
    record,
    payments,
    books,
    trail,
    log,
    integrity,
    rules,
    persons
};

// "director", in the reader's language.
std::string word_of(Role role);

class Rights {
public:
    Rights(const Book& head, const Reader& reader) : book_(head), reader_(reader) {}

    // In one CPAM at least.
    bool has(Right right) const { return reader_.may_somewhere(right); }
    bool has(Right right, const CpamId& cpam) const { return reader_.may(right, cpam); }
    // Whether the amounts of a groupement, or what an event says, may be read.
    bool reads(const GroupementId& groupement) const { return reader_.sees(groupement); }
    bool reads(const Event& event) const { return reader_.sees(event); }
    // Whether the person has the role of this groupement.
    bool is_own(const GroupementId& groupement) const { return reader_.is_own(groupement); }
    bool reads_all() const { return has(Right::read_amounts, CpamId{}); }
    bool opens(Section section) const { return section == Section::record ? records_any() : has(right_of(section)); }
    Verdict<> check(Section section) const;
    Verdict<> check(Right right, const CpamId& cpam) const { return reader_.check(right, cpam); }
    Verdict<> check(const GroupementId& groupement) const {
        return reader_.check_amounts(groupement, cpam_of(groupement));
    }
    // The groupements whose role the person has, in byte order.
    std::vector<GroupementId> own() const;
    Verdict<> check(const Event& event) const;

    // "DCF CPAM 351, auditor"; empty where no role is in force.
    std::string roles() const;

private:
    static Right right_of(Section section);
    bool records_any() const;
    CpamId cpam_of(const GroupementId& groupement) const;

    const Book& book_;
    const Reader& reader_;
};

}  // namespace ipep

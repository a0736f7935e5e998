// Reader: who asks, and what of the ledger that person may be shown. It is handed to every question.
//
// Shape:   taken from the roles at one state, then a value of its own. Made of nothing it is nobody, who is shown
//          nothing. Through a service a person of a CPAM is shown the rows of its own groups and orders and no others'.
//          Who holds the ledger's files is shown every row; what takes a right is judged by the name that person gives,
//          and who gives none has every right. Where no role is in force everyone is shown everything.
//          It notes whose names and accounts it was shown; a service records that before the answer goes out.
//          A person of a groupement has no right: shown are that one's own rows where a question asks for them
//          (is_own), and nothing of the log as a whole.
// Errors:  not_allowed, naming the right and the roles that give it.
// Threads: one at a time.
// Source:  contract, "Payments", table of rights; RGPD art. 5(2), 32.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "ledger/authority.h"
#include "ledger/event.h"

namespace ipep {

inline constexpr char kVeil[] = "—";  // stands in place of what a reader may not be shown

class Reader {
public:
    Reader() = default;
    static Reader through_service(const Book& head, const PersonId& person);
    // An empty name is of who gives none.
    static Reader at_the_files(const Book& state, const PersonId& person);

    const PersonId& person() const { return person_; }
    // The same reader, who has of an earlier state no right that its roles did not give then.
    Reader within(const Book& state) const;

    // Which CPAM's a row is that names these, each empty where it is not named: the group's, else the order's, else the
    // one named. Nothing where none is named; an empty one where none is known, as of all CPAM.
    std::optional<CpamId> whose(std::string_view groupement, std::string_view order, std::string_view cpam) const;
    std::optional<CpamId> whose(const Event& event) const;
    // Whether a row about this is shown.
    bool sees(const CpamId& cpam) const;
    bool sees(const GroupementId& groupement) const;
    bool sees(const Event& event) const;
    // Whether a node of a derivation is: it may be of a groupement, an indicator or a year.
    bool sees_of(const std::string& of) const;
    bool sees_any() const { return sees_any_; }
    // Whether the person has the role of this groupement, or of any.
    bool is_own(const GroupementId& groupement) const;
    bool is_of_groupements() const;
    // Whether the amounts of a groupement of this CPAM may be read: its own, or by the right.
    Verdict<> check_amounts(const GroupementId& groupement, const CpamId& cpam) const;

    // In no CPAM in particular where none is named.
    bool may(Right right, const CpamId& cpam = {}) const;
    Verdict<> check(Right right, const CpamId& cpam = {}) const;
    // In one CPAM at least.
    bool may_somewhere(Right right) const;
    // The roles the person holds.
    std::vector<RoleGranted> roles() const;

    // Whether names and accounts of a group's payee may be shown.
    bool may_name(const GroupementId& groupement) const;
    // Whether the name of a payee stands in a list of orders: it takes a person with the right.
    bool is_told_payees(const PaymentOrdered& order) const;

    // "—" in place of what of the event may not be shown: names and accounts of payees, the account a visa checked, the
    // account payments are made from.
    void veil(Event& event) const;
    // The same; whose names and accounts stand in it then, is noted.
    void read(Event& event);
    void note(std::set<std::string> subjects) { shown_.merge(std::move(subjects)); }
    // Subjects whose names and accounts were shown.
    const std::set<std::string>& shown() const { return shown_; }

private:
    enum class Who : std::uint8_t { nobody, through_service, at_the_files };

    Reader(Who who, const Book& book, const PersonId& person);
    bool has_every_right() const { return who_ == Who::at_the_files && person_.text.empty(); }
    bool holds(Right right, const CpamId& cpam) const;

    Who who_ = Who::nobody;
    PersonId person_;
    CommonState common_;  // the roles of this person alone, and one of somebody's where there are any
    // Where it is not shown all: of which CPAM each group is, and the CPAM there are.
    std::map<std::string, CpamId, std::less<>> cpam_of_;
    std::set<std::string, std::less<>> cpams_;
    bool sees_any_ = false;
    std::shared_ptr<const Reader> then_;
    std::set<std::string> shown_;
};

}  // namespace ipep

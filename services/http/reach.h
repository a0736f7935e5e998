// Reach: what of the ledger a person may read through the service.
//
// Shape:   taken from the roles at one state and then a value of its own. A person of a CPAM gets the rows of its own
//          groups and orders and no others'; who may not see payees gets "—" in their place, and for the accounts
//          payments are made from. Where no role is in force everyone
//          sees everything.
// Errors:  not_allowed, naming the right and the roles that give it.
// Source:  contract, "Payments", table of rights.
#pragma once

#include <boost/json.hpp>
#include <map>

#include "services/http/resource.h"

namespace ipep::http {

// Whether the ledger has any role at all.
bool has_roles(LedgerService& ledger);

class Reach {
public:
    // Everything.
    Reach() = default;
    Reach(LedgerService& ledger, const PersonId& person);

    // Whether a reading may be asked at all. What writes is judged by the ledger itself.
    Verdict<> allows(const Asked& asked) const;
    // Whether the amounts of a groupement may be seen; what is no groupement's, may.
    bool reads(const std::string& groupement) const;
    // The answer without what the person may not see; a refusal where it shows a payee and cannot be cut.
    void cut(const Asked& asked, Answered& answered) const;
    // One row, or one event; whether anything of it may be seen.
    bool cut(boost::json::value& row) const { return is_whole_ || sees_all() || cut(row, all_); }

private:
    struct Sight {
        bool amounts = true, payees = true;
    };
    // What a request, or a row of an answer, names: a groupement, an order or a CPAM; all of them empty for none.
    struct Named {
        std::string_view groupement, order, cpam;
    };
    static Named named_by(const Asked& asked);
    static Named named_in(const boost::json::value& row);
    // Nothing where it names none that is known.
    const Sight* sight_of(const Named& named) const;
    // `around` is what may be seen of what the value is a part of.
    bool cut(boost::json::value& value, const Sight& around) const;

    bool sees_all() const { return all_.amounts && all_.payees; }

    bool is_whole_ = true;
    Sight all_;  // of groups in general
    std::map<std::string, Sight, std::less<>> groups_, cpams_;
    Verdict<> reading_, naming_, verifying_, administering_, beyond_;  // whether, and why not
};

}  // namespace ipep::http

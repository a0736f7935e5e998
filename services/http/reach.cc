#include "services/http/reach.h"

#include <algorithm>
#include <set>

namespace ipep::http {
namespace {

// What a person of a groupement may ask of it; of a settlement its own row is shown, of the settled years the totals.
const std::set<std::string_view> kOfItsOwn = {"statement",     "notice",          "explain",   "prove amount",
                                              "prove balance", "prove statement", "prove all", "prove none"};
const std::set<std::string_view> kRowByRow = {"settlement", "settlements"};

std::string_view text_in(const Fields& fields, const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string_view() : found->second;
}

// An answer of rows, of which each can be shown or not; the text for people is made of the same.
bool is_rows(const Asked& asked) { return std::string_view(asked.resource->type).starts_with("application/json"); }

// What a request names: a groupement, orders or a CPAM; all of them empty for none.
struct Named {
    std::string_view groupement, orders, cpam;
};

Named named_by(const Asked& asked) {
    const auto either = [&](const char* of_path, const char* of_query) {
        const auto named = text_in(asked.arguments, of_path);
        return named.empty() ? text_in(asked.query, of_query) : named;
    };
    Named named{either("GROUPEMENT", "groupement"), text_in(asked.arguments, "ORDER"), either("CPAM", "cpam")};
    std::string_view rest = text_in(asked.arguments, "REF");  // settlement/2021/G02/due, seedCredit/G02, an order
    if (rest.empty()) return named;
    if (rest.find('/') == std::string_view::npos) named.orders = rest;
    for (int part = rest.starts_with("settlement/") ? 2 : 1; part > 0; --part)
        rest.remove_prefix(std::min(rest.find('/') + 1, rest.size()));
    if (named.groupement.empty()) named.groupement = rest.substr(0, rest.find('/'));
    return named;
}

// The CPAM whose it is, of several the first that the reader is not shown: the books of another CPAM, or its order in a
// list, are not one's own for what else is named.
std::optional<CpamId> whose(const Reader& reader, const Named& named) {
    auto found = reader.whose(named.groupement, named.orders, named.cpam);
    const auto look = [&](const std::optional<CpamId>& other) {
        if (other && !reader.sees(*other)) found = other;
    };
    look(reader.whose({}, {}, named.cpam));
    for (std::string_view rest = named.orders; !rest.empty();) {
        const auto end = std::min(rest.find(','), rest.size());
        look(reader.whose({}, rest.substr(0, end), {}));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return found;
}

// Whether it is asked as the person of a groupement, about that one's own amounts.
bool is_of_its_own(const Reader& reader, const Asked& asked) {
    const std::string_view command = asked.resource->command;
    if (kRowByRow.contains(command)) return reader.is_of_groupements() && is_rows(asked);
    const Named named = named_by(asked);
    return kOfItsOwn.contains(command) && named.orders.empty() && named.cpam.empty() &&
           reader.is_own({std::string(named.groupement)});
}

}  // namespace

bool has_roles(LedgerService& ledger) { return ledger.views().book().common().roles_in_force(); }

Verdict<> may_ask(const Reader& reader, const Asked& asked) {
    const Shows shows = asked.resource->shows;
    if (writes(asked.resource->effect) || is_of_its_own(reader, asked)) return {};
    if (shows == Shows::whole_log || shows == Shows::log_and_names) {
        const bool names = shows == Shows::log_and_names && text_in(asked.query, "without-personal") != "true";
        IPEP_TRY(reader.check(Right::verify));
        return names ? reader.check(Right::read_payees) : Verdict<>();
    }
    if (asked.resource->effect == Effect::alone || asked.resource->effect == Effect::copies)
        return reader.check(Right::administer);
    if (!reader.sees_any()) return reader.check(Right::read_amounts);
    const auto named = whose(reader, named_by(asked));
    const CpamId cpam = named.value_or(CpamId{});
    const bool is_in_part = is_rows(asked) && !named;
    const bool is_shown = reader.sees(cpam) || is_in_part || shows == Shows::law || shows == Shows::its_own;
    const bool names_no_one = reader.may(Right::read_payees, cpam) || is_rows(asked) || shows != Shows::payees;
    if (is_shown && names_no_one) return {};
    return reader.check(reader.may(Right::read_amounts) ? Right::read_payees : Right::read_amounts);
}

}  // namespace ipep::http

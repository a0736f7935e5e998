#include "services/http/reach.h"

#include <boost/json.hpp>
#include <algorithm>
#include <set>

#include "ledger/authority.h"

namespace ipep::http {
namespace {

namespace json = boost::json;

// Commands that name payees: what cannot be cut row by row is for those who may see all of them.
const std::set<std::string_view> kNamesPayees = {"events", "orders", "approve", "reconcile", "journal", "letter"};
const std::set<std::string_view> kVerifies = {
    "verify", "checkpoint", "leaf", "prove inclusion", "prove consistency", "prove amount", "export audit"};
const std::set<std::string_view> kPersonal = {"iban", "bic", "payee", "debtorName", "debtorIban", "debtorBic"};
const std::set<std::string_view> kOfNoGroup = {"rules", "envelope"};
// Only the command knows whose it is; `cut` asks once more, for the head may give less than the state asked for.
const std::string_view kJudgesItself = "file";

std::string_view text_in(const Fields& fields, const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string_view() : found->second;
}

// Answers of our own may lie deeper than a parser takes from anyone: a derivation leads from year to year.
const json::parse_options kOfOurs = [] {
    json::parse_options options;
    options.max_depth = 10'000;
    return options;
}();

// "351-2026-000004" is of the CPAM 351.
std::string_view cpam_of_order(std::string_view order) {
    for (int part = 0; part < 2; ++part)
        order = order.substr(0, std::min(order.rfind('-'), order.size()));
    return order;
}

// A payee's name or account, or all members of a payee.
void veil(json::value& value) {
    if (!value.is_object()) value = "—";
    else
        for (auto& member : value.as_object()) member.value() = "—";
}

// What a visa found of an account is the end of its number.
bool is_visa_of_account(const json::object& row) {
    const auto* check = row.if_contains("check");
    return check && check->is_string() && check->as_string() == "account";
}

// Rows of JSON, of which each can be shown or not.
bool is_rows(const Asked& asked) {
    return asked.format == "json" && std::string_view(asked.resource->type).starts_with("application/json");
}

}  // namespace

bool has_roles(LedgerService& ledger) { return ledger.views().book().common().roles_in_force(); }

Reach::Reach(LedgerService& ledger, const PersonId& person) : is_whole_(!has_roles(ledger)) {
    if (is_whole_) return;
    const Book& book = ledger.views().book();
    const CommonPage& common = book.common();
    all_ = {may(common, person, Right::read_amounts), may(common, person, Right::read_payees)};
    bool reads_any = all_.amounts;
    const bool differs = !sees_all();  // else what is not listed is as all is
    for (const CpamId& cpam : differs ? book.cpams() : std::vector<CpamId>()) {
        const Sight sight{may(common, person, Right::read_amounts, cpam),
                          may(common, person, Right::read_payees, cpam)};
        reads_any = reads_any || sight.amounts;
        cpams_.emplace(cpam.text, sight);
    }
    for (const GroupementId& groupement : differs ? book.groupements() : std::vector<GroupementId>())
        groups_.emplace(groupement.text, cpams_.at(book.find(groupement)->admission.value.cpam.text));
    if (!reads_any) reading_ = authorize(common, person, Right::read_amounts);
    beyond_ = authorize(common, person, all_.amounts ? Right::read_payees : Right::read_amounts);
    naming_ = authorize(common, person, Right::read_payees);
    verifying_ = authorize(common, person, Right::verify);
    administering_ = authorize(common, person, Right::administer);
}

Reach::Named Reach::named_by(const Asked& asked) {
    const auto either = [&](const char* of_path, const char* of_query) {
        const auto named = text_in(asked.arguments, of_path);
        return named.empty() ? text_in(asked.query, of_query) : named;
    };
    Named named{either("GROUPEMENT", "groupement"), text_in(asked.arguments, "ORDER"), either("CPAM", "cpam")};
    std::string_view rest = text_in(asked.arguments, "REF");  // settlement/2021/G02/due, seedCredit/G02, an order
    if (rest.empty()) return named;
    if (rest.find('/') == std::string_view::npos) named.order = rest;
    for (int part = rest.starts_with("settlement/") ? 2 : 1; part > 0; --part)
        rest.remove_prefix(std::min(rest.find('/') + 1, rest.size()));
    if (named.groupement.empty()) named.groupement = rest.substr(0, rest.find('/'));
    return named;
}

// What a row names itself, or its body, or the fact a correction brings.
Reach::Named Reach::named_in(const json::value& value) {
    if (!value.is_object()) return {};
    const json::object& row = value.as_object();
    const auto text = [&](const char* name) {
        const auto* found = row.if_contains(name);
        return found && found->is_string() ? std::string_view(found->as_string()) : std::string_view();
    };
    const Named named{text(row.contains("subject") ? "subject" : "groupement"), text("order"), text("cpam")};
    if (!named.groupement.empty() || !named.order.empty() || !named.cpam.empty()) return named;
    for (const char* inner : {"body", "fact"})
        if (const auto* found = row.if_contains(inner)) return named_in(*found);
    if (row.size() == 1) return named_in(row.begin()->value());  // {"KIND":{…}}
    return {};
}

const Reach::Sight* Reach::sight_of(const Named& named) const {
    if (const auto found = groups_.find(named.groupement); found != groups_.end()) return &found->second;
    const std::string_view cpam = named.order.empty() ? named.cpam : cpam_of_order(named.order);
    if (const auto found = cpams_.find(cpam); found != cpams_.end()) return &found->second;
    return named.groupement.empty() && cpam.empty() ? nullptr : &all_;
}

Verdict<> Reach::allows(const Asked& asked) const {
    const std::string_view command = asked.resource->command;
    if (is_whole_ || writes(asked.resource->effect)) return {};
    if (kVerifies.contains(command)) {
        const bool names = command == "export audit" && text_in(asked.query, "without-personal") != "true";
        return verifying_ && names && !all_.payees ? naming_ : verifying_;
    }
    if (asked.resource->effect == Effect::alone || asked.resource->effect == Effect::copies) return administering_;
    if (!reading_) return reading_;
    const Named names = named_by(asked);
    const Sight* named = sight_of(names);
    // The books of another CPAM, or its order in a list, are not one's own for what else is named.
    const auto see = [&](const Named& one) {
        if (const Sight* sight = sight_of(one); sight && !sight->amounts) named = sight;
    };
    see({{}, {}, names.cpam});
    for (std::string_view rest = names.order; !rest.empty();) {
        const auto end = std::min(rest.find(','), rest.size());
        see({{}, rest.substr(0, end), {}});
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    const Sight& sight = named ? *named : all_;
    const bool is_cut = is_rows(asked) && !named;
    const bool is_shown = sight.amounts || is_cut || kOfNoGroup.contains(command) || command == kJudgesItself;
    const bool names_no_one = sight.payees || is_rows(asked) || !kNamesPayees.contains(command);
    if (is_shown && names_no_one) return {};
    return beyond_;
}

bool Reach::reads(const std::string& groupement) const {
    const auto found = groups_.find(groupement);
    return is_whole_ || found == groups_.end() || found->second.amounts;
}

bool Reach::cut(json::value& value, const Sight& around) const {
    if (value.is_array()) {
        json::array kept;
        for (json::value& one : value.as_array())
            if (cut(one, around)) kept.push_back(std::move(one));
        value = std::move(kept);
    }
    if (!value.is_object()) return true;
    const Sight* named = sight_of(named_in(value));
    if (named && !named->amounts) return false;
    const Sight& sight = named ? *named : around;
    json::object& row = value.as_object();
    const bool has_end_of_account = is_visa_of_account(row);
    for (auto member = row.begin(); member != row.end();) {
        const bool is_personal = kPersonal.contains(member->key()) || (has_end_of_account && member->key() == "found");
        const bool is_veiled = is_personal && !sight.payees;
        if (is_veiled) veil(member->value());
        const bool is_seen = is_veiled || cut(member->value(), sight);
        member = is_seen ? std::next(member) : row.stable_erase(member);
    }
    return true;
}

void Reach::cut(const Asked& asked, Answered& answered) const {
    if (is_whole_ || sees_all() || answered.rejection) return;
    const auto hidden = std::erase_if(answered.shown, [&](const std::string& subject) {
        const auto found = groups_.find(subject);
        return !(found == groups_.end() ? all_ : found->second).payees;
    });
    if (!is_rows(asked)) {
        if (hidden > 0) answered.rejection = naming_.error();
        return;
    }
    if (kVerifies.contains(asked.resource->command)) return;  // a proof that was cut would prove nothing
    std::string kept;
    for (std::string_view rest = answered.body; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        json::value line = json::parse(rest.substr(0, end), {}, kOfOurs);
        if (cut(line)) kept += json::serialize(line) + '\n';
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    answered.body = std::move(kept);
}

}  // namespace ipep::http

#include "services/http/reach.h"

#include <algorithm>
#include <set>

#include "ledger/authority.h"

namespace ipep::http {
namespace {

namespace json = boost::json;

// Commands that name payees: as text, which cannot be cut row by row, they are for those who may see all of them.
const std::set<std::string_view> kNamesPayees = {"events", "orders", "reconcile", "journal", "issue", "export panel"};
const std::set<std::string_view> kVerifies = {
    "verify", "checkpoint", "leaf", "prove inclusion", "prove consistency", "prove amount", "export audit"};
const std::set<std::string_view> kOfNoGroup = {"rules", "envelope"};

// The groupement a request is about; empty where it is about none or all.
std::string groupement_of(const Asked& asked) {
    if (const auto named = asked.arguments.find("GROUPEMENT"); named != asked.arguments.end()) return named->second;
    if (const auto named = asked.query.find("groupement"); named != asked.query.end()) return named->second;
    const auto reference = asked.arguments.find("REF");  // settlement/2021/G02/due, seedCredit/G02
    if (reference == asked.arguments.end()) return {};
    std::string_view rest = reference->second;
    rest.remove_prefix(std::min(rest.find('/') + 1, rest.size()));
    if (reference->second.starts_with("settlement/")) rest.remove_prefix(std::min(rest.find('/') + 1, rest.size()));
    return std::string(rest.substr(0, rest.find('/')));
}

// The groupement a row names itself, or its body, or the fact a correction brings.
const json::string* named_in(const json::value& value) {
    if (!value.is_object()) return nullptr;
    if (const auto* named = value.as_object().if_contains("groupement"); named && named->is_string())
        return &named->as_string();
    for (const char* inner : {"body", "fact"})
        if (const auto* found = value.as_object().if_contains(inner))
            if (const auto* named = named_in(*found)) return named;
    if (value.as_object().size() == 1) return named_in(value.as_object().begin()->value());  // {"KIND":{…}}
    return nullptr;
}

}  // namespace

bool has_roles(LedgerService& ledger) { return ledger.views().book().common().roles_in_force(); }

Reach::Reach(LedgerService& ledger, const PersonId& person) : is_whole_(!has_roles(ledger)) {
    if (is_whole_) return;
    const Book& book = ledger.views().book();
    const CommonPage& common = book.common();
    all_ = {may(common, person, Right::read_amounts), may(common, person, Right::read_payees)};
    bool reads_any = all_.amounts;
    for (const GroupementId& groupement : book.groupements()) {
        const CpamId& cpam = book.find(groupement)->admission.value.cpam;
        const Sight sight{may(common, person, Right::read_amounts, cpam),
                          may(common, person, Right::read_payees, cpam)};
        reads_any = reads_any || sight.amounts;
        groups_.emplace(groupement.text, sight);
    }
    if (!reads_any) reading_ = authorize(common, person, Right::read_amounts);
    beyond_ = authorize(common, person, all_.amounts ? Right::read_payees : Right::read_amounts);
    verifying_ = authorize(common, person, Right::verify);
    administering_ = authorize(common, person, Right::administer);
}

Reach::Sight Reach::sight_of(const json::value& row) const {
    const auto* named = named_in(row);
    if (!named) return {true, all_.payees};
    const auto found = groups_.find(std::string_view(*named));
    return found == groups_.end() ? all_ : found->second;
}

Verdict<> Reach::allows(const Asked& asked) const {
    const std::string_view command = asked.resource->command;
    if (is_whole_ || writes(asked.resource->effect)) return {};
    if (kVerifies.contains(command)) return verifying_;
    if (asked.resource->effect == Effect::alone || asked.resource->effect == Effect::copies) return administering_;
    if (!reading_) return reading_;
    const std::string groupement = groupement_of(asked);
    const auto known = groups_.find(groupement);
    const Sight sight = known == groups_.end() ? all_ : known->second;
    const bool is_cut = asked.format == "json" && groupement.empty();
    const bool is_shown = sight.amounts || is_cut || kOfNoGroup.contains(command);
    const bool names_no_one = sight.payees || asked.format == "json" || !kNamesPayees.contains(command);
    if (is_shown && names_no_one) return {};
    return beyond_;
}

// Names of payees and their accounts, wherever they stand in a row that is shown.
void Reach::veil(json::value& value) const {
    if (value.is_array())
        for (json::value& one : value.as_array())
            veil(one);
    if (!value.is_object()) return;
    for (auto& member : value.as_object()) {
        const bool is_personal = member.key() == "iban" || member.key() == "bic" || member.key() == "payee";
        if (is_personal && !member.value().is_object()) member.value() = "—";
        if (is_personal && member.value().is_object())
            for (auto& part : member.value().as_object())
                part.value() = "—";
        veil(member.value());
    }
}

bool Reach::cut(json::value& row) const {
    if (is_whole_) return true;
    const Sight sight = sight_of(row);
    if (!sight.amounts) return false;
    if (!sight.payees) veil(row);
    if (!row.is_object()) return true;
    for (auto& member : row.as_object()) {
        if (!member.value().is_array()) continue;
        json::array kept;
        for (json::value& one : member.value().as_array())
            if (cut(one)) kept.push_back(std::move(one));
        member.value() = std::move(kept);
    }
    return true;
}

void Reach::cut(const Asked& asked, Answered& answered) const {
    if (is_whole_ || asked.format != "json" || answered.rejection) return;
    std::string kept;
    for (std::string_view rest = answered.body; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        boost::system::error_code is_no_json;
        json::value line = json::parse(rest.substr(0, end), is_no_json);
        if (is_no_json) return;  // bytes of a proof; `allows` has decided on them
        if (cut(line)) kept += json::serialize(line) + '\n';
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    answered.body = std::move(kept);
}

}  // namespace ipep::http

#include "services/http/reach.h"

#include <algorithm>
#include <set>

#include "ledger/authority.h"

namespace ipep::http {
namespace {

namespace json = boost::json;

// Commands that name payees: as text, which cannot be cut row by row, they are for those who may see all of them.
const std::set<std::string_view> kNamesPayees = {"events", "orders", "reconcile", "journal", "issue"};
const std::set<std::string_view> kVerifies = {
    "verify", "checkpoint", "leaf", "prove inclusion", "prove consistency", "prove amount", "export audit"};
// Only the command knows whose it is.
const std::string_view kJudgesItself = "file";
const std::set<std::string_view> kPersonal = {"iban", "bic", "payee"};
const std::set<std::string_view> kOfNoGroup = {"rules", "envelope"};

std::string_view text_in(const Fields& fields, const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string_view() : found->second;
}

// "351-2026-000004" is of the CPAM 351. Of several the command judges each; the first stands for all.
std::string_view cpam_of_order(std::string_view order) {
    order = order.substr(0, order.find(','));
    for (int part = 0; part < 2; ++part)
        order = order.substr(0, std::min(order.rfind('-'), order.size()));
    return order;
}

}  // namespace

bool has_roles(LedgerService& ledger) { return ledger.views().book().common().roles_in_force(); }

Reach::Reach(LedgerService& ledger, const PersonId& person) : is_whole_(!has_roles(ledger)) {
    if (is_whole_) return;
    const Book& book = ledger.views().book();
    const CommonPage& common = book.common();
    all_ = {may(common, person, Right::read_amounts), may(common, person, Right::read_payees)};
    bool reads_any = all_.amounts;
    for (const CpamId& cpam : book.cpams()) {
        const Sight sight{may(common, person, Right::read_amounts, cpam),
                          may(common, person, Right::read_payees, cpam)};
        reads_any = reads_any || sight.amounts;
        cpams_.emplace(cpam.text, sight);
    }
    for (const GroupementId& groupement : book.groupements())
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
    const Sight* named = sight_of(named_by(asked));
    const Sight& sight = named ? *named : all_;
    const bool is_made = *asked.resource->made != 0;  // bytes, which cannot be cut row by row
    const bool is_cut = asked.format == "json" && !named && !is_made;
    const bool is_shown = sight.amounts || is_cut || kOfNoGroup.contains(command) || command == kJudgesItself;
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
        const bool is_personal = kPersonal.contains(member.key());
        if (is_personal && !member.value().is_object()) member.value() = "—";
        if (is_personal && member.value().is_object())
            for (auto& part : member.value().as_object())
                part.value() = "—";
        veil(member.value());
    }
}

bool Reach::cut(json::value& row) const {
    if (is_whole_) return true;
    const Sight* named = sight_of(named_in(row));
    if (named && !named->amounts) return false;
    if (!(named ? named : &all_)->payees) veil(row);
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

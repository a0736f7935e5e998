// Persons: who holds which role, where, up to which amount, since when and by whom; grants that wait; the tokens of
// this server, for who may take them away.
#include <algorithm>

#include "ledger/about.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/http/token_file.h"
#include "services/words/moment.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

std::string place_of(const Visit& visit, const RoleGranted& role) {
    if (role.groupement) return role.groupement->text;
    return role.cpam ? "CPAM " + visit.cpam_name(*role.cpam) : tr("everywhere");
}

bool is_read(const Visit& visit, const Event& event, const PersonId& person) {
    return visit.rights.has(Right::administer) || person == visit.request.person || visit.rights.reads(event);
}

// The form that takes a role away, filled in.
std::string revocation_path(const RoleGranted& role) {
    std::string path = "/facts/roleRevoked?person=" + percent_encoded(role.person.text);
    path += "&role=" + std::string(enum_name(role.role));
    if (role.cpam) path += "&cpam=" + percent_encoded(role.cpam->text);
    if (role.groupement) path += "&groupement=" + percent_encoded(role.groupement->text);
    return path;
}

struct Chosen {
    std::string words;
    std::optional<Role> role;
    bool with_ended;

    explicit Chosen(const Visit& visit) : words(visit.query("q")), with_ended(!visit.query("ended").empty()) {
        if (Role one{}; boost::describe::enum_from_string(visit.query("role").c_str(), one)) role = one;
    }
    bool takes(const RoleHeld& held, const std::string& place) const {
        const std::string all = http::in_small_letters(held.granted.person.text + ' ' + place);
        return (with_ended || held.revokedAt == 0) && (!role || *role == held.granted.role) &&
               all.find(http::in_small_letters(words)) != std::string::npos;
    }
};

void put_grant(const Visit& visit, const RoleGranted& role, const Event& event, Data& row) {
    row.set("person", role.person.text).set("role", word_of(role.role)).set("place", place_of(visit, role));
    row.set("ceiling", role.ceiling ? euros(Total(*role.ceiling)) : "–").set("since", shown(event.on));
    row.set("by", event.actor.text).set("href", visit.rights.reads(event) ? visit.event_link(event.position) : "");
}

std::vector<Data> role_rows(const Visit& visit, const Chosen& chosen, bool acts) {
    std::vector<RoleHeld> all = visit.book().common().roles;
    std::ranges::stable_sort(all, {}, [](const RoleHeld& held) { return held.granted.person; });
    std::vector<Data> rows;
    for (const RoleHeld& held : all) {
        if (!chosen.takes(held, place_of(visit, held.granted))) continue;
        const Event event = visit.ledger.event(held.position, false);
        if (!is_read(visit, event, held.granted.person)) continue;
        Data& row = rows.emplace_back();
        put_grant(visit, held.granted, event, row);
        const bool is_held = held.revokedAt == 0;
        row.set("until", is_held ? "" : shown(visit.ledger.event(held.revokedAt, false).on));
        row.set("withdraw_href", acts && is_held ? revocation_path(held.granted) : "");
    }
    return rows;
}

std::vector<Data> pending_rows(const Visit& visit) {
    std::vector<Data> rows;
    for (const PendingGrant& one : visit.book().common().pendingGrants) {
        const Event event = visit.ledger.event(one.position, false);
        if (is_read(visit, event, one.granted.person)) put_grant(visit, one.granted, event, rows.emplace_back());
    }
    return rows;
}

std::vector<Choice> roles_to_choose() {
    std::vector<Choice> all{{"", tr("all")}};
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>(
        [&](auto d) { all.emplace_back(d.name, word_of(d.value)); });
    return all;
}

// Of a person all tokens together: they are taken away together.
Data tokens_data(const Visit& visit) {
    struct Held {
        std::int64_t count = 0, over = 0;
        Day last;
    };
    Data data;
    const auto tokens = http::read_tokens(visit.options.tokens);
    if (!tokens) return data.set("fault", spoken_sentence(tokens.error()));
    const Day today = visit.ledger.world().today();
    std::map<PersonId, Held> persons;
    for (const auto& [digest, token] : *tokens) {
        Held& held = persons[token.person];
        ++held.count, held.over += token.until < today, held.last = std::max(held.last, token.until);
    }
    std::vector<Data> rows;
    for (const auto& [person, held] : persons) {
        Data& row = rows.emplace_back().set("person", person.text).set("count", shown_count(held.count));
        row.set("over", held.over == 0 ? "–" : shown_count(held.over)).set("until", shown(held.last));
        row.set("path", "/persons/" + percent_encoded(person.text) + "/tokens/revocation");
        row.set("csrf", visit.request.csrf);
    }
    return data.set("rows", std::move(rows));
}

bool manages_tokens(const Visit& visit) {
    return visit.rights.has(Right::administer) && visit.at_head() && !visit.options.tokens.empty();
}

}  // namespace

ConsolePage persons(const Visit& visit) {
    const Chosen chosen(visit);
    const bool acts = visit.at_head() && visit.rights.has(Right::administer);
    Data data;
    auto rows = role_rows(visit, chosen, acts);
    data.set("count", shown_count(static_cast<std::int64_t>(rows.size()))).set("rows", std::move(rows));
    auto pending = pending_rows(visit);
    data.set("any_pending", !pending.empty()).set("pending", std::move(pending));
    data.set("q", chosen.words).set("ended", chosen.with_ended);
    data.set("roles", choices(roles_to_choose(), visit.query("role"))).set("acts", acts);
    if (manages_tokens(visit)) data.set("tokens", tokens_data(visit));
    return visit.page(Section::persons, tr("Persons"), "persons", std::move(data));
}

ConsolePage revoke_tokens_of(const Visit& visit, const PersonId& person) {
    if (const auto allowed = visit.rights.check(Right::administer, CpamId{}); !allowed)
        return visit.refused(Section::persons, allowed.error());
    if (!manages_tokens(visit)) return visit.not_found();
    if (const auto revoked = http::revoke_tokens(visit.options.tokens, person); !revoked)
        return visit.refused(Section::persons, revoked.error());
    return visit.moved("/persons", "tokens_revoked");
}

}  // namespace ipep

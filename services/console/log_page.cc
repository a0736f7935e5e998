// Log: its events, the latest first, and one event with everything it carries.
#include <boost/json.hpp>

#include "events/event_json.h"
#include "events/seal.h"
#include "ledger/about.h"
#include "ledger/suspension.h"
#include "services/console/form.h"
#include "services/console/pages.h"
#include "services/forms/standing_fact.h"
#include "services/ledger/event_filter.h"
#include "services/ledger/voucher_file.h"
#include "services/words/code.h"
#include "services/words/event_words.h"
#include "services/words/evidence_words.h"
#include "services/words/indicator_names.h"
#include "services/words/moment.h"
#include "services/words/reference_words.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

constexpr std::size_t kEventsShown = 60;
// A page looks no further back in one go: what it did not reach, "earlier" continues.
constexpr Position kLookedAt = 3000, kStride = 200;

struct Found {
    std::vector<Event> events;  // the latest first
    Position reached = 1;       // every event from here on was looked at
};

Found look_back(const Visit& visit, const EventFilter& filter, Position until) {
    Found found;
    Position end = until;
    const Position last_resort = until > kLookedAt ? until - kLookedAt : 1;
    while (end > last_resort && found.events.size() < kEventsShown) {
        const Position begin = end > kStride + last_resort ? end - kStride : last_resort;
        std::vector<Event> some;
        visit.ledger.store().scan(begin, end, [&](Position position, const Record& record) {
            Event event = read_event(position, record.payload);
            if (filter.takes(event.body) && visit.rights.reads(event)) some.push_back(std::move(event));
            return true;
        });
        found.events.insert(found.events.end(), std::make_move_iterator(some.rbegin()),
                            std::make_move_iterator(some.rend()));
        end = begin;
    }
    found.reached = end;
    if (found.events.size() > kEventsShown) {
        found.events.resize(kEventsShown);
        found.reached = found.events.back().position;
    }
    return found;
}

void add_rows(const Visit& visit, const std::vector<Event>& events, Data& data) {
    std::vector<Data> rows;
    for (const Event& event : events) {
        const auto body = body_of(event);
        const std::string position = std::to_string(event.position);
        Data& row = rows.emplace_back();
        row.set("position", position).set("href", visit.link("/events/" + position)).set("on", shown(event.on));
        row.set("recorded", shown_time(event.recordedAt)).set("kind", titled(std::string(kind_of(event.body))));
        row.set("decision", is_decision(event.body)).set("subject", subject_of(body)).set("figures", figures_of(body));
        row.set("actor", event.actor.text).set("key", event.key ? event.key->text : "");
    }
    data.set("rows", std::move(rows));
}

std::string with_filter(const Visit& visit, const std::string& from) {
    std::string path = "/events?";
    for (const char* name : {"groupement", "year", "kind", "order"})
        if (const std::string value = visit.query(name); !value.empty())
            path += std::string(name) + '=' + percent_encoded(value) + '&';
    return visit.link(path + "before=" + from);
}

// The words of an enumeration among the members of acts; other texts are shown as they are.
const std::set<std::string_view> kWords = {"ground", "result", "role"};

std::string spoken_member(std::string_view name, const std::string& text) {
    if (is_decimal_member(name)) return well_formed_decimal(text) ? shown_decimal(text) : text;
    if (name == "of") return spoken_reference(text);
    if (const auto amount = parse_money(text)) return with_currency(*amount);
    if (const auto day = parse_day(text)) return shown(*day);
    if (name == "ground" && suspension_of(text).words != text) return spoken_ground(text);
    return name == "found" ? spoken_found(text) : kWords.contains(name) ? spoken(text) : text;
}

// A nested body as lines "payee · name", "parts · 2 · amount"; what may not be shown is a dash. A check or a voucher is
// one line.
void add_members(const std::string& path, std::string_view name, const boost::json::value& value,
                 std::vector<Data>& rows) {
    const auto below = [&](const std::string& part) { return path + (path.empty() ? "" : " · ") + part; };
    const auto* object = value.if_object();
    if (object && object->contains("check")) {
        const auto said = [&](const char* member) { return spoken_member(member, text_of(object->at(member))); };
        rows.emplace_back()
            .set("name", path + " · " + spoken(text_of(object->at("check"))))
            .set("value", said("result") + " · " + said("found"));
        return;
    }
    if (object && object->contains("document") && object->contains("position")) {
        const auto* digest = object->if_contains("sha256");
        rows.emplace_back()
            .set("name", path + " · " + spoken(text_of(object->at("document"))))
            .set("value", spoken_voucher(text_of(object->at("reference"))) + " · " + tr("event") + ' ' +
                              text_of(object->at("position")) +
                              (digest && digest->is_string() ? " · SHA-256 " + text_of(*digest) : ""));
        return;
    }
    if (object) {
        for (const auto& [member, inner] : *object)
            add_members(below(spoken(std::string(member))), member, inner, rows);
        return;
    }
    const auto* list = value.if_array();
    if (list && !list->empty() && list->front().is_object()) {
        for (std::size_t at = 0; at < list->size(); ++at)
            add_members(below(std::to_string(at + 1)), name, (*list)[at], rows);
        return;
    }
    std::string text = value.is_null() ? "—" : list ? "" : text_of(value);
    if (list)
        for (const auto& one : *list) text += (text.empty() ? "" : ", ") + text_of(one);
    if (value.is_string()) text = spoken_member(name, text);
    rows.emplace_back().set("name", path).set("value", text).set("number", value.is_number());
}

// What the indicator is called, and what to look at of a measure.
void add_measure(const Visit& visit, const Event& event, Data& data) {
    const About named_by = about(event.body);
    const auto* rules = rules_naming(visit.book().common(), named_by.year);
    if (named_by.indicator) data.set("indicator", named(*named_by.indicator, rules));
    if (const auto evidence = evidence_of(event.body)) data.set("few", few_answers_sentence(*evidence));
}

}  // namespace

ConsolePage event_log(const Visit& visit) {
    EventFilter filter{visit.query("groupement"), visit.query("kind"), {}, 1, UINT64_MAX};
    if (const auto year = whole_number(visit.query("year")); year && well_formed_year(*year))
        filter.year = static_cast<int>(*year);
    filter.order = visit.query("order");
    const Position head = visit.views.position();
    const auto before = whole_number(visit.query("before"));
    const Position until = before ? std::min(static_cast<Position>(*before), head + 1) : head + 1;
    const Found found = look_back(visit, filter, until);
    Data data;
    data.set("order", filter.order);
    add_rows(visit, found.events, data);
    std::set<std::string> groups, years;
    for (const GroupementId& id : visit.book().groupements())
        if (visit.rights.reads(id)) groups.insert(id.text);
    for (const auto& [year, settled] : visit.book().common().settled) years.insert(to_text(year));
    std::vector<Choice> kinds;
    for (const std::string_view kind : kKinds) kinds.emplace_back(kind, titled(std::string(kind)));
    std::ranges::sort(kinds, {}, &Choice::second);
    data.set("groups", choices(as_choices(groups), filter.groupement)).set("kinds", choices(kinds, filter.kind));
    data.set("years", choices(as_choices(years), visit.query("year")));
    data.set("earlier", found.reached > 1 ? with_filter(visit, std::to_string(found.reached)) : "");
    data.set("latest", until <= head ? with_filter(visit, std::to_string(head + 1)) : "");
    data.set("head", std::to_string(visit.ledger.store().head())).set("at", std::to_string(head));
    data.set("reached", std::to_string(found.reached)).set("until", std::to_string(until - 1));
    return visit.page(Section::log, tr("Log"), "log", std::move(data));
}

ConsolePage log_event(const Visit& visit, Position position) {
    if (position == 0 || position > visit.views.position())
        return visit.refused(
            Section::log, {code::position_absent,
                           {{"position", std::to_string(position)}, {"head", std::to_string(visit.views.position())}}});
    Event event = visit.ledger.event(position, false);
    visit.reader.veil(event);
    if (const auto allowed = visit.rights.check(event); !allowed) return visit.refused(Section::log, allowed.error());
    Data data;
    std::vector<Data> members;
    add_members("", "", body_of(event), members);
    data.set("position", std::to_string(position)).set("kind", titled(std::string(kind_of(event.body))));
    data.set("name", std::string(kind_of(event.body)))
        .set("nature", is_act(event.body)        ? tr("act")
                       : is_decision(event.body) ? tr("decision")
                                                 : tr("fact"));
    data.set("recorded", told_time(event.recordedAt)).set("on", shown(event.on)).set("actor", event.actor.text);
    data.set("key", event.key ? event.key->text : "").set("members", std::move(members));
    add_measure(visit, event, data);
    if (event.source) {
        data.set("source", event.source->reference).set("sha256", event.source->sha256.value_or(""));
        const bool is_kept = voucher_file(visit.ledger, position).has_value();
        data.set("voucher_href", voucher_path(visit, position));
        data.set("asks_voucher", event.source->sha256 && !is_kept && visit.at_head());
    }
    std::string digest;
    visit.ledger.store().scan(position, position + 1, [&](Position, const Record& record) {
        digest = to_hex(bytes_of(record.digest));
        return true;
    });
    data.set("digest", digest);
    const std::string group = about(event.body).groupement.value_or(GroupementId{}).text;
    data.set("group", group).set("group_href", group.empty() ? "" : visit.group_link({group}));
    data.set("before", position > 1 ? visit.link("/events/" + std::to_string(position - 1)) : "");
    data.set("after", position < visit.views.position() ? visit.link("/events/" + std::to_string(position + 1)) : "");
    const auto stands = forms::standing_fact(visit.ledger, position);
    const bool is_corrected = stands && stands->standing > position && stands->standing <= visit.views.position();
    data.set("corrected_href", is_corrected ? visit.event_link(stands->standing) : "");
    data.set("corrected_at", is_corrected ? std::to_string(stands->standing) : "");
    data.set("correct_href", may_correct(visit, event) ? "/events/" + std::to_string(position) + "/correction" : "");
    const std::string title = fill(tr("Event {position}"), {{"position", std::to_string(position)}});
    return visit.page(Section::log, title, "event", std::move(data));
}

}  // namespace ipep

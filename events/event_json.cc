#include "events/event_json.h"

#include <date/date.h>
#include <boost/json.hpp>

#include <chrono>

#include "events/json_walk.h"
#include "events/seal.h"

namespace ipep {
namespace {

namespace json = boost::json;

void append_text(std::string& to, const JsonNode& node) {
    if (const auto* text = std::get_if<std::string>(&node.value)) {
        to += json::serialize(*text);
    } else if (const auto* array = std::get_if<JsonArray>(&node.value)) {
        char before = '[';
        if (array->items.empty()) to += before;
        for (const JsonNode& item : array->items) to += std::exchange(before, ','), append_text(to, item);
        to += ']';
    } else if (const auto* object = std::get_if<JsonObject>(&node.value)) {
        char before = '{';
        if (object->members.empty()) to += before;
        for (const auto& [name, member] : object->members) {
            to += std::exchange(before, ',');
            to += json::serialize(name) + ':';
            append_text(to, member);
        }
        to += '}';
    } else if (const auto* number = std::get_if<std::int64_t>(&node.value)) {
        to += std::to_string(*number);
    } else if (const auto* fraction = std::get_if<JsonFraction>(&node.value)) {
        to += fraction->text;
    } else if (const auto* truth = std::get_if<bool>(&node.value)) {
        to += *truth ? "true" : "false";
    } else {
        to += "null";
    }
}

}  // namespace

json::value parsed(const Json& text) { return json::parse(text.text); }

json::value value_at(const json::value& from, std::string_view path) {
    if (path.empty() || !from.is_object()) return from;
    const auto end = std::min(path.find('.'), path.size());
    const auto* member = from.as_object().if_contains(path.substr(0, end));
    return member ? value_at(*member, path.substr(std::min(end + 1, path.size()))) : json::value();
}

json::object ranks_to_json(const std::vector<CountedFrom>& list) {
    json::object ranks;
    for (const CountedFrom& entry : list) ranks[entry.indicator] = entry.rank;
    return ranks;
}

json::object waves_to_json(const std::vector<WaveYears>& list) {
    json::object waves;
    for (const WaveYears& entry : list) waves[std::to_string(entry.wave)] = entry.years;
    return waves;
}

std::string recorded_text(std::int64_t recorded_at) {
    return date::format("%FT%TZ", date::sys_time<std::chrono::microseconds>(std::chrono::microseconds(recorded_at)));
}

json::object kind_to_json(const Fact& fact) { return kind_to_json<FactName>(fact); }
json::object kind_to_json(const Body& body) { return kind_to_json<BodyName>(body); }
json::object body_to_json(const Body& body) {
    return std::visit([](const auto& kind) { return members_to_json(kind); }, body);
}

json::object to_json(const Event& event, const Digest& digest) {
    json::object line;
    line["position"] = event.position;
    line["recordedAt"] = recorded_text(event.recordedAt);
    line["on"] = to_text(event.on);
    line["actor"] = event.actor.text;
    line["kind"] = kind_of(event.body);
    if (event.key) line["key"] = event.key->text;
    if (event.source) line["source"] = members_to_json(*event.source);
    line["digest"] = to_hex(bytes_of(digest));
    line["body"] = body_to_json(event.body);
    if (event.bounds != 0) line["bounds"] = event.bounds;
    return line;
}

json::object to_json(const RecordFact& fact) {
    json::object line{{"key", fact.key.text}, {"on", to_text(fact.on)}};
    if (fact.source) line["source"] = members_to_json(*fact.source);
    line["fact"] = kind_to_json(fact.fact);
    return line;
}

std::string json_text(const JsonNode& node) {
    std::string text;
    append_text(text, node);
    return text;
}

}  // namespace ipep

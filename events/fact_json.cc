#include "events/fact_json.h"

#include <charconv>

#include "events/byte_order_mark.h"
#include "events/code.h"
#include "events/describe.h"
#include "events/event_json.h"
#include "events/json_walk.h"
#include "events/seal.h"

namespace ipep {
namespace {

using Read = Verdict<>;

Read wrong_type(std::string_view member, const char* wanted) {
    return refuse(code::member_wrong_type, {{"member", std::string(member)}, {"wanted", wanted}});
}

Read malformed(Code code, std::string_view member, std::string text) {
    return refuse(code, {{"member", std::string(member)}, {"text", std::move(text)}});
}

bool printable(std::string_view text, std::size_t limit) {
    return !text.empty() && text.size() <= limit &&
           std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// Takes the members of one object out, and tells at the end which were not asked for.
class Members {
public:
    Members(const JsonObject& object, std::string_view of) : object_(object), of_(of), taken_(object.members.size()) {}

    const JsonNode* take(std::string_view name) {
        for (std::size_t i = 0; i < object_.members.size(); ++i)
            if (object_.members[i].first == name) {
                taken_[i] = true;
                return &object_.members[i].second;
            }
        return nullptr;
    }
    Read missing(std::string_view name) const {
        return refuse(code::member_missing, {{"of", of_}, {"member", std::string(name)}});
    }
    Read rest() const {
        for (std::size_t i = 0; i < taken_.size(); ++i)
            if (!taken_[i]) return refuse(code::member_unknown, {{"member", object_.members[i].first}, {"of", of_}});
        return {};
    }

private:
    const JsonObject& object_;
    std::string of_;
    std::vector<bool> taken_;
};

template <class T>
Read read(std::string_view name, const JsonNode& node, T& to);

const std::string* text_in(const JsonNode& node) { return std::get_if<std::string>(&node.value); }

template <class T, class WellFormed>
Read read_text(std::string_view name, const JsonNode& node, T& to, const char* wanted, Code code, WellFormed ok) {
    const std::string* text = text_in(node);
    if (!text) return wrong_type(name, wanted);
    if (!ok(*text)) return malformed(code, name, *text);
    to.text = *text;
    return {};
}

Read read_string(std::string_view name, const JsonNode& node, std::string& to) {
    const std::string* text = text_in(node);
    if (!text) return wrong_type(name, "a text");
    if (!printable(*text, 4000)) return refuse(code::text_malformed, {{"member", std::string(name)}});
    to = *text;
    return {};
}

// An account is the same without the blanks it is printed with.
Read read_personal(std::string_view name, const JsonNode& node, Personal& to) {
    std::string text;
    if (auto read = read_string(name, node, text); !read) return read;
    const bool is_account = name.ends_with("iban") || name.ends_with("bic");
    for (const std::string_view blank : {"\u202f", "\u00a0", " "})
        for (auto at = text.find(blank); is_account && at != text.npos; at = text.find(blank, at))
            text.erase(at, blank.size());
    to.value = std::move(text);
    return {};
}

Read read_money(std::string_view name, const JsonNode& node, Money& to) {
    const std::string* text = text_in(node);
    if (!text) return wrong_type(name, "an amount as text, \"1234.56\"");
    const auto amount = parse_money(*text);
    if (!amount) return malformed(code::amount_malformed, name, *text);
    to = *amount;
    return {};
}

Read read_day(std::string_view name, const JsonNode& node, Day& to) {
    const std::string* text = text_in(node);
    if (!text) return wrong_type(name, "a day as text, \"2020-05-31\"");
    const auto day = parse_day(*text);
    if (!day) return malformed(code::day_malformed, name, *text);
    to = *day;
    return {};
}

template <class Tag>
Read read_year(std::string_view name, const JsonNode& node, CalendarYear<Tag>& to) {
    const auto* number = std::get_if<std::int64_t>(&node.value);
    if (!number) return wrong_type(name, "a year as a whole number");
    if (!well_formed_year(*number)) return malformed(code::year_malformed, name, std::to_string(*number));
    to = static_cast<int>(*number);
    return {};
}

template <DescribedEnum E>
Read read_enum(std::string_view name, const JsonNode& node, E& to) {
    const std::string* text = text_in(node);
    if (text && boost::describe::enum_from_string(text->c_str(), to)) return {};
    std::string wanted;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto d) { wanted += (wanted.empty() ? "" : " or ") + ('"' + std::string(d.name) + '"'); });
    return wrong_type(name, wanted.c_str());
}

template <class T>
Read read_list(std::string_view name, const JsonNode& node, std::vector<T>& to) {
    const auto* array = std::get_if<JsonArray>(&node.value);
    if (!array) return wrong_type(name, "a list");
    for (const JsonNode& item : array->items)
        if (auto done = read(name, item, to.emplace_back()); !done) return done;
    return {};
}

// {"S04": 2, …}
Read read_counted(std::string_view name, const JsonNode& node, std::vector<CountedFrom>& to) {
    const auto* object = std::get_if<JsonObject>(&node.value);
    if (!object) return wrong_type(name, "an object of ranks");
    for (const auto& [indicator, rank] : object->members) {
        const auto* number = std::get_if<std::int64_t>(&rank.value);
        if (!number) return wrong_type(std::string(name) + '.' + indicator, "a rank as a whole number");
        if (!well_formed(indicator)) return malformed(code::identifier_malformed, name, indicator);
        to.push_back({indicator, *number});
    }
    return {};
}

// {"1": 5, …}
Read read_waves(std::string_view name, const JsonNode& node, std::vector<WaveYears>& to) {
    const auto* object = std::get_if<JsonObject>(&node.value);
    if (!object) return wrong_type(name, "an object of result years by wave");
    for (const auto& [wave, years] : object->members) {
        const auto* number = std::get_if<std::int64_t>(&years.value);
        if (!number) return wrong_type(std::string(name) + '.' + wave, "a whole number");
        WaveYears one{0, *number};
        std::from_chars(wave.data(), wave.data() + wave.size(), one.wave);
        if (std::to_string(one.wave) != wave) return malformed(code::identifier_malformed, name, wave);
        to.push_back(one);
    }
    return {};
}

// 12, or "12.5"
Read read_quantity(std::string_view name, const JsonNode& node, Quantity& to) {
    const char* const wanted = "a whole number, or a decimal as text";
    const auto* number = std::get_if<std::int64_t>(&node.value);
    if (!number) return read_text(name, node, to, wanted, code::decimal_malformed, well_formed_decimal);
    to.text = std::to_string(*number);
    return {};
}

// ["50", "0"]
Read read_knot(std::string_view name, const JsonNode& node, Knot& to) {
    const auto* pair = std::get_if<JsonArray>(&node.value);
    if (!pair || pair->items.size() != 2) return wrong_type(name, "a list of pairs [score, modulation]");
    if (auto done = read(name, pair->items[0], to.score); !done) return done;
    return read(name, pair->items[1], to.modulation);
}

template <class T>
Read read_members(std::string_view of, const JsonNode& node, T& to) {
    const auto* object = std::get_if<JsonObject>(&node.value);
    if (!object) return wrong_type(of, "an object");
    Members members(*object, of);
    Read done;
    for_each_member(to, [&](const char* name, auto& member) {
        if (!done) return;
        const JsonNode* found = members.take(name);
        if (found)
            done = read(name, *found, member);
        else if constexpr (!Optional<std::remove_reference_t<decltype(member)>>)
            done = members.missing(name);
    });
    return done ? members.rest() : done;
}

// {"KIND": {…}}: the only member of its object.
template <class V>
Read read_kind(const JsonNode& node, V& to) {
    const auto* object = std::get_if<JsonObject>(&node.value);
    if (!object || object->members.size() != 1) return wrong_type("fact", "an object with one member, its kind");
    const auto& [kind, body] = object->members.front();
    auto made = make_kind<V>(kind);
    if (!made) {
        const bool decided = std::ranges::find(kKinds, kind) != kKinds.end() && kind != "factCorrected";
        return refuse(decided ? code::kind_decided : code::kind_unknown, {{"kind", kind}});
    }
    to = std::move(*made);
    return std::visit([&](auto& fact) { return read_members(kind, body, fact); }, to);
}

template <class T>
Read read(std::string_view name, const JsonNode& node, T& to) {
    if constexpr (Optional<T>)
        return read(name, node, to.emplace());
    else if constexpr (std::is_same_v<T, std::string>)
        return read_string(name, node, to);
    else if constexpr (std::is_same_v<T, Decimal>)
        return read_text(name, node, to, "a decimal as text", code::decimal_malformed, well_formed_decimal);
    else if constexpr (std::is_same_v<T, Quantity>)
        return read_quantity(name, node, to);
    else if constexpr (std::is_same_v<T, Ratio>)
        return read_text(name, node, to, "a ratio as text", code::ratio_malformed, well_formed_ratio);
    else if constexpr (std::is_same_v<T, FactKey>)
        return read_text(name, node, to, "a text", code::text_malformed,
                         [](std::string_view text) { return printable(text, 200); });
    else if constexpr (std::is_same_v<T, Json>)
        return to.text = json_text(node), Read{};
    else if constexpr (TextLike<T>)
        return read_text(name, node, to, "an identifier as text", code::identifier_malformed, well_formed);
    else if constexpr (std::is_same_v<T, Personal>)
        return read_personal(name, node, to);
    else if constexpr (std::is_same_v<T, Money>)
        return read_money(name, node, to);
    else if constexpr (std::is_same_v<T, Day>)
        return read_day(name, node, to);
    else if constexpr (kIsYear<T>)
        return read_year(name, node, to);
    else if constexpr (std::is_same_v<T, std::int64_t>) {
        const auto* number = std::get_if<std::int64_t>(&node.value);
        return number ? (to = *number, Read{}) : wrong_type(name, "a whole number");
    } else if constexpr (DescribedEnum<T>)
        return read_enum(name, node, to);
    else if constexpr (std::is_same_v<T, Knot>)
        return read_knot(name, node, to);
    else if constexpr (std::is_same_v<T, std::vector<CountedFrom>>)
        return read_counted(name, node, to);
    else if constexpr (std::is_same_v<T, std::vector<WaveYears>>)
        return read_waves(name, node, to);
    else if constexpr (List<T>)
        return read_list(name, node, to);
    else if constexpr (Variant<T>)
        return read_kind(node, to);
    else
        return read_members(name, node, to);
}

// The line's own members; the same walk as for a fact.
struct Line {
    FactKey key;
    Day on;
    std::optional<Source> source;
    Fact fact;
};
BOOST_DESCRIBE_STRUCT(Line, (), (key, on, source, fact))

}  // namespace

Verdict<RecordFact> parse_fact(std::string_view text) {
    const auto node = IPEP_TRY(parse_strict(text));
    Line line;
    if (auto done = read_members("the line", node, line); !done) {
        Rejection rejection = std::move(done.error());
        rejection.key = line.key.text;
        return std::unexpected(std::move(rejection));
    }
    if (line.source && line.source->sha256 && !digest_from_hex(*line.source->sha256))
        return std::unexpected(Rejection{
            code::digest_malformed, {{"member", "sha256"}, {"text", *line.source->sha256}}, 0, line.key.text});
    return RecordFact{std::move(line.key), line.on, std::move(line.source), std::move(line.fact)};
}

Verdict<Parameters> with_parameter(const Parameters& parameters, std::string_view path, std::string_view json) {
    boost::json::value changed = members_to_json(parameters);
    boost::json::value* at = &changed;
    while (at->is_object() && !path.empty()) {
        const auto end = std::min(path.find('.'), path.size());
        at = &at->as_object()[path.substr(0, end)];
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    *at = boost::json::parse(json);
    const auto node = IPEP_TRY(parse_strict(boost::json::serialize(changed)));
    Parameters read;
    IPEP_TRY(read_members("parameters", node, read));
    return read;
}

Verdict<RulesAdopted> parse_rules(std::string_view text) {
    const auto node = IPEP_TRY(parse_strict(without_byte_order_mark(text)));
    RulesAdopted rules;
    IPEP_TRY(read_members("rulesAdopted", node, rules));
    return rules;
}

}  // namespace ipep

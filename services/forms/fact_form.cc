#include "services/forms/fact_form.h"

#include <algorithm>
#include <boost/json.hpp>

#include "events/code.h"
#include "events/event_json.h"
#include "events/fact_json.h"
#include "events/seal.h"

namespace ipep::forms {
namespace {

namespace json = boost::json;

std::string trimmed(std::string text) {
    constexpr const char* kBlanks = " \t\r\n";
    const auto from = text.find_first_not_of(kBlanks);
    if (from == std::string::npos) return {};
    return text.substr(from, text.find_last_not_of(kBlanks) + 1 - from);
}

// The blanks that stand between digits: a space, a no-break one, a narrow one.
std::string without_blanks(std::string text) {
    for (const char* blank : {"\u202f", "\u00a0", " "})
        for (auto at = text.find(blank); at != std::string::npos; at = text.find(blank, at))
            text.erase(at, std::string_view(blank).size());
    return text;
}

// "1 234,5" as "1234.5". With more than one sign it stays as it is, and is refused.
std::string number_text(const std::string& given) {
    std::string text = without_blanks(given);
    if (text.starts_with("\u2212")) text.replace(0, 3, "-");
    const auto signs = std::ranges::count_if(text, [](char c) { return c == ',' || c == '.'; });
    if (signs == 1) std::ranges::replace(text, ',', '.');
    return text;
}

// "31/05/2022" as "2022-05-31".
std::string day_text(const std::string& given) {
    const bool is_french = given.size() == 10 && given[2] == '/' && given[5] == '/';
    return is_french ? given.substr(6) + '-' + given.substr(3, 2) + '-' + given.substr(0, 2) : given;
}

json::array list_of(const std::string& lines, bool at_commas) {
    json::array list;
    std::string one;
    const auto take = [&] {
        if (const std::string said = trimmed(one); !said.empty()) list.emplace_back(said);
        one.clear();
    };
    for (const char c : lines) c == '\n' || (at_commas && (c == ',' || c == ';')) ? take() : one.push_back(c);
    take();
    return list;
}

Verdict<json::value> refused(Code code, const Field& field, const std::string& text) {
    return refuse(code, {{"member", field.member()}, {"text", text}});
}

Verdict<json::value> whole(const Field& field, const std::string& given, Code code) {
    const std::string text = without_blanks(given);
    const bool is_whole = !text.empty() && text.size() <= 15 && text.find_first_not_of("0123456789") == text.npos;
    if (is_whole) return json::value(std::stoll(text));
    if (code == code::member_wrong_type)
        return refuse(code, {{"member", field.member()}, {"wanted", "a whole number"}});
    return refused(code, field, given);
}

// What stands in the line of JSON.
Verdict<json::value> value_of(const Field& field, const std::string& given) {
    const auto checked = [&](std::string text, bool is_right, Code code) {
        return is_right ? Verdict<json::value>(json::value(std::move(text))) : refused(code, field, given);
    };
    switch (field.kind) {
        case FieldKind::count: return whole(field, given, code::member_wrong_type);
        case FieldKind::year: {
            const auto year = IPEP_TRY(whole(field, given, code::year_malformed));
            return well_formed_year(year.as_int64()) ? Verdict<json::value>(year)
                                                     : refused(code::year_malformed, field, given);
        }
        case FieldKind::decimal: {
            std::string text = number_text(given);
            return checked(text, well_formed_decimal(text), code::decimal_malformed);
        }
        case FieldKind::ratio: {
            std::string text = number_text(given);
            return checked(text, well_formed_ratio(text), code::ratio_malformed);
        }
        case FieldKind::amount: {
            std::string text = amount_text(given);
            return checked(text, parse_money(text).has_value(), code::amount_malformed);
        }
        case FieldKind::day: {
            std::string text = day_text(given);
            return checked(text, parse_day(text).has_value(), code::day_malformed);
        }
        case FieldKind::identifier: return checked(given, well_formed(given), code::identifier_malformed);
        case FieldKind::identifiers: return json::value(list_of(given, true));
        case FieldKind::lines: return json::value(list_of(given, false));
        case FieldKind::choice:
        case FieldKind::text: break;
    }
    if (field.member() == "iban" || field.member() == "bic") {
        std::string account = without_blanks(given);
        std::ranges::transform(account, account.begin(),
                               [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        return json::value(std::move(account));
    }
    std::string text = given;
    std::erase(text, '\r');
    std::ranges::replace(text, '\n', ' ');
    return json::value(std::move(text));
}

// The value of a field; of a line it has not.
std::string given_in(const Values& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : trimmed(found->second);
}

// Builds the body of the fact, member by member.
class BodyMaker {
public:
    BodyMaker(std::string_view kind, const Values& values, std::vector<FieldRefusal>& refused)
        : kind_(kind), values_(values), refused_(refused) {}

    json::object made() {
        json::object body;
        for (const Field& field : fields_of(kind_)) add(field, body);
        return body;
    }

private:
    void add(const Field& field, json::object& body) {
        const std::string given = given_in(values_, field.name);
        if (given.empty()) {
            if (field.is_needed)
                refused_.push_back({field.name, {code::member_missing, {{"of", kind_}, {"member", field.member()}}}});
            return;
        }
        auto value = value_of(field, given);
        if (!value) {
            refused_.push_back({field.name, std::move(value.error())});
            return;
        }
        const auto point = field.name.find('.');
        if (point == std::string::npos) {
            body[field.name] = std::move(*value);
            return;
        }
        json::value& outer = body[field.name.substr(0, point)];
        if (!outer.is_object()) outer.emplace_object();
        outer.as_object()[field.member()] = std::move(*value);
    }

    std::string kind_;
    const Values& values_;
    std::vector<FieldRefusal>& refused_;
};

// The rules of a file: their body alone, or a whole line.
Verdict<PlainFact> rules_in(const std::string& file) {
    auto rules = parse_rules(file);
    if (rules) return PlainFact(std::move(*rules));
    auto line = parse_fact(file);
    if (!line) return std::unexpected(std::move(rules.error()));
    PlainFact fact = plain(line->fact);
    if (!std::holds_alternative<RulesAdopted>(fact)) return std::unexpected(std::move(rules.error()));
    return fact;
}

std::optional<PlainFact> fact_in(std::string_view kind, const Values& values, std::vector<FieldRefusal>& refused) {
    if (kind == "rulesAdopted") {
        auto rules = rules_in(given_in(values, kFileField));
        if (rules) return std::move(*rules);
        refused.push_back({kFileField, std::move(rules.error())});
        return std::nullopt;
    }
    json::object body = BodyMaker(kind, values, refused).made();
    if (!refused.empty()) return std::nullopt;
    const json::object line{{"key", "form"}, {"on", "2000-01-01"}, {"fact", json::object{{kind, std::move(body)}}}};
    auto read = parse_fact(json::serialize(line));
    if (read) return plain(read->fact);
    read.error().key.clear();
    std::string field = field_of(read.error(), fields_of(kind));
    refused.push_back({std::move(field), std::move(read.error())});
    return std::nullopt;
}

std::optional<Day> day_in(const Values& values, std::vector<FieldRefusal>& refused) {
    const std::string given = given_in(values, kDayField);
    const auto day = parse_day(day_text(given));
    if (!day) refused.push_back({kDayField, {code::day_malformed, {{"member", kDayField}, {"text", given}}}});
    return day;
}

// One line, and no longer than a text may be.
std::string line_in(const Values& values, const char* name) {
    std::string text = given_in(values, name);
    std::ranges::replace_if(
        text, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return text;
}

}  // namespace

std::string amount_text(const std::string& given) {
    std::string text = number_text(given);
    const auto point = text.find('.');
    if (point == std::string::npos) return text + ".00";
    return text.size() - point == 2 ? text + '0' : text;
}

PlainFact plain(const Fact& fact) {
    PlainFact made;
    std::visit(
        [&]<class Kind>(const Kind& kind) {
            if constexpr (std::is_same_v<Kind, FactCorrected>)
                made = kind.fact;
            else
                made = kind;
        },
        fact);
    return made;
}

ReadForm read_form(std::string_view kind, const Values& values, const std::optional<Correcting>& correcting) {
    ReadForm read;
    const auto on = day_in(values, read.refused);
    auto fact = fact_in(kind, values, read.refused);
    const std::string reason = line_in(values, kReasonField), source = line_in(values, kSourceField);
    const auto too_long = [&](const char* field, const std::string& text) {
        if (text.size() > 4000) read.refused.push_back({field, {code::text_malformed, {{"member", field}}}});
    };
    too_long(kReasonField, reason), too_long(kSourceField, source);
    if (correcting && reason.empty())
        read.refused.push_back(
            {kReasonField, {code::member_missing, {{"of", "factCorrected"}, {"member", kReasonField}}}});
    if (!read.refused.empty() || !fact) return read;
    RecordFact command{.key = {}, .on = *on, .source = {}, .fact = {}};
    std::string stands;
    if (correcting) {
        command.fact = FactCorrected{correcting->key, std::move(*fact), reason};
        stands = std::to_string(correcting->standing);
    } else {
        std::visit([&](auto& one) { command.fact = std::move(one); }, *fact);
    }
    if (!source.empty()) command.source = Source{source, {}};
    const bool is_personal = std::ranges::any_of(fields_of(kind), &Field::is_personal);
    const std::string said = is_personal ? given_in(values, kWordField) : json::serialize(to_json(command)) + stands;
    command.key = {std::string(correcting ? "correction" : kind) + '-' + to_hex(bytes_of(sha256(said))).substr(0, 16)};
    read.fact = std::move(command);
    return read;
}

std::string field_of(const Rejection& rejection, const std::vector<Field>& fields) {
    const auto named = [&](const std::string& member) {
        return std::ranges::find_if(fields, [&](const Field& one) { return one.member() == member; });
    };
    for (const auto& [name, value] : rejection.arguments)
        if (const auto field = named(name == "member" ? value : name); field != fields.end()) return field->name;
    if (rejection.code == code::iban_invalid || rejection.code == code::bic_invalid)
        if (const auto field = named(rejection.code == code::iban_invalid ? "iban" : "bic"); field != fields.end())
            return field->name;
    return {};
}

}  // namespace ipep::forms

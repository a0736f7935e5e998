#include "projections/edition.h"

#include <boost/json.hpp>
#include <charconv>

#include "events/json_walk.h"
#include "shipped_rules.h"

namespace ipep {
namespace {

namespace json = boost::json;

using Citations = std::map<std::string, Citation>;

std::string text_of(const json::object& object, const char* member) {
    const auto* value = object.if_contains(member);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

// Other shapes of `sources` are kept with the fact and shown as they are, but cite nothing.
Citations citations(const json::value& sources, const char* what, const RulesId& rules) {
    Citations found;
    const auto* list = sources.if_array();
    if (!list) return found;
    for (const json::value& one : *list)
        if (const auto* object = one.if_object(); object && object->contains(what))
            found[text_of(*object, what)] = {text_of(*object, "section"), text_of(*object, "status"), rules.text,
                                             text_of(*object, "quotation")};
    return found;
}

void take_reading(const json::object& source, const Citation& cite, std::map<std::string, OpenReading>& readings) {
    const auto* alternatives = source.if_contains("alternatives");
    if (!source.contains("question") || !alternatives || !alternatives->is_array()) return;
    OpenReading reading{text_of(source, "parameter"), cite, text_of(source, "question"), text_of(source, "for"),
                        text_of(source, "against"),   {}};
    for (const json::value& one : alternatives->as_array()) reading.alternatives.push_back(json::serialize(one));
    readings.emplace(reading.path, std::move(reading));
}

// The readings of the parameters that are cited so.
void take_readings(const json::value& sources, const Citations& cited, std::map<std::string, OpenReading>& readings) {
    const auto* list = sources.if_array();
    if (!list) return;
    for (const json::value& one : *list) {
        const auto* object = one.if_object();
        const auto cite = object ? cited.find(text_of(*object, "parameter")) : cited.end();
        if (cite != cited.end()) take_reading(*object, cite->second, readings);
    }
}

// The entry of the path, or of what it lies in.
const Citation* covering(const Citations& known, std::string path) {
    for (;;) {
        if (const auto found = known.find(path); found != known.end()) return &found->second;
        const auto end = path.find_last_of('.');
        if (end == std::string::npos) return nullptr;
        path.resize(end);
    }
}

}  // namespace

struct ShippedRules {
    std::string_view line;
    json::value fact = json::parse(line);

    explicit ShippedRules(std::string_view text) : line(text) {}
    const json::object& adopted() const { return fact.at("fact").at("rulesAdopted").as_object(); }
    std::string rules() const { return text_of(adopted(), "rules"); }
};

namespace {

const std::vector<ShippedRules>& all_shipped() {
    static const std::vector<ShippedRules> all = {ShippedRules(kShippedRules), ShippedRules(kSecondReading)};
    return all;
}

const ShippedRules* shipped_as(std::string_view rules) {
    for (const ShippedRules& one : all_shipped())
        if (one.rules() == rules) return &one;
    return nullptr;
}

std::vector<TitleBudget> titles_in(const json::value& sources, const RulesId& rules) {
    std::vector<TitleBudget> titles;
    const auto* list = sources.if_array();
    if (!list) return titles;
    const Citations cited = citations(sources, "title", rules);
    for (const json::value& one : *list) {
        const auto* object = one.if_object();
        const auto* budget = object ? object->if_contains("budget") : nullptr;
        TitleBudget title;
        if (!budget || !budget->is_object()) continue;
        const std::string name = text_of(*object, "title");
        if (!boost::describe::enum_from_string(name.c_str(), title.title)) continue;
        title.cite = cited.at(name);
        for (const auto& [year, amount] : budget->as_object()) {
            int number = 0;
            std::from_chars(year.data(), year.data() + year.size(), number);
            const auto money = amount.is_string() ? parse_money(std::string_view(amount.as_string())) : std::nullopt;
            if (well_formed_year(number) && money) title.amounts[number] = *money;
        }
        titles.push_back(std::move(title));
    }
    return titles;
}

}  // namespace

std::vector<TitleBudget> budget_of_text(const RulesAdopted& adopted) {
    const json::value sources = adopted.sources ? json::parse(adopted.sources->text) : json::value();
    auto titles = titles_in(sources, adopted.rules);
    if (titles.empty() && shipped_as(adopted.rules.text))
        titles = titles_in(all_shipped().back().adopted().at("sources"), adopted.rules);
    return titles;
}

std::vector<std::string> shipped_editions() {
    std::vector<std::string> names;
    for (const ShippedRules& one : all_shipped()) names.push_back(one.rules());
    return names;
}

std::string_view shipped_rules(std::string_view rules) {
    const ShippedRules* found = shipped_as(rules);
    return found ? found->line : std::string_view();
}

Edition::Edition(const RulesAdopted& adopted) : rules_(adopted.rules), shipped_(shipped_as(adopted.rules.text)) {
    const json::value sources = adopted.sources ? json::parse(adopted.sources->text) : json::value();
    parameters_ = citations(sources, "parameter", rules_);
    steps_ = citations(sources, "step", rules_);
    take_readings(sources, parameters_, readings_);
    if (!shipped_) return;
    const json::object& shipped = shipped_->adopted();
    const json::value taken = members_to_json(*adopted.parameters);
    Citations of_shipped;
    for (const auto& [path, cited] : citations(shipped.at("sources"), "parameter", rules_))
        if (!parameters_.contains(path) && value_at(shipped.at("parameters"), path) == value_at(taken, path))
            of_shipped.emplace(path, cited);
    take_readings(shipped.at("sources"), of_shipped, readings_);
    parameters_.merge(of_shipped);
}

std::vector<OpenReading> Edition::open_readings() const {
    std::vector<OpenReading> readings;
    for (const auto& [path, reading] : readings_) readings.push_back(reading);
    return readings;
}

Citation Edition::of_parameter(const std::string& path) const {
    const Citation* found = covering(parameters_, path);
    return found ? *found : unsourced();
}

Citation Edition::of_step(const std::string& name, const Citation& written) const {
    if (const auto found = steps_.find(name); found != steps_.end()) return found->second;
    if (!shipped_) return unsourced();
    return {written.section, written.status, rules_.text, {}};
}

}  // namespace ipep

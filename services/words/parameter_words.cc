#include "services/words/parameter_words.h"

#include <boost/json.hpp>

#include "events/event_json.h"
#include "events/json_walk.h"
#include "services/words/language.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

namespace json = boost::json;
using Shown = std::vector<std::pair<std::string, std::string>>;

// Numbers as people write them; the names of a choice in words, other names as they are.
std::string shown_parameter(const std::string& path, const json::value& value) {
    if (value.is_number()) {
        const auto number = value.to_number<std::int64_t>();
        const bool is_year = path.starts_with("quality.countedFromYear.") && number >= kFirstCalendarYear;
        return is_year ? std::to_string(number) : shown_count(number);
    }
    if (const auto* text = value.if_string()) {
        const std::string given(*text);
        const bool number = given.find_first_not_of("0123456789.-") == std::string::npos;
        if (number) return shown_decimal(given);
        return given.find('/') != std::string::npos || path == "currency" ? given : spoken(given);
    }
    std::string all;
    for (const json::value& item : value.as_array()) {
        const auto* pair = item.if_array();
        all += all.empty() ? "" : pair ? " ; " : " ";
        if (pair)
            all += shown_parameter(path, pair->at(0)) + " → " + shown_parameter(path, pair->at(1));
        else
            all += std::string(item.as_string());
    }
    return all;
}

// "Part des usagers …, expected to go up (snds)".
std::string shown_indicator(const json::object& entry) {
    const auto text = [&](const char* member) { return std::string(entry.at(member).as_string()); };
    return fill(tr("{name}: {evolution} ({source})"),
                {{"name", text("name")}, {"evolution", spoken(text("evolution"))}, {"source", spoken(text("source"))}});
}

void add(Shown& all, const std::string& path, const json::value& value) {
    if (const auto* object = value.if_object()) {
        for (const auto& [name, member] : *object)
            add(all, (path.empty() ? "" : path + '.') + std::string(name), member);
        return;
    }
    const auto* list = value.if_array();
    if (list && !list->empty() && list->front().is_object()) {  // the catalogue of indicators
        for (const json::value& entry : *list)
            all.emplace_back(path + '.' + std::string(entry.at("id").as_string()), shown_indicator(entry.as_object()));
        return;
    }
    all.emplace_back(path, shown_parameter(path, value));
}

}  // namespace

Shown shown_parameters(const Parameters& parameters) {
    Shown all;
    add(all, "", members_to_json(parameters));
    return all;
}

std::string shown_choice(const std::string& json) {
    if (json.empty()) return "–";
    std::string text = json;
    std::erase(text, '"');
    if (text.find_first_not_of("0123456789.-") == std::string::npos) return shown_decimal(text);
    return json.starts_with('"') && !text.contains('/') ? spoken(text) : text;
}

}  // namespace ipep

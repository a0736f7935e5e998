#include "services/http/accepted.h"

#include <algorithm>

namespace ipep::http {
namespace {

struct Offered {
    const char* name;
    const char* type;
};

// In the order of preference where a reader has none.
std::vector<Offered> forms_of(const Resource& resource) {
    std::vector<Offered> forms{{"json", resource.type}, {"json", "application/json"}, {"text", "text/plain"}};
    if (resource.has_table) forms.push_back({"csv", "text/csv"});
    if (std::string_view(resource.command) == "events") forms.push_back({"stream", "text/event-stream"});
    // Only a derivation is drawn; a browser, which asks for a page first, is shown others as text.
    forms.push_back({"html", "text/html"});
    forms.push_back({"dot", "text/vnd.graphviz"});
    return forms;
}

struct Range {
    std::string type;     // "text/csv", "text/*", "*/*"
    int thousandths = 0;  // how welcome
};

std::string_view part_of(std::string_view& rest, char end) {
    const auto at = std::min(rest.find(end), rest.size());
    const std::string_view part = without_spaces(rest.substr(0, at));
    rest.remove_prefix(std::min(at + 1, rest.size()));
    return part;
}

// "0.85" in thousandths; nothing where it is none of 0 to 1.
std::optional<int> weight_of(std::string_view text) {
    std::string digits(part_of(text, '.'));
    if (digits != "0" && digits != "1") return std::nullopt;
    if (text.size() > 3 || text.find_first_not_of("0123456789") != text.npos) return std::nullopt;
    digits += std::string(text) + std::string(3 - text.size(), '0');
    const int weight = std::stoi(digits);
    return weight <= 1000 ? std::optional(weight) : std::nullopt;
}

// One of the ranges an Accept lists; nothing where it is none.
std::optional<Range> range_of(std::string_view text) {
    Range range{in_small_letters(part_of(text, ';')), 1000};
    const auto slash = range.type.find('/');
    if (slash == 0 || slash == std::string::npos || slash + 1 == range.type.size()) return std::nullopt;
    while (!text.empty()) {
        const std::string parameter = in_small_letters(part_of(text, ';'));
        if (!parameter.starts_with("q=")) continue;
        const auto weight = weight_of(std::string_view(parameter).substr(2));
        if (!weight) return std::nullopt;
        range.thousandths = *weight;
    }
    return range;
}

std::vector<Range> ranges_of(std::string_view accept) {
    std::vector<Range> ranges;
    while (!accept.empty())
        if (auto range = range_of(part_of(accept, ','))) ranges.push_back(std::move(*range));
    return ranges;
}

// How exactly a range names a type; 0 where it does not.
int names(const std::string& range, std::string_view type) {
    type = type.substr(0, type.find(';'));
    if (range == type) return 3;
    if (range == "*/*") return 1;
    return range.ends_with("/*") && type.starts_with(std::string_view(range).substr(0, range.size() - 1)) ? 2 : 0;
}

}  // namespace

std::optional<std::string> accepted_form(const Resource& resource, std::string_view accept) {
    const std::vector<Range> ranges = ranges_of(accept);
    if (ranges.empty()) return "json";
    const char* best = nullptr;
    int best_weight = 0;
    std::size_t best_place = 0;
    for (const Offered& form : forms_of(resource)) {
        int exact = 0;
        std::size_t place = 0;
        for (std::size_t i = 0; i < ranges.size(); ++i)
            if (const int found = names(ranges[i].type, form.type); found > exact) {
                exact = found;
                place = i;
            }
        const int weight = exact == 0 ? 0 : ranges[place].thousandths;
        if (weight < best_weight || weight == 0 || (weight == best_weight && place >= best_place)) continue;
        best = form.name;
        best_weight = weight;
        best_place = place;
    }
    return best ? std::optional<std::string>(best) : std::nullopt;
}

std::string offered_types(const Resource& resource) {
    const std::string type = resource.type;
    if (!type.starts_with("application/json")) return type.substr(0, type.find(';'));
    return type + (resource.has_table ? ", text/csv" : "") + ", text/plain";
}

}  // namespace ipep::http

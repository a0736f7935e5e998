#include "projections/parameter_source.h"

#include <boost/json.hpp>

#include "shipped_rules.h"

namespace ipep {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, const char* member) {
    const auto* value = object.if_contains(member);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

// Other shapes of `sources` are kept with the fact and shown as they are, but name no parameter.
void take(const json::value& sources, std::map<std::string, ParameterSource>& known) {
    const auto* list = sources.if_array();
    if (!list) return;
    for (const json::value& one : *list)
        if (const auto* object = one.if_object(); object && object->contains("parameter"))
            known[text_of(*object, "parameter")] = {text_of(*object, "section"), text_of(*object, "status"),
                                                    text_of(*object, "quotation")};
}

}  // namespace

std::string_view shipped_rules() { return kShippedRules; }

ParameterSources::ParameterSources(const std::optional<Json>& sources) {
    take(json::parse(shipped_rules()).at("fact").at("rulesAdopted").at("sources"), known_);
    if (sources) take(json::parse(sources->text), known_);
}

const ParameterSource& ParameterSources::of(const std::string& path) const {
    static const ParameterSource unknown{"", "assumed", ""};
    for (std::string at = path; !at.empty(); at.resize(at.find_last_of('.') == std::string::npos ? 0 : at.find_last_of('.')))
        if (const auto found = known_.find(at); found != known_.end()) return found->second;
    return unknown;
}

}  // namespace ipep

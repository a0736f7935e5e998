#include "services/histories/adopted_rules_text.h"

#include <boost/json.hpp>

#include "events/byte_order_mark.h"
#include "events/event_json.h"
#include "events/fact_json.h"

namespace ipep {
namespace {

namespace json = boost::json;

// A line that is no adoption is refused as what it is taken for, a body.
Verdict<std::vector<RulesAdopted>> of_line(std::string_view text) {
    RecordFact line = IPEP_TRY(parse_fact(text));
    if (auto* rules = std::get_if<RulesAdopted>(&line.fact)) return std::vector<RulesAdopted>{std::move(*rules)};
    return std::vector<RulesAdopted>{IPEP_TRY(parse_rules(text))};
}

// Where an adoption stands in the log is no part of what it says.
Verdict<std::vector<RulesAdopted>> of_answer(const json::array& versions) {
    std::vector<RulesAdopted> adopted;
    for (const json::value& one : versions) {
        json::value body = one;
        if (body.is_object())
            for (const char* place : {"position", "on"}) body.as_object().erase(place);
        adopted.push_back(IPEP_TRY(parse_rules(json::serialize(body))));
    }
    return adopted;
}

}  // namespace

Verdict<std::vector<RulesAdopted>> parse_adopted_rules(std::string_view text) {
    boost::system::error_code malformed;
    const json::value told = json::parse(without_byte_order_mark(text), malformed);
    if (!malformed && told.is_object()) {
        const json::object& members = told.as_object();
        if (members.contains("fact")) return of_line(without_byte_order_mark(text));
        if (const auto* versions = members.if_contains("rules"); versions && versions->is_array())
            return of_answer(versions->as_array());
    }
    return std::vector<RulesAdopted>{IPEP_TRY(parse_rules(text))};
}

}  // namespace ipep

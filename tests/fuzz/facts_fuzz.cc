// Any text is a fact or a refusal with a sentence; a fact printed as a line is read as the same fact.
#include <boost/json.hpp>

#include "events/event_json.h"
#include "events/fact_json.h"
#include "events/json_walk.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace ipep;

std::string line_of(const RecordFact& one) {
    boost::json::object line{{"key", one.key.text}, {"on", to_text(one.on)}};
    if (one.source) line["source"] = members_to_json(*one.source);
    line["fact"] = kind_to_json(one.fact);
    return boost::json::serialize(line);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::Input(data, size).rest();
    if (const auto node = parse_strict(text)) {
        const std::string printed = json_text(*node);
        const auto again = parse_strict(printed);
        fuzz::claim(again && json_text(*again) == printed, "JSON read strictly has one text");
    }
    const auto fact = parse_fact(text);
    if (!fact) {
        fuzz::claim(!fact.error().sentence().empty(), "a refusal has a sentence");
        return 0;
    }
    const auto again = parse_fact(line_of(*fact));
    fuzz::claim(again.has_value(), "a fact's own line is read");
    fuzz::claim(
        again->key == fact->key && again->on == fact->on && again->source == fact->source && again->fact == fact->fact,
        "a fact's own line says the same");
    return 0;
}

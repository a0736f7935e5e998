#include "services/histories/supposed_facts.h"

#include "events/byte_order_mark.h"
#include "events/fact_json.h"

namespace ipep {

SupposedFacts parse_supposed_facts(std::string_view json_lines) {
    SupposedFacts read;
    json_lines = without_byte_order_mark(json_lines);
    for (std::int64_t line = 1; !json_lines.empty(); ++line) {
        const auto end = std::min(json_lines.find('\n'), json_lines.size());
        const std::string_view text = json_lines.substr(0, end);
        json_lines.remove_prefix(std::min(end + 1, json_lines.size()));
        if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        auto fact = parse_fact(text);
        if (fact) {
            read.facts.push_back({std::move(*fact), line});
        } else {
            fact.error().line = line;
            read.refused.push_back(std::move(fact.error()));
        }
    }
    return read;
}

}  // namespace ipep

#include "services/ledger/fact_lines.h"

#include <algorithm>

#include "events/fact_json.h"

namespace ipep {
namespace {

constexpr std::size_t kLinesTogether = 250;

}  // namespace

FactLines read_lines(std::string_view text, std::int64_t last, bool all) {
    FactLines read;
    read.rest = text;
    read.last = last;
    while (!read.rest.empty() && read.facts.size() + read.refused.size() < kLinesTogether &&
           (all || read.refused.empty())) {
        ++read.last;
        const auto end = std::min(read.rest.find('\n'), read.rest.size());
        const std::string_view line = read.rest.substr(0, end);
        read.rest.remove_prefix(std::min(end + 1, read.rest.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        if (auto command = parse_fact(line)) {
            read.facts.push_back(std::move(*command));
            read.lines.push_back(read.last);
        } else {
            command.error().line = read.last;
            read.refused.push_back(std::move(command.error()));
        }
    }
    return read;
}

}  // namespace ipep

#include "tools/rules_page.h"

#include "events/event_json.h"
#include "projections/parameter_source.h"
#include "services/language.h"
#include "tools/page.h"
#include "tools/style.h"
#include "tools/text_table.h"
#include "services/wording.h"

namespace ipep {
namespace {

namespace json = boost::json;

// Numbers as people write them; the names of a choice in words, other names as they are.
std::string shown_parameter(const std::string& path, const json::value& value) {
    if (value.is_number()) return shown_count(value.to_number<std::int64_t>());
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
        if (pair) all += shown_parameter(path, pair->at(0)) + " → " + shown_parameter(path, pair->at(1));
        else all += std::string(item.as_string());
    }
    return all;
}

void add_rows(TextTable& table, const ParameterSources& sources, const std::string& path, const json::value& value) {
    if (const auto* object = value.if_object()) {
        for (const auto& [name, member] : *object)
            add_rows(table, sources, (path.empty() ? "" : path + '.') + std::string(name), member);
        return;
    }
    const ParameterSource& source = sources.of(path);
    table.row({shortened(spoken(path), 50), shortened(shown_parameter(path, value), 29), source.section,
               tr(source.status)});
}

}  // namespace

std::string rules_page(const RulesAdopted& adopted) {
    TextTable table({{tr("Parameter"), TextTable::Align::left},
                     {tr("Value"), TextTable::Align::left},
                     {tr("Section"), TextTable::Align::left},
                     {tr("Status"), TextTable::Align::left}});
    add_rows(table, ParameterSources(adopted.sources), "", members_to_json(adopted.parameters));
    return strong(fill(tr("{rules}, from result year {year} · {title}"),
                       {{"rules", adopted.rules.text},
                        {"year", std::to_string(adopted.fromYear)},
                        {"title", adopted.title}})) +
           "\n\n" + table.text() + '\n';
}

}  // namespace ipep

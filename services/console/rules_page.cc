// Rules: the versions adopted, side by side, with section, status and quotation of each parameter.
#include "events/event_json.h"
#include "projections/parameter_source.h"
#include "services/console/pages.h"
#include "services/parameter_words.h"
#include "services/wording.h"

namespace ipep {
namespace {

struct Version {
    const AdoptedRules* adopted;
    std::map<std::string, std::string> values;  // by path
};

}  // namespace

ConsolePage rules(const Visit& visit) {
    std::vector<Version> versions;
    std::vector<std::string> paths;
    std::set<std::string> known;
    for (const AdoptedRules& one : visit.book().common().rules) {
        Version& version = versions.emplace_back(&one, std::map<std::string, std::string>());
        for (const auto& [path, value] : shown_parameters(one.noted.value.parameters)) {
            version.values.emplace(path, value);
            if (known.insert(path).second) paths.push_back(path);
        }
    }
    std::vector<Data> heads, rows;
    for (const Version& version : versions) {
        const RulesAdopted& adopted = version.adopted->noted.value;
        Data& head = heads.emplace_back();
        head.set("rules", adopted.rules.text).set("title", adopted.title).set("from", std::to_string(adopted.fromYear));
        head.set("href", visit.link("/events/" + std::to_string(version.adopted->noted.position)));
    }
    const std::optional<Json> sources = versions.empty() ? std::nullopt : versions.back().adopted->noted.value.sources;
    const ParameterSources source(sources);
    std::map<std::string, int> count;
    for (const std::string& path : paths) {
        std::vector<Data> cells;
        const std::string* before = nullptr;
        for (Version& version : versions) {
            const std::string& value = version.values[path];
            cells.emplace_back().set("value", value).set("changed", before && *before != value);
            before = &value;
        }
        const ParameterSource& from = source.of(path);
        ++count[from.status];
        Data& row = rows.emplace_back();
        row.set("name", titled(path)).set("path", path).set("cells", std::move(cells)).set("section", from.section);
        row.set("status", tr(from.status)).set("assumed", from.status == "assumed").set("read", from.status == "read");
        row.set("quotation", from.quotation);
    }
    Data data;
    data.set("versions", std::move(heads)).set("rows", std::move(rows));
    for (const char* status : {"read", "reconstructed", "assumed"}) data.set(status, std::to_string(count[status]));
    return visit.page(Section::rules, tr("Rules"), "rules", std::move(data));
}

}  // namespace ipep

// Rules: the editions adopted, side by side; beside each value the section, status and words it rests on there.
#include "events/event_json.h"
#include "projections/edition.h"
#include "services/console/pages.h"
#include "services/words/explanation_words.h"
#include "services/words/indicator_names.h"
#include "services/words/parameter_words.h"
#include "services/words/wording.h"

namespace ipep {
namespace {

struct Version {
    const AdoptedRules* adopted;
    Edition edition;
    std::map<std::string, std::string> values;  // by path
    std::map<std::string, int> count;           // by status

    explicit Version(const AdoptedRules& one) : adopted(&one), edition(one.noted.value) {
        for (const auto& [path, value] : shown_parameters(one.noted.value.parameters)) {
            values.emplace(path, value);
            ++count[edition.of_parameter(path).status];
        }
    }
};

Data head_of(const Visit& visit, const Version& version) {
    const RulesAdopted& adopted = version.adopted->noted.value;
    std::string counted;
    for (const auto& [status, number] : version.count)
        counted += (counted.empty() ? "" : ", ") + std::to_string(number) + ' ' + tr(status);
    Data head;
    head.set("rules", adopted.rules.text).set("title", adopted.title).set("from", to_text(adopted.fromYear));
    head.set("href", visit.link("/events/" + std::to_string(version.adopted->noted.position))).set("counted", counted);
    return head;
}

// `before`: the value in the version before; null in the first.
Data cell_of(const Version& version, const std::string& path, const std::string* before) {
    Data cell;
    const auto value = version.values.find(path);
    const bool is_there = value != version.values.end();
    cell.set("value", is_there ? value->second : "")
        .set("changed", before && *before != (is_there ? value->second : ""));
    if (!is_there) return cell;
    const Citation cite = version.edition.of_parameter(path);
    cell.set("section", cite.section).set("status", tr(cite.status)).set("quotation", cite.quotation);
    cell.set("doubtful", is_doubtful(cite.status)).set("read", cite.status == "read");
    return cell;
}

}  // namespace

ConsolePage rules(const Visit& visit) {
    std::vector<Version> versions;
    std::vector<std::string> paths;
    std::set<std::string> known;
    for (const AdoptedRules& one : visit.book().common().rules) {
        versions.emplace_back(one);
        for (const auto& [path, value] : shown_parameters(one.noted.value.parameters))
            if (known.insert(path).second) paths.push_back(path);
    }
    const RulesAdopted* adopted_last = rules_naming(visit.book().common(), {});
    std::vector<Data> heads, rows;
    for (const Version& version : versions) heads.push_back(head_of(visit, version));
    for (const std::string& path : paths) {
        std::vector<Data> cells;
        std::optional<std::string> before;
        for (const Version& version : versions) {
            cells.push_back(cell_of(version, path, before ? &*before : nullptr));
            const auto value = version.values.find(path);
            before = value == version.values.end() ? "" : value->second;
        }
        const std::string meant = name_of({path.substr(path.find_last_of('.') + 1)}, adopted_last);
        Data& row = rows.emplace_back().set("name", titled(path)).set("path", path).set("meaning", meant);
        row.set("cells", std::move(cells));
    }
    Data data;
    data.set("versions", std::move(heads)).set("rows", std::move(rows));
    data.set("simulation_href", visit.rights.reads_all() ? visit.link("/rules/simulation") : "");
    data.set("readings_href", visit.link("/rules/readings")).set("unsourced_href", visit.link("/rules/unsourced"));
    return visit.page(Section::rules, tr("Rules"), "rules", std::move(data));
}

}  // namespace ipep

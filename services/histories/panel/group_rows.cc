#include "services/histories/panel/line.h"
#include "services/histories/panel/state_rows.h"

namespace ipep::panel {

void write_groups(RowSink& to, const Book& book, const Survey& survey, const Descriptions& descriptions,
                  std::int64_t threshold, Pseudonyms& pseudonyms) {
    Line line;
    for (const GroupementId& id : book.groupements()) {
        const GroupState& page = *book.find(id);
        const GroupementAdmitted& admitted = page.admission.value;
        const Described& shown = descriptions.of(id);
        bool masked = survey.withholds(id);
        const auto count = [&](std::int64_t persons) {
            masked = masked || persons < threshold;
            persons < threshold ? line.none() : line.add(persons);
        };
        const auto since = [](const auto& noted) { return noted ? std::optional(noted->on) : std::nullopt; };
        line.begin().add(pseudonyms.groupement(id.text)).add(pseudonyms.cpam(admitted.cpam.text));
        line.add(shown.name ? std::string_view(admitted.name) : "");
        line.add(shown.legal_form ? std::string_view(admitted.legalForm) : "");
        line.add(shown.region ? std::string_view(admitted.region) : "");
        line.add(admitted.wave).add(admitted.firstYear);
        const ResultYear last = book.last_result_year(page);
        line.add(last < admitted.firstYear ? std::nullopt : std::optional(last));
        line.add_whether(page.withdrawal.has_value()).add(page.admission.on);
        line.add(since(page.convention)).add(since(page.roadmap));
        count(admitted.referringPhysicians);
        count(admitted.patients);
        page.assessment ? count(page.assessment->value.patients) : void(line.none());
        line.add(survey.withholds(id) ? std::nullopt : page.seedCredit);
        to.row(line.add_whether(masked).row());
    }
}

}  // namespace ipep::panel

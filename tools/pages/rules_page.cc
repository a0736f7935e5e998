#include "tools/pages/rules_page.h"

#include "projections/edition.h"
#include "services/words/language.h"
#include "services/words/parameter_words.h"
#include "services/words/wording.h"
#include "tools/pages/page.h"
#include "tools/pages/style.h"
#include "tools/pages/text_table.h"

namespace ipep {

std::string rules_page(const RulesAdopted& adopted) {
    TextTable table({{tr("Parameter"), TextTable::Align::left},
                     {tr("Value"), TextTable::Align::left},
                     {tr("Section"), TextTable::Align::left},
                     {tr("Status"), TextTable::Align::left}});
    const Edition edition(adopted);
    for (const auto& [path, value] : shown_parameters(adopted.parameters)) {
        const Citation cite = edition.of_parameter(path);
        table.row({shortened(spoken(path), 50), shortened(value, 29), cite.section, tr(cite.status)});
    }
    return strong(
               fill(tr("{rules}, from result year {year} · {title}"),
                    {{"rules", adopted.rules.text}, {"year", to_text(adopted.fromYear)}, {"title", adopted.title}})) +
           "\n\n" + table.text() + '\n';
}

}  // namespace ipep

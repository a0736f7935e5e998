#include "services/words/indicator_names.h"

#include <indicators_data.h>
#include <toml++/toml.h>

#include "services/words/language.h"

namespace ipep {

std::string named(const IndicatorId& indicator) {
    static const toml::table catalogue = toml::parse(std::string_view(kIndicators));
    const auto entry = catalogue[indicator.text];
    const auto name = entry[language() == Language::french ? "name" : "gloss"].value<std::string>();
    return name ? indicator.text + ' ' + *name : indicator.text;
}

}  // namespace ipep

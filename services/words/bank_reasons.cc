#include "services/words/bank_reasons.h"

#include <bank_reasons_data.h>
#include <toml++/toml.h>

#include <sstream>

#include "services/words/language.h"

namespace ipep {

std::string spoken_reason(const std::string& told) {
    static const toml::table known = toml::parse(std::string_view(kBankReasons));
    std::istringstream words(told);
    std::string word;
    for (int at = 0; at < 2 && words >> word; ++at) {  // "AC04 …", or with the status before it: "RJCT AC01 …"
        const auto said = known[word][language() == Language::french ? "fr" : "en"].value<std::string>();
        if (said) return *said + " (" + told + ')';
    }
    return told;
}

}  // namespace ipep

// Language: French for its readers, English at hand. Sentences go through gettext (tools/locale/fr/*.po); amounts, days
// and signs follow the language.
//
// Shape:   `--lang fr|en` chooses for the program; else French where the locale is French, English otherwise. A server
//          answers each request in its own: `const Speaking french(Language::french);` holds to the end of the scope.
// Threads: choose once, before others start; each thread speaks for itself.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/day.h"
#include "ledger/total.h"

namespace ipep {

enum class Language : std::uint8_t { english, french };

// Before any text is printed. An empty wish asks the locale, "fr_FR.UTF-8".
void choose_language(const std::string& wish, const std::string& locale = {});
// The one of the innermost Speaking on this thread, else the one chosen.
Language language();

class Speaking {
public:
    explicit Speaking(Language language);
    ~Speaking();
    Speaking(const Speaking&) = delete;
    Speaking& operator=(const Speaking&) = delete;

private:
    std::optional<Language> before_;
};

// The translation of an English sentence of the catalogue.
std::string tr(std::string_view english);

// A sentence with its {names} filled in.
std::string fill(const std::string& sentence, std::vector<std::pair<std::string, std::string>> arguments);

std::string shown(Total amount);                                               // "1 234,56" or "1,234.56"
std::string with_currency(Total amount, const std::string& currency = "EUR");  // "1 234,56 €" or "€1,234.56"
std::string shown_count(std::int64_t count);
std::string shown_decimal(std::string_view decimal);  // "33.431372" with the language's point, digits grouped
std::string shown(Day day);                           // "31/05/2022" or "2022-05-31"

}  // namespace ipep

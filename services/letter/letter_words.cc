#include "services/letter/letter_words.h"

#include <letter_words_data.h>
#include <toml++/toml.h>
#include <libnumbertext/Numbertext.hxx>

#include "ledger/check.h"
#include "services/words/language.h"

namespace ipep {
namespace {

const toml::table& words() {
    static const toml::table read = toml::parse(std::string_view(kLetterWords));
    return read;
}

std::string spelled(std::string number) {
    thread_local Numbertext spelling = [] {
        Numbertext one;
        IPEP_CHECK(one.load("fr", NUMBERTEXT_FRENCH));
        return one;
    }();
    spelling.numbertext(number, "fr");
    return number;
}

}  // namespace

std::string letter_words(std::string_view path, std::vector<std::pair<std::string, std::string>> arguments) {
    const auto sentence = words().at_path(path).value<std::string>();
    IPEP_CHECK(sentence, "path", std::string(path));
    return fill(*sentence, std::move(arguments));
}

std::string day_in_words(Day day) {
    const std::string iso = to_text(day);
    const std::size_t month = std::stoul(iso.substr(5, 2));
    const std::string number = std::to_string(std::stoul(iso.substr(8, 2)));
    return (number == "1" ? letter_words("first_day") : number) + ' ' +
           letter_words("months[" + std::to_string(month - 1) + ']') + ' ' + iso.substr(0, 4);
}

std::string amount_in_figures(Money amount) {
    const Speaking french(Language::french);
    return shown(amount);
}

std::string amount_in_words(Money amount) {
    IPEP_CHECK(amount >= Money(), "amount", amount);
    const std::int64_t euros = amount.cents() / 100, cents = amount.cents() % 100;
    const std::string whole = spelled("EUR " + std::to_string(euros));
    if (cents == 0) return whole;
    // Spelled by itself: behind euros the library forgets that quatre-vingts agrees.
    const std::string rest =
        letter_words(cents == 1 ? "amount.cent" : "amount.cents", {{"cents", spelled(std::to_string(cents))}});
    return euros == 0 ? rest : letter_words("amount.both", {{"euros", whole}, {"cents", rest}});
}

}  // namespace ipep

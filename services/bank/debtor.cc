#include "services/bank/debtor.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "ledger/personal.h"
#include "services/bank/sepa_text.h"
#include "services/words/code.h"

namespace ipep {
namespace {

constexpr std::string_view kKeys[] = {"name", "iban", "bic", "batch_booking"};

Verdict<std::string> text_of_key(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (!node) return refuse(code::debtor_key_missing, {{"key", std::string(key)}});
    if (!node->is_string())
        return refuse(code::debtor_key_invalid, {{"key", std::string(key)}, {"what", "a text between quotes"}});
    return node->ref<std::string>();
}

// An account number is copied in groups of four.
std::string without_blanks(std::string text) {
    std::erase(text, ' ');
    return text;
}

Verdict<Debtor> debtor_of(const toml::table& table) {
    for (const auto& [key, value] : table)
        if (std::ranges::find(kKeys, key.str()) == std::end(kKeys))
            return refuse(code::debtor_key_unknown, {{"key", std::string(key.str())}});
    Debtor debtor;
    for (const auto& [key, to] : {std::pair{"name", &debtor.name}, {"iban", &debtor.iban}, {"bic", &debtor.bic}}) {
        auto text = IPEP_TRY(text_of_key(table, key));
        *to = std::move(text);
    }
    debtor.iban = without_blanks(debtor.iban);
    if (sepa_text(debtor.name, kNameLimit).empty())
        return refuse(code::debtor_key_invalid,
                      {{"key", "name"}, {"what", "a name that can be written in Latin letters"}});
    if (!iban_checks(debtor.iban))
        return refuse(code::debtor_key_invalid, {{"key", "iban"}, {"what", "an IBAN whose keys check"}});
    if (!bic_checks(debtor.bic))
        return refuse(code::debtor_key_invalid, {{"key", "bic"}, {"what", "a BIC of 8 or 11 characters"}});
    if (const toml::node* node = table.get("batch_booking")) {
        if (!node->is_boolean())
            return refuse(code::debtor_key_invalid, {{"key", "batch_booking"}, {"what", "true or false"}});
        debtor.batch_booking = node->ref<bool>();
    }
    return debtor;
}

}  // namespace

Verdict<Debtor> parse_debtor(std::string_view toml) {
    try {
        return debtor_of(toml::parse(toml));
    } catch (const toml::parse_error& error) {
        return refuse(code::debtor_malformed, {{"line", std::to_string(error.source().begin.line)}});
    }
}

Verdict<Debtor> read_debtor(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad())
        return refuse(code::file_unreadable, {{"path", path}, {"what", std::strerror(errno)}});
    return parse_debtor(text);
}

}  // namespace ipep

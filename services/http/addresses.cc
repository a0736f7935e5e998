#include "services/http/addresses.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "services/words/code.h"

namespace ipep::http {
namespace {

constexpr std::size_t kLongest = 254;
constexpr char kPlain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_+'";

}  // namespace

bool is_address(std::string_view text) {
    const auto at = text.find('@');
    if (text.size() > kLongest || at == 0 || at == std::string_view::npos || at + 1 == text.size()) return false;
    return text.substr(0, at).find_first_not_of(kPlain) == std::string_view::npos &&
           text.substr(at + 1).find_first_not_of(kPlain) == std::string_view::npos;
}

Verdict<std::map<PersonId, std::string>> read_addresses(const std::string& path) {
    std::ifstream file(path);
    if (!file) return refuse(code::config_unreadable, {{"path", path}, {"what", std::strerror(errno)}});
    std::map<PersonId, std::string> addresses;
    std::int64_t number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        std::istringstream words(line);
        std::string person, address, rest;
        words >> person >> address;
        if (person.empty() || person.starts_with('#')) continue;
        const bool is_good = well_formed(person) && is_address(address) && !(words >> rest);
        if (!is_good || !addresses.emplace(PersonId{person}, address).second)
            return refuse(code::config_unreadable, {{"path", path}, {"what", "line " + std::to_string(number)}});
    }
    return addresses;
}

}  // namespace ipep::http

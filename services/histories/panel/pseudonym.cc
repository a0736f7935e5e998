#include "services/histories/panel/pseudonym.h"

#include <openssl/hmac.h>

#include <cstring>
#include <fstream>
#include <iterator>

#include "events/seal.h"
#include "services/words/code.h"

namespace ipep::panel {

Verdict<Pseudonyms> Pseudonyms::read(const std::string& key_path) {
    Pseudonyms pseudonyms;
    if (key_path.empty()) return pseudonyms;
    errno = 0;
    std::ifstream file(key_path, std::ios::binary);
    std::string key{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad())
        return refuse(code::file_unreadable, {{"path", key_path}, {"what", std::strerror(errno)}});
    while (key.ends_with('\n') || key.ends_with('\r')) key.pop_back();
    if (key.empty()) return refuse(code::pseudonym_key_empty, {{"path", key_path}});
    pseudonyms.key_ = std::move(key);
    return pseudonyms;
}

std::string Pseudonyms::once(char letter, const char* kind, std::string_view identity) const {
    if (!hide() || identity.empty()) return std::string(identity);
    const std::string text = std::string(kind) + '\0' + std::string(identity);
    unsigned char code[32];
    unsigned size = sizeof code;
    ::HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), code, &size);
    return letter + to_hex({reinterpret_cast<const char*>(code), 8});
}

std::string_view Pseudonyms::of(char letter, const char* kind, std::string_view identity) {
    if (!hide()) return identity;
    const auto [at, fresh] = known_.try_emplace(letter + std::string(identity));
    if (fresh) at->second = once(letter, kind, identity);
    return at->second;
}

}  // namespace ipep::panel

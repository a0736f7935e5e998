// Pseudonym: a name that stands for an identity, the same in every release made with the same key, and nothing without
//            it.
//
// Shape:  "P", "C", "O", "K" or "S" (groupement, CPAM, order, key of a fact, source) and 16 hexadecimal digits:
//         HMAC-SHA-256(key, kind ‖ 0 ‖ identity), cut to 64 bits.
// Errors: file_unreadable; pseudonym_key_empty. A line break at the end of the key file is no part of the key.
// Source: contract, `export panel`; RFC 2104; GDPR 4(5): whoever holds the key can tell, so it stays apart.
#pragma once

#include <string>
#include <unordered_map>

#include "ledger/rejection.h"

namespace ipep::panel {

class Pseudonyms {
public:
    // Without a file every identity stands for itself.
    static Verdict<Pseudonyms> read(const std::string& key_path);

    bool hide() const { return !key_.empty(); }
    std::string_view groupement(std::string_view identity) { return of('P', "groupement", identity); }
    std::string_view cpam(std::string_view identity) { return of('C', "cpam", identity); }

    // Of these there are many: none is remembered. Nothing stays nothing.
    std::string order(std::string_view identity) const { return once('O', "order", identity); }
    std::string key(std::string_view identity) const { return once('K', "key", identity); }
    std::string source(std::string_view identity) const { return once('S', "source", identity); }

private:
    std::string once(char letter, const char* kind, std::string_view identity) const;
    // Without a key the identity itself; else a text that lives as long as this.
    std::string_view of(char letter, const char* kind, std::string_view identity);

    std::string key_;
    std::unordered_map<std::string, std::string> known_;
};

}  // namespace ipep::panel

// WebToken: a signed JSON Web Token of an OpenID Connect provider, checked against its published keys.
//
// Shape:  RS256, ES256 and EdDSA (Ed25519); the key's own kind decides, the header must agree, `none` never does.
// Checks: signature, iss, aud, exp (required), nbf; of an ID token azp, nonce, iat and at_hash besides; a minute of
//         leeway for clocks that differ.
// Errors: why it is not good, in words; nothing is said about a token beyond that.
// Source: RFC 7515, 7517, 7518 §3, 7519, 8037, 8725; OpenID Connect Core §3.1.3.7.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/http/configuration.h"

struct evp_pkey_st;

namespace ipep::http {

class KeySet {
public:
    // Keys it cannot use (other kinds, for encryption) are left out. Errors: what is wrong with the document.
    static std::expected<KeySet, std::string> parse(std::string_view jwks);

    struct Holder {
        std::string person;      // the person's claim
        std::int64_t until = 0;  // the token is no longer good then, the leeway included
    };
    // Of a good token. `now` in seconds since 1970.
    std::expected<Holder, std::string> holder_of(std::string_view token, const Oidc& wanted, std::int64_t now) const;

    // What an ID token answers: the sign-in it was asked for by, and the access token that came with it.
    struct Asked {
        std::string_view nonce, access_token;
    };
    // Of a good ID token for this client; what is good of a bearer is none.
    std::expected<Holder, std::string> signed_in(std::string_view token, const Oidc& wanted, const Asked& asked,
                                                 std::int64_t now) const;
    std::size_t size() const { return keys_.size(); }

private:
    struct Key {
        std::string id, algorithm;
        std::shared_ptr<evp_pkey_st> key;
    };
    struct Signed;
    // What a token says that one of the keys signed.
    std::expected<Signed, std::string> open(std::string_view token) const;

    std::vector<Key> keys_;
};

}  // namespace ipep::http

#include "services/http/web_token.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <boost/json.hpp>
#include <optional>

#include "events/encoding.h"
#include "services/http/text_member.h"

namespace ipep::http {
namespace {

namespace json = boost::json;

constexpr std::int64_t kLeeway = 60;
constexpr std::size_t kLongest = 8192;

using Pkey = std::shared_ptr<EVP_PKEY>;

std::optional<json::object> object_of(std::string_view text) {
    boost::system::error_code error;
    const json::value value = json::parse(text, error);
    return !error && value.is_object() ? std::optional(value.as_object()) : std::nullopt;
}

Pkey key_from(const char* kind, OSSL_PARAM_BLD* builder) {
    const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> parameters(OSSL_PARAM_BLD_to_param(builder),
                                                                             OSSL_PARAM_free);
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr), EVP_PKEY_CTX_free);
    EVP_PKEY* key = nullptr;
    if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return nullptr;
    return {key, EVP_PKEY_free};
}

struct Number {
    explicit Number(const std::string& bytes)
        : value(
              BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr),
              BN_free) {}
    std::unique_ptr<BIGNUM, decltype(&BN_free)> value;
};

using Builder = std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)>;

Pkey rsa_key(const std::string& modulus, const std::string& exponent) {
    const Number n(modulus), e(exponent);
    if (BN_num_bits(n.value.get()) < 2048) return nullptr;  // RFC 7518 §3.3
    const Builder builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.value.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.value.get());
    return key_from("RSA", builder.get());
}

Pkey p256_key(const std::string& x, const std::string& y) {
    if (x.size() != 32 || y.size() != 32) return nullptr;
    const std::string point = '\4' + x + y;
    const Builder builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    return key_from("EC", builder.get());
}

Pkey ed25519_key(const std::string& x) {
    if (x.size() != 32) return nullptr;
    return {
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(x.data()), 32),
        EVP_PKEY_free};
}

// JWS has r and s of 32 bytes each, OpenSSL wants them in DER.
std::string der_signature(std::string_view signature) {
    if (signature.size() != 64) return {};
    const auto* bytes = reinterpret_cast<const unsigned char*>(signature.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(ECDSA_SIG_new(), ECDSA_SIG_free);
    ECDSA_SIG_set0(pair.get(), BN_bin2bn(bytes, 32, nullptr), BN_bin2bn(bytes + 32, 32, nullptr));
    unsigned char* der = nullptr;
    const int length = i2d_ECDSA_SIG(pair.get(), &der);
    if (length <= 0) return {};
    std::string text(reinterpret_cast<char*>(der), static_cast<std::size_t>(length));
    OPENSSL_free(der);
    return text;
}

bool is_signed(EVP_PKEY* key, const std::string& algorithm, std::string_view text, std::string_view signature) {
    const std::string der = algorithm == "ES256" ? der_signature(signature) : std::string(signature);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const EVP_MD* digest = algorithm == "EdDSA" ? nullptr : EVP_sha256();
    return EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(der.data()), der.size(),
                            reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

bool names(const json::value* audience, const std::string& wanted) {
    if (!audience) return false;
    if (audience->is_string()) return audience->as_string() == wanted;
    return audience->is_array() && std::ranges::any_of(audience->as_array(), [&](const json::value& one) {
               return one.is_string() && one.as_string() == wanted;
           });
}

// Seconds since 1970; a provider may write them with a fraction.
std::optional<std::int64_t> time_of(const json::object& claims, std::string_view name) {
    const json::value* value = claims.if_contains(name);
    if (!value) return std::nullopt;
    boost::system::error_code error;
    const auto seconds =
        value->is_double() ? static_cast<std::int64_t>(value->get_double()) : value->to_number<std::int64_t>(error);
    return error ? std::nullopt : std::optional(seconds);
}

// The digest that an access token is named by (OpenID Connect Core §3.1.3.6).
std::string half_digest(const std::string& algorithm, std::string_view text) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    std::size_t size = 0;
    const char* name = algorithm == "EdDSA" ? "SHA512" : "SHA256";
    if (EVP_Q_digest(nullptr, name, nullptr, text.data(), text.size(), digest, &size) != 1) return {};
    return base64url({reinterpret_cast<char*>(digest), size / 2});
}

std::expected<KeySet::Holder, std::string> holder_in(const json::object& claims, const Oidc& wanted,
                                                     const std::string& audience, std::int64_t now) {
    if (text_member(claims, "iss") != wanted.issuer) return std::unexpected("another issuer");
    if (audience.empty() || !names(claims.if_contains("aud"), audience))
        return std::unexpected("not meant for this service");
    const auto until = time_of(claims, "exp");
    if (!until || *until + kLeeway <= now) return std::unexpected("expired");
    if (const auto from = time_of(claims, "nbf"); claims.contains("nbf") && (!from || *from > now + kLeeway))
        return std::unexpected("not valid yet");
    std::string person = text_member(claims, wanted.person_claim);
    if (!well_formed(person)) return std::unexpected("no person in `" + wanted.person_claim + "`");
    return KeySet::Holder{std::move(person), *until + kLeeway};
}

}  // namespace

std::expected<KeySet, std::string> KeySet::parse(std::string_view jwks) {
    const auto document = object_of(jwks);
    if (!document || !document->contains("keys") || !document->at("keys").is_array())
        return std::unexpected("no JWKS: an object with `keys`");
    KeySet set;
    for (const json::value& one : document->at("keys").as_array()) {
        if (!one.is_object()) continue;
        const json::object& key = one.as_object();
        const auto part = [&](const char* name) { return from_base64url(text_member(key, name)).value_or(""); };
        if (const std::string use = text_member(key, "use"); !use.empty() && use != "sig") continue;
        const std::string kind = text_member(key, "kty"), curve = text_member(key, "crv");
        Key found{text_member(key, "kid"), {}, nullptr};
        if (kind == "RSA")
            found.algorithm = "RS256", found.key = rsa_key(part("n"), part("e"));
        else if (kind == "EC" && curve == "P-256")
            found.algorithm = "ES256", found.key = p256_key(part("x"), part("y"));
        else if (kind == "OKP" && curve == "Ed25519")
            found.algorithm = "EdDSA", found.key = ed25519_key(part("x"));
        if (const std::string wanted = text_member(key, "alg"); !wanted.empty() && wanted != found.algorithm) continue;
        if (found.key) set.keys_.push_back(std::move(found));
    }
    if (set.keys_.empty()) return std::unexpected("no key of RS256, ES256 or EdDSA in it");
    return set;
}

struct KeySet::Signed {
    json::object claims;
    std::string algorithm;
};

std::expected<KeySet::Signed, std::string> KeySet::open(std::string_view token) const {
    const auto first = token.find('.'), last = token.rfind('.');
    if (token.size() > kLongest || first == std::string_view::npos || first == last ||
        token.find('.', first + 1) != last)
        return std::unexpected("no signed token");
    const auto head = from_base64url(token.substr(0, first));
    const auto claims_text = from_base64url(token.substr(first + 1, last - first - 1));
    const auto signature = from_base64url(token.substr(last + 1));
    const auto header = head ? object_of(*head) : std::nullopt;
    if (!header || !claims_text || !signature) return std::unexpected("no signed token");
    if (header->contains("crit")) return std::unexpected("an extension this service does not know");
    const std::string algorithm = text_member(*header, "alg"), id = text_member(*header, "kid");
    const bool is_good = std::ranges::any_of(keys_, [&](const Key& key) {
        return key.algorithm == algorithm && (id.empty() || key.id.empty() || key.id == id) &&
               is_signed(key.key.get(), algorithm, token.substr(0, last), *signature);
    });
    if (!is_good) return std::unexpected("no key of the provider signed it");
    auto claims = object_of(*claims_text);
    if (!claims) return std::unexpected("no claims");
    return Signed{std::move(*claims), algorithm};
}

std::expected<KeySet::Holder, std::string> KeySet::holder_of(std::string_view token, const Oidc& wanted,
                                                             std::int64_t now) const {
    const auto opened = open(token);
    if (!opened) return std::unexpected(opened.error());
    return holder_in(opened->claims, wanted, wanted.audience, now);
}

std::expected<KeySet::Holder, std::string> KeySet::signed_in(std::string_view token, const Oidc& wanted,
                                                             const Asked& asked, std::int64_t now) const {
    const auto opened = open(token);
    if (!opened) return std::unexpected(opened.error());
    const json::object& claims = opened->claims;
    auto holder = holder_in(claims, wanted, wanted.client_id, now);
    if (!holder) return holder;
    const json::value& audience = claims.at("aud");
    const bool is_for_several = audience.is_array() && audience.as_array().size() > 1;
    if ((is_for_several || claims.contains("azp")) && text_member(claims, "azp") != wanted.client_id)
        return std::unexpected("not meant for this service");
    if (asked.nonce.empty() || text_member(claims, "nonce") != asked.nonce)
        return std::unexpected("of another sign-in");
    const auto made = time_of(claims, "iat");
    if (!made || *made > now + kLeeway) return std::unexpected("not valid yet");
    if (claims.contains("at_hash") &&
        text_member(claims, "at_hash") != half_digest(opened->algorithm, asked.access_token))
        return std::unexpected("of another access token");
    return holder;
}

}  // namespace ipep::http

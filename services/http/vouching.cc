#include "services/http/vouching.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <charconv>
#include <cstdlib>

#include "events/seal.h"

namespace ipep::http {
namespace {

constexpr std::int64_t kGood = 60;  // seconds, either way: clocks of two machines differ
const std::string kSeal = "&seal=";

std::string seal_of(const std::string& key, const Request& request, std::string_view said) {
    const std::string text = request.method + '\n' + request.target + '\n' + std::string(said);
    unsigned char seal[32];
    unsigned size = sizeof seal;
    ::HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
           text.size(), seal, &size);
    return to_hex({reinterpret_cast<const char*>(seal), size});
}

std::string digest_of_body(const std::string& body) { return to_hex(bytes_of(sha256(body))); }

bool is_same(const std::string& one, const std::string& other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace

std::string vouch(const std::string& key, const Vouched& who, const Request& request, const std::string& body,
                  std::int64_t now) {
    const std::string said = "at=" + std::to_string(now) + "&body=" + digest_of_body(body) + "&csrf=" + who.csrf +
                             "&person=" + percent_encoded(who.person.text) +
                             "&signed_in=" + (who.signed_in ? '1' : '0');
    return said + kSeal + seal_of(key, request, said);
}

std::optional<Vouched> vouched_in(const std::string& key, const Request& request, Extent extent, std::int64_t now) {
    const std::string& header = request.header(kVouched);
    const auto end = header.rfind(kSeal);
    if (key.empty() || end == std::string::npos) return std::nullopt;
    const std::string said = header.substr(0, end);
    if (!is_same(header.substr(end + kSeal.size()), seal_of(key, request, said))) return std::nullopt;
    auto fields = parse_form(said);
    if (!fields) return std::nullopt;
    std::int64_t at = 0;
    const std::string& text = (*fields)["at"];
    std::from_chars(text.data(), text.data() + text.size(), at);
    if (std::abs(now - at) > kGood) return std::nullopt;
    if (extent == Extent::whole && (*fields)["body"] != digest_of_body(request.body)) return std::nullopt;
    return Vouched{{(*fields)["person"]}, (*fields)["csrf"], (*fields)["signed_in"] == "1"};
}

}  // namespace ipep::http

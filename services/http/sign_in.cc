#include "services/http/sign_in.h"

#include <sys/stat.h>

#include <boost/json.hpp>
#include <fstream>

#include "events/fault.h"
#include "events/seal.h"
#include "services/http/browser_session.h"
#include "services/http/text_member.h"
#include "services/ledger/world.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

constexpr int kWait = 10 * 60;              // seconds
constexpr std::size_t kLongestPath = 1024;  // a cookie has 4096 bytes

// State, nonce and verifier of one secret: none tells of another.
std::string made_of(const std::string& secret, std::string_view what) {
    return base64url(bytes_of(sha256(what, secret)));
}

std::string form_of(const std::vector<std::pair<std::string, std::string>>& members) {
    std::string text;
    for (const auto& [name, value] : members) text += (text.empty() ? "" : "&") + name + '=' + percent_encoded(value);
    return text;
}

// An address may bring a query of its own.
std::string with_query(const std::string& address, const std::string& query) {
    return address + (address.find('?') == std::string::npos ? '?' : '&') + query;
}

std::string member_of(const Request& request, const std::string& name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? std::string() : found->second;
}

// A code of RFC 6749 §5.2; what is none was written by somebody else and is not shown.
std::string error_named(const std::string& said) {
    const bool is_code = !said.empty() && said.size() <= 64 &&
                         said.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
    return is_code ? said : "?";
}

std::string read_secret(const std::string& path) {
    if (path.empty()) return {};
    struct stat status {};
    std::ifstream file(path, std::ios::binary);
    std::string secret{std::istreambuf_iterator<char>(file), {}};
    while (secret.ends_with('\n') || secret.ends_with('\r')) secret.pop_back();
    const auto unusable = [&](const char* what) {
        return Fault(code::tokens_unreadable, {{"path", path}, {"what", what}});
    };
    if (::stat(path.c_str(), &status) != 0 || secret.empty()) throw unusable("no secret is in it");
    if ((status.st_mode & 077) != 0) throw unusable("others may read it; run chmod 600");
    return secret;
}

}  // namespace

SignIn::SignIn(const Configuration& configuration, Provider& provider)
    : oidc_(configuration.oidc),
      provider_(provider),
      is_secure_(configuration.is_secure()),
      cookie_(is_secure_ ? "__Host-ipep-sign-in" : "ipep-sign-in"),
      name_(oidc_.name),
      secret_(read_secret(oidc_.client_secret_file)) {
    const auto host = oidc_.issuer.find("://") + 3;
    if (name_.empty()) name_ = oidc_.issuer.substr(host, oidc_.issuer.find('/', host) - host);
}

std::string SignIn::set_cookie(const std::string& value, int seconds) const {
    return cookie_ + '=' + value + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(seconds) +
           (is_secure_ ? "; Secure" : "");
}

std::string SignIn::forget() const { return set_cookie("", 0); }

std::optional<SignIn::Waiting> SignIn::waiting(const Request& request) const {
    const std::string value = cookie_of(request, cookie_);
    const auto point = value.find('.');
    if (point == std::string::npos) return std::nullopt;
    auto to = from_base64url(value.substr(point + 1));
    if (!to || !is_own_path(*to)) to = "/";
    return Waiting{value.substr(0, point), std::move(*to)};
}

std::string SignIn::asked_for(const Request& request) const {
    const auto known = waiting(request);
    return known ? known->to : "/";
}

Verdict<SignIn::Begun> SignIn::begin(const Request& request, const std::string& to) {
    const auto description = provider_.described();
    if (!description) return std::unexpected(description.error());
    const std::string secret = base64url(World::real().random_bytes("sign-in"));
    const std::string verifier = made_of(secret, "verifier");
    const std::string query = form_of({{"response_type", "code"},
                                       {"client_id", oidc_.client_id},
                                       {"redirect_uri", request.origin + kFromProvider},
                                       {"scope", oidc_.scopes},
                                       {"state", made_of(secret, "state")},
                                       {"nonce", made_of(secret, "nonce")},
                                       {"code_challenge", base64url(bytes_of(sha256(verifier)))},
                                       {"code_challenge_method", "S256"}});
    const std::string page = is_own_path(to) && to.size() <= kLongestPath ? to : "/";
    return Begun{with_query((*description)->authorization, query), set_cookie(secret + '.' + base64url(page), kWait)};
}

Verdict<SignIn::Tokens> SignIn::tokens_for(const std::string& code, const std::string& verifier,
                                           const Request& request) {
    const auto description = provider_.described();
    if (!description) return std::unexpected(description.error());
    Sent sent{.method = "POST", .url = (*description)->token};
    sent.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    std::vector<std::pair<std::string, std::string>> members = {{"grant_type", "authorization_code"},
                                                                {"code", code},
                                                                {"redirect_uri", request.origin + kFromProvider},
                                                                {"code_verifier", verifier}};
    const bool says_it_in_header = !secret_.empty() && (*description)->takes_secret_in_header;
    if (says_it_in_header)
        sent.headers["Authorization"] =
            "Basic " + base64(percent_encoded(oidc_.client_id) + ':' + percent_encoded(secret_));
    else
        members.emplace_back("client_id", oidc_.client_id);
    if (!secret_.empty() && !says_it_in_header) members.emplace_back("client_secret", secret_);
    sent.body = form_of(members);
    const auto response = provider_.ask(sent);
    if (!response) return std::unexpected(response.error());
    boost::system::error_code malformed;
    const auto answer = boost::json::parse(response->body, malformed);
    const bool is_answer = !malformed && answer.is_object();
    const auto unreachable = [&] {
        return refuse(code::provider_unreachable,
                      {{"url", sent.url}, {"what", "HTTP " + std::to_string(response->status)}});
    };
    if (!is_answer || response->status >= 500) return unreachable();
    if (response->status != 200)
        return refuse(code::sign_in_denied, {{"what", error_named(text_member(answer.as_object(), "error"))}});
    return Tokens{text_member(answer.as_object(), "id_token"), text_member(answer.as_object(), "access_token")};
}

Verdict<SignIn::Finished> SignIn::finish(const Request& request) {
    const auto begun = waiting(request);
    if (!begun || member_of(request, "state") != made_of(begun->secret, "state")) return refuse(code::sign_in_unknown);
    const std::string issuer = member_of(request, "iss"), code = member_of(request, "code");
    if (!issuer.empty() && issuer != oidc_.issuer) return refuse(code::identity_unproved, {{"what", "another issuer"}});
    if (code.empty()) return refuse(code::sign_in_denied, {{"what", error_named(member_of(request, "error"))}});
    auto tokens = tokens_for(code, made_of(begun->secret, "verifier"), request);
    if (!tokens) return std::unexpected(std::move(tokens.error()));
    const std::string nonce = made_of(begun->secret, "nonce");
    const auto holder = [&]() -> std::expected<KeySet::Holder, std::string> {
        const auto keys = provider_.keys();
        if (!keys) return std::unexpected("no key of the provider signed it");
        return keys->signed_in(tokens->id, oidc_, {nonce, tokens->access}, seconds_now());
    };
    auto known = holder();
    if (!known && known.error() == "no key of the provider signed it") {
        provider_.renew_keys();  // it may have changed them since they were read
        known = holder();
    }
    if (!known) return refuse(code::identity_unproved, {{"what", known.error()}});
    return Finished{
        {.person = {std::move(known->person)}}, std::make_shared<const std::string>(std::move(tokens->id)), begun->to};
}

std::string SignIn::way_out(const Request& request, const std::string& id_token) {
    const auto description = provider_.description();
    if (!description || description->end_session.empty()) return {};
    return with_query(description->end_session, form_of({{"id_token_hint", id_token},
                                                         {"client_id", oidc_.client_id},
                                                         {"post_logout_redirect_uri", request.origin + "/login"}}));
}

}  // namespace ipep::http

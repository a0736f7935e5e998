#include "services/http/identity.h"

#include "events/fault.h"
#include "services/ledger/world.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

std::unexpected<Rejection> invalid(const std::string& what) {
    return refuse(code::credentials_invalid, {{"what", what}});
}

}  // namespace

std::int64_t seconds_now() { return World::real().now() / 1'000'000; }

bool is_local(std::string_view token) { return token.starts_with("ipep_"); }

std::string_view bearer_of(const Request& request) {
    const std::string_view header = request.header("authorization");
    return in_small_letters(header.substr(0, 7)) == "bearer " ? without_spaces(header.substr(7)) : std::string_view();
}

Identity::Identity(const Configuration& configuration)
    : configuration_(configuration), tokens_path_(configuration.tokens_file()) {
    if (auto read = read_tokens_again(); !read) throw Fault(read.error().code, read.error().arguments);
    if (configuration.oidc.on()) provider_ = std::make_unique<Provider>(configuration.oidc);
}

// Precondition: called under the mutex, or before others know of this.
Verdict<> Identity::read_tokens_again() {
    const FileState state = state_of(tokens_path_);
    if (state == tokens_state_) return {};
    auto tokens = read_tokens(tokens_path_);
    if (!tokens) return std::unexpected(std::move(tokens.error()));
    tokens_ = std::move(*tokens);
    tokens_state_ = state;
    return {};
}

Verdict<Credential> Identity::of_local(const std::string& digest) {
    const std::lock_guard lock(mutex_);
    if (auto read = read_tokens_again(); !read) return invalid("the file of tokens cannot be used");
    const auto found = tokens_.find(digest);
    if (found == tokens_.end()) return invalid("unknown token");
    if (found->second.until < World::real().today()) return invalid("expired");
    return Credential{found->second.person, digest};
}

bool Identity::holds(const Credential& credential) {
    if (credential.token.empty()) return seconds_now() < credential.until;
    const auto local = of_local(credential.token);
    return local && local->person == credential.person;
}

Verdict<Credential> Identity::of_token(std::string_view token) {
    if (is_local(token)) return of_local(digest_of_token(token));
    const auto keys = provider_ && !configuration_.oidc.audience.empty() ? provider_->keys() : nullptr;
    if (!keys) return invalid("this server knows no provider of such tokens");
    auto holder = keys->holder_of(token, configuration_.oidc, seconds_now());
    if (!holder) return invalid(holder.error());
    return Credential{{std::move(holder->person)}, {}, holder->until};
}

Verdict<std::optional<Credential>> Identity::of(const Request& request) {
    if (!request.header("authorization").empty()) {
        const std::string_view token = bearer_of(request);
        if (token.empty()) return invalid("only `Authorization: Bearer TOKEN` is understood");
        auto credential = of_token(token);
        if (!credential) return std::unexpected(std::move(credential.error()));
        return std::optional(std::move(*credential));
    }
    if (request.certificate.empty()) return std::nullopt;
    if (!well_formed(request.certificate)) return invalid("the certificate's common name is no person");
    if (request.certificate_until <= seconds_now()) return invalid("expired");
    return Credential{{request.certificate}, {}, request.certificate_until};
}

}  // namespace ipep::http

// Identity: who asks. A client certificate's common name, or a bearer token: of an OpenID Connect provider, or a local
// one.
//
// Shape:   it gives a person's identifier, and how long that stands; what the person may do is the ledger's own
//          business (ledger/authority.h).
// Errors:  credentials_invalid. Which part was wrong goes to the log; the client learns the reason in a word.
// Threads: any. The file of tokens is read again when it changes.
#pragma once

#include <limits>
#include <memory>
#include <mutex>
#include <optional>

#include "services/http/configuration.h"
#include "services/http/message.h"
#include "services/http/provider.h"
#include "services/http/token_file.h"

namespace ipep::http {

// Whether it looks like a token of `ipep token new`.
bool is_local(std::string_view token);
// The token of `Authorization: Bearer TOKEN`; empty where the header is another, or absent.
std::string_view bearer_of(const Request& request);

// What somebody was recognized by. Whatever was begun with it ends with it.
struct Credential {
    PersonId person;
    std::string token = {};  // digest of a local token; it may be taken away, or run out
    std::int64_t until = std::numeric_limits<std::int64_t>::max();  // seconds since 1970; of what is no local token
};

std::int64_t seconds_now();  // since 1970

class Identity {
public:
    // Errors: Fault tokens_unreadable, where a file it is told to use cannot be used.
    explicit Identity(const Configuration& configuration);

    // Nothing where the request bears no credentials at all.
    Verdict<std::optional<Credential>> of(const Request& request);
    // What a bearer token stands for.
    Verdict<Credential> of_token(std::string_view token);
    bool holds(const Credential& credential);
    // Null where none is configured.
    Provider* provider() { return provider_.get(); }

private:
    Verdict<Credential> of_local(const std::string& digest);
    Verdict<> read_tokens_again();

    const Configuration& configuration_;
    std::string tokens_path_;
    std::mutex mutex_;
    LocalTokens tokens_;
    std::optional<FileState> tokens_state_;  // as they were read last
    std::unique_ptr<Provider> provider_;
};

}  // namespace ipep::http

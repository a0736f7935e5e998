// Identity: who asks. A client certificate's common name, or a bearer token: of an OpenID Connect provider, or a local
// one.
//
// Shape:   it gives a person's identifier, and how long that stands; what the person may do is the ledger's own
//          business (ledger/authority.h).
// Errors:  credentials_invalid. Which part was wrong goes to the log; the client learns the reason in a word.
// Threads: any. The provider's keys and the file of tokens are read again when they change.
#pragma once

#include <condition_variable>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>

#include "services/http/configuration.h"
#include "services/http/message.h"
#include "services/http/token_file.h"
#include "services/http/web_token.h"

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
    ~Identity();

    // Nothing where the request bears no credentials at all.
    Verdict<std::optional<Credential>> of(const Request& request);
    // What a bearer token stands for.
    Verdict<Credential> of_token(std::string_view token);
    bool holds(const Credential& credential);

private:
    Verdict<Credential> of_local(const std::string& digest);
    Verdict<> read_keys();
    Verdict<> read_tokens_again();
    void keep_keys_fresh();

    const Configuration& configuration_;
    std::string tokens_path_;
    std::mutex mutex_;
    LocalTokens tokens_;
    std::optional<FileState> tokens_state_;  // as they were read last
    std::shared_ptr<const KeySet> keys_;
    std::condition_variable ending_;
    bool ends_ = false;
    std::thread keeper_;
};

}  // namespace ipep::http

// Provider: an OpenID Connect provider: where it is asked, as it says itself, and the keys it signs with.
//
// Shape:   both are read at the start and every ten minutes, by a thread of its own, and at once where they are wanted
//          and not there, once in some seconds.
// Errors:  provider_unreachable, or tokens_unreadable where what it publishes is of no use; as a Fault where a file is
//          meant.
// Threads: any. What waits for the provider says so; no thread that serves others may.
// Source:  OpenID Connect Discovery 1.0 §3, §4; RFC 7517.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "services/http/client.h"
#include "services/http/configuration.h"
#include "services/http/web_token.h"

namespace ipep::http {

// What of its description a sign-in needs.
struct ProviderDescription {
    std::string authorization, token, keys, end_session;  // addresses; the last may be empty
    bool takes_secret_in_header = true;                   // else in the body
};

class Provider {
public:
    explicit Provider(const Oidc& oidc);
    ~Provider();
    Provider(const Provider&) = delete;
    Provider& operator=(const Provider&) = delete;

    // As they are known; null where they are not.
    std::shared_ptr<const KeySet> keys();
    std::shared_ptr<const ProviderDescription> description();
    // The same, read now where they are not known. It waits.
    Verdict<std::shared_ptr<const ProviderDescription>> described();
    // Keys read again now, where one was used that is not among them. It waits.
    void renew_keys();
    // One request to it. It waits.
    Verdict<Response> ask(const Sent& sent) const;

private:
    Verdict<> read_again();
    Verdict<ProviderDescription> read_description() const;
    Verdict<KeySet> read_keys(const std::string& address) const;
    void keep_fresh();

    const Oidc& oidc_;
    std::mutex reading_;  // one reads at a time
    std::mutex mutex_;    // of what is below
    std::shared_ptr<const KeySet> keys_;
    std::shared_ptr<const ProviderDescription> description_;
    std::optional<std::chrono::steady_clock::time_point> read_at_;
    std::optional<Rejection> failure_;  // of that reading
    std::condition_variable ending_;
    bool ends_ = false;
    std::thread keeper_;
};

}  // namespace ipep::http

// SignIn: a browser is led to an OpenID Connect provider and comes back with a code, which is changed for who it is.
//
// Shape:   the authorization code flow with PKCE, state and nonce. All three are made from one secret, which waits in a
//          cookie of the browser for ten minutes, with the page that was asked for: nothing is kept here. The cookie is
//          HttpOnly and SameSite=Lax, for the browser comes back from the provider's site.
// Errors:  provider_unreachable; sign_in_unknown, where the browser did not begin it; sign_in_denied, where the
//          provider says no, or that the code was used; identity_unproved, where its ID token is not good.
// Threads: any; both steps wait for the provider.
// Source:  OpenID Connect Core 1.0 §3.1; RFC 6749 §4.1, RFC 7636, RFC 9207; RP-Initiated Logout 1.0; RFC 6265bis.
#pragma once

#include "services/http/identity.h"

namespace ipep::http {

// Paths of the browser's way to the provider and back.
inline constexpr char kToProvider[] = "/login/provider", kFromProvider[] = "/login/return";

class SignIn {
public:
    // Errors: Fault tokens_unreadable, where the client's secret cannot be used.
    SignIn(const Configuration& configuration, Provider& provider);

    // The page asked for may only be one of ours; else the first.
    struct Begun {
        std::string url, cookie;  // where the browser goes, and Set-Cookie
    };
    Verdict<Begun> begin(const Request& request, const std::string& to);

    struct Finished {
        Credential credential;
        std::shared_ptr<const std::string> id_token;
        std::string to;
    };
    Verdict<Finished> finish(const Request& request);
    // The page that was asked for before the sign-in; the first where nothing is known.
    std::string asked_for(const Request& request) const;
    // Set-Cookie that ends the waiting.
    std::string forget() const;

    // Where the person leaves the provider too; empty where it has no such place.
    std::string way_out(const Request& request, const std::string& id_token);

    // What people call the provider.
    const std::string& name() const { return name_; }

private:
    // What a code is changed for.
    struct Tokens {
        std::string id, access;
    };
    struct Waiting {
        std::string secret, to;
    };
    std::optional<Waiting> waiting(const Request& request) const;
    Verdict<Tokens> tokens_for(const std::string& code, const std::string& verifier, const Request& request);
    std::string set_cookie(const std::string& value, int seconds) const;

    const Oidc& oidc_;
    Provider& provider_;
    bool is_secure_;
    std::string cookie_;  // its name
    std::string name_, secret_;
};

}  // namespace ipep::http

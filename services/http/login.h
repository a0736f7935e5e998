// Login: the way into the console and out of it: by a token, or by signing in at the provider.
//
// Shape:   /login takes a token and leads to the provider; /login/provider goes there, /login/return comes back from
//          it; /logout ends the session, here and, where it was begun there, at the provider. The session's cookie is
//          SameSite=Strict: what another site leads to (a mail, the provider) goes on from a page of ours.
// Errors:  those of Identity and SignIn, said on the page where one tries again; form_forged.
// Threads: any; what waits for the provider runs in a crew of its own, in turn over addresses.
// Source:  RFC 6265bis §5.2; OWASP, unvalidated redirects.
#pragma once

#include "services/http/browser_session.h"
#include "services/http/call.h"
#include "services/http/reading_crew.h"
#include "services/http/sign_in.h"

namespace ipep::http {

class Login {
public:
    Login(const Configuration& configuration, Identity& identity, BrowserSessions& sessions);

    static bool is_its(const std::string& path);
    void answer(const CallPtr& call);
    // Nobody waits for the provider any more.
    void end() { crew_.close(); }

private:
    // The login page; `refusal` says why what was tried was not done.
    Response page(const Call& call, const std::string& to, const Rejection* refusal = nullptr) const;
    void log_in(const CallPtr& call, const std::string& token, const std::string& to);
    void log_out(const CallPtr& call, const std::string& csrf);
    // Both wait for the provider.
    Response lead_there(const Call& call);
    Response come_back(const Call& call);
    void refused(const Call& call, const Rejection& refusal) const;

    Identity& identity_;
    BrowserSessions& sessions_;
    std::unique_ptr<SignIn> sign_in_;  // null where nobody signs in at a provider
    ReadingCrew crew_;
};

}  // namespace ipep::http

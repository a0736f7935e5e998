// BrowserSession: who sits at a browser. A cookie stands for a person; a form proves by its own text that it was sent
// from one of our pages.
//
// Shape:  the cookie is HttpOnly, SameSite=Strict, and Secure under TLS; only its digest is kept here, in memory: a
// restart
//         asks everyone to log in again. A session ends after half an hour of silence, or twelve hours, and with the
//         local token it was begun with. A person has 200 at most, so that nobody can crowd out the
//         others.
// Checks: a form's `csrf` must be the session's, and Origin, where it is sent, this server's.
// Threads: any.
// Source: RFC 6265bis; OWASP, cross-site request forgery prevention.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "ledger/id.h"
#include "services/http/message.h"

namespace ipep::http {

struct BrowserSession {
    PersonId person;
    std::string csrf;
    std::string token;  // digest of the local token it was begun with, if any
    std::int64_t began = 0, seen = 0;  // seconds since 1970
};

class BrowserSessions {
public:
    // The session of a request's cookie, if it is still good.
    std::optional<BrowserSession> of(const Request& request, std::int64_t now);
    // Begins one with this token, empty for none; gives it and the Set-Cookie that makes it stay.
    std::pair<BrowserSession, std::string> begin(const PersonId& person, std::string_view token, const Request& request,
                                                 std::int64_t now);
    // Ends the request's session; gives the Set-Cookie that forgets it.
    std::string end(const Request& request);

private:
    void make_room(const PersonId& person, std::int64_t now);

    std::mutex mutex_;
    std::map<std::string, BrowserSession> sessions_;  // by digest of the cookie's value
};

// The value of one of the request's cookies; empty where it is not there.
std::string cookie_of(const Request& request, const std::string& name);

// Whether a form may have come from a page of this server.
bool is_own_origin(const Request& request);

}  // namespace ipep::http

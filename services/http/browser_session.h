// BrowserSession: who sits at a browser. A cookie stands for a person; a form proves by its own text that it was sent
// from one of our pages.
//
// Shape:  the cookie is HttpOnly, SameSite=Strict, and where others reach the server over TLS Secure and of this host
//         alone (__Host-); only its digest is kept here, in memory: a restart asks everyone to log in again. A session
//         ends after half an hour of silence, or twelve hours, and with the token or certificate it was begun with. A
//         person has 200 at most, so that nobody can crowd out the others.
// Checks: a form's `csrf` must be the session's, and Origin, where it is sent, this server's: that of its configured
//         url, or on this machine that of the address it was asked at.
// Threads: any.
// Source: RFC 6265bis; OWASP, cross-site request forgery prevention.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "services/http/identity.h"

namespace ipep::http {

struct BrowserSession {
    std::string name;  // digest of the cookie's value
    PersonId person;
    std::string csrf;
    std::optional<Credential> from;    // nothing, where anyone is taken in
    std::int64_t began = 0, seen = 0;  // seconds since 1970
    // The provider's word on who it is, where it was begun by signing in there; asked for again when it is left.
    std::shared_ptr<const std::string> id_token = {};
};

class BrowserSessions {
public:
    // `is_secure`: others reach the server over TLS.
    explicit BrowserSessions(bool is_secure);

    // The session of a request's cookie, if it is still good.
    std::optional<BrowserSession> of(const Request& request, std::int64_t now);
    // Whether it is still good; who only asks so does not keep it going.
    bool lasts(const BrowserSession& session, std::int64_t now);
    // Begins one; gives it and the Set-Cookie that makes it stay.
    std::pair<BrowserSession, std::string> begin(const PersonId& person, const std::optional<Credential>& from,
                                                 std::int64_t now, std::shared_ptr<const std::string> id_token = {});
    // Ends the request's session; gives the Set-Cookie that forgets it.
    std::string end(const Request& request);

private:
    std::string set_cookie(const std::string& value, const char* more) const;
    void make_room(const PersonId& person, std::int64_t now);

    bool is_secure_;
    std::string cookie_;  // its name
    std::mutex mutex_;
    std::map<std::string, BrowserSession> sessions_;  // by name
};

// The value of one of the request's cookies; empty where it is not there, or there with two values.
std::string cookie_of(const Request& request, const std::string& name);

// Whether a form may have come from a page of this server.
bool is_own_origin(const Request& request);

}  // namespace ipep::http

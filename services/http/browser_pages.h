// BrowserPages: the console behind its login: who has a session gets pages, who has none is led to log in.
//
// Shape:   GET and POST of every path that the service keeps for nothing else; /login takes a token, /logout ends the
//          session. What a browser may do with a page stands in its headers.
// Errors:  form_forged, where a form does not bear its session's word or comes from another origin.
// Threads: any; pages are made where the writer sits.
// Source:  OWASP, cross-site request forgery prevention; W3C, Content Security Policy 3.
#pragma once

#include "services/http/command_once.h"
#include "services/http/form.h"
#include "services/http/identity.h"
#include "services/http/readings.h"

namespace ipep::http {

// The person trying the ledger out on its own machine, who needs no name.
inline const PersonId kAnyone{"demo"};

// A page as it is asked for, by a person who is known.
struct PageRequest {
    const Request& request;
    const Form& form;
    const PersonId& person;
    const std::string &language, &csrf;
    bool signed_in;  // by a session the person may end
};
// Answers a page of the console; called where the writer sits.
struct PageMade {
    Response response;
    std::set<std::string> shown;  // subjects whose accounts it shows
};
using Pages = std::function<PageMade(LedgerService&, const PageRequest&)>;

class BrowserPages {
public:
    BrowserPages(Pages pages, Identity& identity, BrowserSessions& sessions, Desk& desk, Readings& readings)
        : pages_(std::move(pages)), identity_(identity), sessions_(sessions), desk_(desk), readings_(readings) {}

    void answer(const CallPtr& call);
    // /login and /logout.
    void log_in_or_out(const CallPtr& call);

private:
    Verdict<Form> form_of(const Call& call) const;
    void log_in(const CallPtr& call, Form form);
    void log_out(const CallPtr& call, const Form& form);

    Pages pages_;
    Identity& identity_;
    BrowserSessions& sessions_;
    Desk& desk_;
    Readings& readings_;
};

}  // namespace ipep::http

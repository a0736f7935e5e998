// LoginPage: the pages on the way in and out of the console, which need no ledger.
//
// Threads: any.
// Source:  OWASP, cross-site request forgery prevention; W3C, Content Security Policy 3; RFC 6265bis §5.2.
#pragma once

#include "services/http/call.h"

namespace ipep::http {

// What a browser may do with a page: only what comes from here, in no frame of others, kept nowhere.
void protect(Response& page, const Request& request);

struct LoginWords {
    std::string to;              // the page asked for
    std::string provider = {};   // what people call it; empty: nobody signs in there
    std::string complaint = {};  // why it was not done
    int status = 200;
};
Response login_page(const Call& call, const LoginWords& words);
// A page that goes on by itself: to a page of ours, which then comes from here and is given the session's cookie, that
// a browser withholds from what another site leads to; or, once the session is over, to the provider.
Response onward_page(const Call& call, const std::string& to);
Response left_page(const Call& call, const std::string& provider, const std::string& way_out);

}  // namespace ipep::http

// Call: one request on its way through the service: who asks, in which language, and where the answer goes.
//
// Shape:   made when a request arrives, shared by whatever has still to do with it, answered once.
// Threads: one at a time; it moves between the server's, the writer's and the readers'.
#pragma once

#include <functional>

#include "services/http/browser_session.h"
#include "services/http/lasting.h"
#include "services/http/problem.h"
#include "services/http/resource.h"
#include "services/http/server.h"

namespace ipep::http {

struct Call {
    Request request;
    std::function<void(Reply)> done;
    const Commands& commands;
    std::string language = {};  // "fr" or "en"
    PersonId person = {};
    std::optional<BrowserSession> session = {};  // whose cookie came with it
    bool has_credentials = false;                // of its own, which no page of others can make a browser send
    std::optional<Credential> credential = {};   // a token's or a certificate's
    std::function<bool()> stands = {};           // whether what it was recognized by is still good
    const Resource* resource = nullptr;
    Asked asked = {};
    std::optional<Lasting> lasting = {};  // where it is about an earlier state
    Response response = {};               // as it grows

    // By a session the person may end.
    bool signed_in() const { return session && session->from && !has_credentials && request.certificate.empty(); }
    void answer(Response answered, std::shared_ptr<Stream> stream = nullptr) {
        answered.headers.emplace_back("Request-Id", request.id);
        answered.headers.emplace_back("X-Content-Type-Options", "nosniff");
        if (request.secure) keep_to_tls(answered);
        done({std::move(answered), std::move(stream), request.id, person.text, stands});
    }
    void answer(const Rejection& rejection) { answer(refused(rejection)); }
    // What was made, or why it was not.
    void answer(const Rejection* fault) { fault ? answer(*fault) : answer(std::move(response)); }
    Response refused(const Rejection& rejection) const {
        return problem(rejection, commands.sentence(rejection, language), request.id);
    }

private:
    // What came over TLS comes back over TLS alone.
    static void keep_to_tls(Response& answered) {
        for (auto& [name, value] : answered.headers)
            if (name == "Set-Cookie" && value.find("; Secure") == std::string::npos) value += "; Secure";
        answered.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
    }
};
using CallPtr = std::shared_ptr<Call>;

}  // namespace ipep::http

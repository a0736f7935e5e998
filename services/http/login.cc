#include "services/http/login.h"

#include "services/http/form.h"
#include "services/http/log_lines.h"
#include "services/http/login_page.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

constexpr std::size_t kThreads = 2, kOfOneAddress = 16;

std::string member(const Fields& fields, const std::string& name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
}

std::string page_asked_for(const Request& request) {
    const std::string to = member(request.query, "to");
    return is_own_path(to) ? to : "/";
}

// A link in a mail, say: the browser sent no Strict cookie, and whoever is signed in looks like nobody. A form of
// elsewhere is sent on to nothing.
bool is_led_here(const Request& request) {
    return request.header("sec-fetch-site") == "cross-site" && !request.query.contains("unsent");
}

}  // namespace

Login::Login(const Configuration& configuration, Identity& identity, BrowserSessions& sessions)
    : identity_(identity),
      sessions_(sessions),
      sign_in_(configuration.oidc.signs_in() ? std::make_unique<SignIn>(configuration, *identity.provider()) : nullptr),
      crew_({.threads = kThreads, .share = {1, kOfOneAddress}}) {}

bool Login::is_its(const std::string& path) {
    return path == "/login" || path == "/logout" || path == kToProvider || path == kFromProvider;
}

void Login::refused(const Call& call, const Rejection& refusal) const {
    const Request& request = call.request;
    log_line(Level::warning, "login_refused",
             {{"request", request.id},
              {"peer", request.peer},
              {"code", text_of(refusal.code).code},
              {"detail", refusal.sentence()}});
}

Response Login::page(const Call& call, const std::string& to, const Rejection* refusal) const {
    LoginWords words{to, sign_in_ ? sign_in_->name() : ""};
    if (refusal) {
        words.complaint = call.commands.sentence(*refusal, call.language);
        words.status = status_of(refusal->code);
    }
    return login_page(call, words);
}

void Login::answer(const CallPtr& call) {
    const Request& request = call->request;
    const bool asks = request.method == "GET";
    if (asks && request.path == "/login") {
        const std::string to = page_asked_for(request);
        return call->answer(is_led_here(request) ? onward_page(*call, to) : page(*call, to));
    }
    if (asks && sign_in_ && request.path != "/logout") {
        // Who it is, is not known yet: turns are over addresses.
        return crew_.post({request.peer, request.presence,
                           [this, call](std::size_t, const Patience&) {
                               const bool returns = call->request.path == kFromProvider;
                               call->response = returns ? come_back(*call) : lead_there(*call);
                           },
                           [call](const Rejection* why_not) { call->answer(why_not); }});
    }
    if (asks && request.path != "/logout")
        return call->answer({code::not_configured, {{"key", "oidc.client_id"}, {"path", request.path}}});
    const auto form = parse_form_body(request.header("content-type"), request.body);
    if (request.method != "POST" || !form || !is_own_origin(request)) return call->answer({code::form_forged});
    if (request.path == "/logout") return log_out(call, member(form->fields, "csrf"));
    if (request.path == "/login") return log_in(call, member(form->fields, "token"), member(form->fields, "to"));
    call->answer({code::method_not_allowed, {{"path", request.path}, {"method", "POST"}, {"allowed", "GET"}}});
}

// A token of a person becomes a session of the browser.
void Login::log_in(const CallPtr& call, const std::string& token, const std::string& to) {
    const Request& request = call->request;
    const auto credential = identity_.of_token(token);
    if (!credential) {
        refused(*call, credential.error());
        return call->answer(page(*call, to, &credential.error()));
    }
    const PersonId& person = credential->person;
    log_line(Level::info, "login", {{"request", request.id}, {"person", person.text}, {"peer", request.peer}});
    const std::string cookie = sessions_.begin(person, *credential, seconds_now()).second;
    call->answer(Response{303, "", "", {{"Location", is_own_path(to) ? to : "/"}, {"Set-Cookie", cookie}}});
}

Response Login::lead_there(const Call& call) {
    const Request& request = call.request;
    const std::string to = page_asked_for(request);
    // No page of others begins a sign-in.
    if (!is_own_origin(request)) return {303, "", "", {{"Location", "/login?to=" + percent_encoded(to)}}};
    const auto begun = sign_in_->begin(request, to);
    if (begun)
        return {303, "", "", {{"Location", begun->url}, {"Set-Cookie", begun->cookie}, {"Cache-Control", "no-store"}}};
    refused(call, begun.error());
    return page(call, to, &begun.error());
}

Response Login::come_back(const Call& call) {
    const Request& request = call.request;
    const std::string to = sign_in_->asked_for(request);
    auto done = sign_in_->finish(request);
    Response response = done ? onward_page(call, to) : page(call, to, &done.error());
    // A cookie whose state is another's may be that of a sign-in that goes on beside this.
    if (done || done.error().code != code::sign_in_unknown)
        response.headers.emplace_back("Set-Cookie", sign_in_->forget());
    if (!done) {
        refused(call, done.error());
        return response;
    }
    const PersonId& person = done->credential.person;
    log_line(Level::info, "login",
             {{"request", request.id}, {"person", person.text}, {"peer", request.peer}, {"by", "provider"}});
    const std::string cookie =
        sessions_.begin(person, done->credential, seconds_now(), std::move(done->id_token)).second;
    response.headers.emplace_back("Set-Cookie", cookie);
    return response;
}

void Login::log_out(const CallPtr& call, const std::string& csrf) {
    const auto session = sessions_.of(call->request, seconds_now());
    if (!session || csrf != session->csrf) return call->answer({code::form_forged});
    const std::string way_out =
        sign_in_ && session->id_token ? sign_in_->way_out(call->request, *session->id_token) : "";
    Response response{303, "", "", {{"Location", "/login"}}};
    if (!way_out.empty()) response = left_page(*call, sign_in_->name(), way_out);
    response.headers.emplace_back("Set-Cookie", sessions_.end(call->request));
    call->answer(std::move(response));
}

}  // namespace ipep::http

#include "services/http/browser_pages.h"

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "services/console/assets.h"
#include "services/http/compression.h"
#include "services/http/log_lines.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

constexpr char kLoginPage[] = R"(<!doctype html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}} · Ipep</title>
<link rel="stylesheet" href="{{css}}">
<link rel="icon" href="{{icon}}" type="image/svg+xml">
</head>
<body>
<header class="top"><p class="brand"><img src="{{icon}}" alt="" width="26" height="26"> Ipep</p></header>
<main class="login">
<h1>{{title}}</h1>
{{#complaint}}<p class="refusal" role="alert">{{complaint}}</p>{{/complaint}}
<form class="act" method="post" action="/login">
<input type="hidden" name="to" value="{{to}}">
<p class="field"><label for="token">{{label}}</label>
<input id="token" name="token" type="password" required autocomplete="current-password" autofocus></p>
<button class="binding">{{button}}</button>
</form>
</main>
</body>
</html>
)";

// What a browser may do with a page: only what comes from here, in no frame of others, kept nowhere.
void protect(Response& page, const Request& request) {
    auto& headers = page.headers;
    const bool keeps = std::ranges::any_of(headers, [](const auto& one) { return one.first == "Cache-Control"; });
    if (!keeps) headers.emplace_back("Cache-Control", "no-store");
    headers.emplace_back("Content-Security-Policy",
                         "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                         "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    headers.emplace_back("Referrer-Policy", "same-origin");
    headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    compress(page, request);
}

// Where a person was: the page asked for, or the one whose form was sent.
std::string place_of(const Request& request) {
    if (request.method == "GET") return request.target;
    const std::string& referer = request.header("referer");
    const auto host = referer.find("://");
    const auto path = host == std::string::npos ? host : referer.find('/', host + 3);
    return path == std::string::npos ? "/" : referer.substr(path);
}

Response login_page(const Call& call, const std::string& to, std::string complaint) {
    const bool french = call.language != "en", is_refused = !complaint.empty();
    const auto said = [&](const char* english, const char* in_french) { return french ? in_french : english; };
    if (call.request.query.contains("unsent"))
        complaint = said("Your session is over, and nothing was recorded. Log in, read the page again and decide.",
                         "Votre session est terminée et rien n'a été enregistré. Reconnectez-vous, relisez la page et "
                         "décidez.");
    kainjow::mustache::mustache page(kLoginPage);
    kainjow::mustache::data words;
    words.set("language", call.language);
    words.set("title", said("Log in", "Connexion"));
    words.set("label", said("Your access token", "Votre jeton d’accès"));
    words.set("button", said("Log in", "Se connecter"));
    if (!complaint.empty()) words.set("complaint", complaint);
    words.set("css", asset_path("console.css"));
    words.set("icon", asset_path("icon.svg"));
    words.set("to", to);
    Response response{is_refused ? 401 : 200, "text/html; charset=utf-8", page.render(words)};
    protect(response, call.request);
    return response;
}

Response moved(const std::string& to, const std::string& cookie) {
    return {303, "", "", {{"Location", is_own_path(to) ? to : "/"}, {"Set-Cookie", cookie}}};
}

bool reads_pages(const Request& request) { return request.header("accept").find("text/html") != std::string::npos; }
bool is_asset(const Request& request) { return request.path.starts_with("/assets/"); }

}  // namespace

// The form of a POST that was sent from one of our pages; an empty one of a GET.
Verdict<Form> BrowserPages::form_of(const Call& call) const {
    const Request& request = call.request;
    if (request.method == "GET") return Form();
    if (request.method != "POST")
        return refuse(code::method_not_allowed,
                      {{"path", request.path}, {"method", request.method}, {"allowed", "GET, POST"}});
    auto form = parse_form_body(request.header("content-type"), request.body);
    if (!form) return refuse(code::request_malformed);
    const auto csrf = form->fields.find("csrf");
    const bool is_own = call.session && csrf != form->fields.end() && csrf->second == call.session->csrf;
    if (!is_own || !is_own_origin(request)) return refuse(code::form_forged);
    return std::move(*form);
}

void BrowserPages::answer(const CallPtr& call) {
    const Request& request = call->request;
    if (call->person.text.empty()) {
        const std::string to = "/login?to=" + percent_encoded(place_of(request));
        if (!is_asset(request))
            return call->answer(Response{303, "", "", {{"Location", request.method == "GET" ? to : to + "&unsent"}}});
        call->person = kAnyone;  // the same for everybody
    }
    auto form = form_of(*call);
    // To who reads pages the console says it, for a form without its session's word is none of its own.
    if (!form && form.error().code == code::form_forged && reads_pages(request)) form = Form();
    if (!form) return call->answer(form.error());
    const bool signed_in =
        call->session && call->session->from && !call->has_credentials && call->request.certificate.empty();
    std::string cookie;
    if (!call->session && !is_asset(request))
        std::tie(call->session, cookie) = sessions_.begin(call->person, call->credential, seconds_now());
    const auto shown = std::make_shared<std::set<std::string>>();
    const auto page = [this, call, cookie, shown, signed_in, form = std::move(*form)](LedgerService& ledger) {
        const std::string csrf = call->session ? call->session->csrf : "";
        auto made = pages_.make(ledger, {call->request, form, call->person, call->language, csrf, signed_in});
        call->response = std::move(made.response);
        *shown = std::move(made.shown);
        if (!cookie.empty()) call->response.headers.emplace_back("Set-Cookie", cookie);
    };
    make(call, page, [this, call, shown](const Rejection* why_not) {
        if (why_not) call->response = call->refused(*why_not);
        protect(call->response, call->request);
        readings_.answer(call, *shown);
    });
}

void BrowserPages::make(const CallPtr& call, const std::function<void(LedgerService&)>& page, Told done) {
    const Pace pace = pages_.pace(call->request);
    if (pace == Pace::acts)
        return post(desk_, {Job::Kind::writes, [page](auto* ledger) { page(*ledger); }, std::move(done)}, call);
    if (pace == Pace::reads_quickly) return glance(crews_, call, page, std::move(done));
    const auto opened = [this, page](const Patience& patience) {
        LedgerService ledger(ledger_, Access::read, {}, {.patience = patience});
        page(ledger);
    };
    study(pace == Pace::reads_for_payment ? crews_.reads_for_payment : crews_.reads_long, call, opened,
          std::move(done));
}

void BrowserPages::log_in_or_out(const CallPtr& call) {
    const Request& request = call->request;
    const auto to = request.query.find("to");
    if (request.method == "GET" && request.path == "/login")
        return call->answer(login_page(*call, to == request.query.end() ? "/" : to->second, ""));
    auto form = parse_form_body(request.header("content-type"), request.body);
    if (request.method != "POST" || !form || !is_own_origin(request)) return call->answer({code::form_forged});
    request.path == "/logout" ? log_out(call, *form) : log_in(call, std::move(*form));
}

// A token of a person becomes a session of the browser.
void BrowserPages::log_in(const CallPtr& call, Form form) {
    const Request& request = call->request;
    const auto credential = identity_.of_token(form.fields["token"]);
    if (!credential) {
        log_line(Level::warning, "login_refused", {{"request", request.id}, {"peer", request.peer}});
        const std::string complaint = call->commands.sentence(credential.error(), call->language);
        return call->answer(login_page(*call, form.fields["to"], complaint));
    }
    const PersonId& person = credential->person;
    log_line(Level::info, "login", {{"request", request.id}, {"person", person.text}, {"peer", request.peer}});
    call->answer(moved(form.fields["to"], sessions_.begin(person, *credential, seconds_now()).second));
}

void BrowserPages::log_out(const CallPtr& call, const Form& form) {
    const auto session = sessions_.of(call->request, seconds_now());
    const auto csrf = form.fields.find("csrf");
    if (!session || csrf == form.fields.end() || csrf->second != session->csrf)
        return call->answer({code::form_forged});
    call->answer(moved("/login", sessions_.end(call->request)));
}

}  // namespace ipep::http

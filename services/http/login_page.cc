#include "services/http/login_page.h"

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "services/console/assets.h"
#include "services/http/compression.h"
#include "services/http/sign_in.h"

namespace ipep::http {
namespace {

constexpr char kHead[] = R"(<!doctype html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{{#onward}}<meta http-equiv="refresh" content="0;url={{onward}}">
{{/onward}}<title>{{title}} · Ipep</title>
<link rel="stylesheet" href="{{css}}">
<link rel="icon" href="{{icon}}" type="image/svg+xml">
</head>
<body>
<header class="top"><p class="brand"><img src="{{icon}}" alt="" width="26" height="26"> Ipep</p></header>
<main class="login">
<h1>{{title}}</h1>
)";
constexpr char kForm[] = R"({{#complaint}}<p class="refusal" role="alert">{{complaint}}</p>
{{/complaint}}{{#provider}}<p><a class="button binding" href="{{to_provider}}">{{by_provider}}</a></p>
<details{{#by_token}} open{{/by_token}}>
<summary>{{with_token}}</summary>
{{/provider}}<form class="act" method="post" action="/login">
<input type="hidden" name="to" value="{{to}}">
<p class="field"><label for="token">{{label}}</label>
<input id="token" name="token" type="password" required
autocomplete="current-password"{{^provider}} autofocus{{/provider}}></p>
<button class="binding">{{button}}</button>
</form>
{{#provider}}</details>
{{/provider}})";
constexpr char kOnward[] = R"(<p><a href="{{onward}}">{{go_on}}</a></p>
)";
constexpr char kFoot[] = R"(</main>
</body>
</html>
)";

// What is said to the reader, in one of the two languages; the console's catalogue belongs to who is signed in.
const char* said(const Call& call, const char* english, const char* french) {
    return call.language != "en" ? french : english;
}

Response page_of(const Call& call, const std::string& inside, kainjow::mustache::data words, int status) {
    words.set("language", call.language);
    words.set("css", asset_path("console.css"));
    words.set("icon", asset_path("icon.svg"));
    kainjow::mustache::mustache page(kHead + inside + kFoot);
    Response response{status, "text/html; charset=utf-8", page.render(words)};
    protect(response, call.request);
    return response;
}

}  // namespace

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

Response login_page(const Call& call, const LoginWords& login) {
    std::string complaint = login.complaint;
    if (call.request.query.contains("unsent"))
        complaint =
            said(call, "Your session is over, and nothing was recorded. Log in, read the page again and decide.",
                 "Votre session est terminée et rien n'a été enregistré. Reconnectez-vous, relisez la page et "
                 "décidez.");
    kainjow::mustache::data words;
    words.set("title", said(call, "Log in", "Connexion"));
    words.set("label", said(call, "Your access token", "Votre jeton d’accès"));
    words.set("button", said(call, "Log in", "Se connecter"));
    words.set("with_token", said(call, "With an access token", "Avec un jeton d’accès"));
    words.set("by_provider", said(call, "Log in through ", "Se connecter par ") + login.provider);
    words.set("to_provider", kToProvider + ("?to=" + percent_encoded(login.to)));
    words.set("provider", !login.provider.empty());
    words.set("by_token", call.request.method == "POST");
    if (!complaint.empty()) words.set("complaint", complaint);
    words.set("to", login.to);
    return page_of(call, kForm, std::move(words), login.status);
}

Response onward_page(const Call& call, const std::string& to) {
    kainjow::mustache::data words;
    words.set("title", said(call, "One moment", "Un instant"));
    words.set("go_on", said(call, "Go on to the page asked for", "Continuer vers la page demandée"));
    words.set("onward", is_own_path(to) ? to : "/");
    return page_of(call, kOnward, std::move(words), 200);
}

Response left_page(const Call& call, const std::string& provider, const std::string& way_out) {
    kainjow::mustache::data words;
    words.set("title", said(call, "You have left Ipep", "Vous avez quitté Ipep"));
    words.set("go_on", said(call, "Log out of ", "Se déconnecter de ") + provider);
    words.set("onward", way_out);
    return page_of(call, kOnward, std::move(words), 200);
}

}  // namespace ipep::http

#include "services/http/service.h"

#include <boost/asio/post.hpp>
#include <boost/json.hpp>
#include <charconv>
#include <kainjow/mustache.hpp>

#include "events/fault.h"
#include "events/seal.h"
#include "services/http/event_stream.h"
#include "services/http/log_lines.h"
#include "services/http/metrics.h"
#include "services/http/problem.h"
#include "services/http/reach.h"
#include "services/http/remembered_answer.h"

namespace ipep::http {
namespace {

const std::string kApi = "/api/v1", kRefusals = "/api/refusals/";

// As the address says, as the reader chose in the console, or as the browser is set; the readers are French.
std::string language_of(const Request& request) {
    if (const auto wished = request.query.find("lang"); wished != request.query.end()) return wished->second;
    if (const std::string chosen = cookie_of(request, "language"); !chosen.empty()) return chosen;
    return request.header("accept-language").starts_with("en") ? "en" : "fr";
}

std::string format_of(const Request& request) {
    const std::string& accept = request.header("accept");
    if (accept.starts_with("text/plain")) return "text";
    if (accept.starts_with("text/vnd.graphviz")) return "dot";
    if (accept.starts_with("text/html")) return "html";
    return "json";
}

std::string area_of(const std::string& path) {
    return path.starts_with("/api/")                                                                     ? "api"
           : path.starts_with("/healthz") || path.starts_with("/readyz") || path.starts_with("/metrics") ? "operation"
                                                                                                         : "console";
}

const std::string kAnyone = "demo";  // the person trying the ledger out on its own machine

std::int64_t seconds_now() { return World::real().now() / 1'000'000; }

// A page of others cannot reach this server under such a name (DNS rebinding).
bool is_loopback_name(std::string host) {
    host = host.substr(0, host.rfind(':') == host.find(':') || host.starts_with('[') ? host.rfind(':') : host.size());
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

std::string quoted(Position position) { return '"' + std::to_string(position) + '"'; }

constexpr char kLoginPage[] = R"(<!doctype html>
<html lang="{{language}}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{title}} · Ipep</title>
<main><h1>{{title}}</h1>{{#complaint}}<p role="alert">{{complaint}}</p>{{/complaint}}
<form method="post" action="/login"><input type="hidden" name="to" value="{{to}}">
<p><label for="token">{{label}}</label> <input id="token" name="token" type="password" required
 autocomplete="current-password" autofocus></p><p><button>{{button}}</button></p></form></main></html>
)";

// What a browser may do with a page: only what comes from here, in no frame of others, kept nowhere.
void protect(Response& page, bool secure) {
    auto& headers = page.headers;
    const bool keeps = std::ranges::any_of(headers, [](const auto& one) { return one.first == "Cache-Control"; });
    if (!keeps) headers.emplace_back("Cache-Control", "no-store");
    headers.emplace_back("Content-Security-Policy",
                         "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                         "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    headers.emplace_back("Referrer-Policy", "same-origin");
    headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    if (secure) headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
}

}  // namespace

struct Service::Call {
    Request request;
    Done done = {};
    PersonId person = {};
    std::optional<BrowserSession> session = {};  // whose cookie came with it
    bool has_credentials = false;                // of its own, which no page of others can make a browser send
    std::string language = {};
    Form form = {};
    const Resource* resource = nullptr;
    Asked asked = {};
    std::string running = {};  // its name among those under way
    Response response = {};
};

Service::Service(const Configuration& configuration, Commands& commands, Pages pages)
    : configuration_(configuration),
      commands_(commands),
      pages_(std::move(pages)),
      metrics_(std::make_unique<Metrics>()),
      identity_(configuration_),
      start_(to_hex(World::real().random_bytes("requests")).substr(0, 8)) {
    server_ = std::make_unique<Server>(configuration_, *this);
    if (configuration_.port == 0) configuration_.port = server_->port();
    desk_ = std::make_unique<Desk>(
        configuration_.ledger, "ipepd, --server " + configuration_.public_url(),
        static_cast<std::size_t>(configuration_.limits.waiting),
        Desk::Told{.head =
                       [this](LedgerService& ledger) {
                           has_roles_ = has_roles(ledger);
                           metrics_->head(ledger.store().head());
                           server_->head_is(ledger.store().head());
                       },
                   .end =
                       [this](const Rejection& why) {
                           log_line(Level::error, "writing_ended",
                                    {{"code", text_of(why.code).code}, {"detail", why.sentence()}});
                           ended_ = true;
                           server_->stop();
                       },
                   .group = [this](std::size_t jobs, double seconds) { metrics_->group(jobs, seconds); }});
}

Service::~Service() = default;

int Service::run() {
    log_line(Level::info, "serving",
             {{"url", configuration_.public_url()}, {"ledger", configuration_.ledger}, {"position", desk_->head()}});
    server_->run();
    readers_.join();
    desk_->close();
    log_line(Level::info, "stopped", {{"position", desk_->head()}});
    return ended_ ? 3 : 0;
}

Response Service::problem(Code code) {
    const Rejection rejection{code};
    return http::problem(rejection, commands_.sentence(rejection, "en"), "");
}

Response Service::refused(const Rejection& rejection, const Call& call) const {
    return http::problem(rejection, commands_.sentence(rejection, call.language), call.request.id);
}

void Service::answered(const Request& request, const Response& response, double seconds) {
    metrics_->answered(area_of(request.path), response.status, seconds);
    const bool changes = request.method != "GET" || response.status >= 400;
    if (configuration_.log_requests == "none" || (configuration_.log_requests == "changes" && !changes)) return;
    boost::json::object line{{"request", request.id},     {"method", request.method}, {"path", request.path},
                             {"status", response.status}, {"seconds", seconds},       {"peer", request.peer}};
    for (const auto& [name, value] : response.headers)
        if (name == "Ipep-Person") line["person"] = value;
    log_line(response.status >= 500   ? Level::error
             : response.status >= 400 ? Level::warning
                                      : Level::info,
             "request", std::move(line));
}

void Service::repeated(std::string_view) { metrics_->repeated(); }

Response Service::small_answer(const std::string& path) {
    if (path == "/metrics")
        return {200, "text/plain; version=0.0.4; charset=utf-8", metrics_->text(server_->load(), !ended_)};
    const bool ready = path == "/healthz" || !ended_;
    return {ready ? 200 : 503, "text/plain; charset=utf-8", ready ? "ok\n" : "not ready: the disk failed\n"};
}

void Service::answer(Request request, Done done) {
    request.id = start_ + '-' + std::to_string(++requests_);
    const auto call = std::make_shared<Call>(Call{.request = std::move(request)});
    call->done = [this, id = call->request.id, done = std::move(done)](Reply reply) {
        reply.response.headers.emplace_back("Request-Id", id);
        reply.response.headers.emplace_back("X-Content-Type-Options", "nosniff");
        done(std::move(reply));
    };
    call->language = language_of(call->request);
    const std::string& path = call->request.path;
    if (path == "/healthz" || path == "/readyz" || path == "/metrics") return call->done({small_answer(path)});
    if (path.starts_with(kRefusals)) return call->done({refusal(*call)});
    if (path == "/api/openapi.json") return call->done({Response{.body = commands_.openapi()}});
    if (path == "/login" || path == "/logout") return log_in(call);
    if (auto known = recognize(*call); !known) return call->done({refused(known.error(), *call)});
    if (path.starts_with("/api/")) return answer_api(call);
    answer_page(call);
}

// What a problem's `type` leads to: the catalogue's sentence, its arguments still named.
Response Service::refusal(const Call& call) const {
    for (const Code code : all_codes()) {
        const CodeText& text = text_of(code);
        if (call.request.path.substr(kRefusals.size()) != text.code) continue;
        return {
            .body = boost::json::serialize(boost::json::object{
                {"code", text.code}, {"sentence", commands_.sentence({code}, call.language)}, {"cite", text.section}})};
    }
    return refused({Code::resource_unknown, {{"path", call.request.path}}}, call);
}

Verdict<> Service::recognize(Call& call) {
    auto person = identity_.of(call.request);
    if (!person) return std::unexpected(std::move(person.error()));
    call.session = sessions_.of(call.request, seconds_now());
    call.has_credentials = person->has_value();
    if (*person)
        call.person = std::move(**person);
    else if (call.session)
        call.person = call.session->person;
    else if (call.request.loopback && !has_roles_ && is_loopback_name(call.request.header("host")))
        call.person = PersonId{kAnyone};
    if (call.session && call.session->person != call.person) call.session.reset();
    return {};
}

// A script of the console says the session's own word; without a session there is none, and the origin must do.
bool Service::is_from_own_page(const Call& call) {
    const bool is_meant = !call.session || call.request.header("x-csrf-token") == call.session->csrf;
    return is_meant && is_own_origin(call.request);
}

void Service::answer_api(const std::shared_ptr<Call>& call) {
    const Request& request = call->request;
    std::string allowed;
    const std::string_view path = std::string_view(request.path).substr(std::min(kApi.size(), request.path.size()));
    for (const Resource& one : commands_.resources()) {
        if (!request.path.starts_with(kApi)) break;
        auto arguments = matched(one.path, path);
        if (!arguments) continue;
        allowed += (allowed.empty() ? "" : ", ") + std::string(one.method);
        if (one.method != request.method) continue;
        call->resource = &one;
        call->asked = {&one,         std::move(*arguments), request.query,     {},
                       call->person, call->language,        format_of(request)};
    }
    const auto refuse_with = [&](Rejection rejection) { call->done({refused(rejection, *call)}); };
    if (call->person.text.empty()) return refuse_with({Code::credentials_missing});
    if (request.method != "GET" && !call->has_credentials && !is_from_own_page(*call))
        return refuse_with({Code::form_forged});
    if (allowed.empty()) return refuse_with({Code::resource_unknown, {{"path", request.path}}});
    if (!call->resource) {
        Response response = refused(
            {Code::method_not_allowed, {{"path", request.path}, {"method", request.method}, {"allowed", allowed}}},
            *call);
        response.headers.emplace_back("Allow", allowed);
        return call->done({response});
    }
    call->asked.query.erase("lang");
    for (const auto& [name, value] : call->asked.query)
        if (name != "as-of" && !(name == "on" && writes(call->resource->effect)) &&
            !lists(call->resource->options, name))
            return refuse_with({Code::query_unknown, {{"parameter", name}, {"path", request.path}}});
    if (std::string_view(call->resource->command) == "events" &&
        request.header("accept").starts_with("text/event-stream"))
        return open_stream(call);
    call->asked.body = std::move(call->request.body);
    call->request.body.clear();
    switch (call->resource->effect) {
        case Effect::glances:
            if (!request.query.contains("as-of")) return read(call);
            [[fallthrough]];
        case Effect::studies:
            return within_reach(call, [this, call](const auto& reach) { study(call, reach); });
        case Effect::alone:
        case Effect::copies:
            return within_reach(call, [this, call](const auto&) { command(call); });
        default:
            return command(call);
    }
}

void Service::post(Job job, const std::shared_ptr<Call>& call) {
    if (!desk_->post(std::move(job))) call->done({refused({Code::server_busy}, *call)});
}

void Service::read(const std::shared_ptr<Call>& call) {
    post({.kind = Job::Kind::reads,
          .act =
              [this, call](LedgerService* ledger) {
                  const Position head = ledger->store().head();
                  const std::string tag = quoted(head);
                  if (!has_roles(*ledger) && call->request.header("if-none-match") == tag) {
                      call->response = {304, "", "", {{"ETag", tag}}};
                      return;
                  }
                  const Reach reach(*ledger, call->person);
                  if (auto allowed = reach.allows(call->asked); !allowed) {
                      call->response = refused(allowed.error(), *call);
                      return;
                  }
                  Answered answered = commands_.run(call->asked, ledger);
                  reach.cut(call->asked, answered);
                  call->response = response_of(call->asked, answered, call->request.id);
                  call->response.headers.emplace_back("ETag", tag);
                  call->response.headers.emplace_back("Vary", "Accept, Accept-Language, Authorization, Cookie");
                  call->response.headers.emplace_back("Cache-Control", "private, no-cache");
                  if (call->response.status == 200) call->response.repeatable_at = head;
              },
          .done =
              [this, call](const Rejection* fault) {
                  call->done({fault ? refused(*fault, *call) : std::move(call->response)});
              }},
         call);
}

// What the person may read, the ledger says at its head, whatever state is asked for.
void Service::within_reach(const std::shared_ptr<Call>& call, std::function<void(std::shared_ptr<const Reach>)> next) {
    const auto reach = std::make_shared<Reach>();
    const auto allowed = std::make_shared<Verdict<>>();
    post({.kind = Job::Kind::reads,
          .act =
              [call, reach, allowed](LedgerService* ledger) {
                  *reach = Reach(*ledger, call->person);
                  *allowed = reach->allows(call->asked);
              },
          .done =
              [this, call, reach, allowed, next = std::move(next)](const Rejection* fault) {
                  if (fault || !*allowed) return call->done({refused(fault ? *fault : allowed->error(), *call)});
                  next(reach);
              }},
         call);
}

void Service::study(const std::shared_ptr<Call>& call, const std::shared_ptr<const Reach>& reach) {
    if (studies_.fetch_add(1) >= configuration_.limits.waiting) {
        --studies_;
        return call->done({refused({Code::server_busy}, *call)});
    }
    boost::asio::post(readers_, [this, call, reach] {
        Response response;
        try {
            Answered answered = commands_.run(call->asked, nullptr);
            reach->cut(call->asked, answered);
            response = response_of(call->asked, answered, call->request.id);
        } catch (const Fault& fault) {
            response = refused(fault.rejection, *call);
        } catch (const std::exception& error) {
            response = refused({Code::disk_fault, {{"what", error.what()}}}, *call);
        }
        --studies_;
        call->done({std::move(response)});
    });
}

void Service::command(const std::shared_ptr<Call>& call) {
    const std::string& key = call->request.header("idempotency-key");
    if (key.empty() || key.size() > 200) return call->done({refused({Code::idempotency_key_missing}, *call)});
    if (call->resource->effect == Effect::decides && call->request.header("if-match").empty())
        return call->done({refused({Code::position_required}, *call)});
    call->running = call->person.text + '\n' + key;
    {
        const std::lock_guard lock(running_mutex_);
        if (!running_.insert(call->running).second) return call->done({refused({Code::idempotency_running}, *call)});
    }
    const Done done = std::move(call->done);
    call->done = [this, running = call->running, done](Reply reply) {
        {
            const std::lock_guard lock(running_mutex_);
            running_.erase(running);
        }
        done(std::move(reply));
    };
    const Effect effect = call->resource->effect;
    post({.kind = effect == Effect::alone    ? Job::Kind::closed
                  : effect == Effect::copies ? Job::Kind::reads
                                             : Job::Kind::writes,
          .act =
              [this, call](LedgerService* ledger) {
                  if (ledger && writes(call->resource->effect)) return decide(*call, *ledger);
                  call->response = response_of(call->asked, commands_.run(call->asked, ledger), call->request.id);
              },
          .done =
              [this, call](const Rejection* fault) {
                  call->done({fault ? refused(*fault, *call) : std::move(call->response)});
              }},
         call);
}

// Where the writer sits: the same answer again, or the command and its answer, kept together.
void Service::decide(Call& call, LedgerService& ledger) {
    call.request.body = std::move(call.asked.body);
    const std::string digest = digest_of(call.request);
    call.asked.body = std::move(call.request.body);
    if (const auto known = ledger.store().answer(call.running)) {
        RememberedAnswer answer = remembered_answer(*known);
        if (answer.request != digest) {
            call.response = refused({Code::idempotency_key_reused}, call);
            return;
        }
        call.response = std::move(answer.response);
        call.response.headers.emplace_back("Idempotency-Replayed", "true");
        return;
    }
    forget_old_answers(ledger);
    const std::string& seen = call.request.header("if-match");
    const std::string head = quoted(ledger.store().head());
    if (!seen.empty() && seen != "*" && seen != head) {
        call.response = refused({Code::position_changed, {{"head", head}, {"seen", seen}}}, call);
        return;
    }
    call.response = response_of(call.asked, commands_.run(call.asked, &ledger), call.request.id);
    call.response.headers.emplace_back("ETag", quoted(ledger.store().head()));
    const int status = call.response.status;
    if (status < 500 && status != 401 && status != 403)
        ledger.store().keep_answer(call.running, to_bytes({ledger.world().now(), digest, call.response}));
}

// Once a day is often enough for what is kept for weeks.
void Service::forget_old_answers(LedgerService& ledger) {
    constexpr std::int64_t kDay = 86'400'000'000;
    const std::int64_t now = ledger.world().now();
    if (now < swept_ + kDay && swept_ != 0) return;
    swept_ = now;
    ledger.store().forget_answers([oldest = now - configuration_.answers_days * kDay](std::string_view answer) {
        return remembered_answer(answer).at < oldest;
    });
}

Response Service::response_of(const Asked& asked, const Answered& answered, const std::string& id) const {
    if (answered.rejection)
        return http::problem(*answered.rejection, commands_.sentence(*answered.rejection, asked.language), id);
    Response response{200, answered.content_type, answered.body, {{"Content-Language", asked.language}}};
    if (answered.exit_code != 0) response.headers.emplace_back("Ipep-Exit-Code", std::to_string(answered.exit_code));
    return response;
}

void Service::answer_page(const std::shared_ptr<Call>& call) {
    const Request& request = call->request;
    if (call->person.text.empty()) {
        if (request.path.starts_with("/assets/"))
            call->person = PersonId{kAnyone};  // the same for everybody
        else
            return call->done({Response{303, "", "", {{"Location", "/login?to=" + percent_encoded(request.target)}}}});
    }
    const bool is_post = request.method == "POST";
    if (is_post) {
        auto form = parse_form_body(request.header("content-type"), request.body);
        if (!form) return call->done({refused({Code::request_malformed}, *call)});
        call->form = std::move(*form);
        const auto csrf = call->form.fields.find("csrf");
        const bool is_own = call->session && csrf != call->form.fields.end() && csrf->second == call->session->csrf;
        if (!is_own || !is_own_origin(request)) return call->done({refused({Code::form_forged}, *call)});
    } else if (request.method != "GET") {
        return call->done({refused(
            {Code::method_not_allowed, {{"path", request.path}, {"method", request.method}, {"allowed", "GET, POST"}}},
            *call)});
    }
    std::string cookie;
    if (!call->session && !request.path.starts_with("/assets/"))
        std::tie(call->session, cookie) = sessions_.begin(call->person, request, seconds_now());
    post({.kind = is_post ? Job::Kind::writes : Job::Kind::reads,
          .act =
              [this, call, cookie](LedgerService* ledger) {
                  const std::string csrf = call->session ? call->session->csrf : "";
                  call->response = pages_(*ledger, {call->request, call->form, call->person, call->language, csrf});
                  if (!cookie.empty()) call->response.headers.emplace_back("Set-Cookie", cookie);
              },
          .done =
              [this, call](const Rejection* fault) {
                  Response page = fault ? refused(*fault, *call) : std::move(call->response);
                  protect(page, call->request.secure);
                  call->done({std::move(page)});
              }},
         call);
}

Response Service::login_page(const Call& call, const std::string& complaint) const {
    const bool french = call.language != "en";
    const auto said = [&](const char* english, const char* in_french) { return french ? in_french : english; };
    const auto to = call.request.query.find("to");
    kainjow::mustache::mustache page(kLoginPage);
    kainjow::mustache::data words;
    words.set("language", call.language);
    words.set("title", said("Log in", "Connexion"));
    words.set("label", said("Your access token", "Votre jeton d’accès"));
    words.set("button", said("Log in", "Se connecter"));
    words.set("complaint", complaint);
    words.set("to", to == call.request.query.end() ? "/" : to->second);
    Response response{complaint.empty() ? 200 : 401, "text/html; charset=utf-8", page.render(words)};
    protect(response, call.request.secure);
    return response;
}

// A token of a person becomes a session of the browser; a session ends.
void Service::log_in(const std::shared_ptr<Call>& call) {
    const Request& request = call->request;
    const auto go_to = [&](std::string to, const std::string& cookie) {
        const bool is_ours = to.starts_with('/') && !to.starts_with("//") && to.find('\\') == std::string::npos;
        Response moved{303, "", "", {{"Location", is_ours ? to : "/"}, {"Set-Cookie", cookie}}};
        call->done({std::move(moved)});
    };
    if (request.method == "GET" && request.path == "/login") return call->done({login_page(*call, "")});
    auto form = parse_form_body(request.header("content-type"), request.body);
    if (request.method != "POST" || !form || !is_own_origin(request))
        return call->done({refused({Code::form_forged}, *call)});
    if (request.path == "/logout") {
        const auto session = sessions_.of(request, seconds_now());
        if (!session || form->fields["csrf"] != session->csrf) return call->done({refused({Code::form_forged}, *call)});
        return go_to("/login", sessions_.end(request));
    }
    const auto person = identity_.of_token(form->fields["token"]);
    if (!person) {
        log_line(Level::warning, "login_refused", {{"request", request.id}, {"peer", request.peer}});
        return call->done({login_page(*call, commands_.sentence(person.error(), call->language))});
    }
    log_line(Level::info, "login", {{"request", request.id}, {"person", person->text}, {"peer", request.peer}});
    go_to(form->fields["to"], sessions_.begin(*person, request, seconds_now()).second);
}

void Service::open_stream(const std::shared_ptr<Call>& call) {
    Position from = desk_->head() + 1;
    const std::string& last = call->request.header("last-event-id");
    const auto asked = call->request.query.find("from");
    const std::string text = !last.empty() ? last : asked != call->request.query.end() ? asked->second : "";
    if (!text.empty()) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), from);
        if (error != std::errc() || end != text.data() + text.size())
            return call->done({refused({Code::parameter_malformed, {{"what", text}}}, *call)});
        if (!last.empty()) ++from;
    }
    Reply reply{
        .response = {.content_type = "text/event-stream; charset=utf-8", .headers = {{"Cache-Control", "no-store"}}},
        .stream = std::make_shared<EventStream>(*desk_, from, call->person)};
    call->done(std::move(reply));
}

}  // namespace ipep::http

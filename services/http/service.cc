#include "services/http/service.h"

#include <boost/json.hpp>

#include "events/seal.h"
#include "services/http/log_lines.h"
#include "services/http/metrics.h"
#include "services/words/all_codes.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

const std::string kRefusals = "/api/refusals/";

// As the address says, as the reader chose in the console, or as the browser is set; the readers are French.
std::string language_of(const Request& request) {
    const auto wished = request.query.find("lang");
    std::string said = wished != request.query.end() ? wished->second : cookie_of(request, "language");
    if (said.empty()) said = request.header("accept-language");
    return said.starts_with("en") ? "en" : "fr";
}

bool is_for_operators(std::string_view path) { return path == "/healthz" || path == "/readyz" || path == "/metrics"; }

std::string area_of(std::string_view path) {
    return path.starts_with("/api/") ? "api" : is_for_operators(path) ? "operation" : "console";
}

std::string name_in_host(const Request& request) {
    const auto host = parse_host(request.header("host"));
    return host ? host->name : "";
}

}  // namespace

Service::Service(const Configuration& configuration, Commands& commands, Pages pages)
    : configuration_(configuration),
      site_(parse_site(configuration.url)),
      commands_(commands),
      metrics_(std::make_unique<Metrics>()),
      identity_(configuration_),
      sessions_(configuration.is_secure()),
      login_(configuration_, identity_, sessions_),
      start_(to_hex(World::real().random_bytes("requests")).substr(0, 8)) {
    server_ = std::make_unique<Server>(configuration_, *this);
    if (configuration_.port == 0) configuration_.port = server_->port();
    crews_ = std::make_unique<Crews>(configuration_, [this](Position head) { server_->head_is(head); });
    if (configuration_.is_node()) node_ = std::make_unique<Node>(configuration_);
    desk_ = std::make_unique<CommandQueue>(configuration_.ledger, "ipepd, --server " + configuration_.public_url(),
                                           static_cast<std::size_t>(configuration_.limits.waiting), told(),
                                           StoreOptions(), node_ ? node_->shared() : CommandQueue::Shared());
    readings_ = std::make_unique<Readings>(*desk_);
    if (node_) passing_ = std::make_unique<Passing>(configuration_, *node_);
    api_ = std::make_unique<Api>(configuration_, commands_, *desk_, *crews_, *readings_, passing_.get());
    const auto waits = pages.waits;
    pages_ = std::make_unique<BrowserPages>(std::move(pages), sessions_, configuration_.ledger, *desk_, *crews_,
                                            *readings_, passing_.get());
    if (configuration_.mail.on())
        reminders_ = std::make_unique<Reminders>(configuration_, waits, *crews_, *metrics_,
                                                 [this] { return !node_ || node_->writes(); });
    const std::string& own_url = configuration_.postgres.url;
    if (node_) node_->start(*desk_, own_url.empty() ? configuration_.public_url() : own_url);
}

Service::~Service() {
    if (reminders_) crews_->end();
    reminders_.reset();
    if (desk_) desk_->close();
    if (node_) node_->end();
}

CommandQueue::Told Service::told() {
    return {
        .opened = [this](const LedgerService& ledger) { crews_->reads_quickly.open(ledger); },
        .closing = [this] { crews_->reads_quickly.close(); },
        .head =
            [this](LedgerService& ledger) {
                crews_->reads_quickly.head_is(ledger.store().head());
                has_roles_ = has_roles(ledger);
                metrics_->head(ledger.store().head());
            },
        .end =
            [this](const Rejection& why) {
                log_line(Level::error, "writing_ended", {{"code", text_of(why.code).code}, {"detail", why.sentence()}});
                ended_ = true;
                if (!crews_->reads_quickly.is_open()) crews_->reads_quickly.end();
                server_->stop();
            },
        .group = [this](std::size_t jobs, double seconds) { metrics_->group(jobs, seconds); }};
}

int Service::run() {
    log_line(Level::info, "serving",
             {{"url", configuration_.public_url()},
              {"port", configuration_.port},
              {"ledger", configuration_.ledger},
              {"position", desk_->head()}});
    const bool is_logged = log_lines_lost() == 0;  // a server whose log goes nowhere from the start is set up wrong
    if (is_logged) server_->run();
    login_.end();
    crews_->end();
    if (reminders_) reminders_->end();
    desk_->close();
    if (node_) node_->end();
    log_line(Level::info, "stopped", {{"position", desk_->head()}});
    return ended_ || !is_logged ? 3 : 0;
}

Response Service::problem(Code code) {
    const Rejection rejection{code};
    return http::problem(rejection, commands_.sentence(rejection, "en"), "");
}

void Service::answered(const Request& request, const Reply& reply, double seconds) {
    const int status = reply.response.status;
    metrics_->answered(area_of(request.path), status, seconds);
    const bool changes = request.method != "GET" || status >= 400;
    if (configuration_.log_requests == "none" || (configuration_.log_requests == "changes" && !changes)) return;
    boost::json::object line{{"request", reply.id}, {"method", request.method}, {"path", request.path},
                             {"status", status},    {"seconds", seconds},       {"peer", request.peer}};
    if (!reply.person.empty()) line["person"] = reply.person;
    log_line(status >= 500 ? Level::error : status >= 400 ? Level::warning : Level::info, "request", std::move(line));
}

void Service::repeated() { metrics_->repeated(); }

bool Service::is_for_operators(const Request& request) const { return http::is_for_operators(request.path); }

Response Service::small_answer(const std::string& path) {
    if (path == "/metrics" && node_) metrics_->node(node_->state().log, node_->writes());
    if (path == "/metrics")
        return {200, "text/plain; version=0.0.4; charset=utf-8",
                metrics_->text(server_->load(), crews_->load(), !ended_)};
    const bool ready = path == "/healthz" || !ended_;
    const std::string where = path == "/readyz" && node_ ? place() : "";
    return {ready ? 200 : 503, "text/plain; charset=utf-8", (ready ? "ok\n" : "not ready: the disk failed\n") + where};
}

std::string Service::place() const {
    const Node::State state = node_->state();
    return "position " + std::to_string(desk_->head()) + "\nlog " + std::to_string(state.log) + "\nwriter " +
           (state.holder.empty() ? "nobody" : state.holder) + "\ndatabase " + (state.is_heard ? "heard" : "silent") +
           '\n';
}

void Service::answer(Request request, std::function<void(Reply)> done) {
    request.id = start_ + '-' + std::to_string(++requests_);
    request.origin = origin_for(request);
    const std::string language = language_of(request);
    const auto call = std::make_shared<Call>(Call{std::move(request), std::move(done), commands_, language});
    const std::string& path = call->request.path;
    if (http::is_for_operators(path)) return call->answer(small_answer(path));
    if (path == "*") return call->answer(Response{204, "", "", {{"Allow", "GET, HEAD, POST, OPTIONS"}}});
    if (call->request.method == "CONNECT")
        return call->answer(
            {code::method_not_allowed, {{"path", path}, {"method", "CONNECT"}, {"allowed", "GET, HEAD, POST"}}});
    if (!is_meant(call->request))
        return call->answer(
            {code::host_unknown, {{"host", call->request.header("host")}, {"url", configuration_.url}}});
    if (path.starts_with(kRefusals)) return call->answer(refusal(*call));
    if (path == "/api/openapi.json") return call->answer(Response{.body = commands_.openapi()});
    if (Login::is_its(path)) return login_.answer(call);
    if (const auto known = recognize(*call, Extent::whole); !known) return call->answer(known.error());
    path.starts_with("/api/") ? api_->answer(call) : pages_->answer(call);
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
    return call.refused({code::resource_unknown, {{"path", call.request.path}}});
}

bool Service::knows(const Request& request) {
    Call call{request, {}, commands_};
    return recognize(call, Extent::head) && !call.person.text.empty();
}

// Where no url is configured, that of the name it was asked by.
std::string Service::origin_for(const Request& request) const {
    if (site_) return site_->origin;
    return parse_site((request.secure ? "https://" : "http://") + request.header("host")).value_or(Site()).origin;
}

// Where others reach it, or through a proxy, nobody is taken in unseen; nor may a page of others lead there by a name
// of its own (DNS rebinding).
bool Service::takes_anyone(const Request& request) const {
    return request.loopback && !has_roles_ && is_loopback_name(name_in_host(request)) &&
           (!site_ || is_loopback_name(site_->name));
}

bool Service::is_meant(const Request& request) const {
    const std::string name = name_in_host(request);
    const auto own = parse_host(configuration_.address), own_v6 = parse_host('[' + configuration_.address + ']');
    const bool is_address = (own && own->name == name) || (own_v6 && own_v6->name == name);
    const auto node = parse_site(configuration_.postgres.url);
    const bool is_of_others = node && node->name == name;  // by which other nodes reach it
    return !site_ || name.empty() || name == site_->name || is_loopback_name(name) || is_address || is_of_others;
}

Verdict<> Service::recognize(Call& call, Extent extent) {
    const Request& request = call.request;
    if (node_ && !request.header(kVouched).empty()) return recognize_vouched(call, extent);
    auto credential = identity_.of(request);
    if (!credential) return std::unexpected(std::move(credential.error()));
    const bool is_anyone = takes_anyone(request);
    call.session = sessions_.of(request, seconds_now());
    if (call.session && !(call.session->from ? identity_.holds(*call.session->from) : is_anyone)) call.session.reset();
    call.has_credentials = !request.header("authorization").empty();
    call.credential = std::move(*credential);
    if (!call.credential && call.session && call.session->from) {
        call.stands = [this, session = *call.session] {
            return identity_.holds(*session.from) && sessions_.lasts(session, seconds_now());
        };
        call.person = call.session->person;
    } else if (call.credential) {
        call.stands = [this, held = *call.credential] { return identity_.holds(held); };
        call.person = call.credential->person;
    } else if (is_anyone) {
        call.stands = [this] { return !has_roles_; };
        call.person = kAnyone;
    }
    if (call.session && call.session->person != call.person) call.session.reset();
    return {};
}

// By another node, which knows the person.
Verdict<> Service::recognize_vouched(Call& call, Extent extent) const {
    const std::int64_t now = seconds_now();
    const auto vouched = vouched_in(node_->key(), call.request, extent, now);
    if (!vouched) return refuse(code::credentials_invalid, {{"what", "no node vouches for it"}});
    const Credential credential{vouched->person};
    call.person = vouched->person;
    call.stands = [] { return true; };
    if (vouched->csrf.empty())
        call.credential = credential;
    else
        call.session = BrowserSession{
            "", vouched->person, vouched->csrf, vouched->signed_in ? std::optional(credential) : std::nullopt, now,
            now};
    return {};
}

}  // namespace ipep::http

#include "services/http/api.h"

#include <charconv>

#include "services/http/accepted.h"
#include "services/http/event_stream.h"
#include "services/http/lasting.h"
#include "services/ledger/failure.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

const std::string kApi = "/api/v1";

// A script of the console says the session's own word; without a session there is none, and the origin must do.
bool is_from_own_page(const Call& call) {
    const bool is_meant = !call.session || call.request.header("x-csrf-token") == call.session->csrf;
    return is_meant && is_own_origin(call.request);
}

// By what it is known, and how long.
void add_known(Response& response, const Lasting& known_by) {
    const bool is_answer = response.status == 200 || response.status == 304;
    response.headers.emplace_back("ETag", known_by.tag);
    response.headers.emplace_back("Vary", "Accept, Accept-Language, Authorization, Cookie");
    response.headers.emplace_back("Cache-Control", is_answer ? known_by.cache_control : "no-store");
}

void answer_known(Call& call, const Lasting& known_by) {
    call.response = {304, "", "", {}};
    add_known(call.response, known_by);
}

}  // namespace

std::string Api::find_resource(Call& call) const {
    const Request& request = call.request;
    std::string allowed;
    if (!request.path.starts_with(kApi)) return allowed;
    for (const Resource& one : commands_.resources()) {
        auto arguments = matched(one.path, std::string_view(request.path).substr(kApi.size()));
        if (!arguments) continue;
        allowed += (allowed.empty() ? "" : ", ") + std::string(one.method);
        if (one.method != request.method) continue;
        call.resource = &one;
        call.asked = {&one, std::move(*arguments), request.query, {}, call.person, call.language, "json"};
        call.asked.query.erase("lang");
    }
    return allowed;
}

Verdict<> Api::check_query(const Call& call) const {
    for (const auto& [name, value] : call.asked.query) {
        const bool does_write = writes(call.resource->effect);
        const bool is_common = name == "as-of" || name == (does_write ? "on" : "effective") ||
                               (name == "proof" && call.resource->has_proof);
        const bool is_of_pages = call.resource->has_pages && (name == "limit" || name == "after") &&
                                 !call.asked.wants_proof();  // which is of the whole answer
        if (!is_common && !is_of_pages && !lists(call.resource->options, name))
            return refuse(code::query_unknown, {{"parameter", name}, {"path", call.request.path}});
        if (name == "proof" && value != "true") return refuse(code::parameter_malformed, {{"what", "proof: " + value}});
    }
    return {};
}

Verdict<> Api::choose_form(Call& call) const {
    const std::string& accept = call.request.header("accept");
    auto form = accepted_form(*call.resource, accept);
    if (!form)
        return refuse(code::not_acceptable, {{"path", call.request.path}, {"types", offered_types(*call.resource)}});
    call.asked.format = std::move(*form);
    return {};
}

// Who saw a state elsewhere asks for it, or a later one.
Verdict<> Api::check_position(const Call& call) const {
    const std::string& asked = call.request.header("ipep-at-least");
    if (asked.empty()) return {};
    Position least = 0;
    const auto [end, error] = std::from_chars(asked.data(), asked.data() + asked.size(), least);
    if (error != std::errc() || end != asked.data() + asked.size())
        return refuse(code::parameter_malformed, {{"what", "Ipep-At-Least: " + asked}});
    const Position head = crews_.reads_quickly.head();
    if (head >= least) return {};
    return refuse(code::node_behind, {{"head", std::to_string(head)}, {"asked", asked}});
}

void Api::answer(const CallPtr& call) {
    const Request& request = call->request;
    const std::string allowed = find_resource(*call);
    if (call->person.text.empty()) return call->answer({code::credentials_missing});
    if (request.method != "GET" && !call->has_credentials && !is_from_own_page(*call))
        return call->answer({code::form_forged});
    if (allowed.empty()) return call->answer({code::resource_unknown, {{"path", request.path}}});
    if (!call->resource)
        return call->answer(
            {code::method_not_allowed, {{"path", request.path}, {"method", request.method}, {"allowed", allowed}}});
    if (const auto chosen = choose_form(*call); !chosen) return call->answer(chosen.error());
    if (const auto checked = check_query(*call); !checked) return call->answer(checked.error());
    if (const auto checked = check_position(*call); !checked) return call->answer(checked.error());
    call->asked.body = std::move(call->request.body);
    call->request.body.clear();
    if (const char* lines = call->resource->lines; *lines && !call->asked.body.empty())
        call->asked.arguments[lines] = list_of_lines(call->asked.body);
    run(call);
}

void Api::run(const CallPtr& call) {
    if (call->asked.format == "stream") return open_stream(call);
    switch (call->resource->effect) {
        case Effect::reads_quickly:
            if (!call->asked.query.contains("effective") && !call->asked.wants_proof()) return read(call);
            [[fallthrough]];
        case Effect::reads_for_payment:
        case Effect::reads_long: return within_reach(call, [this, call] { read_long(call); });
        case Effect::alone:
        case Effect::copies: return within_reach(call, [this, call] { once_.run(call); });
        default: return once_.run(call);
    }
}

void Api::read(const CallPtr& call) {
    const auto shown = std::make_shared<std::set<std::string>>();
    const auto act = [this, call, shown](LedgerService& ledger) {
        const Position head = ledger.store().head();
        const auto earlier = lasting(ledger, call->asked);
        const Lasting known_by = earlier.value_or(Lasting{entity_tag(head), "private, no-cache"});
        const bool is_known = call->request.header("if-none-match") == known_by.tag;
        if (is_known && !earlier && !has_roles(ledger)) return answer_known(*call, known_by);
        call->asked.reader = Reader::through_service(ledger.views().book(), call->person);
        if (const auto allowed = may_ask(call->asked.reader, call->asked); !allowed) {
            call->response = call->refused(allowed.error());
            return;
        }
        if (is_known && earlier) return answer_known(*call, known_by);
        const Answered answered = commands_.run(call->asked, &ledger);
        call->response = response_of(answered, *call);
        add_known(call->response, known_by);
        *shown = answered.shown;
        if (call->response.status == 200 && shown->empty()) call->response.repeatable_at = head;
    };
    glance(crews_, call, act, [this, call, shown](const Rejection* why_not) {
        why_not ? call->answer(why_not) : readings_.answer(call, *shown);
    });
}

// What the person may read, the ledger says at its head, whatever state is asked for.
void Api::within_reach(const CallPtr& call, std::function<void()> next) {
    const auto allowed = std::make_shared<Verdict<>>();
    const auto act = [call, allowed](LedgerService& ledger) {
        call->asked.reader = Reader::through_service(ledger.views().book(), call->person);
        *allowed = may_ask(call->asked.reader, call->asked);
        call->lasting = lasting(ledger, call->asked);
    };
    glance(crews_, call, act, [call, allowed, next = std::move(next)](const Rejection* why_not) {
        if (why_not || !*allowed) return call->answer(why_not ? *why_not : allowed->error());
        if (call->lasting && call->request.header("if-none-match") == call->lasting->tag) {
            answer_known(*call, *call->lasting);
            return call->answer(std::move(call->response));
        }
        next();
    });
}

void Api::read_long(const CallPtr& call) {
    const auto shown = std::make_shared<std::set<std::string>>();
    const auto act = [this, call, shown](const Patience& patience) {
        const Answered answered = commands_.run(call->asked, nullptr, patience);
        call->response = response_of(answered, *call);
        if (call->lasting)
            add_known(call->response, *call->lasting);
        else
            call->response.headers.emplace_back("Cache-Control", "no-store");
        *shown = answered.shown;
    };
    const bool is_for_payment = call->resource->effect == Effect::reads_for_payment &&
                                !call->asked.query.contains("as-of") && !call->asked.wants_proof();
    study(is_for_payment ? crews_.reads_for_payment : crews_.reads_long, call, act,
          [this, call, shown](const Rejection* why_not) {
              why_not ? call->answer(why_not) : readings_.answer(call, *shown);
          });
}

void Api::open_stream(const CallPtr& call) {
    for (const auto& [name, value] : call->asked.query)  // a stream has every event
        if (name != "from")
            return call->answer({code::query_unknown, {{"parameter", name}, {"path", "text/event-stream"}}});
    Position from = crews_.reads_quickly.head() + 1;
    const std::string& last = call->request.header("last-event-id");
    const auto asked = call->asked.query.find("from");
    const std::string text = !last.empty() ? last : asked != call->asked.query.end() ? asked->second : "";
    if (!text.empty()) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), from);
        if (error != std::errc() || end != text.data() + text.size())
            return call->answer({code::parameter_malformed, {{"what", text}}});
        if (!last.empty()) ++from;
    }
    call->answer({.content_type = "text/event-stream; charset=utf-8", .headers = {{"Cache-Control", "no-store"}}},
                 std::make_shared<EventStream>(crews_.reads_quickly, from, call->person));
}

}  // namespace ipep::http

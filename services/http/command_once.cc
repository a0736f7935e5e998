#include "services/http/command_once.h"

#include <algorithm>

#include "ledger/authority.h"
#include "services/http/remembered_answer.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

std::set<std::string> roles_of(const CommonState& common, const PersonId& person) {
    std::set<std::string> roles;
    for (const RoleHeld& held : common.roles) {
        if (held.revokedAt != 0 || held.granted.person != person) continue;
        std::string role = boost::describe::enum_to_string(held.granted.role, "");
        roles.insert(held.granted.cpam ? role + ' ' + held.granted.cpam->text : role);
    }
    return roles;
}

// What was answered to the roles of then is not for who holds fewer today.
Verdict<> may_have(const RememberedAnswer& answer, const CommonState& common, const PersonId& person) {
    if (!common.roles_in_force()) return {};
    const auto today = roles_of(common, person);
    if (today.empty()) return authorize(common, person, Right::read_amounts);
    std::string ended;
    for (const std::string& role : answer.roles)
        if (!today.contains(role)) ended += (ended.empty() ? "" : ", ") + role;
    if (ended.empty()) return {};
    return refuse(code::not_allowed, {{"person", person.text}, {"what", "have this answer again"}, {"roles", ended}});
}

// Under which an answer is kept.
std::string name_of(const Call& call) { return call.person.text + '\n' + call.request.header("idempotency-key"); }

}  // namespace

std::string entity_tag(Position position) { return '"' + std::to_string(position) + '"'; }

// RFC 8288: the same request, of what is left.
std::string link_to_next(const Call& call, const Fields& next) {
    Fields query = next;
    query.insert(call.asked.query.begin(), call.asked.query.end());
    std::string link = '<' + call.request.path;
    char before = '?';
    for (const auto& [name, value] : query) {
        link += before + percent_encoded(name) + '=' + percent_encoded(value);
        before = '&';
    }
    return link + ">; rel=\"next\"";
}

Response response_of(const Answered& answered, const Call& call) {
    if (answered.rejection) return call.refused(*answered.rejection);
    Response response{200, answered.content_type, answered.body, {{"Content-Language", call.language}}};
    if (!answered.location.empty()) {
        response.status = 201;
        response.headers.emplace_back("Location", "/api/v1" + answered.location);
    }
    if (answered.content_type.starts_with("text/html"))
        response.headers.emplace_back("Content-Security-Policy",
                                      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    if (!answered.next.empty()) response.headers.emplace_back("Link", link_to_next(call, answered.next));
    if (answered.exit_code != 0) response.headers.emplace_back("Ipep-Exit-Code", std::to_string(answered.exit_code));
    return response;
}

void post(CommandQueue& desk, Job job, const CallPtr& call) {
    if (!desk.post(std::move(job))) call->answer({code::server_busy});
}

bool CommandOnce::begin(const CallPtr& call, const std::string& name) {
    {
        const std::lock_guard lock(mutex_);
        if (!running_.insert(name).second) return false;
    }
    call->done = [this, name, done = std::move(call->done)](Reply reply) {
        {
            const std::lock_guard lock(mutex_);
            running_.erase(name);
        }
        done(std::move(reply));
    };
    return true;
}

void CommandOnce::run(const CallPtr& call) {
    const std::string& key = call->request.header("idempotency-key");
    const Effect effect = call->resource->effect;
    if (key.empty() || key.size() > 200) return call->answer({code::idempotency_key_missing});
    if (effect == Effect::decides && call->request.header("if-match").empty())
        return call->answer({code::position_required});
    if (!begin(call, name_of(*call))) return call->answer({code::idempotency_running});
    if (writes(effect) && passing_ && !passing_->is_here())
        return passing_->pass(call, [this, call] { run_here(call); });
    run_here(call);
}

void CommandOnce::run_here(const CallPtr& call) {
    const Effect effect = call->resource->effect;
    const std::string name = name_of(*call);
    const auto kind = effect == Effect::alone    ? Job::Kind::closed
                      : effect == Effect::copies ? Job::Kind::copies
                                                 : Job::Kind::writes;
    const auto act = [this, call, name](LedgerService* ledger) {
        if (ledger && writes(call->resource->effect)) return decide(*call, name, *ledger);
        call->response = response_of(commands_.run(call->asked, ledger), *call);
    };
    post(desk_, {kind, act, [call](const Rejection* fault) { call->answer(fault); }}, call);
}

// Where the writer sits: the same answer again, or the command and its answer, kept together.
void CommandOnce::decide(Call& call, const std::string& name, LedgerService& ledger) {
    const std::string digest = digest_of(call.request, call.asked.body);
    if (const auto known = ledger.store().answer(name)) {
        RememberedAnswer answer = remembered_answer(*known);
        if (answer.request != digest) {
            call.response = call.refused({code::idempotency_key_reused});
            return;
        }
        if (const auto allowed = may_have(answer, ledger.book().common(), call.person); !allowed) {
            call.response = call.refused(allowed.error());
            return;
        }
        call.response = std::move(answer.response);
        call.response.headers.emplace_back("Idempotency-Replayed", "true");
        return;
    }
    forget_old_answers(ledger);
    const std::string& seen = call.request.header("if-match");
    const std::string head = entity_tag(ledger.store().head());
    if (!seen.empty() && seen != "*" && seen != head) {
        call.response = call.refused({code::position_changed, {{"head", head}, {"seen", seen}}});
        return;
    }
    {
        LedgerService::Unit unit(ledger);  // a command of several batches leaves none where the last is refused
        call.asked.reader = Reader::through_service(ledger.book(), call.person);
        const Answered answered = commands_.run(call.asked, &ledger);
        if (!answered.rejection) unit.keep();
        call.response = response_of(answered, call);
    }
    call.response.headers.emplace_back("ETag", entity_tag(ledger.store().head()));
    const int status = call.response.status;
    if (status < 500 && status != 401 && status != 403)
        ledger.store().keep_answer(name, to_bytes({ledger.world().now(), digest, call.response,
                                                   roles_of(ledger.book().common(), call.person)}));
}

// Once a day is often enough for what is kept for weeks.
void CommandOnce::forget_old_answers(LedgerService& ledger) {
    constexpr std::int64_t kDay = 86'400'000'000;
    const std::int64_t now = ledger.world().now();
    if (now < swept_ + kDay && swept_ != 0) return;
    swept_ = now;
    ledger.store().forget_answers([oldest = now - configuration_.answers_days * kDay](std::string_view answer) {
        return remembered_answer(answer).at < oldest;
    });
}

}  // namespace ipep::http

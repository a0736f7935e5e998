#include "services/http/problem.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "services/answers/figures.h"
#include "services/words/code.h"

namespace ipep::http {
namespace {

constexpr std::pair<Code, int> kStatuses[] = {
    {code::request_malformed, 400},
    {code::path_malformed, 400},
    {code::query_unknown, 400},
    {code::parameter_malformed, 400},
    {code::idempotency_key_missing, 400},
    {code::json_malformed, 400},
    {code::credentials_missing, 401},
    {code::credentials_invalid, 401},
    {code::form_forged, 403},
    {code::sign_in_unknown, 403},
    {code::sign_in_denied, 403},
    {code::identity_unproved, 403},
    {code::provider_unreachable, 503},
    {code::not_allowed, 403},
    {code::resource_unknown, 404},
    {code::not_configured, 404},
    {code::unknown_groupement, 404},
    {code::settlement_absent, 404},
    {code::revision_absent, 404},
    {code::reference_unknown, 404},
    {code::position_absent, 404},
    {code::cursor_unknown, 400},
    {code::method_not_allowed, 405},
    {code::not_acceptable, 406},
    {code::idempotency_running, 409},
    {code::position_changed, 412},
    {code::body_too_large, 413},
    {code::expectation_unknown, 417},
    {code::host_unknown, 421},
    {code::position_required, 428},
    {code::header_too_large, 431},
    {code::connections_exhausted, 503},
    {code::streams_exhausted, 503},
    {code::server_busy, 503},
    {code::readings_exhausted, 503},
    {code::reading_abandoned, 503},
    {code::ledger_busy, 503},
    {code::node_behind, 503},
    {code::log_unreachable, 503},
    {code::outcome_unknown, 503},
    {code::writer_elsewhere, 503},
    {code::machine_exhausted, 503},
    {code::disk_full, 507},
    {code::damaged_record, 500},
    {code::damaged_store, 500},
    {code::anchor_missing, 500},
    {code::below_anchor, 500},
    {code::beyond_anchor, 500},
    {code::format_differs, 500},
    {code::view_differs, 500},
    {code::copies_differ, 500},
    {code::permission_missing, 500},
    {code::path_unusable, 500},
    {code::output_lost, 500},
    {code::disk_fault, 500},
    {code::store_stopped, 500},
    {code::conflict, 500},
};

}  // namespace

int status_of(Code code) {
    const auto found = std::ranges::find(kStatuses, code, &std::pair<Code, int>::first);
    return found == std::end(kStatuses) ? 422 : found->second;
}

Response problem(const Rejection& rejection, const std::string& detail, const std::string& instance) {
    const int status = status_of(rejection.code);
    boost::json::object answer = rejection_answer(rejection, detail);
    answer["type"] = "/api/refusals/" + std::string(text_of(rejection.code).code);
    answer["title"] = reason_of(status);
    answer["status"] = status;
    if (!instance.empty()) answer["instance"] = "/requests/" + instance;
    Response response{status, "application/problem+json", boost::json::serialize(answer)};
    for (const auto& [name, value] : rejection.arguments)
        if (status == 405 && name == "allowed") response.headers.emplace_back("Allow", value);
    if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (status == 503) response.headers.emplace_back("Retry-After", "1");
    return response;
}

}  // namespace ipep::http

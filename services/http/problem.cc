#include "services/http/problem.h"

#include <boost/json.hpp>

#include "ledger/code.h"
#include "services/answers/figures.h"

namespace ipep::http {

int status_of(Code code) {
    switch (code) {
        case Code::request_malformed:
        case Code::path_malformed:
        case Code::query_unknown:
        case Code::parameter_malformed:
        case Code::idempotency_key_missing:
        case Code::json_malformed: return 400;
        case Code::credentials_missing:
        case Code::credentials_invalid: return 401;
        case Code::form_forged:
        case Code::not_allowed: return 403;
        case Code::resource_unknown:
        case Code::not_configured:
        case Code::unknown_groupement:
        case Code::settlement_absent:
        case Code::revision_absent:
        case Code::reference_unknown:
        case Code::position_absent: return 404;
        case Code::method_not_allowed: return 405;
        case Code::idempotency_running: return 409;
        case Code::position_changed: return 412;
        case Code::body_too_large: return 413;
        case Code::expectation_unknown: return 417;
        case Code::host_unknown: return 421;
        case Code::position_required: return 428;
        case Code::header_too_large: return 431;
        case Code::connections_exhausted:
        case Code::streams_exhausted:
        case Code::server_busy:
        case Code::readings_exhausted:
        case Code::reading_abandoned:
        case Code::ledger_busy:
        case Code::node_behind:
        case Code::log_unreachable:
        case Code::outcome_unknown:
        case Code::writer_elsewhere:
        case Code::machine_exhausted: return 503;
        case Code::disk_full: return 507;
        case Code::damaged_record:
        case Code::damaged_store:
        case Code::anchor_missing:
        case Code::below_anchor:
        case Code::beyond_anchor:
        case Code::format_differs:
        case Code::view_differs:
        case Code::copies_differ:
        case Code::permission_missing:
        case Code::path_unusable:
        case Code::output_lost:
        case Code::disk_fault:
        case Code::store_stopped:
        case Code::conflict: return 500;
        default: return 422;
    }
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

#include "services/witness/witness_service.h"

#include "events/fault.h"
#include "services/http/identity.h"
#include "services/http/problem.h"

namespace ipep {
namespace {

http::Configuration configured(const std::string& address, std::uint16_t port) {
    http::Configuration configuration;
    configuration.address = address;
    configuration.port = port;
    configuration.threads = 1;
    configuration.limits.body_mib = 2;  // a note of at most one, and a proof
    return configuration;
}

http::Response response_of(WitnessAnswer answer) {
    return {.status = answer.status, .content_type = std::move(answer.type), .body = std::move(answer.body)};
}

}  // namespace

WitnessService::WitnessService(LogWitness& witness, const std::string& address, std::uint16_t port)
    : witness_(witness), server_(configured(address, port), *this) {}

WitnessAnswer WitnessService::answer_of(const http::Request& request) {
    const std::string& path = request.path;
    if (path == "/add-checkpoint") {
        if (request.method != "POST") return {405, "POST it\n"};
        return witness_.add_checkpoint(request.body, http::seconds_now());
    }
    const auto slash = path.find('/', 1);
    if (slash == std::string::npos || path.substr(slash) != "/checkpoint") return {404, "nothing is here\n"};
    if (request.method != "GET" && request.method != "HEAD") return {405, "GET it\n"};
    return witness_.checkpoint(path.substr(1, slash - 1));
}

// Where the disk fails nothing was signed that is not kept.
void WitnessService::answer(http::Request request, std::function<void(http::Reply)> done) {
    WitnessAnswer answer{500, "it cannot be kept, so it is not signed\n"};
    try {
        answer = answer_of(request);
    } catch (const Fault&) {  // told by the status
    }
    done({.response = response_of(std::move(answer))});
}

http::Response WitnessService::problem(Code code) {
    return response_of({http::status_of(code), std::string(text_of(code).sentence) + '\n'});
}

}  // namespace ipep

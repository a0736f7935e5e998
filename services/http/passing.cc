#include "services/http/passing.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>

#include "events/code.h"
#include "services/http/client.h"

namespace ipep::http {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kAgain(100);
constexpr int kFor = 4;  // leases: one ends, another begins, and its node takes in what there is
const std::string kPassed = "ipep-passed-on";

// What says who asks, for what, on which state, and in which form.
constexpr std::array<std::string_view, 6> kPassedOn{"authorization", "idempotency-key", "if-match",
                                                    "accept",        "accept-language", "content-type"};
constexpr std::array<std::string_view, 10> kOfTheConnection{"connection",
                                                            "content-length",
                                                            "date",
                                                            "keep-alive",
                                                            "request-id",
                                                            "transfer-encoding",
                                                            "x-content-type-options",
                                                            "strict-transport-security",
                                                            "content-type",
                                                            "server"};

Sent sent_of(const Call& call, const std::string& url) {
    Sent sent{call.request.method, url + call.request.target, {{kPassed, "1"}}, call.asked.body};
    for (const std::string_view name : kPassedOn)
        if (const std::string& value = call.request.header(std::string(name)); !value.empty())
            sent.headers[std::string(name)] = value;
    return sent;
}

Response as_answered_here(Response response) {
    std::erase_if(response.headers, [](const auto& header) {
        return std::ranges::find(kOfTheConnection, in_small_letters(header.first)) != kOfTheConnection.end();
    });
    return response;
}

// It was not done there, and may be elsewhere in a moment.
bool is_of_the_change(const Response& response) {
    return response.status == 503 && response.body.find("\"writer_elsewhere\"") != std::string::npos;
}

}  // namespace

void Passing::pass(const CallPtr& call, std::function<void()> here) {
    const bool is_known_there = call->has_credentials || (!call->credential && !call->session);
    if (!call->request.header(kPassed).empty() || !is_known_there)
        return call->answer({code::writer_elsewhere, {{"holder", node_.state().holder}}});
    boost::asio::post(threads_, [this, call, here = std::move(here)] { try_on(call, here); });
}

void Passing::try_on(const CallPtr& call, const std::function<void()>& here) const {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + kFor * std::chrono::seconds(configuration_.postgres.lease_seconds);
    // Who holds the lease and says nothing for as long as it lasts is asked no longer: it is another's then.
    const std::chrono::seconds patience(configuration_.postgres.lease_seconds + 1);
    std::string what = "no node writes";
    for (; Clock::now() < until; std::this_thread::sleep_for(kAgain)) {
        const Node::State state = node_.state();
        if (state.writes) return here();
        if (state.url.empty()) continue;
        const auto response = fetch(sent_of(*call, state.url), {}, static_cast<int>(patience.count()));
        if (response && !is_of_the_change(*response)) return call->answer(as_answered_here(*response));
        what = response ? "the right to write changes hands" : response.error().sentence();
    }
    call->answer({code::outcome_unknown, {{"what", what}}});
}

}  // namespace ipep::http

#include "services/http/passing.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <charconv>

#include "events/code.h"
#include "services/http/client.h"
#include "services/http/vouching.h"

namespace ipep::http {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kAgain(100);
constexpr std::chrono::seconds kOfAForm(60);
constexpr milliseconds kBehind(2000);  // for what was done to come here
constexpr int kFor = 4;                // leases: one ends, another begins, and its node takes in what there is
const std::string kPassed = "ipep-passed-on";

// What says who asks, for what, on which state, and in which form.
constexpr std::array<std::string_view, 6> kPassedOn{"authorization", "idempotency-key", "if-match",
                                                    "accept",        "x-csrf-token",    "content-type"};
constexpr std::array<std::string_view, 11> kOfTheConnection{"connection",
                                                            "content-length",
                                                            "date",
                                                            "keep-alive",
                                                            "request-id",
                                                            "transfer-encoding",
                                                            "x-content-type-options",
                                                            "strict-transport-security",
                                                            "content-type",
                                                            "server",
                                                            "ipep-done-at"};

// The body of a command has gone to what is asked, that of a page's form has not.
Sent sent_of(const Call& call, const std::string& url, const std::string& key) {
    Sent sent{call.request.method,
              url + call.request.target,
              {{kPassed, "1"}, {"accept-language", call.language}},
              call.resource ? call.asked.body : call.request.body};
    if (!call.has_credentials && (call.credential || call.session))
        sent.headers[kVouched] = vouch(key, {call.person, call.session ? call.session->csrf : "", call.signed_in()},
                                       call.request, sent.body, seconds_now());
    for (const std::string_view name : kPassedOn)
        if (const std::string& value = call.request.header(std::string(name)); !value.empty())
            sent.headers[std::string(name)] = value;
    return sent;
}

// A server that lets nobody in without a certificate is shown this node's own.
ClientTls tls_of(const Configuration& own) {
    const bool is_shown = own.tls.client_certificates_required;
    return {own.postgres.authority, is_shown ? own.tls.certificate : "", is_shown ? own.tls.key : ""};
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
    const bool is_known_there = call->has_credentials || (!call->credential && !call->session) || !node_.key().empty();
    if (!call->request.header(kPassed).empty() || !is_known_there)
        return call->answer({code::writer_elsewhere, {{"holder", node_.state().holder}}});
    boost::asio::post(threads_, [this, call, here = std::move(here)] { try_on(call, here); });
}

void Passing::wait_for_what_was_done(const Response& answered) const {
    const auto told =
        std::ranges::find(answered.headers, kDoneAt, [](const auto& header) { return in_small_letters(header.first); });
    Position position = 0;
    if (told == answered.headers.end()) return;
    std::from_chars(told->second.data(), told->second.data() + told->second.size(), position);
    const auto until = std::chrono::steady_clock::now() + kBehind;
    while (node_.head() < position && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(milliseconds(5));
}

void Passing::try_on(const CallPtr& call, const std::function<void()>& here) const {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + kFor * std::chrono::seconds(configuration_.postgres.lease_seconds);
    // A command has its key; what a form does is asked for once, and its answer waited for.
    const bool is_a_form = !call->resource;
    // Who holds the lease and says nothing for as long as it lasts is asked no longer: it is another's then.
    const std::chrono::seconds patience =
        is_a_form ? kOfAForm : std::chrono::seconds(configuration_.postgres.lease_seconds + 1);
    std::string what = "no node writes";
    for (; Clock::now() < until; std::this_thread::sleep_for(kAgain)) {
        const Node::State state = node_.state();
        if (state.writes) return here();
        if (state.url.empty()) continue;
        const auto response =
            fetch(sent_of(*call, state.url, node_.key()), tls_of(configuration_), static_cast<int>(patience.count()));
        if (response && !is_of_the_change(*response)) {
            wait_for_what_was_done(*response);
            return call->answer(as_answered_here(*response));
        }
        if (!response && is_a_form)
            return call->answer({code::outcome_unknown, {{"what", response.error().sentence()}}});
        what = response ? "the right to write changes hands" : response.error().sentence();
    }
    call->answer({code::outcome_unknown, {{"what", what}}});
}

}  // namespace ipep::http

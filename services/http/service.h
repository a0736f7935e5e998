// Service: what `ipepd` answers: the API, the console, and what operators ask.
//
// Shape:   it finds out who asks and hands the call on: /api/v1/… to Api, pages to BrowserPages, the way in to Login;
//          /api/openapi.json, /api/refusals/…, /healthz, /readyz and /metrics it answers itself, to anyone.
// Threads: any.
// Source:  contract; RFC 9110, RFC 9457.
#pragma once

#include "services/http/api.h"
#include "services/http/browser_pages.h"
#include "services/http/login.h"
#include "services/http/reminders.h"
#include "services/http/site.h"
#include "services/http/vouching.h"

namespace ipep::http {

class Service final : public Application {
public:
    Service(const Configuration& configuration, Commands& commands, Pages pages);
    ~Service() override;

    // Serves until a signal or stop(); gives the exit code.
    int run();
    void stop() { server_->stop(); }
    std::uint16_t port() const { return server_->port(); }

    void answer(Request request, std::function<void(Reply)> done) override;
    bool knows(const Request& request) override;
    bool is_for_operators(const Request& request) const override;
    Response problem(Code code) override;
    void answered(const Request& request, const Reply& reply, double seconds) override;
    void repeated() override;

private:
    // What the command queue tells of the log and of its own end.
    CommandQueue::Told told();
    // Who asks: by credentials, by a session of the console, or, over the loopback while the ledger has no role at all,
    // anyone.
    Verdict<> recognize(Call& call, Extent extent);
    Verdict<> recognize_vouched(Call& call, Extent extent) const;
    std::string origin_for(const Request& request) const;
    bool takes_anyone(const Request& request) const;
    // Whether the request names this server by a name of its own.
    bool is_meant(const Request& request) const;
    // Of a node: how far it is, how far the log, and who writes.
    std::string place() const;
    Response small_answer(const std::string& path);
    Response refusal(const Call& call) const;

    Configuration configuration_;
    std::optional<Site> site_;  // where a url is configured
    Commands& commands_;
    std::unique_ptr<Metrics> metrics_;
    Identity identity_;
    BrowserSessions sessions_;
    Login login_;
    std::atomic<bool> has_roles_{false}, ended_{false};
    std::unique_ptr<Crews> crews_;  // its readers are told of by the command queue
    std::unique_ptr<Node> node_;    // where the log is shared; the command queue asks it
    std::unique_ptr<CommandQueue> desk_;
    std::unique_ptr<Server> server_;
    std::unique_ptr<Readings> readings_;
    std::unique_ptr<Passing> passing_;
    std::unique_ptr<Api> api_;
    std::unique_ptr<BrowserPages> pages_;
    std::unique_ptr<Reminders> reminders_;  // where a relay is configured
    std::atomic<std::uint64_t> requests_{0};
    std::string start_;  // makes request ids differ from one start to the next
};

}  // namespace ipep::http

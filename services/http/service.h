// Service: what `ipepd` answers: the API, the event stream, the console, and what operators ask.
//
// Shape:   /api/v1/… by the table of resources · /api/openapi.json · /healthz, /readyz, /metrics · all else the
// console.
//          A command is judged where the writer sits and its answer kept with what it did; a reading of the head is
//          answered there too, between two groups of commands; what reads long or an earlier state gets a reader of its
//          own.
// Threads: any.
// Source:  contract; RFC 9110 (ETag, If-Match), RFC 9457, draft-ietf-httpapi-idempotency-key-header.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <set>

#include "services/http/browser_session.h"
#include "services/http/desk.h"
#include "services/http/form.h"
#include "services/http/identity.h"
#include "services/http/resource.h"
#include "services/http/server.h"

namespace ipep::http {

// A page as it is asked for, by a person who is known.
struct PageRequest {
    const Request& request;
    const Form& form;
    const PersonId& person;
    const std::string &language, &csrf;
};
// Answers a page of the console; called where the writer sits.
using Pages = std::function<Response(LedgerService&, const PageRequest&)>;

class Service final : public Application {
public:
    Service(const Configuration& configuration, Commands& commands, Pages pages);
    ~Service() override;

    // Serves until a signal or stop(); gives the exit code.
    int run();
    void stop() { server_->stop(); }
    std::uint16_t port() const { return server_->port(); }

    void answer(Request request, std::function<void(Reply)> done) override;
    Response problem(Code code) override;
    void answered(const Request& request, const Response& response, double seconds) override;
    void repeated(std::string_view target) override;

private:
    using Done = std::function<void(Reply)>;
    struct Call;

    // Who asks: by credentials, by a session of the console, or, over the loopback while the ledger has no role at all,
    // anyone.
    Verdict<> recognize(Call& call);
    static bool is_from_own_page(const Call& call);
    void answer_api(const std::shared_ptr<Call>& call);
    void answer_page(const std::shared_ptr<Call>& call);
    void log_in(const std::shared_ptr<Call>& call);
    Response login_page(const Call& call, const std::string& complaint) const;
    void open_stream(const std::shared_ptr<Call>& call);
    void read(const std::shared_ptr<Call>& call);
    // Calls `next` where the person may ask this at all, with what of the answer it may see.
    void within_reach(const std::shared_ptr<Call>& call, std::function<void(std::shared_ptr<const class Reach>)> next);
    void study(const std::shared_ptr<Call>& call, const std::shared_ptr<const Reach>& reach);
    void command(const std::shared_ptr<Call>& call);
    void decide(Call& call, LedgerService& ledger);
    void forget_old_answers(LedgerService& ledger);
    void post(Job job, const std::shared_ptr<Call>& call);
    Response response_of(const Asked& asked, const Answered& answered, const std::string& id) const;
    Response refused(const Rejection& rejection, const Call& call) const;
    Response refusal(const Call& call) const;
    Response small_answer(const std::string& path);

    Configuration configuration_;
    Commands& commands_;
    Pages pages_;
    std::unique_ptr<class Metrics> metrics_;
    Identity identity_;
    BrowserSessions sessions_;
    std::atomic<bool> has_roles_{false};
    std::unique_ptr<Desk> desk_;
    std::unique_ptr<Server> server_;
    boost::asio::thread_pool readers_{2};
    std::atomic<std::int64_t> studies_{0};
    std::atomic<std::uint64_t> requests_{0};
    std::atomic<bool> ended_{false};
    std::string start_;       // makes request ids differ from one start to the next
    std::int64_t swept_ = 0;  // when old answers were forgotten last; the desk's
    std::mutex running_mutex_;
    std::set<std::string> running_;  // commands under way, by person and Idempotency-Key
};

}  // namespace ipep::http

// A crowd: approvals one behind the other, while others read a long list as fast as they are answered and sweep.
#include <atomic>
#include <future>

#include "services/http/token_file.h"
#include "services/payments/payment_desk.h"
#include "tools/bench/bench.h"
#include "tools/bench/served.h"

namespace ipep::bench {
namespace {

constexpr std::size_t kReaders = 64, kSweeps = 10;
constexpr char kOrders[] = "/api/v1/orders";
constexpr char kSweep[] = "/api/v1/simulations?sweep=spending=-5%25:4.99%25:0.01%25";
const PersonId kRoot{"root"}, kDirector{"director"}, kDcf{"dcf"}, kAuditor{"auditor"};
const CpamId kCpam{"351"};

PersonId evaluator(std::size_t number) { return {"evaluator" + std::to_string(number)}; }

void grant_roles(LedgerService& ledger) {
    std::vector<RecordFact> facts;
    const auto grant = [&](const PersonId& person, Role role, std::optional<CpamId> cpam = {}) {
        facts.push_back({FactKey{"role-" + person.text}, *parse_day("2024-01-01"), {}, RoleGranted{person, role, cpam, {}}});
    };
    grant(kRoot, Role::admin);
    grant(kDirector, Role::director, kCpam);
    grant(kDcf, Role::dcf, kCpam);
    grant(kAuditor, Role::auditor);
    for (std::size_t i = 0; i < kSweeps; ++i) grant(evaluator(i), Role::evaluator);
    expect(ledger.append(std::move(facts), kRoot));
}

// A year settled, and the seed credit of each groupement ordered.
std::vector<OrderId> make_ordered(const std::string& folder, std::int64_t groupements) {
    constexpr Year year = Experiment::kFirstYear;
    make_ledger(folder, {.groupements = groupements, .cpam = kCpam.text}, year, year);
    LedgerService ledger(folder, Access::write);
    grant_roles(ledger);
    return expect(PaymentDesk(ledger, kDirector, ledger.world().today()).order({kCpam, {}, {}}));
}

// The header that says who asks.
std::string as_person(const std::string& ledger, const PersonId& person) {
    const auto token = http::new_token(ledger + "/tokens", person, *parse_day("2099-12-31"));
    return "Authorization: Bearer " + expect(token) + "\r\n";
}

// One who asks for the same again as soon as it is answered, until told to leave.
class Asker {
public:
    Asker(std::uint16_t port, const char* path, std::string who)
        : connection_(port), asking_(std::async(std::launch::async, [this, path, who = std::move(who)] {
              try {
                  while (!leaves_) {
                      const std::string answer = connection_.ask("GET", path, who);
                      if (answer.starts_with("HTTP/1.1 200")) ++answered_;
                      else if (!leaves_) throw std::logic_error(answer.substr(0, 400));
                  }
              } catch (const std::runtime_error&) {
                  if (!leaves_) throw;
              }
          })) {}
    void leave() {
        leaves_ = true;
        connection_.hang_up();
        asking_.get();
    }
    std::int64_t answered() const { return answered_; }

private:
    OpenConnection connection_;
    std::atomic<bool> leaves_{false};
    std::atomic<std::int64_t> answered_{0};
    std::future<void> asking_;
};

Samples approve_each(std::uint16_t port, const std::string& who, std::span<const OrderId> orders) {
    Samples seconds;
    OpenConnection connection(port);
    for (const OrderId& order : orders) {
        const Stopwatch watch;
        const std::string answer =
            connection.ask("POST", kOrders + ('/' + order.text) + "/approval",
                           who + "If-Match: *\r\nIdempotency-Key: approve-" + order.text + "\r\n");
        seconds.push_back(watch.seconds());
        if (!answer.starts_with("HTTP/1.1 200")) throw std::runtime_error("not approved: " + answer);
    }
    return seconds;
}

double p99_ms(Samples samples) {
    std::ranges::sort(samples);
    return samples[samples.size() * 99 / 100] * 1000;
}

}  // namespace

void measure_crowd(const Sizes& sizes, Workspace& workspace, Report& report) {
    const std::string folder = workspace.fresh();
    const auto orders = make_ordered(folder, sizes.orders_listed());
    const std::size_t each = std::min(orders.size() / 2, std::size_t(500));
    const std::string dcf = as_person(folder, kDcf), auditor = as_person(folder, kAuditor);
    std::vector<std::string> evaluators;
    for (std::size_t i = 0; i < kSweeps; ++i) evaluators.push_back(as_person(folder, evaluator(i)));
    const Served served(folder);
    const Samples alone = approve_each(served.port(), dcf, std::span(orders).first(each));
    std::vector<std::unique_ptr<Asker>> crowd;
    for (const std::string& who : evaluators) crowd.push_back(std::make_unique<Asker>(served.port(), kSweep, who));
    for (std::size_t i = 0; i < kReaders; ++i)
        crowd.push_back(std::make_unique<Asker>(served.port(), kOrders, auditor));
    const Stopwatch watch;
    const Samples beside = approve_each(served.port(), dcf, std::span(orders).last(each));
    const double seconds = watch.seconds();
    std::int64_t read = 0;
    for (const auto& one : crowd) read += one->answered();
    for (const auto& one : crowd) one->leave();
    report.measures.push_back(
        {"approval beside 64 readers and ten sweeps",
         "a POST an approval, one behind the other; 64 connections read the list of " + std::to_string(orders.size()) +
             " orders, ten evaluators sweep a thousand steps; all on the same machine",
         "",
         1,
         "approvals",
         beside,
         {},
         std::nullopt,
         {{"p99_ms", p99_ms(beside), {Bound::Kind::below, 50}},
          {"p99_alone_ms", p99_ms(alone), {Bound::Kind::below, 50}},
          {"listsReadPerSecond", static_cast<double>(read) / seconds, {Bound::Kind::at_least, 0}}}});
}

}  // namespace ipep::bench

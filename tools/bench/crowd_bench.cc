// A crowd: approvals one behind the other, while others read a long list as fast as they are answered and sweep; and
// what a payment waits for, while one person has filled the queue of what takes long.
#include <fstream>

#include "ledger/calendar.h"
#include "services/payments/payment_commands.h"
#include "tools/bench/crowd.h"

namespace ipep::bench {
namespace {

constexpr std::size_t kReaders = 64, kSweeps = 10, kHungUp = 8, kSent = 40;
constexpr char kOrders[] = "/api/v1/orders";
constexpr char kExplanation[] = "/api/v1/explanations/settlement/2023/G00001/due";
const CpamId kCpam{"351"};

// A year settled, and the seed credit of each groupement ordered.
std::vector<OrderId> make_ordered(const std::string& folder, std::int64_t groupements) {
    constexpr int year = Experiment::kFirstYear;
    make_ledger(folder, {.groupements = groupements, .cpam = kCpam.text}, year, year);
    LedgerService ledger(folder, Access::write);
    grant_roles(ledger, kCpam, kSweeps);
    return expect(PaymentCommands(ledger, kDirector, ledger.world().today()).order({kCpam, {}, {}}));
}

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

void measure_approvals(const Sizes& sizes, Workspace& workspace, Report& report) {
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

// Five years settled; one order issued. Gives the path of the bank's file.
std::string make_issued(const std::string& folder, const std::string& place) {
    const Experiment experiment{.groupements = 30, .cpam = kCpam.text};
    make_ledger(folder, experiment, experiment.last_year(), experiment.last_year());
    std::filesystem::create_directory(place);
    std::ofstream(place + "/debtor.toml")
        << "name = \"CPAM\"\niban = \"" << made_up_iban(0) << "\"\nbic = \"TESTFRPP\"\n";
    LedgerService ledger(folder, Access::write);
    grant_roles(ledger, kCpam, 1);
    const Day today = ledger.world().today();
    const auto orders = expect(PaymentCommands(ledger, kDirector, today).order({kCpam, {}, {}}));
    PaymentCommands dcf(ledger, kDcf, today);
    if (auto done = dcf.approve(orders); !done) throw std::runtime_error(done.error().sentence());
    const auto issued =
        expect(dcf.issue({kCpam, place + "/debtor.toml", place + "/pain.xml", next_target_day(today), 9}));
    return "/api/v1/files/" + issued.file.message;
}

double seconds_of(std::uint16_t port, const std::string& path, const std::string& who) {
    const Stopwatch watch;
    const std::string answer = OpenConnection(port).ask("GET", path, who);
    if (!answer.starts_with("HTTP/1.1 200")) throw std::runtime_error(path + ": " + answer.substr(0, 400));
    return watch.seconds();
}

// Sent and not waited for. What becomes of them is the service's matter.
using Sent = std::vector<std::unique_ptr<OpenConnection>>;
Sent send_sweeps(std::uint16_t port, const std::string& who, std::size_t count) {
    Sent sent;
    for (std::size_t i = 0; i < count; ++i) {
        sent.push_back(std::make_unique<OpenConnection>(port));
        sent.back()->send("GET", kSweep, who);
    }
    return sent;
}

void measure_what_a_payment_waits_for(const Sizes& sizes, Workspace& workspace, Report& report) {
    const std::string folder = workspace.fresh(), file = make_issued(folder, workspace.fresh());
    const std::string dcf = as_person(folder, kDcf), who = as_person(folder, evaluator(0));
    const Served served(folder);
    const double alone = seconds_of(served.port(), kExplanation, dcf);
    Samples hung_up, explained, fetched;
    for (int i = 0; i < sizes.samples; ++i) {
        send_sweeps(served.port(), who, kHungUp).clear();
        hung_up.push_back(seconds_of(served.port(), kExplanation, dcf));
        const auto sent = send_sweeps(served.port(), who, kSent);
        explained.push_back(seconds_of(served.port(), kExplanation, dcf));
        fetched.push_back(seconds_of(served.port(), file, dcf));
    }
    const auto worst_ms = [](const Samples& samples) { return std::ranges::max(samples) * 1000; };
    report.measures.push_back({"explanation behind forty sweeps of one evaluator",
                               "asked for by the DCF while forty sweeps of a thousand steps were sent; and behind "
                               "eight that were sent and hung up; and the file for the bank",
                               "",
                               1,
                               "",
                               explained,
                               {},
                               std::nullopt,
                               {{"worst_ms", worst_ms(explained), {Bound::Kind::below, 1000}},
                                {"behindEightHungUp_ms", worst_ms(hung_up), {Bound::Kind::below, 1000}},
                                {"bankFile_ms", worst_ms(fetched), {Bound::Kind::below, 1000}},
                                {"alone_ms", alone * 1000, {Bound::Kind::below, 1000}}}});
}

}  // namespace

void measure_crowd(const Sizes& sizes, Workspace& workspace, Report& report) {
    measure_approvals(sizes, workspace, report);
    measure_what_a_payment_waits_for(sizes, workspace, report);
}

}  // namespace ipep::bench

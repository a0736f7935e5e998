// The service beside its rivals: nginx with the same bytes as a file, and raw RocksDB with as many threads.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <regex>
#include <thread>

#include "projections/edition.h"
#include "services/console/assets.h"
#include "services/http/client.h"
#include "tools/bench/office.h"
#include "tools/bench/rival.h"
#include "tools/bench/served.h"
#include "tools/bench/wrk.h"
#include "tools/demo_ledger.h"

namespace ipep::bench {
namespace {

constexpr int kClients = 32;

// Admissions: each stands for itself, whoever comes first.
std::string admission(std::size_t number) {
    const std::string id = "N" + std::to_string(number);
    return R"({"key":")" + id + R"(","on":"2019-01-02","fact":{"groupementAdmitted":{"groupement":")" + id +
           R"(","name":"Groupement )" + id + R"(","legalForm":"SISA","region":"Bretagne","cpam":"351","wave":1,)" +
           R"("firstYear":2019,"referringPhysicians":12,"patients":9000,"decision":"Decree 2019-1"}}})";
}

std::string ledger_with_rules(Workspace& workspace) {
    const std::string folder = workspace.fresh();
    Store::create(folder, {});
    LedgerService ledger(folder, Access::write);
    expect(ledger.append(std::string_view(shipped_rules()), PersonId{"bench"}));
    return folder;
}

// Runs in as many threads; an exception of one is everybody's.
void in_threads(const std::function<void(std::size_t)>& work) {
    std::vector<std::future<void>> running;
    for (std::size_t i = 0; i < kClients; ++i) running.push_back(std::async(std::launch::async, work, i));
    for (auto& one : running) one.get();
}

double append_by_clients(Workspace& workspace, std::size_t each) {
    const std::string folder = ledger_with_rules(workspace);
    double seconds = 0;
    {
        const Served served(folder);
        const Stopwatch watch;
        in_threads([&](std::size_t client) {
            OpenConnection connection(served.port());
            for (std::size_t i = 0; i < each; ++i) {
                const std::size_t number = client * each + i;
                const std::string answer = connection.ask(
                    "POST", "/api/v1/facts", "Idempotency-Key: k" + std::to_string(number) + "\r\n", admission(number));
                if (!answer.starts_with("HTTP/1.1 200")) throw std::runtime_error("refused: " + answer);
            }
        });
        seconds = watch.seconds();
    }
    Workspace::remove(folder);
    return seconds;
}

std::vector<RawCommit> admission_puts(Workspace& workspace, std::size_t count) {
    const std::string folder = ledger_with_rules(workspace);
    std::vector<Position> heads;
    {
        LedgerService ledger(folder, Access::write);
        for (std::size_t i = 0; i < count; ++i)
            heads.push_back(expect(ledger.append(admission(i), PersonId{"bench"})).position);
    }
    auto puts = recorded_commits(folder, heads);
    Workspace::remove(folder);
    return puts;
}

double write_raw_by_threads(Workspace& workspace, const std::vector<RawCommit>& puts) {
    const std::string folder = workspace.fresh();
    Store::create(folder, {});
    double seconds = 0;
    {
        RawStore store(folder, true);
        const std::size_t each = puts.size() / kClients;
        const Stopwatch watch;
        in_threads([&](std::size_t thread) {
            for (std::size_t i = 0; i < each; ++i) store.write(puts[thread * each + i]);
        });
        seconds = watch.seconds();
    }
    Workspace::remove(folder);
    return seconds;
}

// What wrk measured.
// nginx over one file, two workers, as its own documentation sets a static server up.
class Nginx {
public:
    Nginx(const std::string& folder, std::uint16_t port, const std::string& bytes) {
        std::filesystem::create_directories(folder);
        std::filesystem::permissions(std::filesystem::path(folder).parent_path(), std::filesystem::perms(0755));
        std::ofstream(folder + "/balance.json") << bytes;
        std::ofstream(folder + "/nginx.conf")
            << (::geteuid() == 0 ? "user root; " : "")  // its workers must read the file
            << "daemon off; worker_processes 2; pid " << folder << "/pid; error_log " << folder << "/error.log;\n"
            << "events { worker_connections 256; }\nhttp { access_log off; sendfile on; tcp_nopush on; "
               "keepalive_requests "
            << "100000000; open_file_cache max=16; default_type application/json;\nserver { listen 127.0.0.1:" << port
            << "; root " << folder << "; } }\n";
        process_ = ::fork();
        if (process_ == 0) {
            ::execlp("nginx", "nginx", "-c", (folder + "/nginx.conf").c_str(), nullptr);
            ::_exit(127);
        }
        for (int i = 0; i < 100; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            if (http::fetch({.url = "http://127.0.0.1:" + std::to_string(port) + "/balance.json"})) return;
        }
        throw std::runtime_error("nginx does not answer");
    }
    ~Nginx() {
        ::kill(process_, SIGTERM);
        ::waitpid(process_, nullptr, 0);
    }
    Nginx(const Nginx&) = delete;
    Nginx& operator=(const Nginx&) = delete;

private:
    pid_t process_ = 0;
};

void measure_reading(const Sizes& sizes, Workspace& workspace, Report& report) {
    const int seconds = sizes.events < 1'000'000 ? 1 : 4;
    const Served served(make_demo_ledger(workspace.fresh()));
    const std::string url = served.url("/api/v1/balances/IPEP001");
    const auto answer = http::fetch({.url = url});
    if (!answer || answer->status != 200) throw std::runtime_error("the service does not answer");
    const std::uint16_t port = static_cast<std::uint16_t>(served.port() + 1);
    const Nginx nginx(workspace.fresh() + "/nginx", port, answer->body);
    Samples late;
    const auto pair = alternate(
        std::min(sizes.samples, 3),
        [&] {
            const Load load = measure_with_wrk(url, seconds);
            late.push_back(load.p99_ms);
            return 1 / load.per_second;
        },
        [&] {
            return 1 /
                   measure_with_wrk("http://127.0.0.1:" + std::to_string(port) + "/balance.json", seconds).per_second;
        });
    Measure measure{"GET of a balance, 32 connections",
                    "a request answered, the load generator on the same machine",
                    "nginx serving the same bytes as a file",
                    1,
                    "requests",
                    pair.ours,
                    pair.rival,
                    Bound{Bound::Kind::at_least, 0.3}};
    measure.limits.push_back({"p99_ms", median(late), {Bound::Kind::below, 20}});
    report.measures.push_back(std::move(measure));
}

// Pages of every kind, as a browser asks for them; with each goes what it draws: style, script, icon.
constexpr const char* kPages[] = {"/",
                                  "/groupements",
                                  "/groupements/IPEP025",
                                  "/settlements",
                                  "/settlements/2023",
                                  "/settlements/2023/preview",
                                  "/payments",
                                  "/payments/351",
                                  "/payments/351/reconciliation",
                                  "/payments/131/ordering",
                                  "/explain/settlement/2023/IPEP025/due",
                                  "/events",
                                  "/events/100",
                                  "/integrity",
                                  "/rules"};

http::Response page_of(const Served& served, const std::string& path) {
    auto page = http::fetch({.url = served.url(path), .headers = {{"Accept-Encoding", "gzip"}}});
    if (!page || page->status != 200) throw std::runtime_error("no page " + path);
    return std::move(*page);
}

// The demo's orders bear the year they are made in.
std::string an_order_of(const Served& served) {
    const auto list = http::fetch({.url = served.url("/payments/351")});
    std::smatch found;
    static const std::regex order("/orders/[-0-9]+");
    if (!list || !std::regex_search(list->body, found, order)) throw std::runtime_error("the demo has no order");
    return found[0];
}

// A first look may wait for what is worked out of a whole state and kept for the next.
constexpr double kFirstLook_ms = 1000;

// Each page asked for and received whole, once and then again; with it goes what it draws.
Measure pages_measured(const Served& served, std::string name, const std::vector<std::string>& pages, int samples,
                       double slowest_ms) {
    std::size_t drawn = 0, largest = 0;
    for (const char* asset : {"console.css", "console.js", "icon.svg"})
        drawn += page_of(served, asset_path(asset)).body.size();
    Samples each;
    double first = 0, slowest = 0;
    for (const std::string& path : pages) {
        const auto look = [&] {
            const Stopwatch watch;
            largest = std::max(largest, page_of(served, path).body.size());
            return watch.seconds();
        };
        first = std::max(first, look());
        Samples turns;
        for (int turn = 0; turn < samples; ++turn) turns.push_back(look());
        each.push_back(median(turns));
        slowest = std::max(slowest, each.back());
    }
    const double kib = static_cast<double>(largest + drawn) / 1024;
    return {std::move(name),
            "asked for and received whole, over a connection of its own, after a first look; of every kind of page",
            "",
            1,
            "",
            each,
            {},
            {},
            {{"slowest_ms", slowest * 1000, {Bound::Kind::below, slowest_ms}},
             {"slowestFirstLook_ms", first * 1000, {Bound::Kind::below, kFirstLook_ms}},
             {"largest_KiB", kib, {Bound::Kind::below, 200}}}};
}

void measure_pages(const Sizes& sizes, Workspace& workspace, Report& report) {
    const Served served(make_demo_ledger(workspace.fresh()));
    std::vector<std::string> pages(std::begin(kPages), std::end(kPages));
    pages.push_back(an_order_of(served));
    report.measures.push_back(pages_measured(served, "page of the console", pages, sizes.samples, 50));
}

// Those that are as long as the office has orders, groupements or lines.
constexpr const char* kOfficePages[] = {"/",
                                        "/waiting",
                                        "/groupements",
                                        "/groupements/G00002",
                                        "/settlements",
                                        "/settlements/2023",
                                        "/settlements/2023/facts",
                                        "/settlements/2023/preview",
                                        "/payments",
                                        "/payments/131",
                                        "/payments/131/visa",
                                        "/payments/131/visa/approval",
                                        "/payments/351/ordering",
                                        "/payments/751/reconciliation",
                                        "/books/751",
                                        "/books/751/reconciliation",
                                        "/books/751/balance",
                                        "/books/751/closing",
                                        "/explain/settlement/2023/G00002/due",
                                        "/events",
                                        "/rules/readings",
                                        "/rules/unsourced"};

void measure_office(const Sizes& sizes, Workspace& workspace, Report& report) {
    const std::string folder = workspace.fresh();
    const std::size_t orders = make_office(folder, sizes.groupements_of_office());
    const Served served(folder);
    const std::vector<std::string> pages(std::begin(kOfficePages), std::end(kOfficePages));
    report.measures.push_back(pages_measured(served, "page of the console, " + std::to_string(orders) + " orders",
                                             pages, sizes.samples, 200));
}

}  // namespace

void measure_service(const Sizes& sizes, Workspace& workspace, Report& report) {
    measure_reading(sizes, workspace, report);
    measure_pages(sizes, workspace, report);
    measure_office(sizes, workspace, report);
    const std::size_t each = static_cast<std::size_t>(sizes.scaled(500, 4));
    const auto puts = admission_puts(workspace, each * kClients);
    const auto pair = alternate(
        sizes.samples, [&] { return append_by_clients(workspace, each); },
        [&] { return write_raw_by_threads(workspace, puts); });
    report.measures.push_back({"append of one fact by HTTP, 32 clients",
                               "one POST a fact, synced, anchored, its answer kept; the clients on the same machine",
                               "raw RocksDB, 32 threads, the same puts, sync", static_cast<double>(each * kClients),
                               "facts", pair.ours, pair.rival, Bound{Bound::Kind::at_least, 0.4}});
}

}  // namespace ipep::bench

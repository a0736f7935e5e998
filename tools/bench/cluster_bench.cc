// The log on PostgreSQL beside PostgreSQL itself: packs through all that a ledger does, and the bare transaction of the
// same bytes over the same connection and the same quorum.
//
// Shape:  --postgres is how the owner reaches a database with the schema of ops/postgres, which is emptied;
//         tools/bench/cluster makes three servers and says it. Without it there is nothing to measure.
#include <cstdlib>
#include <future>

#include "events/big_endian.h"
#include "events/log_postgres.h"
#include "events/log_rocksdb.h"
#include "projections/edition.h"
#include "services/http/client.h"
#include "tools/bench/bench.h"
#include "tools/bench/served.h"

namespace ipep::bench {
namespace {

constexpr int kAtOnce = 32;
constexpr std::chrono::seconds kPatience(30);
const PersonId kBench{"bench"};

// A log in the database with nothing in it.
void empty_database(const std::string& connection) {
    PostgresSession owner(connection, "ipep-bench", kPatience);
    for (const char* table : {"pack", "personal", "answer", "witness", "head"})
        owner.ask("truncate ipep." + std::string(table));
    owner.ask("create table if not exists public.bench (number bigint, bytes bytea not null)");
    owner.ask("alter table public.bench alter column bytes set storage external");
    owner.ask("truncate public.bench");
    SharedLog(connection, "ipep-bench", kPatience).begin({});
}

// A ledger in a folder that is the copy of the log in the database, and may write it.
class SharedLedger {
public:
    SharedLedger(const std::string& folder, const std::string& connection) {
        Store::create(folder, {});
        postgres_ =
            std::make_shared<LogPostgres>(open_folder(folder, {.access = Access::write, .views = Views::names()}),
                                          std::make_unique<SharedLog>(connection, "ipep-bench", kPatience));
        ledger_ = std::make_unique<LedgerService>(postgres_, Access::write);
        const auto epoch = postgres_->shared().claim("bench", "", std::chrono::minutes(10));
        postgres_->take_in(ledger_->store());
        postgres_->write_as(epoch.value());
    }
    LedgerService& ledger() { return *ledger_; }

private:
    std::shared_ptr<LogPostgres> postgres_;
    std::unique_ptr<LedgerService> ledger_;
};

double append_through_node(Workspace& workspace, const std::string& connection,
                           std::vector<std::vector<RecordFact>> commits) {
    empty_database(connection);
    const std::string folder = workspace.fresh();
    double seconds = 0;
    {
        SharedLedger shared(folder, connection);
        const Stopwatch watch;
        for (auto& commit : commits) expect(shared.ledger().append(std::move(commit), kBench));
        shared.ledger().views().save(shared.ledger().store());
        seconds = watch.seconds();
    }
    Workspace::remove(folder);
    return seconds;
}

// What the packs hold, one a commit.
std::vector<std::string> bytes_of_packs(const std::string& connection) {
    SharedLog log(connection, "ipep-bench", kPatience);
    std::vector<std::string> all;
    for (auto packs = log.packs(1, 64); !packs.empty(); packs = log.packs(all.size() + 1, 64))
        for (const LogPack& pack : packs) all.push_back(pack.bytes());
    return all;
}

void insert_bare(PostgresSession& session, std::size_t number, const std::string& bytes) {
    session.ask("insert into public.bench values ($1, $2)", {big_endian(number), bytes});
}

double insert_packs(const std::string& connection, const std::vector<std::string>& packs) {
    PostgresSession session(connection, "ipep-bench", kPatience);
    session.ask("truncate public.bench");
    const Stopwatch watch;
    for (std::size_t i = 0; i < packs.size(); ++i) insert_bare(session, i, packs[i]);
    return watch.seconds();
}

void at_once(const std::function<void(std::size_t)>& work) {
    std::vector<std::future<void>> running;
    for (std::size_t i = 0; i < kAtOnce; ++i) running.push_back(std::async(std::launch::async, work, i));
    for (auto& one : running) one.get();
}

std::string admission_of(std::size_t number) {
    const std::string id = "N" + std::to_string(number);
    return R"({"key":")" + id + R"(","on":"2019-01-02","fact":{"groupementAdmitted":{"groupement":")" + id +
           R"(","name":"Groupement )" + id + R"(","legalForm":"SISA","region":"Bretagne","cpam":"351","wave":1,)" +
           R"("firstYear":2019,"referringPhysicians":12,"patients":9000,"decision":"Decree 2019-1"}}})";
}

http::Postgres node_of(const std::string& connection, const std::string& name) {
    return {.connection = connection, .node = name, .url = {}, .authority = {}, .patience_seconds = 30};
}

// A log with the rules that are shipped, which nobody writes; gives the folder of a copy.
std::string folder_with_rules(Workspace& workspace, const std::string& connection) {
    empty_database(connection);
    const std::string folder = workspace.fresh();
    {
        SharedLedger shared(folder, connection);
        expect(shared.ledger().append(std::string_view(shipped_rules()), kBench));
    }
    PostgresSession(connection, "ipep-bench", kPatience).ask("update ipep.head set until = '-infinity'");
    return folder;
}

// Gives the position it stands at.
std::string record(OpenConnection& client, const std::string& key, const std::string& fact) {
    const std::string answer = client.ask("POST", "/api/v1/facts", "Idempotency-Key: " + key + "\r\n", fact);
    if (!answer.starts_with("HTTP/1.1 200")) throw std::runtime_error("refused: " + answer);
    const std::string before = "ETag: \"";
    const auto begin = answer.find(before) + before.size();
    return answer.substr(begin, answer.find('"', begin) - begin);
}

double append_through_service(Workspace& workspace, const std::string& connection, std::size_t each) {
    const std::string folder = folder_with_rules(workspace, connection);
    double seconds = 0;
    {
        const Served served(folder, node_of(connection, "bench"));
        OpenConnection first(served.port());
        record(first, "first", admission_of(1'000'000));  // answered once this node writes
        const Stopwatch watch;
        at_once([&](std::size_t client) {
            OpenConnection connection_of_client(served.port());
            for (std::size_t i = 0; i < each; ++i)
                record(connection_of_client, "k" + std::to_string(client * each + i), admission_of(client * each + i));
        });
        seconds = watch.seconds();
    }
    Workspace::remove(folder);
    return seconds;
}

double insert_by_clients(const std::string& connection, std::size_t each) {
    std::vector<std::unique_ptr<PostgresSession>> sessions;
    for (int i = 0; i < kAtOnce; ++i) {
        sessions.push_back(std::make_unique<PostgresSession>(connection, "ipep-bench", kPatience));
        sessions.back()->ask("select 1");
    }
    sessions.front()->ask("truncate public.bench");
    const std::string bytes(300, 'r');  // an admission's record
    const Stopwatch watch;
    at_once([&](std::size_t client) {
        for (std::size_t i = 0; i < each; ++i) insert_bare(*sessions[client], client * each + i, bytes);
    });
    return watch.seconds();
}

double read_times(const Served& served, std::size_t times) {
    OpenConnection client(served.port());
    const Stopwatch watch;
    for (std::size_t i = 0; i < times; ++i)
        if (!client.ask("GET", "/api/v1/balances", "").starts_with("HTTP/1.1 200"))
            throw std::runtime_error("not read");
    return watch.seconds();
}

// Milliseconds from a fact's acknowledgement at the node that writes until another shows it.
double behind_at(const Served& writer, const Served& follower, std::size_t times) {
    OpenConnection here(writer.port()), there(follower.port());
    Samples behind;
    for (std::size_t i = 0; i < times; ++i) {
        const std::size_t number = 2'000'000 + i;
        const std::string position = record(here, "b" + std::to_string(number), admission_of(number));
        const std::string least = "Ipep-At-Least: " + position + "\r\n";
        const Stopwatch watch;
        while (!there.ask("GET", "/api/v1/balances", least).starts_with("HTTP/1.1 200"))
            if (watch.seconds() > 10) throw std::runtime_error("it does not follow");
        behind.push_back(watch.seconds() * 1000);
    }
    return median(behind);
}

void measure_follower(const Sizes& sizes, Workspace& workspace, Report& report) {
    const std::string& connection = sizes.postgres;
    const std::string folder = folder_with_rules(workspace, connection), copy = workspace.fresh(),
                      alone = workspace.fresh();
    const Served writer(folder, node_of(connection, "writer"));
    OpenConnection first(writer.port());
    record(first, "first", admission_of(1'000'000));
    const Served follower(copy, node_of(connection, "follower"));
    Store::create(alone, {});
    expect(LedgerService(alone, Access::write).append(std::string_view(shipped_rules()), kBench));
    const Served by_itself(alone);
    OpenConnection second(by_itself.port());
    const auto times = static_cast<std::size_t>(sizes.scaled(200, 4)), reads = 20 * times;
    const double behind = behind_at(writer, follower, times);
    record(second, "first", admission_of(1'000'000));
    for (std::size_t i = 0; i < times; ++i) record(second, "b" + std::to_string(i), admission_of(2'000'000 + i));
    const auto pair = alternate(
        sizes.samples, [&] { return read_times(follower, reads); }, [&] { return read_times(by_itself, reads); });
    Measure measure{"GET of the balances at a node that follows",
                    "a request answered, one behind the other",
                    "the same of a ledger by itself",
                    static_cast<double>(reads),
                    "requests",
                    pair.ours,
                    pair.rival,
                    Bound{Bound::Kind::at_least, 0.9}};
    measure.limits.push_back({"behind the node that writes, median, ms", behind, {Bound::Kind::below, 50}});
    report.measures.push_back(std::move(measure));
}

}  // namespace

void measure_cluster(const Sizes& sizes, Workspace& workspace, Report& report) {
    if (sizes.postgres.empty()) return;
    const std::string& connection = sizes.postgres;
    const auto commits = first_facts(sizes.commits() * sizes.facts_per_commit(), sizes.facts_per_commit());
    append_through_node(workspace, connection, commits);
    const auto packs = bytes_of_packs(connection);
    auto pair = alternate(
        sizes.samples, [&] { return append_through_node(workspace, connection, commits); },
        [&] { return insert_packs(connection, packs); });
    report.measures.push_back({"pack of " + std::to_string(sizes.facts_per_commit()) + " facts a commit on PostgreSQL",
                               "parsed facts judged, sealed, committed on a quorum, kept in the copy, views kept",
                               "bare PostgreSQL: the same bytes, one insert a transaction, the same quorum",
                               static_cast<double>(sizes.commits() * sizes.facts_per_commit()), "facts", pair.ours,
                               pair.rival, Bound{Bound::Kind::at_least, 0.7}});
    const auto each = static_cast<std::size_t>(sizes.scaled(100, 4));
    pair = alternate(
        sizes.samples, [&] { return append_through_service(workspace, connection, each); },
        [&] { return insert_by_clients(connection, each); });
    report.measures.push_back({"append of one fact by HTTP on PostgreSQL, 32 clients",
                               "one POST a fact, committed on a quorum, its answer kept; clients on the same machine",
                               "bare PostgreSQL, 32 clients, one insert of 300 bytes each, the same quorum",
                               static_cast<double>(each * kAtOnce), "facts", pair.ours, pair.rival,
                               Bound{Bound::Kind::at_least, 3}});
    measure_follower(sizes, workspace, report);
}

}  // namespace ipep::bench

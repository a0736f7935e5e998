// Durable append: facts judged, sealed, kept with keys and personal data, folded into the views and these kept at the
// end; beside RocksDB that writes the same bytes.
#include "ledger/command.h"
#include "services/ledger/recorder.h"
#include "tools/bench/bench.h"
#include "tools/bench/rival.h"

namespace ipep::bench {
namespace {

using Commits = std::vector<std::vector<RecordFact>>;
const PersonId kActor{"bench"};

// Appends each commit, then keeps the views' rows. `heads`, if asked for: the positions after each commit.
double append_facts(Workspace& workspace, Commits commits, StoreOptions options, bool single = false,
                    std::vector<Position>* heads = nullptr, std::string* kept_folder = nullptr) {
    const std::string folder = workspace.fresh();
    Store::create(folder, {});
    double seconds = 0;
    {
        LedgerService ledger(folder, Access::write, {}, options);
        const Stopwatch watch;
        for (auto& commit : commits) {
            const auto result = expect(ledger.append(std::move(commit), kActor));
            if (heads) heads->push_back(result.position);
        }
        // A service that takes single facts keeps its views when it closes, not at each.
        if (!single) ledger.views().save(ledger.store());
        seconds = watch.seconds();
    }
    if (kept_folder)
        *kept_folder = folder;
    else
        Workspace::remove(folder);
    return seconds;
}

double append_lines(Workspace& workspace, const std::vector<std::string>& commits) {
    const std::string folder = workspace.fresh();
    Store::create(folder, {});
    double seconds = 0;
    {
        LedgerService ledger(folder, Access::write);
        const Stopwatch watch;
        for (const std::string& lines : commits) expect(ledger.append(lines, kActor));
        ledger.views().save(ledger.store());
        seconds = watch.seconds();
    }
    Workspace::remove(folder);
    return seconds;
}

// The same without views: the book alone, which `judge` needs.
double append_without_views(Workspace& workspace, const Commits& commits) {
    const std::string folder = workspace.fresh();
    Store::create(folder, {});
    double seconds = 0;
    {
        Store store(folder, {.access = Access::write});
        const World world = World::real();
        Book book;
        const Stopwatch watch;
        for (const auto& commit : commits) {
            Recorder recorder(
                store, [&](const Event& event) { evolve(book, event); }, world, kActor);
            for (const RecordFact& fact : commit) {
                if (store.position_of(fact.key)) throw std::runtime_error("a key comes twice");
                if (!judge(book, fact, {})) throw std::runtime_error("refused: " + fact.key.text);
                const Event event = recorder.record({fact.on, fact.key, fact.source, widen(fact.fact)});
                for (Draft& draft : consequences(book, event)) recorder.record(std::move(draft));
            }
            recorder.commit();
        }
        seconds = watch.seconds();
    }
    Workspace::remove(folder);
    return seconds;
}

double write_raw(Workspace& workspace, const std::vector<RawCommit>& commits, bool with_slot,
                 std::size_t protection = 8) {
    const std::string folder = workspace.fresh();
    Store::create(folder, {});
    double seconds = 0;
    {
        RawStore store(folder, true, protection);
        SyncedSlot slot(folder + "/slot");
        const Stopwatch watch;
        for (const RawCommit& commit : commits) {
            store.write(commit);
            if (with_slot) slot.write();
        }
        seconds = watch.seconds();
    }
    Workspace::remove(folder);
    return seconds;
}

// What ours puts, written once by ours and read back.
std::vector<RawCommit> puts_of(Workspace& workspace, const Commits& commits) {
    std::vector<Position> heads;
    std::string folder;
    append_facts(workspace, commits, {}, true, &heads, &folder);
    auto puts = recorded_commits(folder, heads);
    Workspace::remove(folder);
    return puts;
}

std::vector<std::string> as_lines(const Commits& commits) {
    std::vector<std::string> lines;
    for (const auto& commit : commits) {
        lines.emplace_back();
        for (const RecordFact& fact : commit) lines.back() += json_line(fact);
    }
    return lines;
}

// Each guarantee left out in turn; the whole is measured again among them, so that all meet the same machine.
void price_guarantees(const Sizes& sizes, Workspace& workspace, const Commits& commits,
                      const std::vector<RawCommit>& puts, double facts, Report& report) {
    struct Row {
        const char* name;
        Run run;
        Samples samples = {};
    };
    std::vector<Row> rows;
    rows.push_back({"all guarantees", [&] { return append_facts(workspace, commits, {}); }});
    rows.push_back({"without sync", [&] { return append_facts(workspace, commits, {.sync = false}); }});
    rows.push_back({"without anchor", [&] { return append_facts(workspace, commits, {.anchor = false}); }});
    rows.push_back({"without sync and anchor",
                    [&] { return append_facts(workspace, commits, {.sync = false, .anchor = false}); }});
    rows.push_back({"without chain", [&] { return append_facts(workspace, commits, {.chain = false}); }});
    rows.push_back({"without tree", [&] { return append_facts(workspace, commits, {.tree = false}); }});
    rows.push_back({"without views", [&] { return append_without_views(workspace, commits); }});
    rows.push_back({"raw RocksDB", [&] { return write_raw(workspace, puts, false); }});
    rows.push_back({"raw RocksDB without protection of keys", [&] { return write_raw(workspace, puts, false, 0); }});
    for (int i = 0; i < sizes.samples; ++i)
        for (Row& row : rows) row.samples.push_back(row.run());
    const double whole = median(rows.front().samples);
    for (const Row& row : rows) {
        const double time = median(row.samples);
        report.prices.push_back({{"append", row.name},
                                 {"factsPerSecond", std::round(facts / time)},
                                 {"shareOfTimePercent", std::round(1000 * (whole - time) / whole) / 10}});
    }
}

}  // namespace

void measure_append(const Sizes& sizes, Workspace& workspace, Report& report) {
    const std::size_t facts = sizes.commits() * sizes.facts_per_commit();
    const Commits commits = first_facts(facts, sizes.facts_per_commit());
    const auto puts = puts_of(workspace, commits);
    const auto lines = as_lines(commits);
    const Run rival = [&] { return write_raw(workspace, puts, false); };
    const char* raw = "raw RocksDB: the same WriteBatches, sync, same column families and options; nothing else";
    const std::string size = std::to_string(sizes.facts_per_commit());

    auto pair = alternate(
        sizes.samples, [&] { return append_facts(workspace, commits, {}); }, rival);
    report.measures.push_back({"durable append, " + size + " facts a commit",
                               "parsed facts judged, sealed, synced, anchored, folded into the views, views kept", raw,
                               static_cast<double>(facts), "facts", pair.ours, pair.rival,
                               Bound{Bound::Kind::at_least, 0.5}});
    pair = alternate(
        sizes.samples, [&] { return append_lines(workspace, lines); }, rival);
    report.measures.push_back({"append from JSON lines, " + size + " facts a commit",
                               "the same, parsing included",
                               raw,
                               static_cast<double>(facts),
                               "facts",
                               pair.ours,
                               pair.rival,
                               {}});
    pair = alternate(
        sizes.samples, [&] { return append_facts(workspace, commits, {}); },
        [&] { return append_facts(workspace, commits, {.tree = false}); });
    report.measures.push_back({"append with the tree, " + size + " facts a commit", "as the first",
                               "the same without the tree", static_cast<double>(facts), "facts", pair.ours, pair.rival,
                               Bound{Bound::Kind::at_least, 0.85}});
    price_guarantees(sizes, workspace, commits, puts, static_cast<double>(facts), report);
}

void measure_single_append(const Sizes& sizes, Workspace& workspace, Report& report) {
    const Commits commits = first_facts(sizes.single_commits(), 1);
    const auto puts = puts_of(workspace, commits);
    const auto pair = alternate(
        sizes.single_turns(), [&] { return append_facts(workspace, commits, {}, true); },
        [&] { return write_raw(workspace, puts, true); });
    report.measures.push_back({"durable append, one fact a commit", "as above, acknowledged one by one",
                               "raw RocksDB as above, plus one synced 64-byte write to a file a commit",
                               static_cast<double>(commits.size()), "facts", pair.ours, pair.rival,
                               Bound{Bound::Kind::at_least, 0.8}});
}

}  // namespace ipep::bench

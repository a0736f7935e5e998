// Replay: every record read, checked, decoded and folded into all views, and their rows written; beside RocksDB that
// reads the same records, checks and decodes them, and drops them. Opening: what a question waits for.
#include "events/codec.h"
#include "events/folder.h"
#include "tools/bench/bench.h"
#include "tools/bench/rival.h"

namespace ipep::bench {
namespace {

double rebuild_views(const std::string& ledger) {
    Store store(ledger, {.access = Access::write});
    const Stopwatch watch;
    rebuild(store);
    return watch.seconds();
}

double scan_raw(const std::string& ledger) {
    const RawStore store(ledger, false);
    const Stopwatch watch;
    Digest before = seed_of(read_format(ledger).value());
    Position position = 0;
    for (const auto at = store.scan("events"); at->Valid(); at->Next()) {
        const auto record = open_record(before, at->value().ToStringView());
        if (!record || decode(record->payload).position != ++position) throw std::runtime_error("a damaged record");
        before = record->digest;
    }
    return watch.seconds();
}

double open_and_ask(const std::string& ledger, std::int64_t groupement) {
    const Stopwatch watch;
    LedgerService service(ledger, Access::read);
    const GroupementId id = groupement_id(groupement);
    if (service.views().statements().lines(id).empty() || !service.views().balances().rows.find(id.text))
        throw std::runtime_error("no statement of " + id.text);
    return watch.seconds();
}

void measure_replay(const Sizes& sizes, const std::string& ledger, Report& report) {
    const auto events = static_cast<double>(Store(ledger, {}).head());
    const auto pair = alternate(
        sizes.samples, [&] { return rebuild_views(ledger); }, [&] { return scan_raw(ledger); });
    report.measures.push_back(
        {"replay into all views",
         "rebuild from zero, rows written, digests of the views taken",
         "raw RocksDB scan: record read, digest checked, Cap'n Proto decoded to an event",
         events,
         "events",
         pair.ours,
         pair.rival,
         Bound{Bound::Kind::at_least, 0.4},
         {{"secondsPerMillionEvents", median(pair.ours) * 1e6 / events, {Bound::Kind::below, 3.0}}}});
}

void measure_opening(const Sizes& sizes, const std::string& ledger, Report& report) {
    Samples samples;
    for (int i = 0; i < sizes.samples; ++i) samples.push_back(open_and_ask(ledger, i % sizes.groupements_replayed()));
    report.measures.push_back({"opening for one query",
                               "read-only, one statement and one balance",
                               "",
                               1,
                               "",
                               samples,
                               {},
                               {},
                               {{"seconds", median(samples), {Bound::Kind::below, 0.3}}}});
}

}  // namespace

void measure_large_ledger(const Sizes& sizes, Workspace& workspace, Report& report) {
    const std::string ledger = workspace.fresh();
    const Experiment experiment{.groupements = sizes.groupements_replayed()};
    make_ledger(ledger, experiment, experiment.last_year(), experiment.last_year());
    measure_replay(sizes, ledger, report);
    measure_opening(sizes, ledger, report);
    measure_proofs(sizes, ledger, report);
    Workspace::remove(ledger);
}

}  // namespace ipep::bench

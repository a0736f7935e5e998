// Scale: a log of as many events as asked for, made, opened and verified, each in a process of its own, so that the
// peak of memory is its own; and what it takes on the disk.
#include <capnp/serialize-packed.h>
#include <kj/io.h>

#include <iostream>

#include "services/audit/verification.h"
#include "tools/bench/bench.h"

namespace ipep::bench {
namespace {

constexpr std::size_t kRestEvery = 100;  // commits: as a service that closes now and then
constexpr double kMiB = 1 << 20;
constexpr std::int64_t kOfACpam = 500;  // groupements

// Facts alone, group by group: what a year settles is measured elsewhere.
void make_facts(LedgerService& ledger, std::int64_t groupements, std::size_t per_commit) {
    Experiment experiment{.groupements = groupements};
    std::vector<RecordFact> waiting = experiment.common();
    std::size_t commits = 0;
    const auto send = [&] {
        expect(ledger.append(std::exchange(waiting, {}), PersonId{"bench"}));
        if (++commits % kRestEvery == 0) ledger.rest();
    };
    for (std::int64_t g = 0; g < groupements; ++g) {
        experiment.cpam = std::to_string(100 + g / kOfACpam);
        std::ranges::move(experiment.founding(g), std::back_inserter(waiting));
        for (int year = Experiment::kFirstYear; year <= experiment.last_year(); ++year)
            std::ranges::move(experiment.measured(g, year), std::back_inserter(waiting));
        if (waiting.size() >= per_commit) send();
    }
    if (!waiting.empty()) send();
}

double bytes_below(const std::string& folder) {
    double bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
    return bytes;
}

// Records as Cap'n Proto packs them, and their digests.
double packed_bytes(const Store& store) {
    double bytes = 0;
    store.scan(1, store.head() + 1, [&](Position, const Record& record) {
        kj::VectorOutputStream packed(record.payload.size());
        capnp::_::PackedOutputStream(packed).write(record.payload.data(), record.payload.size());
        bytes += static_cast<double>(packed.getArray().size() + sizeof(Digest));
        return true;
    });
    return bytes;
}

}  // namespace

int scale_alone(const std::string& folder, const std::string& step, std::int64_t groupements) {
    const Stopwatch watch;
    double figure = 0;
    if (step == "make") {
        Store::create(folder, {});
        LedgerService ledger(folder, Access::write);
        make_facts(ledger, groupements, 1000);
        figure = static_cast<double>(ledger.store().head());
    } else if (step == "ask") {
        LedgerService ledger(folder, Access::read);
        figure = ledger.views().balances().rows.find(groupement_id(groupements / 2).text) ? 1 : 0;
    } else if (step == "verify") {
        const Verification found = verify(Store(folder, {}));
        if (!found.differences.empty()) throw std::runtime_error("a difference at " + found.differences[0].where);
        figure = static_cast<double>(found.events);
    } else {
        figure = packed_bytes(Store(folder, {}));
    }
    std::cout << watch.seconds() << ' ' << peak_bytes() << ' ' << figure << '\n';
    return 0;
}

void measure_scale(const Sizes& sizes, Workspace& workspace, Report& report) {
    const std::string folder = workspace.fresh();
    const auto run = [&](const char* step) {
        return run_alone(
            {"--scale", folder, "--step", step, "--groupements", std::to_string(sizes.groupements_of_facts())});
    };
    const auto made = run("make");
    const double disk = bytes_below(folder);
    const auto asked = run("ask"), verified = run("verify"), packed = run("pack");
    const double million = made.at(2) / 1e6;
    report.measures.push_back(
        {"a log of many events",
         "facts appended a thousand a commit; then opened for one balance, and verified whole; a process each",
         "",
         made.at(2),
         "events",
         {made.at(0)},
         {},
         {},
         {{"made_MiB", made.at(1) / kMiB, {Bound::Kind::below, 1024}},
          {"opened_s", asked.at(0), {Bound::Kind::below, 0.3}},
          {"opened_MiB", asked.at(1) / kMiB, {Bound::Kind::below, 256}},
          {"verified_s_a_million", verified.at(0) / million, {Bound::Kind::below, 3}},
          {"verified_MiB", verified.at(1) / kMiB, {Bound::Kind::below, 1024}},
          {"disk_to_packed_records_and_digests", disk / packed.at(2), {Bound::Kind::below, 1.3}}}});
    Workspace::remove(folder);
}

}  // namespace ipep::bench

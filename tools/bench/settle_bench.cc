// Settling one year of many groupements: judged, sealed, kept. The second result year, in which everything counts.
#include <iostream>

#include "tools/bench/bench.h"

namespace ipep::bench {
namespace {

constexpr int kSettled = Experiment::kFirstYear + 1;

struct Settled {
    double seconds = 0, whole = 0, peak_bytes = 0;
};

Settled settle_copy(Workspace& workspace, const std::string& ledger) {
    const std::string copy = workspace.fresh();
    std::filesystem::copy(ledger, copy, std::filesystem::copy_options::recursive);
    const std::vector<double> told = run_alone({"--settle", copy, "--year", std::to_string(kSettled)});
    Workspace::remove(copy);
    return {told.at(0), told.at(1), told.at(2)};
}

}  // namespace

int settle_alone(const std::string& folder, int year) {
    const Stopwatch whole;
    double seconds = 0;
    {
        LedgerService ledger(folder, Access::write);
        const Stopwatch watch;
        expect(ledger.settle(year, *parse_day(std::to_string(year + 1) + "-12-31"), PersonId{"bench"}, false));
        seconds = watch.seconds();
    }
    std::cout << seconds << ' ' << whole.seconds() << ' ' << peak_bytes() << '\n';
    return 0;
}

void measure_settling(const Sizes& sizes, Workspace& workspace, Report& report) {
    const std::string large = workspace.fresh(), small = workspace.fresh();
    make_ledger(large, {.groupements = sizes.groupements_settled()}, kSettled, kSettled - 1);
    make_ledger(small, {.groupements = sizes.groupements_compared()}, kSettled, kSettled - 1);
    Samples wholes, peaks;
    const auto pair = alternate(
        sizes.samples,
        [&] {
            const Settled settled = settle_copy(workspace, large);
            wholes.push_back(settled.whole);
            peaks.push_back(settled.peak_bytes / (1 << 30));
            return settled.seconds;
        },
        [&] { return settle_copy(workspace, small).seconds; });
    Workspace::remove(large);
    Workspace::remove(small);
    const std::string groups = std::to_string(sizes.groupements_settled());
    report.measures.push_back({"settling " + groups + " groupements, one year, durable",
                               "decided, sealed, synced; the ledger opened and closed counts in wholeCommandSeconds",
                               "ours for " + std::to_string(sizes.groupements_compared()) + " groupements",
                               static_cast<double>(sizes.groupements_settled()),
                               "groupements",
                               pair.ours,
                               pair.rival,
                               Bound{Bound::Kind::below, 36},
                               {{"seconds", median(pair.ours), {Bound::Kind::below, 6}},
                                {"wholeCommandSeconds", median(wholes), {Bound::Kind::below, 6}},
                                {"peakGiB", median(peaks), {Bound::Kind::below, 1.5}}}});
}

}  // namespace ipep::bench

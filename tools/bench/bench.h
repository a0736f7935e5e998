// Bench: the measures, each in its own file, and the folder they run in.
//
// Shape:  sizes follow from one number, the events of the large ledger (1 000 000 unless scaled down for a smoke test).
#pragma once

#include <cmath>
#include <filesystem>

#include "services/ledger/ledger_service.h"
#include "tools/bench/experiment.h"
#include "tools/bench/measure.h"

namespace ipep::bench {

struct Sizes {
    std::int64_t events = 1'000'000;
    int samples = 5;
    std::string postgres = {};  // how the owner reaches a database, for the part `cluster`

    std::int64_t scaled(std::int64_t whole, std::int64_t least) const {
        return std::max(least, whole * std::min<std::int64_t>(events, 1'000'000) / 1'000'000);
    }
    std::size_t facts_per_commit() const { return static_cast<std::size_t>(scaled(1000, 10)); }
    std::size_t commits() const { return 30; }
    std::size_t single_commits() const { return static_cast<std::size_t>(scaled(500, 20)); }
    // A sync's price drifts from second to second: many short turns instead of few long ones.
    int single_turns() const { return 4 * samples; }
    std::int64_t groupements_settled() const { return scaled(30'000, 6); }
    std::int64_t groupements_compared() const { return scaled(1'000, 2); }
    std::int64_t patients() const { return scaled(5'000'000, 2'000); }
    std::int64_t transfers() const { return scaled(100'000, 20); }
    std::int64_t orders_listed() const { return scaled(2'700, 20); }
    std::int64_t groupements_of_office() const { return scaled(300, 12); }
    std::int64_t groupements_reviewed() const { return scaled(1'200, 8); }
    // Five years of a groupement are 54 events before they are settled, and at least 70 afterwards.
    std::int64_t groupements_of_facts() const { return std::max<std::int64_t>(2, events / 54); }
    std::int64_t groupements_replayed() const { return std::max<std::int64_t>(2, events / 70); }
};

// A temporary folder that goes with the object.
class Workspace {
public:
    explicit Workspace(const std::string& parent);
    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    const std::string& path() const { return path_; }
    std::string fresh();  // a folder name not given before
    static void remove(const std::string& folder) { std::filesystem::remove_all(folder); }

private:
    std::string path_;
    int given_ = 0;
};

// A ledger of a whole experiment, settled up to and with `settled` (0: not at all). Gives its head.
Position make_ledger(const std::string& folder, const Experiment& experiment, int measured, int settled);
// Throws where a command of the benchmark was refused.
template <class T>
T expect(Verdict<T> verdict) {
    if (!verdict) throw std::runtime_error("refused: " + verdict.error().sentence() + " " + verdict.error().key);
    return value_of(std::move(verdict));
}

struct Report {
    std::vector<Measure> measures;
    boost::json::array prices;  // the price of each guarantee
};
void measure_append(const Sizes& sizes, Workspace& workspace, Report& report);
void measure_single_append(const Sizes& sizes, Workspace& workspace, Report& report);
void measure_settling(const Sizes& sizes, Workspace& workspace, Report& report);
void measure_bank(const Sizes& sizes, Workspace& workspace, Report& report);
void measure_payments(const Sizes& sizes, Workspace& workspace, Report& report);
// Of a ledger whose transfers are booked.
void measure_books(const Sizes& sizes, const std::string& ledger, const CpamId& cpam, Workspace& workspace,
                   Report& report);
void measure_service(const Sizes& sizes, Workspace& workspace, Report& report);
// Where a database is given (tools/bench/cluster).
void measure_cluster(const Sizes& sizes, Workspace& workspace, Report& report);
void measure_crowd(const Sizes& sizes, Workspace& workspace, Report& report);
// Replay, opening and proofs, over one ledger of `events`.
void measure_large_ledger(const Sizes& sizes, Workspace& workspace, Report& report);
void measure_proofs(const Sizes& sizes, const std::string& ledger, Report& report);

// A state of the past, over a ledger of `events` and one of a tenth.
void measure_as_of(const Sizes& sizes, Workspace& workspace, Report& report);

void measure_histories(const Sizes& sizes, Workspace& workspace, Report& report);
// One log of `events`, which is not scaled down.
void measure_scale(const Sizes& sizes, Workspace& workspace, Report& report);

// The same program again with other arguments, so that the peak of memory is its own: the figures it prints.
std::vector<double> run_alone(const std::vector<std::string>& arguments);
// The mark of a process that was never higher; getrusage would count the memory of whoever started it.
double peak_bytes();

// What runs alone: prints "seconds whole_seconds peak_bytes".
int settle_alone(const std::string& folder, int year);
// Prints "seconds peak_bytes".
int export_alone(const std::string& folder);
// The same: prints "written checked read peak_bytes", seconds the first three. The folder holds the bank's camt.xml.
int bank_alone(const std::string& folder, std::int64_t count);

// Prints "issued reconciled peak_bytes". The folder holds the ledger, all orders approved.
int payments_alone(const std::string& folder);
// Prints "seconds peak_bytes figure": what was made or verified, or the packed bytes.
int scale_alone(const std::string& folder, const std::string& step, std::int64_t groupements);
// Prints how many accounts there are.
int books_alone(const std::string& folder, const std::string& cpam);

// cores, kernel, filesystem of the folder.
boost::json::object describe_machine(const std::string& folder);

}  // namespace ipep::bench

// Histories: five years simulated beside five years settled without writing; means of a file of patients beside gawk;
// the panel of a large ledger.
#include <unistd.h>
#include <boost/process.hpp>
#include <fstream>
#include <iostream>

#include "services/histories/adjustment/adjusted_mean.h"
#include "services/histories/draws.h"
#include "services/histories/panel/package.h"
#include "services/histories/review.h"
#include "services/histories/simulation.h"
#include "tools/bench/bench.h"

namespace ipep::bench {
namespace {

constexpr char kGawk[] = "/usr/bin/gawk";  // where Debian has it

// The rules of the experiment with another cap, so that every year comes out differently.
RulesAdopted other_rules(const Experiment& experiment) {
    RulesAdopted rules = std::get<RulesAdopted>(experiment.common().front().fact);
    rules.rules = {"other"};
    rules.parameters->caps.groupement = {"0.001"};
    return rules;
}

double simulate_once(const std::string& ledger, const RulesAdopted& rules) {
    const Stopwatch watch;
    LedgerService service(ledger, Access::read);
    const Simulation simulation = expect(simulate(service.views().book(), {.rules = {rules}}));
    if (simulation.settlements.size() != 5 || simulation.differences.empty()) throw std::runtime_error("no simulation");
    return watch.seconds();
}

double settle_dry(const std::string& ledger) {
    const Stopwatch watch;
    LedgerService service(ledger, Access::write);
    const auto settled = expect(service.settle(Experiment::kFirstYear, parse_day("2024-12-31"), {"bench"}, true));
    if (settled.alsoSettled.size() != 4) throw std::runtime_error("not all years were settled");
    return watch.seconds();
}

void measure_simulation(const Sizes& sizes, Workspace& workspace, Report& report) {
    const Experiment experiment{.groupements = sizes.groupements_settled()};
    const std::string ledger = workspace.fresh(), adopted = workspace.fresh();
    make_ledger(ledger, experiment, experiment.last_year(), experiment.last_year());
    std::filesystem::copy(ledger, adopted, std::filesystem::copy_options::recursive);
    const RulesAdopted rules = other_rules(experiment);
    expect(LedgerService(adopted, Access::write)
               .append(std::vector<RecordFact>{{{"other rules"}, *parse_day("2024-01-01"), {}, rules}}, {"bench"}));
    const auto pair = alternate(
        sizes.samples, [&] { return simulate_once(ledger, rules); }, [&] { return settle_dry(adopted); });
    Workspace::remove(ledger);
    Workspace::remove(adopted);
    const std::string groups = std::to_string(sizes.groupements_settled());
    report.measures.push_back({"simulating five years of " + groups + " groupements",
                               "opened for reading, settled under other rules in memory, compared with the records",
                               "the same years settled under the same rules, --dry-run",
                               5.0 * static_cast<double>(sizes.groupements_settled()), "settledRows", pair.ours,
                               pair.rival, Bound{Bound::Kind::below, 1.3}});
}

// Every measure drawn anew; opened once, as a researcher who asks.
void measure_draws(const Sizes& sizes, Workspace& workspace, Report& report) {
    constexpr std::int64_t groupements = 30;
    const std::int64_t draws = sizes.scaled(1'000, 4);
    const Experiment experiment{.groupements = groupements};
    const std::string ledger = workspace.fresh();
    make_ledger(ledger, experiment, experiment.last_year(), experiment.last_year());
    Samples seconds;
    for (int i = 0; i < sizes.samples; ++i) {
        const Stopwatch watch;
        LedgerService service(ledger, Access::read);
        const Drawn drawn = expect(run_draws(service.views().book(), {}, {.draws = draws}));
        seconds.push_back(watch.seconds());
        if (drawn.years.size() != 6) throw std::runtime_error("years are missing");
    }
    Workspace::remove(ledger);
    report.measures.push_back({"drawing " + std::to_string(draws) + " times five years of 30 groupements",
                               "opened for reading, every measure drawn, every year settled in memory, quantiles taken",
                               "",
                               static_cast<double>(draws),
                               "draws",
                               seconds,
                               {},
                               {},
                               {{"seconds", median(seconds), {Bound::Kind::below, 10}}}});
}

// Rows that differ, in the shape of the contract.
void write_patients(const std::string& path, std::int64_t rows) {
    std::ofstream file(path, std::ios::binary);
    file << "id,age,female,ald,cmuc,acs,apl,spending,ame,declared,reimbursed,visits\n";
    std::uint64_t state = 42;
    std::string line;
    const auto next = [&](std::uint64_t below) { return (state = state * 48'271 % 2'147'483'647) % below; };
    for (std::int64_t i = 0; i < rows; ++i) {
        line = std::to_string(1'000'000 + i);
        for (const std::uint64_t below : {100, 2, 2, 2, 2}) line += ',' + std::to_string(next(below));
        line += ',' + std::to_string(next(10)) + '.' + std::to_string(10 + next(90));
        line += ',' + std::to_string(next(20'000)) + '.' + std::to_string(10 + next(90));
        for (const std::uint64_t below : {50, 5, 4, 6}) line += ',' + std::to_string(next(below) == 0 ? 1 : 0);
        file << line << '\n';
    }
}

SpendingModel some_model() {
    SpendingModel model;
    model.constant = {"208.13"};
    using enum PatientColumn;
    const std::pair<PatientColumn, const char*> columns[] = {{age, "age"},   {female, "female"}, {ald, "ald"},
                                                             {cmuc, "cmuc"}, {acs, "acs"},       {apl, "apl"}};
    for (const auto& [column, name] : columns) {
        ModelTerm& term = model.terms.emplace_back();
        term.column = column;
        term.column_name = name;
        term.coefficient = {"97.6312345678"};
        term.standardError = {"1"};
    }
    return model;
}

// The same means, in the floating point gawk has.
double run_gawk(const std::string& path) {
    const char* program = R"(NR > 1 && $9 == 0 && (($10 != 0 && $11 > 0) || ($2 < 16 && $12 >= 2)) {
        n++; s += $8; a += 208.13 + 97.6312345678 * $2 + 97.6312345678 * $3 + 97.6312345678 * $4 + 97.6312345678 * $5;
        a += 97.6312345678 * $6 + 97.6312345678 * $7 } END { printf "%d %.6f %.6f\n", n, s / n, a / n })";
    boost::process::ipstream out;
    const Stopwatch watch;
    boost::process::child child(kGawk, "-b", "-F,", program, path, boost::process::std_out > out);
    std::string said;
    std::getline(out, said);
    child.wait();
    if (child.exit_code() != 0 || said.empty()) throw std::runtime_error("gawk failed");
    return watch.seconds();
}

void measure_adjusting(const Sizes& sizes, Workspace& workspace, Report& report) {
    if (::access(kGawk, X_OK) != 0) return;  // no rival, no figure
    const std::string path = workspace.fresh();
    write_patients(path, sizes.patients());
    const SpendingModel model = some_model();
    const auto pair = alternate(
        sizes.samples,
        [&] {
            const Stopwatch watch;
            if (expect(adjusted_mean(model, path)).rows != sizes.patients()) throw std::runtime_error("lost rows");
            return watch.seconds();
        },
        [&] { return run_gawk(path); });
    Workspace::remove(path);
    report.measures.push_back({"adjust apply, " + std::to_string(sizes.patients()) + " patients",
                               "parsed, included or not, summed exactly, the file digested",
                               "gawk -b: the same means from the same file, in floating point, without a digest",
                               static_cast<double>(sizes.patients()), "patients", pair.ours, pair.rival,
                               Bound{Bound::Kind::at_least, 10}});
}

double review_once(const std::string& folder) {
    const Stopwatch watch;
    LedgerService ledger(folder, Access::read);
    if (expect(review(ledger.store(), ledger.views(), ReviewList::assumed, {})).empty())
        throw std::runtime_error("nothing is reviewed");
    return watch.seconds();
}

// Each amount once: twice the groupements take twice the time.
void measure_review(const Sizes& sizes, Workspace& workspace, Report& report) {
    const std::string ledger = workspace.fresh(), half = workspace.fresh(), quarter = workspace.fresh();
    const Experiment experiment{.groupements = sizes.groupements_reviewed()};
    for (const auto& [folder, part] : {std::pair(ledger, 1), {half, 2}, {quarter, 4}})
        make_ledger(folder, {.groupements = experiment.groupements / part}, experiment.last_year(),
                    experiment.last_year());
    const double first = review_once(quarter);
    const auto pair = alternate(
        sizes.samples, [&] { return review_once(ledger); }, [&] { return review_once(half); });
    for (const std::string& folder : {ledger, half, quarter}) Workspace::remove(folder);
    report.measures.push_back({"review assumed of " + std::to_string(experiment.groupements) + " groupements",
                               "opened for reading, every amount of five years derived",
                               "ours for half as many groupements",
                               5.0 * static_cast<double>(experiment.groupements),
                               "amounts",
                               pair.ours,
                               pair.rival,
                               Bound{Bound::Kind::below, 2.5},
                               {{"timesAQuarter", median(pair.ours) / first, {Bound::Kind::below, 5}}}});
}

void measure_panel(const Sizes& sizes, Workspace& workspace, Report& report) {
    const std::string ledger = workspace.fresh();
    const Experiment experiment{.groupements = sizes.groupements_replayed()};
    const auto events =
        static_cast<double>(make_ledger(ledger, experiment, experiment.last_year(), experiment.last_year()));
    Samples seconds, peaks;
    for (int i = 0; i < sizes.samples; ++i) {
        const auto told = run_alone({"--panel", ledger});
        seconds.push_back(told.at(0));
        peaks.push_back(told.at(1) / (1 << 20));
        Workspace::remove(ledger + ".panel");
    }
    Workspace::remove(ledger);
    report.measures.push_back({"export panel",
                               "opened, every table as CSV with its digest, whole or not at all",
                               "",
                               events,
                               "events",
                               seconds,
                               {},
                               {},
                               {{"secondsPerMillionEvents", median(seconds) * 1e6 / events, {Bound::Kind::below, 5}},
                                {"peakMiB", median(peaks), {Bound::Kind::below, 500}}}});
}

}  // namespace

int export_alone(const std::string& folder) {
    const Stopwatch watch;
    LedgerService ledger(folder, Access::read);
    expect(panel::export_panel(ledger, folder + ".panel", {}));
    std::cout << watch.seconds() << ' ' << peak_bytes() << '\n';
    return 0;
}

void measure_histories(const Sizes& sizes, Workspace& workspace, Report& report) {
    measure_simulation(sizes, workspace, report);
    measure_draws(sizes, workspace, report);
    measure_adjusting(sizes, workspace, report);
    measure_panel(sizes, workspace, report);
    measure_review(sizes, workspace, report);
}

}  // namespace ipep::bench

// ipep-bench: measures ours beside its rivals, in one run on one machine, and prints one JSON document.
#include <date/date.h>
#include <boost/json.hpp>

#include <CLI/CLI.hpp>
#include <iostream>

#include "tools/bench/bench.h"
#include "tools/process.h"

namespace ipep::bench {
namespace {

using Part = void (*)(const Sizes&, Workspace&, Report&);
const std::vector<std::pair<std::string, Part>> kParts = {
    {"append", measure_append},       {"single", measure_single_append}, {"settle", measure_settling},
    {"replay", measure_large_ledger}, {"histories", measure_histories},  {"bank", measure_bank},
    {"payments", measure_payments},   {"service", measure_service},      {"crowd", measure_crowd},
    {"cluster", measure_cluster},     {"asof", measure_as_of},           {"scale", measure_scale}};

struct Options {
    Sizes sizes;
    std::string folder = std::filesystem::temp_directory_path(), only, settle, panel, bank, payments, books, cpam,
                scale, step;
    int year = 0;
    std::int64_t transfers = 0, groupements = 0;
};

void add_parameters(boost::json::object& document, const Sizes& sizes) {
    document["parameters"] = {{"samples", sizes.samples},
                              {"events", sizes.events},
                              {"groupementsReplayed", sizes.groupements_replayed()},
                              {"years", Experiment{}.years},
                              {"factsPerCommit", sizes.facts_per_commit()},
                              {"commits", sizes.commits()},
                              {"singleCommits", sizes.single_commits()},
                              {"patients", sizes.patients()},
                              {"groupementsSettled", sizes.groupements_settled()},
                              {"groupementsCompared", sizes.groupements_compared()},
                              {"transfers", sizes.transfers()}};
}

int run(const Options& options) {
    const auto told = [](const std::string& what) { std::cerr << "ipep-bench: " << what << '\n'; };
    const Sizes& sizes = options.sizes;
    boost::json::object document;
    document["date"] = date::format("%FT%TZ", date::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    document["machine"] = describe_machine(options.folder);
    Workspace workspace(options.folder);
    told("works in " + workspace.path());
    Report report;
    for (const auto& [name, measure] : kParts) {
        if (!options.only.empty() && options.only != name) continue;
        told(name);
        measure(sizes, workspace, report);
    }

    add_parameters(document, sizes);
    boost::json::array measures;
    for (const Measure& measure : report.measures) measures.push_back(to_json(measure));
    document["measures"] = std::move(measures);
    document["priceOfEachGuarantee"] = std::move(report.prices);
    std::cout << pretty(document) << '\n';
    return 0;
}

int run(int argc, char** argv) {
    Options options;
    CLI::App program("Measures the ledger beside its rivals and prints one JSON document (tools/bench/README.md).");
    program.add_option("--samples", options.sizes.samples, "of each side")->check(CLI::Range(1, 1000));
    program.add_option("--events", options.sizes.events, "of the large ledger; fewer scales all sizes down")
        ->check(CLI::Range(1000, 100'000'000));
    const std::vector<std::string> parts = {"append",   "single",  "settle", "replay",  "histories", "bank",
                                            "payments", "service", "crowd",  "cluster", "asof",      "scale"};
    program.add_option("--postgres", options.sizes.postgres, "a database for the part `cluster`, which is emptied");
    program.add_option("--only", options.only, "one part of the benchmark")->check(CLI::IsMember(parts));
    program.add_option("--folder", options.folder, "where to work, on the filesystem to be measured")
        ->check(CLI::ExistingDirectory);
    program.add_option("--settle", options.settle)->group("");  // the process that measure_settling starts
    program.add_option("--panel", options.panel)->group("");    // and measure_histories
    program.add_option("--year", options.year)->group("");
    program.add_option("--bank", options.bank)->group("");          // the process that measure_bank starts
    program.add_option("--payments", options.payments)->group("");  // and measure_payments
    program.add_option("--transfers", options.transfers)->group("");
    program.add_option("--books", options.books)->group("");  // and measure_books
    program.add_option("--cpam", options.cpam)->group("");
    program.add_option("--scale", options.scale)->group("");  // the processes that measure_scale starts
    program.add_option("--step", options.step)->group("");
    program.add_option("--groupements", options.groupements)->group("");
    CLI11_PARSE(program, argc, argv);
    try {
        if (!options.panel.empty()) return export_alone(options.panel);
        if (!options.payments.empty()) return payments_alone(options.payments);
        if (!options.scale.empty()) return scale_alone(options.scale, options.step, options.groupements);
        if (!options.books.empty()) return books_alone(options.books, options.cpam);
        if (!options.bank.empty()) return bank_alone(options.bank, options.transfers);
        return options.settle.empty() ? run(options) : settle_alone(options.settle, options.year);
    } catch (const std::exception& error) {
        std::cerr << "ipep-bench: " << error.what() << '\n';
        return 3;
    }
}

}  // namespace
}  // namespace ipep::bench

int main(int argc, char** argv) {
    ipep::settle_process(ipep::Closed::fails);
    return ipep::exit_code_told("ipep-bench", ipep::bench::run(argc, argv));
}

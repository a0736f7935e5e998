#include <sys/statfs.h>
#include <sys/utsname.h>
#include <boost/json.hpp>

#include <boost/process.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>

#include "tools/bench/bench.h"

namespace ipep::bench {
namespace {

constexpr std::size_t kFactsPerCommit = 10'000;

std::string filesystem_type(const std::string& folder) {
    static const std::map<long, const char*> known = {{0xef53, "ext4"},        {0x58465342, "xfs"},
                                                      {0x9123683e, "btrfs"},   {0x01021994, "tmpfs"},
                                                      {0x794c7630, "overlay"}, {0x2fc12fc1, "zfs"}};
    struct statfs found {};
    if (::statfs(folder.c_str(), &found) != 0) return "unknown";
    const auto name = known.find(static_cast<long>(found.f_type));
    return name == known.end() ? std::to_string(found.f_type) : name->second;
}

// Sends facts in commits of a fixed size.
class Sender {
public:
    explicit Sender(LedgerService& ledger) : ledger_(ledger) {}
    void send(std::vector<RecordFact> facts) {
        std::ranges::move(facts, std::back_inserter(waiting_));
        if (waiting_.size() >= kFactsPerCommit) flush();
    }
    void flush() { expect(ledger_.append(std::exchange(waiting_, {}), PersonId{"bench"})); }

private:
    LedgerService& ledger_;
    std::vector<RecordFact> waiting_;
};

}  // namespace

Workspace::Workspace(const std::string& parent) : path_(parent + "/ipep-bench-XXXXXX") {
    if (!::mkdtemp(path_.data())) throw std::runtime_error("no folder can be made in " + parent);
}

Workspace::~Workspace() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string Workspace::fresh() { return path_ + '/' + std::to_string(++given_); }

Position make_ledger(const std::string& folder, const Experiment& experiment, int measured, int settled) {
    Store::create(folder, {});
    LedgerService ledger(folder, Access::write);
    Sender sender(ledger);
    sender.send(experiment.common());
    for (std::int64_t g = 0; g < experiment.groupements; ++g) sender.send(experiment.founding(g));
    for (int year = Experiment::kFirstYear; year <= measured; ++year) {
        for (std::int64_t g = 0; g < experiment.groupements; ++g) sender.send(experiment.measured(g, year));
        sender.flush();
        if (year <= settled)
            expect(ledger.settle(year, *parse_day(std::to_string(year + 1) + "-12-31"), PersonId{"bench"}, false));
    }
    sender.flush();
    return ledger.store().head();
}

double peak_bytes() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (double kib = 0; word == "VmHWM:" && status >> kib) return kib * 1024;
    return 0;
}

std::vector<double> run_alone(const std::vector<std::string>& arguments) {
    boost::process::ipstream out;
    boost::process::child child(boost::process::exe = "/proc/self/exe", boost::process::args = arguments,
                                boost::process::std_out > out);
    std::vector<double> told;
    for (double figure = 0; out >> figure;) told.push_back(figure);
    child.wait();
    if (child.exit_code() != 0) throw std::runtime_error("the process of its own failed");
    return told;
}

boost::json::object describe_machine(const std::string& folder) {
    struct utsname kernel {};
    ::uname(&kernel);
    return {{"cores", std::thread::hardware_concurrency()},
            {"kernel", std::string(kernel.sysname) + ' ' + kernel.release},
            {"architecture", kernel.machine},
            {"filesystem", filesystem_type(folder)}};
}

}  // namespace ipep::bench

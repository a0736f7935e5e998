// Harness: what the fault tests share: scratch folders, an endless supply of facts, a ledger to compare with, child
// processes, and the table of figures printed at the end of each program.
//
// Shape:  a test program called with `--child NAME ARGUMENTS…` runs that child instead of its tests, so that children
//         start afresh and no thread of RocksDB is forked.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <csignal>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ipep {
class LedgerService;
class Store;
}  // namespace ipep

namespace ipep::faults {

// An empty folder, in memory where the machine allows it, gone with the object.
class Scratch {
public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    std::string operator/(const std::string& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& bytes);
// Copies a folder of files, in place of what was there.
void copy_folder(const std::string& from, const std::string& to);
// The files of a folder and below, without the locks and RocksDB's own notes.
std::map<std::string, std::string> files_of(const std::string& folder);

// The clock and the random bytes of trial ledgers stand still from here on.
void stop_the_clock();
// An empty trial ledger.
void make_ledger(const std::string& folder);

// Fact 0, 1, 2 …, one line each: the rules, then four a groupement (admission, convention, assessment, roadmap). With
// the last two seed credit is granted and released, so that one fact makes several events.
std::string fact(int number);
std::string fact_key(int number);
// Batch 0, 1, 2 …: one fact each, every tenth three.
std::string batch(int number);
std::string batch_key(int number);  // of its first fact
// The example experiment of three groupements and five years, and the path of the program `ipep`.
std::string worked_facts();
extern const std::string kIpep;

// Everything a reader can be told: what the ledger is, the records, and the balances and personal values as text.
struct Truth {
    std::string format;
    std::vector<std::string> records;
    std::string balances;
    bool operator==(const Truth&) const = default;
};
Truth truth_of(LedgerService& ledger);
std::vector<std::string> records_of(const Store& store);

// What opening and verifying a folder says, compared with what was acknowledged.
enum class Found : std::uint8_t { whole, refused, by_verify, silent };
struct Judgement {
    Found found = Found::whole;
    std::string code;  // of the refusal or the first difference
};
Judgement judge_reader(const std::string& folder, const Truth& acknowledged);
Judgement judge_writer(const std::string& folder, const Truth& acknowledged);

struct Ended {
    int code = -1, signal = 0;  // code -1: ended by the signal
    std::string out, err;
};
using Limits = std::vector<std::pair<int, rlim_t>>;
Ended run(const std::vector<std::string>& command, const Limits& limits = {});
Ended run_ipep(const std::string& folder, std::vector<std::string> arguments, const Limits& limits = {});

// This program again as a named child, its standard input and output as pipes.
class Process {
public:
    Process(const std::string& child, std::vector<std::string> arguments);
    ~Process();
    Process(const Process&) = delete;
    void tell(const std::string& line);
    // The next whole line; nothing once the child has ended, or after `timeout_ms` (below 0: waits).
    std::optional<std::string> line(int timeout_ms = -1);
    void kill() { signal(SIGKILL); }
    void signal(int number);
    pid_t pid() const { return pid_; }
    Ended wait();

private:
    pid_t pid_ = -1;
    int in_ = -1, out_ = -1;
    std::string pending_;
};

using ChildMain = std::function<int(const std::vector<std::string>&)>;
struct Child {
    Child(const std::string& name, ChildMain main);
};
// One whole line to the parent, past every buffer.
void report(const std::string& line);

// A row of the table.
void figure(const std::string& name, const std::string& value);
void figure(const std::string& name, std::uint64_t value);
void print_figures();

}  // namespace ipep::faults

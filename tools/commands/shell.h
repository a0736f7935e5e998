// Shell: what every command of `ipep` shares: the options, the ledger, the answer on stdout, refusals on stderr.
//
// Exit codes: 0 done · 1 refused by a rule · 2 wrong usage · 3 fault · 4 verification found a difference · 70 defect.
// Source: contract, "The command".
#pragma once

#include <boost/json/fwd.hpp>
#include <functional>
#include <iosfwd>

#include "services/ledger/ledger_service.h"
#include "services/reader/reader.h"

namespace ipep {

enum ExitCode : int { kDone = 0, kRefused = 1, kWrongUsage = 2, kFault = 3, kDifference = 4 };

struct CommonOptions {
    std::string ledger, server, as_of, effective, on, today, actor, lang;
    std::string format = "text";
};

// What only a wrong command line can cause.
struct WrongUsage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A position or a time; empty is the head. Anything else is wrong usage.
AsOf parse_as_of(const std::string& text);

// What a command reads and where its answer goes: the terminal's, or a request's where the service runs it.
struct Streams {
    std::istream& in;
    std::ostream &out, &err;
};

class Shell {
public:
    // Closes at the end what was opened for the command, and not what the service holds.
    using Ledger = std::unique_ptr<LedgerService, void (*)(LedgerService*)>;

    // Of a terminal, whose reader holds the ledger's files.
    explicit Shell(const CommonOptions& options);
    // `patience` is of who waits for the answer; what reads long asks it.
    Shell(const CommonOptions& options, const Streams& streams, LedgerService* held, const Reader& reader,
          Patience patience = {})
        : options_(options), streams_(streams), held_(held), patience_(std::move(patience)), reader_(reader) {}

    const CommonOptions& options() const { return options_; }
    bool json() const { return options_.format == "json"; }
    // A file, or with "-" what comes in.
    Verdict<std::string> read(const std::string& path) const;
    std::ostream& out() const { return streams_.out; }
    // Whether the answer went out so far.
    int done() const;
    // At the end of a program: the code it exits with. An answer that was lost is told, whatever the code was.
    int ended(int code) const;
    const Patience& patience() const { return patience_; }
    // Who asks, for whom the answer from this ledger is made.
    Reader& asks(const LedgerService& ledger) const;
    // A ledger to read, at the state `--as-of` asks for, counting what `--effective` says. Records beyond its anchor are
    // told.
    Verdict<Ledger> reader(Grounds grounds = Grounds::rows) const;
    // The same to prove something of, which is not done where there are any.
    Verdict<Ledger> prover(Grounds grounds = Grounds::rows) const;
    // A ledger to write; `--as-of` is wrong usage.
    Ledger writer(Grounds grounds = Grounds::rows) const;
    // The log of a ledger alone, to read. Records beyond its anchor are told.
    std::unique_ptr<Store> log() const;
    // `--on` and `--effective`, checked.
    std::optional<Day> accounting_day() const;
    std::optional<Day> effective_day() const;
    PersonId actor() const;

    // The answer: one JSON document, or the text made only when it is asked for.
    int answer(const LedgerService* ledger, boost::json::object document,
               const std::function<std::string()>& text) const;
    // One line (and what is missing) on stderr, or a JSON object.
    int refuse(const Rejection& rejection, ExitCode code = kRefused) const;
    // The same in a sentence that a server made.
    int refuse(const Rejection& rejection, const std::string& sentence, ExitCode code) const;
    // What the reader of a finished command should know besides its answer: one line on stderr, or a JSON object.
    void note(const std::string& sentence) const;
    // What the command made, by the name it is asked for later; a server tells where it lies.
    void made(const std::string& name) const { made_ = name; }
    const std::string& name_made() const { return made_; }
    // What goes wrong without hindering the command: told as a refusal is, and the command goes on.
    void warn(const Rejection& rejection) const;
    // The answer was cut: the position it goes on from; 0 where it is whole.
    void continues(Position from) const { next_ = from; }
    Position next() const { return next_; }
    // What was refused last.
    const std::optional<Rejection>& refused() const { return refused_; }
    Progress progress() const;
    // Subjects whose names and accounts the answer shows; a server records who read them.
    const std::set<std::string>& shown() const { return asking_.shown(); }

private:
    void tell(const Rejection& rejection, const std::string& sentence) const;
    void tell_beyond(const Store& store) const;

    CommonOptions options_;
    Streams streams_;
    LedgerService* held_ = nullptr;
    Patience patience_ = {};
    std::optional<Reader> reader_ = {};
    mutable Reader asking_ = {};
    mutable std::optional<Rejection> refused_ = {};
    mutable int lost_ = 0;  // what the system said when an answer did not go out
    mutable std::string made_ = {};
    mutable Position next_ = 0;
};

}  // namespace ipep

// Asking: one question on its way to its answer: of which ledger, at which state, by whom, and what is told beside it.
//
// Shape:   of who holds the ledger's files, or of a request, for which the service may hold a ledger already.
// Errors:  WrongUsage, thrown, for words that no ledger is needed to refuse; a refusal of a ledger is a Verdict's.
// Threads: one at a time.
// Source:  contract, "The command": the options all commands share.
#pragma once

#include <iosfwd>
#include <map>
#include <stdexcept>

#include "ledger/calendar.h"
#include "services/ledger/ledger_service.h"
#include "services/reader/reader.h"

namespace ipep {

// What only wrong words can cause.
struct WrongUsage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct AskingOptions {
    std::string ledger, as_of, effective, on, today, actor;
    bool brief = false;  // for people to read: no deeper than they asked
};

// A position, a day or a time; empty is the head. Anything else is wrong usage.
AsOf parse_as_of(const std::string& text);

// Whether --effective says something to the command.
bool counts_in_effect(std::string_view command);
// An option about days that would say nothing to the command is wrong usage.
void check_day_options(std::string_view command, const AskingOptions& options);
// --from and --until.
Period asked_period(const std::string& from, const std::string& until);

// What is told beside the answer, and where what is read comes from.
struct Asides {
    std::istream& in;                            // what "-" names
    std::function<void(const Rejection&)> warn;  // what goes wrong without hindering
    std::function<void(const std::string&)> note;
    Progress progress = {};
};

class Asking {
public:
    // Closes at the end what was opened for the question, and not what the service holds.
    using Ledger = std::unique_ptr<LedgerService, void (*)(LedgerService*)>;

    // Of who holds the ledger's files.
    Asking(const AskingOptions& options, Asides asides) : options_(options), asides_(std::move(asides)) {}
    // Of a request; what reads long asks `patience`. `held` may be null.
    Asking(const AskingOptions& options, Asides asides, LedgerService* held, const Reader& reader, Patience patience)
        : options_(options), asides_(std::move(asides)), held_(held), patience_(std::move(patience)), reader_(reader) {}

    // A ledger to read, at the state `--as-of` asks for, counting what `--effective` says. Records beyond its anchor
    // are told.
    Verdict<Ledger> reader(Grounds grounds = Grounds::rows);
    // The same to prove something of, which is not done where there are any.
    Verdict<Ledger> prover(Grounds grounds = Grounds::rows);
    // A ledger to write; `--as-of` is wrong usage.
    Ledger writer(Grounds grounds = Grounds::rows);
    // The log of a ledger alone, to read; with told_log(), records beyond its anchor are told.
    Store log(Access access = Access::read) const;
    std::unique_ptr<Store> told_log() const;
    // The folder that --ledger names; none is wrong usage.
    std::string folder() const;
    bool names_ledger() const { return !options_.ledger.empty(); }
    const std::string& ledger() const { return options_.ledger; }  // as it was named, empty where it was not
    // `sentence` says why not, where `--as-of` is said.
    void at_head_alone(const std::string& sentence);
    void writes_at_head();

    // Who asks, for whom the answer from this ledger is made.
    Reader& asks(const LedgerService& ledger);
    Reader reader_of(const LedgerService& ledger) const;
    PersonId actor() const;
    // `--on` and `--effective`, checked.
    std::optional<Day> accounting_day() const;
    std::optional<Day> effective_day() const;

    // A file, or with "-" what comes in. Errors: file_unreadable.
    Verdict<std::string> read(const std::string& path) const;
    bool is_brief() const { return options_.brief; }
    const Patience& patience() const { return patience_; }
    const Progress& progress() const { return asides_.progress; }
    void warn(const Rejection& rejection) const { asides_.warn(rejection); }
    void note(const std::string& sentence) const { asides_.note(sentence); }

    // What the question made, by the name it is asked for later; a server tells where it lies.
    void made(const std::string& name) { made_ = name; }
    const std::string& name_made() const { return made_; }
    // The answer was cut: by what its rest is asked for; here, of the state it was read at, where `--as-of` is said to
    // it. Nothing where it is whole.
    using Rest = std::map<std::string, std::string>;
    void continues(Rest rest) { next_ = std::move(rest); }
    void continues_here(Rest rest);
    const Rest& next() const { return next_; }
    // The state that was read; nothing where none was. What is asked next is of the same.
    std::optional<Position> read_at() const { return read_at_; }
    void stays_where_it_read();
    // Subjects whose names and accounts the answer shows; a server records who read them.
    const std::set<std::string>& shown() const { return asking_.shown(); }

private:
    void tell_beyond(const Store& store) const;

    AskingOptions options_;
    Asides asides_;
    LedgerService* held_ = nullptr;
    Patience patience_ = {};
    std::optional<Reader> reader_ = {};
    Reader asking_ = {};
    std::string made_ = {};
    Rest next_ = {};
    std::optional<Position> read_at_ = {};  // the state asked for, of a question that may be asked of any
    bool is_of_any_state_ = true;
};

}  // namespace ipep

// Shell: what every command of `ipep` shares: the options, the ledger, the answer on stdout, refusals on stderr.
//
// Exit codes: 0 done · 1 refused by a rule · 2 wrong usage · 3 fault · 4 verification found a difference.
// Source: contract, "The command".
#pragma once

#include <boost/json.hpp>
#include <functional>

#include "services/ledger_service.h"

namespace ipep {

enum ExitCode : int { kDone = 0, kRefused = 1, kWrongUsage = 2, kFault = 3, kDifference = 4 };

struct CommonOptions {
    std::string ledger, as_of, on, actor, lang;
    std::string format = "text";
};

// What only a wrong command line can cause.
struct WrongUsage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A position or a time; empty is the head. Anything else is wrong usage.
AsOf parse_as_of(const std::string& text);
// The bytes of a file; `-` is standard input.
Verdict<std::string> read_whole(const std::string& path);

class Shell {
public:
    explicit Shell(const CommonOptions& options) : options_(options) {}

    const CommonOptions& options() const { return options_; }
    bool json() const { return options_.format == "json"; }
    // A ledger to read, at the state `--as-of` asks for.
    Verdict<std::unique_ptr<LedgerService>> reader() const;
    // A ledger to write; `--as-of` is wrong usage.
    std::unique_ptr<LedgerService> writer() const;
    // `--on`, checked.
    std::optional<Day> accounting_day() const;
    PersonId actor() const;

    // The answer: one JSON document, or the text made only when it is asked for.
    int answer(const LedgerService* ledger, boost::json::object document, const std::function<std::string()>& text) const;
    // One line (and what is missing) on stderr, or a JSON object.
    int refuse(const Rejection& rejection, ExitCode code = kRefused) const;
    Progress progress() const;

private:
    CommonOptions options_;
};

}  // namespace ipep

// Shell: what every command of `ipep` shares: the options, the answer on stdout, refusals on stderr, an exit code.
//
// Exit codes: 0 done · 1 refused by a rule · 2 wrong usage · 3 fault · 4 verification found a difference · 70 defect.
// Source: contract, "The command".
#pragma once

#include <iosfwd>

#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/answers/own_proof.h"
#include "tools/environment.h"

namespace ipep {

enum ExitCode : int { kDone = 0, kRefused = 1, kWrongUsage = 2, kFault = 3, kDifference = 4 };

struct CommonOptions : AskingOptions {
    std::string server, lang;
    std::string format = "text";
    std::string proof, proof_key;  // the file that proves the answer, and the key that signs it
    std::optional<std::int64_t> least_answers = {};
    Environment environment = {};  // of a terminal's process; a server's says nothing of who asks it
};

class Shell {
public:
    explicit Shell(const CommonOptions& options);

    const CommonOptions& options() const { return options_; }
    bool json() const { return options_.format == "json"; }
    // A question of the ledger on this machine, on its way to its answer.
    Asking asking() const;
    std::ostream& out() const;
    // What --proof asks for; nothing where it was not said.
    std::optional<ProofWish> proof_wish() const;
    // Whether the answer went out so far.
    int done() const;
    // At the end of a program: the code it exits with. An answer that was lost is told, whatever the code was.
    int ended(int code) const;

    // Does the work, which writes what is answered to out(); what refused or stopped it is told.
    int told(const std::function<Verdict<Ended>()>& work) const;
    // The same of work that tells its refusals itself; what stopped it is told.
    int guarded(const std::function<int()>& work) const;
    // One line (and what is missing) on stderr, or a JSON object.
    int refuse(const Rejection& rejection, ExitCode code = kRefused) const;
    // The same in a sentence that a server made.
    int refuse(const Rejection& rejection, const std::string& sentence, ExitCode code) const;
    // What the reader of a finished command should know besides its answer: one line on stderr, or a JSON object.
    void note(const std::string& sentence) const;
    // What goes wrong without hindering the command: told as a refusal is, and the command goes on.
    void warn(const Rejection& rejection) const;

private:
    Progress progress() const;
    void tell(const Rejection& rejection, const std::string& sentence) const;

    CommonOptions options_;
    mutable int lost_ = 0;  // what the system said when an answer did not go out
};

}  // namespace ipep

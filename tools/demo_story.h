// DemoStory: five years of payments in the demonstration, so that every state of a payment is in it once at least, each
// on a day of its own, and something waits on every list of what is under way.
//
// Shape:   the days of the story are those of the records too: the trial ledger's clock stands at each of them in turn.
//          Nobody has a role, so that who looks at the demonstration may do everything.
// Errors:  Fault, where the ledger refuses a step: the story is at fault then.
// Threads: before any other starts.
#pragma once

#include <string>
#include <string_view>

namespace ipep {

// `facts`: JSON Lines of the experiment, in the order in which they may be recorded.
void tell_demo_story(const std::string& folder, std::string_view facts);

// A folder beside the ledger with the account each of its CPAM pays from, made up as well.
std::string make_demo_debtors(const std::string& folder);

}  // namespace ipep

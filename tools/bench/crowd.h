// Crowd: the persons of a ledger that is served to many, and clients that ask for the same again and again.
//
// Errors:  std::runtime_error, where the service answers otherwise than it should.
// Threads: an Asker has a thread of its own.
#pragma once

#include <atomic>
#include <future>

#include "tools/bench/bench.h"
#include "tools/bench/served.h"

namespace ipep::bench {

inline const PersonId kDirector{"director"}, kDcf{"dcf"}, kAuditor{"auditor"};
inline constexpr char kSweep[] = "/api/v1/simulations?sweep=spending=-5%25:4.99%25:0.01%25";  // a thousand steps

PersonId evaluator(std::size_t number);
// An admin, a director and a DCF of the CPAM, an auditor, and so many evaluators.
void grant_roles(LedgerService& ledger, const CpamId& cpam, std::size_t evaluators);
// The header that says who asks.
std::string as_person(const std::string& ledger, const PersonId& person);

// One who asks for the same again as soon as it is answered, until told to leave.
class Asker {
public:
    Asker(std::uint16_t port, const char* path, std::string who);
    // Hangs up, whatever is still to come.
    void leave();
    std::int64_t answered() const { return answered_; }

private:
    void ask_on(const char* path, const std::string& who);

    OpenConnection connection_;
    std::atomic<bool> leaves_{false};
    std::atomic<std::int64_t> answered_{0};
    std::future<void> asking_;
};

}  // namespace ipep::bench

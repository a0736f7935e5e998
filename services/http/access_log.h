// Readings: who looked at whose name and account, recorded in the ledger before the answer goes out.
//
// Shape:   once a person, subject and day of this server's life; the reason is the request, "GET /api/v1/events". In a
//          ledger without any role nobody is named, and nothing is recorded.
// Errors:  what cannot be recorded is not shown: the refusal or fault is the answer.
// Threads: any may answer; what was recorded is known to the writer's alone.
// Source:  specification §16; RGPD art. 5(2), 32.
#pragma once

#include <set>
#include <tuple>

#include "services/http/call.h"
#include "services/http/command_queue.h"

namespace ipep::http {

class Readings {
public:
    explicit Readings(CommandQueue& desk) : desk_(desk) {}

    // Answers with the call's response, which shows these subjects' names and accounts.
    void answer(const CallPtr& call, const std::set<std::string>& subjects);

private:
    using Reading = std::tuple<std::string, std::string, Day>;  // person, subject

    // Gives what was not recorded before.
    Verdict<std::vector<Reading>> record(LedgerService& ledger, const Call& call,
                                         const std::set<std::string>& subjects);

    CommandQueue& desk_;
    std::set<Reading> recorded_;
};

}  // namespace ipep::http

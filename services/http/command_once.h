// CommandOnce: a command of the API, carried out once however often it is sent.
//
// Shape:   the answer is kept under the person and the Idempotency-Key in the same write as what the command did; the
//          same request again gets it again, unless a role the person held then has ended since. If-Match says on which
//          state it was decided.
// Errors:  idempotency_key_missing, _reused, _running; position_required, position_changed; not_allowed.
// Threads: any; commands are judged where the writer sits.
// Source:  draft-ietf-httpapi-idempotency-key-header; RFC 9110 §13.1.1.
#pragma once

#include <mutex>
#include <set>

#include "services/http/call.h"
#include "services/http/command_queue.h"
#include "services/http/passing.h"

namespace ipep::http {

std::string entity_tag(Position position);
Response response_of(const Answered& answered, const Call& call);
// Hands a job in for a call, or answers that too much waits.
void post(CommandQueue& desk, Job job, const CallPtr& call);

class CommandOnce {
public:
    // `passing` where others may be the ones that write; else nullptr.
    CommandOnce(const Configuration& configuration, Commands& commands, CommandQueue& desk, Passing* passing)
        : configuration_(configuration), commands_(commands), desk_(desk), passing_(passing) {}

    void run(const CallPtr& call);

private:
    void run_here(const CallPtr& call);
    // Whether no other request of the name is under way; until the call is answered none is then.
    bool begin(const CallPtr& call, const std::string& name);
    void decide(Call& call, const std::string& name, LedgerService& ledger);
    void forget_old_answers(LedgerService& ledger);

    const Configuration& configuration_;
    Commands& commands_;
    CommandQueue& desk_;
    Passing* passing_;
    std::int64_t swept_ = 0;  // when old answers were forgotten last; the writer's
    std::mutex mutex_;
    std::set<std::string> running_;  // by person and Idempotency-Key
};

}  // namespace ipep::http

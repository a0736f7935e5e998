// Witness answers: what others see of a log: witnesses and time stamps.
//
// Source: https://c2sp.org/tlog-witness; RFC 3161; ops/decisions/0030-seen-from-outside.md.
#pragma once

#include <boost/json.hpp>

#include "services/answers/answer.h"
#include "services/answers/asking.h"
#include "services/answers/proving_answers.h"
#include "services/audit/timestamp.h"
#include "services/questions/witnessing.h"

namespace ipep {

// A key as it was said: itself, or the text of @FILE.
Verdict<std::string> said_key(const Asking& asking, const std::string& text);
// Which of the witnesses have seen a checkpoint is told beside the answer. Errors: those of check_quorum.
Verdict<> note_witnesses(const Asking& asking, const std::string& note, const std::vector<std::string>& witnesses,
                         std::uint64_t least);
// The signed head, cosigned by the witnesses that are asked, and kept.
Verdict<std::string> witnessed(Asking& asking, const Store& log, const Checkpoint& head,
                               const questions::Checkpoint& question);

Verdict<Answer<KeyMade>> answer(Asking& asking, const questions::NewWitness& question);

struct LogAdded {
    std::string log;  // its origin
};
Verdict<Answer<LogAdded>> answer(Asking& asking, const questions::AddLog& question);
boost::json::object document(const LogAdded& value);

Verdict<Answer<Bytes>> answer(Asking& asking, const questions::ServeWitness& question);

struct StampRequested {
    std::string file;
    std::uint64_t size = 0;  // of the checkpoint
};
Verdict<Answer<StampRequested>> answer(Asking& asking, const questions::RequestStamp& question);
boost::json::object document(const StampRequested& value);

struct StampShown {
    Stamp stamp;
    std::uint64_t size = 0;   // of the checkpoint
    bool is_trusted = false;  // its signature was checked
};
Verdict<Answer<StampShown>> answer(Asking& asking, const questions::AttachStamp& question);
Verdict<Answer<StampShown>> answer(Asking& asking, const questions::VerifyStamp& question);
boost::json::object document(const StampShown& value);

}  // namespace ipep

// AnswerMemory: the bytes of answers given before, to be given again to who asks the very same from the same place.
//
// Shape:   a question is all a request's head says, and of whom and from where it came, so that nothing an answer may
//          depend on is left out; its answer is good while the log has not grown, for a second at most, and while what
//          the asker was recognized by still stands.
// Threads: one lane's.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "ledger/id.h"

namespace ipep::http {

class AnswerMemory {
public:
    using Bytes = std::shared_ptr<const std::string>;
    struct Answer {
        Bytes bytes;
        std::function<bool()> stands;  // absent: for ever
    };

    // Nothing where it was not asked before, at this head and in this second.
    Bytes find(const std::string& question, Position head, std::int64_t second);
    // `at`: the head it was answered at.
    void keep(const std::string& question, Position at, Answer answer);

private:
    Position head_ = 0;
    std::int64_t second_ = 0;
    std::size_t size_ = 0;  // bytes
    std::unordered_map<std::string, Answer> answers_;
};

}  // namespace ipep::http

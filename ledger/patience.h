// Patience: whether somebody still waits for what takes long. A small value that goes down to the loops that do the
// work; each asks it once a unit of work: an event read, a row, a year settled, a derivation made.
//
// Shape:   without a question it is patient for ever. Copies ask the same question.
// Errors:  check() throws ReadingEnded, which is no Fault: nothing is broken, and nobody takes it for damage. What was
//          done so far is given up.
// Threads: as the question given; work may ask it on threads of its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "ledger/rejection.h"

namespace ipep {

struct ReadingEnded {
    Rejection why;
};

class Patience {
public:
    // Why the work is to end; nothing while somebody waits.
    using Question = std::function<std::optional<Rejection>()>;

    Patience() = default;
    explicit Patience(Question question) : question_(std::make_shared<const Question>(std::move(question))) {}

    void check() const {
        if (!question_) return;
        if (auto why = (*question_)()) throw ReadingEnded{std::move(*why)};
    }

private:
    std::shared_ptr<const Question> question_;
};

}  // namespace ipep

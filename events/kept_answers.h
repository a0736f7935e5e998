// Kept answers: what a service answered, under a name of its own, kept in the same write as what it did.
#pragma once

#include <functional>

#include "events/log_opening.h"

namespace ipep {

class KeptAnswers {
public:
    // Precondition: a transaction is open (Store::hold).
    void keep_answer(const std::string& name, const std::string& answer);
    std::optional<std::string> answer(const std::string& name) const;
    // Forgets the answers for which `old` says so.
    void forget_answers(const std::function<bool(std::string_view answer)>& old);

protected:
    explicit KeptAnswers(LogOpening* opening) : opening_(*opening) {}

private:
    LogOpening& opening_;
};

}  // namespace ipep

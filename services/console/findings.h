// Findings: what pages work out of a whole state of the ledger, each kept until it is asked of another state.
//
// Shape:   a state is named by its last sealed record, which stands for all before it. Nothing of a person's rights or
//          language is in a finding, and nothing personal: a page shows of it what the reader may see.
// Errors:  what working it out gives; nothing is kept then.
// Threads: any. Two who ask at once for what is not kept both work it out.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "services/histories/reading_worth.h"
#include "services/histories/review.h"

namespace ipep {

template <class Finding>
class KeptFinding {
public:
    // `work_out` gives a Verdict<Finding>.
    template <class WorkOut>
    Verdict<std::shared_ptr<const Finding>> of(const std::string& state, const WorkOut& work_out) {
        {
            const std::lock_guard lock(mutex_);
            if (finding_ && state_ == state) return finding_;
        }
        auto found = std::make_shared<const Finding>(IPEP_TRY(work_out()));
        const std::lock_guard lock(mutex_);
        state_ = state;
        finding_ = found;
        return found;
    }

private:
    std::mutex mutex_;
    std::string state_;
    std::shared_ptr<const Finding> finding_;
};

struct Findings {
    KeptFinding<std::vector<ReadingWorth>> readings;
    KeptFinding<std::vector<ReviewedAmount>> unsourced;
};

}  // namespace ipep

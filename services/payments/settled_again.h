// SettledAgain: what settlements come to when they are performed again from the log, kept from one visa to the next for
// all who have the ledger open in this process: performing one again folds all that came before it.
//
// Shape:   the last one asked for of each result year, known by the digest of the log at its last event: another
//          revision, or another log, is another settlement.
// Threads: any. Two who ask at once for what is not kept both work it out.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "ledger/decision.h"
#include "ledger/digest.h"

namespace ipep {

class SettledAgain {
public:
    using Rows = std::map<GroupementId, SettledRow>;
    // Null where it is not kept.
    std::shared_ptr<const Rows> find(ResultYear year, const Digest& log) const;
    void keep(ResultYear year, const Digest& log, std::shared_ptr<const Rows> rows);

private:
    struct Kept {
        Digest log{};
        std::shared_ptr<const Rows> rows;
    };
    mutable std::mutex mutex_;
    std::map<ResultYear, Kept> kept_;
};

}  // namespace ipep

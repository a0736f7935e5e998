#include "services/payments/settled_again.h"

namespace ipep {

std::shared_ptr<const SettledAgain::Rows> SettledAgain::find(ResultYear year, const Digest& log) const {
    const std::scoped_lock lock(mutex_);
    const auto kept = kept_.find(year);
    return kept != kept_.end() && kept->second.log == log ? kept->second.rows : nullptr;
}

void SettledAgain::keep(ResultYear year, const Digest& log, std::shared_ptr<const Rows> rows) {
    const std::scoped_lock lock(mutex_);
    kept_[year] = {log, std::move(rows)};
}

}  // namespace ipep

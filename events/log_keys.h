// Log keys: at which position each fact was recorded, by its key.
#pragma once

#include <functional>
#include <utility>

#include "events/log_opening.h"
#include "ledger/fact.h"

namespace ipep {

using Keys = std::vector<std::pair<std::string_view, Position>>;
void put(const Keys& keys, LogWrites& writes);

class LogKeys {
public:
    std::optional<Position> position_of(const FactKey& key) const;
    // The same of each key, looked up together: a third of the time.
    std::vector<std::optional<Position>> positions_of(const std::vector<std::string_view>& keys) const;
    void each_key(const std::function<bool(std::string_view key, Position)>& visit) const;

protected:
    explicit LogKeys(const LogOpening* opening) : opening_(*opening) {}

private:
    std::optional<Position> position_in(const std::optional<std::string>& row) const;

    const LogOpening& opening_;
};

}  // namespace ipep

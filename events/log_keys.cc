#include "events/log_keys.h"

#include "events/big_endian.h"
#include "events/code.h"

namespace ipep {

void put(const Keys& keys, LogWrites& writes) {
    for (const auto& [key, at] : keys) writes.put(kKeyTable, key, big_endian(at));
}

std::optional<Position> LogKeys::position_in(const std::optional<std::string>& row) const {
    if (!row) return std::nullopt;
    if (row->size() != 8) throw Fault(code::damaged_store, {{"what", "a key's row"}});
    const Position position = from_big_endian(*row);
    return position <= opening_.mark.position ? std::optional(position) : std::nullopt;
}

std::optional<Position> LogKeys::position_of(const FactKey& key) const {
    return position_in(row_in(opening_.tables().row(kKeyTable, key.text)));
}

std::vector<std::optional<Position>> LogKeys::positions_of(const std::vector<std::string_view>& keys) const {
    std::vector<std::optional<Position>> positions;
    positions.reserve(keys.size());
    for (const auto& row : opening_.tables().rows(kKeyTable, keys)) positions.push_back(position_in(row));
    return positions;
}

void LogKeys::each_key(const std::function<bool(std::string_view, Position)>& visit) const {
    const auto at = opening_.tables().from(kKeyTable, "");
    for (; at->valid(); at->next())
        if (!visit(at->key(), at->value().size() == 8 ? from_big_endian(at->value()) : 0)) return;
    at->check();
}

}  // namespace ipep

// HeldBatch: batches that wait for one synced write together, readable meanwhile.
//
// Shape:   `writes` is what RocksDB will get; beside it the same records, keys and personal values in memory, because a
//          command behind must see what one before it left.
// Threads: the writer's.
#pragma once

#include <rocksdb/write_batch.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "events/store.h"

namespace ipep {

struct HeldBatch {
    Mark before;  // what is kept
    rocksdb::WriteBatch writes;
    std::vector<std::string> records;  // from position before.position + 1
    std::unordered_map<std::string, Position> keys;
    std::map<std::tuple<std::string, Position, int>, PersonalRow> personal;
    std::vector<std::pair<std::string, Position>> erased;
    std::map<std::string, std::string> answers;
    bool purges = false;

    void add(const LogBatch& batch) {
        for (std::size_t i = 0; i < batch.records.size(); ++i) records.emplace_back(batch.records[i]);
        for (const auto& [key, position] : batch.keys) keys.emplace(key, position);
        for (const auto& row : batch.personal)
            personal.emplace(std::tuple(row.subject, row.position, row.member), row);
        erased.insert(erased.end(), batch.erased.begin(), batch.erased.end());
    }
    bool hides(const std::string& subject, Position position) const {
        return std::ranges::any_of(erased,
                                   [&](const auto& one) { return one.first == subject && position < one.second; });
    }
};

}  // namespace ipep

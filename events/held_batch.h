// HeldBatch: batches that wait for one synced write together, readable meanwhile.
//
// Shape:   records, keys, personal values and answers in memory, because a command behind must see what one before it
//          left; what RocksDB gets is made of them when they are released. Only grows, so that its end is a few counts.
// Threads: the writer's.
#pragma once

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "events/store.h"

namespace ipep {

struct HeldBatch {
    Mark before;  // what is kept
    TreeEdge edge_before;
    std::vector<std::string> records;  // from position before.position + 1
    std::unordered_map<std::string, Position> keys;
    std::map<std::tuple<std::string, Position, int>, PersonalRow> personal;
    Erasures erased;
    std::vector<std::pair<std::string, std::string>> answers;
    TreeNodes nodes;
    std::size_t bytes = 0;  // that RocksDB will get, about
    bool purges = false;

    void add(const LogBatch& batch) {
        for (std::size_t i = 0; i < batch.records.size(); ++i) records.emplace_back(batch.records[i]);
        for (const auto& [key, position] : batch.keys) keys.emplace(key, position);
        for (const auto& row : batch.personal)
            personal.emplace(std::tuple(row.subject, row.position, row.member), row);
        erased.insert(erased.end(), batch.erased.begin(), batch.erased.end());
        nodes.insert(nodes.end(), batch.records.nodes().begin(), batch.records.nodes().end());
    }
    void cut(const HeldEnd& end) noexcept {
        records.resize(end.mark.position - before.position);
        std::erase_if(keys, [&](const auto& one) { return one.second > end.mark.position; });
        std::erase_if(personal, [&](const auto& one) { return one.second.position > end.mark.position; });
        erased.resize(end.erased);
        answers.resize(end.answers);
        nodes.resize(end.nodes);
        bytes = end.bytes;
        purges = end.purges;
    }
    bool hides(const std::string& subject, Position position) const {
        return std::ranges::any_of(erased,
                                   [&](const auto& one) { return one.first == subject && position < one.second; });
    }
    const std::string* answer(const std::string& name) const {
        const auto found = std::ranges::find(answers, name, &decltype(answers)::value_type::first);
        return found == answers.end() ? nullptr : &found->second;
    }
};

}  // namespace ipep

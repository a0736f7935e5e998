// Log journal: writes as they came, for whoever keeps rows in memory.
//
// Shape: keys and values lie one behind the other in one piece.
#pragma once

#include <vector>

#include "events/log_tables.h"

namespace ipep {

class LogJournal : public LogWrites {
public:
    enum class Kind : std::uint8_t { put, erase, erase_range };
    struct Entry {
        Kind kind;
        std::string table;
        std::size_t begin, middle, end;  // of the key, and of the value or of where the range ends
    };

    void put(const std::string& table, std::string_view key, std::string_view value) override {
        add(Kind::put, table, key, value);
    }
    void erase(const std::string& table, std::string_view key) override { add(Kind::erase, table, key, {}); }
    void erase_range(const std::string& table, std::string_view from, std::string_view until) override {
        add(Kind::erase_range, table, from, until);
    }
    bool empty() const override { return entries_.empty(); }
    void reserve(std::size_t bytes) override { bytes_.reserve(bytes); }
    std::string_view bytes() const override { return bytes_; }

    const std::vector<Entry>& entries() const { return entries_; }
    std::string_view key(const Entry& entry) const { return part(entry.begin, entry.middle); }
    std::string_view value(const Entry& entry) const { return part(entry.middle, entry.end); }

private:
    void add(Kind kind, const std::string& table, std::string_view key, std::string_view value) {
        const std::size_t begin = bytes_.size();
        bytes_.append(key).append(value);
        entries_.push_back({kind, table, begin, begin + key.size(), bytes_.size()});
    }
    std::string_view part(std::size_t begin, std::size_t end) const {
        return std::string_view(bytes_).substr(begin, end - begin);
    }

    std::vector<Entry> entries_;
    std::string bytes_;
};

}  // namespace ipep

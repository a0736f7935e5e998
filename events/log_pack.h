// Log pack: what one commit adds to a log that several machines share: sealed records, keys, what was erased beside
// them; and, apart from these, what may be erased later.
//
// Shape:   bytes() holds records, keys and erasures as they came (events/README.md); personal values and answers stand
//          outside of it. A pack may hold no record: an answer alone, or an erasure.
// Errors:  Fault damaged_record, naming the pack's first position, where the bytes are no pack or its seal does not
//          check.
// Threads: a value.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "events/log_tables.h"

namespace ipep {

class LogPack {
public:
    struct Erased {
        std::string table, from, until;
    };
    using Rows = std::map<std::string, std::string, std::less<>>;

    // Of the rows of a log, in the order in which they are written. Whether the table belongs to the log.
    bool put(const std::string& table, std::string_view key, std::string_view value);
    bool erase(const std::string& table, std::string_view key);
    bool erase_range(const std::string& table, std::string_view from, std::string_view until);
    // All rows of the answers.
    void clear_answers();

    bool empty() const { return bytes_.empty() && personal.empty() && answers.empty(); }
    std::uint64_t records() const { return records_; }
    const std::string& bytes() const { return bytes_; }
    Position last() const { return first + records_ - 1; }

    // What lies in bytes(), in order. Errors: as above.
    struct Visit {
        std::function<void(std::string_view record)> record;
        std::function<void(std::string_view key, Position position)> key;
        std::function<void(const Erased& erased)> erased;
    };
    void each(const Visit& visit) const;
    // Of the pack as it was read. Errors: as above.
    void take_bytes(std::string bytes, std::uint64_t records, std::string_view seal);
    // Over what stands in the pack and cannot be erased.
    Digest seal() const;

    std::uint64_t number = 0;
    Position first = 0;
    Digest before{};  // of the record before the first
    Rows personal, answers;

private:
    static Rows* apart(LogPack& pack, const std::string& table);
    [[noreturn]] void throw_damaged(const std::string& what) const;

    std::uint64_t records_ = 0;
    std::string bytes_;
};

// In a pack: the whole table of answers.
bool is_all_answers(const LogPack::Erased& erased);

}  // namespace ipep

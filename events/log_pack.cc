#include "events/log_pack.h"

#include "events/big_endian.h"
#include "events/code.h"
#include "events/seal.h"

namespace ipep {
namespace {

constexpr char kRecord = 'r', kKey = 'k', kErasedPersonal = 'p', kErasedAnswers = 'a';
constexpr int kLength = 4;  // bytes of a length

void add_part(std::string& to, std::string_view part) { to.append(big_endian(part.size(), kLength)).append(part); }

// The parts of a pack's bytes, one behind the other.
struct PackParts {
    std::string_view left;
    bool broken = false;

    std::string_view take(std::size_t bytes) {
        broken = broken || left.size() < bytes;
        const std::string_view part = left.substr(0, broken ? 0 : bytes);
        left.remove_prefix(part.size());
        return part;
    }
    std::string_view part() {
        const auto length = take(kLength);
        return broken ? std::string_view() : take(from_big_endian(length, kLength));
    }
};

}  // namespace

bool is_all_answers(const LogPack::Erased& erased) { return erased.table == kAnswerTable && erased.until.empty(); }

void LogPack::throw_damaged(const std::string& what) const {
    throw Fault(code::damaged_record, {{"position", std::to_string(first)}, {"what", what}});
}

LogPack::Rows* LogPack::apart(LogPack& pack, const std::string& table) {
    if (table == kPersonalTable) return &pack.personal;
    return table == kAnswerTable ? &pack.answers : nullptr;
}

bool LogPack::put(const std::string& table, std::string_view key, std::string_view value) {
    if (Rows* rows = apart(*this, table)) {
        rows->insert_or_assign(std::string(key), value);
    } else if (table == kEventTable) {
        bytes_ += kRecord;
        add_part(bytes_, value);
        ++records_;
    } else if (table == kKeyTable) {
        bytes_ += kKey;
        add_part(bytes_, key);
        bytes_ += value;
    } else {
        return false;
    }
    return true;
}

bool LogPack::erase(const std::string& table, std::string_view key) {
    return erase_range(table, key, std::string(key) + '\0');
}

// What came in this pack before is erased with the rest; what comes behind stands.
bool LogPack::erase_range(const std::string& table, std::string_view from, std::string_view until) {
    Rows* rows = apart(*this, table);
    if (!rows) return false;
    if (from >= until) return true;
    rows->erase(rows->lower_bound(from), rows->lower_bound(until));
    bytes_ += table == kPersonalTable ? kErasedPersonal : kErasedAnswers;
    add_part(bytes_, from);
    add_part(bytes_, until);
    return true;
}

void LogPack::clear_answers() {
    answers.clear();
    bytes_ += kErasedAnswers;
    add_part(bytes_, {});
    add_part(bytes_, {});
}

void LogPack::each(const Visit& visit) const {
    PackParts parts{bytes_};
    while (!parts.left.empty() && !parts.broken) {
        const char kind = parts.take(1)[0];
        const std::string_view first_part = parts.part();
        if (kind == kRecord) {
            if (!parts.broken) visit.record(first_part);
        } else if (kind == kKey) {
            const auto position = parts.take(8);
            if (!parts.broken) visit.key(first_part, from_big_endian(position));
        } else if (kind == kErasedPersonal || kind == kErasedAnswers) {
            const std::string_view until = parts.part();
            if (!parts.broken)
                visit.erased({kind == kErasedPersonal ? kPersonalTable : kAnswerTable, std::string(first_part),
                              std::string(until)});
        } else {
            parts.broken = true;
        }
    }
    if (parts.broken) throw_damaged("the pack cannot be read");
}

void LogPack::take_bytes(std::string bytes, std::uint64_t records, std::string_view seal) {
    bytes_ = std::move(bytes);
    records_ = records;
    if (seal != bytes_of(this->seal())) throw_damaged("the seal of its pack does not check");
}

Digest LogPack::seal() const {
    return sha256(big_endian(number) + big_endian(first) + big_endian(records_) + std::string(bytes_of(before)),
                  bytes_);
}

}  // namespace ipep

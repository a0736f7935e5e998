#include "events/personal_values.h"

#include "events/big_endian.h"
#include "events/code.h"

namespace ipep {
namespace {

constexpr std::size_t kRandom = 32;

std::string personal_key(const std::string& subject, Position position, int member) {
    return subject + '\0' + big_endian(position) + static_cast<char>(member);
}

[[noreturn]] void throw_damaged() { throw Fault(code::damaged_store, {{"what", "a personal row"}}); }

}  // namespace

void put(const PersonalRow& row, LogWrites& writes) {
    writes.put(kPersonalTable, personal_key(row.subject, row.position, row.member), row.random + row.value);
}

void put(const Erasures& erased, LogWrites& writes) {
    for (const auto& [subject, at] : erased)
        writes.erase_range(kPersonalTable, subject + '\0', personal_key(subject, at, 0));
}

std::optional<PersonalRow> PersonalValues::personal(const std::string& subject, Position position, int member) const {
    const auto bytes = row_in(opening_.tables().row(kPersonalTable, personal_key(subject, position, member)));
    if (!bytes) return std::nullopt;
    if (bytes->size() < kRandom) throw_damaged();
    return PersonalRow{subject, position, member, bytes->substr(0, kRandom), bytes->substr(kRandom)};
}

void PersonalValues::each_personal(const std::function<void(const PersonalRow&)>& visit) const {
    constexpr std::size_t kBehind = 1 + 8 + 1;  // of the subject: its end, the position, the member
    const auto at = opening_.tables().from(kPersonalTable, "");
    for (; at->valid(); at->next()) {
        const std::string_view key = at->key(), value = at->value();
        if (key.size() < kBehind || value.size() < kRandom) throw_damaged();
        const std::string_view place = key.substr(key.size() - kBehind + 1);
        visit({std::string(key.substr(0, key.size() - kBehind)), from_big_endian(place),
               static_cast<unsigned char>(place.back()), std::string(value.substr(0, kRandom)),
               std::string(value.substr(kRandom))});
    }
    at->check();
}

}  // namespace ipep

// The store's rows beside the log: keys, personal data, and what the views keep.
#include <rocksdb/db.h>

#include <array>

#include "events/big_endian.h"
#include "events/database.h"
#include "events/fault.h"
#include "events/held_batch.h"
#include "events/store.h"
#include "ledger/code.h"

namespace ipep {
namespace {

std::string personal_key(const std::string& subject, Position position, int member) {
    return subject + '\0' + big_endian(position) + static_cast<char>(member);
}

}  // namespace

void Store::put_keys(const Keys& keys, rocksdb::WriteBatch& writes) const {
    auto* handle = family(kKeys);
    for (const auto& [key, at] : keys)
        check(writes.Put(handle, rocksdb::Slice(key.data(), key.size()), big_endian(at)));
}

void Store::put_personal(const PersonalRow& row, rocksdb::WriteBatch& writes) const {
    const std::string key = personal_key(row.subject, row.position, row.member);
    check(writes.Put(family(kPersonal), key, row.random + row.value));
}

void Store::put_erased(const Erasures& erased, rocksdb::WriteBatch& writes) const {
    for (const auto& [subject, at] : erased)
        check(writes.DeleteRange(family(kPersonal), subject + '\0', personal_key(subject, at, 0)));
}

// What the row of a key says; a batch that is held back goes before it.
std::optional<Position> Store::kept_position(std::string_view key, const rocksdb::Status& found,
                                             std::string_view row) const {
    if (held_)
        if (const auto waiting = held_->keys.find(std::string(key)); waiting != held_->keys.end())
            return waiting->second;
    if (found.IsNotFound()) return std::nullopt;
    check(found);
    if (row.size() != 8) throw Fault(Code::damaged_store, {{"what", "a key's row"}});
    const Position position = from_big_endian(row);
    return position <= head() ? std::optional(position) : std::nullopt;
}

std::optional<Position> Store::position_of(const FactKey& key) const {
    std::string row;
    const auto found = db_->Get(read_options(), family(kKeys), key.text, &row);
    return kept_position(key.text, found, row);
}

std::vector<std::optional<Position>> Store::positions_of(const std::vector<std::string_view>& keys) const {
    constexpr std::size_t kTogether = 32;  // as many as RocksDB looks up at once
    std::vector<std::optional<Position>> positions;
    positions.reserve(keys.size());
    for (std::size_t from = 0; from < keys.size(); from += kTogether) {
        const std::size_t count = std::min(kTogether, keys.size() - from);
        std::array<rocksdb::Slice, kTogether> names;
        std::array<rocksdb::PinnableSlice, kTogether> rows;
        std::array<rocksdb::Status, kTogether> found;
        for (std::size_t i = 0; i < count; ++i) names[i] = {keys[from + i].data(), keys[from + i].size()};
        db_->MultiGet(read_options(), family(kKeys), count, names.data(), rows.data(), found.data());
        for (std::size_t i = 0; i < count; ++i)
            positions.push_back(kept_position(keys[from + i], found[i], rows[i].ToStringView()));
    }
    return positions;
}

void Store::each_key(const std::function<bool(std::string_view, Position)>& visit) const {
    const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(read_options(), family(kKeys)));
    for (at->SeekToFirst(); at->Valid(); at->Next())
        if (!visit(at->key().ToStringView(), at->value().size() == 8 ? from_big_endian(at->value().ToStringView()) : 0))
            return;
    check(at->status());
}

std::optional<PersonalRow> Store::personal(const std::string& subject, Position position, int member) const {
    if (held_) {
        if (held_->hides(subject, position)) return std::nullopt;
        const auto waiting = held_->personal.find({subject, position, member});
        if (waiting != held_->personal.end()) return waiting->second;
    }
    std::string bytes;
    const auto status = db_->Get(read_options(), family(kPersonal), personal_key(subject, position, member), &bytes);
    if (status.IsNotFound()) return std::nullopt;
    check(status);
    if (bytes.size() < 32) throw Fault(Code::damaged_store, {{"what", "a personal row"}});
    return PersonalRow{subject, position, member, bytes.substr(0, 32), bytes.substr(32)};
}

void Store::each_personal(const std::function<void(const PersonalRow&)>& visit) const {
    constexpr std::size_t kBehind = 1 + 8 + 1;  // of the subject: its end, the position, the member
    const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(read_options(), family(kPersonal)));
    for (at->SeekToFirst(); at->Valid(); at->Next()) {
        const std::string_view key = at->key().ToStringView(), value = at->value().ToStringView();
        if (key.size() < kBehind || value.size() < 32) throw Fault(Code::damaged_store, {{"what", "a personal row"}});
        const std::string_view place = key.substr(key.size() - kBehind + 1);
        visit({std::string(key.substr(0, key.size() - kBehind)), from_big_endian(place),
               static_cast<unsigned char>(place.back()), std::string(value.substr(0, 32)),
               std::string(value.substr(32))});
    }
    check(at->status());
}

void Store::purge_personal() {
    if (held_) {
        held_->purges = true;
        return;
    }
    clear_family(kAnswers);  // an answer may name a person
    flush();  // the log file with the values goes
    rocksdb::CompactRangeOptions whole;
    whole.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    check(db_->CompactRange(whole, family(kPersonal), nullptr, nullptr));
}

std::optional<std::string> Store::row(const std::string& view, std::string_view key) const {
    std::string bytes;
    const auto status = db_->Get(read_options(), family(view), rocksdb::Slice(key.data(), key.size()), &bytes);
    if (status.IsNotFound()) return std::nullopt;
    check(status);
    return bytes;
}

void Store::rows(const std::string& view, std::string_view prefix,
                 const std::function<bool(std::string_view, std::string_view)>& visit) const {
    const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(read_options(), family(view)));
    for (at->Seek(rocksdb::Slice(prefix.data(), prefix.size())); at->Valid(); at->Next()) {
        if (!at->key().ToStringView().starts_with(prefix)) break;
        options_.patience.check();
        if (!visit(at->key().ToStringView(), at->value().ToStringView())) return;
    }
    check(at->status());
}

void Store::write_views(const std::vector<ViewBatch>& batches, Logged logged) {
    rocksdb::WriteBatch writes;
    for (const ViewBatch& batch : batches) {
        auto* handle = family(batch.view);
        for (const auto& [key, value] : batch.rows)
            check(value ? writes.Put(handle, key, *value) : writes.Delete(handle, key));
    }
    refuse_if_disk_is_full(*options_.files, folder_, writes.GetDataSize());
    write(writes, false, logged);  // rebuilt from the events if lost
}

void Store::clear_view(const std::string& view) { clear_family(view); }

}  // namespace ipep

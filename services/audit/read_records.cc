#include "services/audit/read_records.h"

#include <algorithm>

#include "events/encoding.h"
#include "events/relay.h"

namespace ipep {
namespace {

constexpr std::size_t kRecordsTogether = 256, kKeysTogether = 4096;

std::string at(Position position) { return "position " + std::to_string(position); }

class Checking {
public:
    Checking(const Store& store, const std::optional<Checkpoint>& checkpoint, RecordsRead& read)
        : store_(store), checkpoint_(checkpoint), read_(read) {
        read_.log = seed_of(store.format());
    }

    ReadRecord take(Position position, std::string_view bytes) {
        ReadRecord one{.position = position, .event = {}};
        const auto record = split_record(bytes);
        if (!record || !open_record(read_.log, bytes))
            one.broken = {at(position), "a record sealed behind the one before", "its digest does not check", {}};
        else
            decode(*record, one);
        if (record) read_.log = record->digest;
        grow_tree(bytes, one);
        if (one.event.key) {
            ++read_.keys;
            keys_.emplace_back(one.event.key->text, position);
        }
        if (keys_.size() == kKeysTogether) check_keys(one.beside);
        return one;
    }
    // In order, many at once: neighbours lie in one block of the table. Where one cannot be read, one by one.
    void check_keys(std::vector<Difference>& differs) {
        std::ranges::sort(keys_);
        std::vector<std::string_view> texts;
        for (const auto& [text, position] : keys_) texts.push_back(text);
        std::vector<std::optional<Position>> kept;
        const auto unread = damage_in([&] { kept = store_.positions_of(texts); });
        for (std::size_t i = 0; i < keys_.size(); ++i)
            check_key(keys_[i].first, keys_[i].second, unread ? std::nullopt : std::optional(kept[i]), differs);
        keys_.clear();
    }

private:
    static std::optional<std::string> damage_in(const std::function<void()>& act) {
        try {
            act();
            return std::nullopt;
        } catch (const Fault& fault) {
            if (!is_damage(fault.rejection.code)) throw;
            return fault.rejection.sentence();
        }
    }
    static void decode(const Record& record, ReadRecord& one) {
        one.unreadable = damage_in([&] { one.event = read_event(one.position, record.payload); });
    }
    // `kept` is nothing where it was not looked up yet.
    void check_key(const std::string& text, Position position, std::optional<std::optional<Position>> kept,
                   std::vector<Difference>& differs) const {
        std::optional<std::string> unread;
        if (!kept) unread = damage_in([&] { kept = store_.position_of({text}); });
        if (unread)
            differs.push_back({"key " + text, at(position), *unread, {}});
        else if (*kept != position)
            differs.push_back({"key " + text, at(position), *kept ? at(**kept) : "no such key", {}});
    }
    void grow_tree(std::string_view bytes, ReadRecord& one) {
        read_.edge.add(leaf_hash(bytes), [&](Subtree subtree, const Digest& hash) {
            if (const auto stored = store_.stored_subtree(subtree); stored && *stored != hash)
                one.beside.push_back(
                    {"tree, level " + std::to_string(subtree.level) + ", node " + std::to_string(subtree.index),
                     to_hex(bytes_of(hash)), to_hex(bytes_of(*stored)), "run `rebuild`"});
        });
        if (auto differs = unlike_checkpoint(checkpoint_, read_.edge)) one.beside.push_back(std::move(*differs));
    }

    const Store& store_;
    const std::optional<Checkpoint>& checkpoint_;
    RecordsRead& read_;
    std::vector<std::pair<std::string, Position>> keys_;  // not looked up yet
};

}  // namespace

std::optional<Difference> unlike_checkpoint(const std::optional<Checkpoint>& checkpoint, const TreeEdge& edge) {
    if (!checkpoint || edge.size() != checkpoint->size || edge.root() == checkpoint->root) return std::nullopt;
    return Difference{"checkpoint: root of " + std::to_string(checkpoint->size) + " events",
                      base64(bytes_of(checkpoint->root)),
                      base64(bytes_of(edge.root())),
                      {}};
}

void read_records(const Store& store, const std::optional<Checkpoint>& checkpoint, RecordsRead& read,
                  const std::function<void(const ReadRecord&)>& take) {
    Checking checking(store, checkpoint, read);
    relayed<ReadRecord>(
        kRecordsTogether,
        [&](const auto& pass) {
            std::exception_ptr failure;
            try {
                store.scan_bytes(1, store.head() + 1, [&](Position position, std::string_view bytes) {
                    return pass(checking.take(position, bytes));
                });
            } catch (...) {
                failure = std::current_exception();  // the keys before it are looked up all the same
            }
            checking.check_keys(read.beside);
            if (failure) std::rethrow_exception(failure);
        },
        take);
}

}  // namespace ipep

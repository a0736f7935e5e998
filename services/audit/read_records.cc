#include "services/audit/read_records.h"

#include <algorithm>

#include "events/encoding.h"
#include "events/relay.h"

namespace ipep {
namespace {

constexpr Chunks kChunks{.things = 256, .under_way = 16};
constexpr std::size_t kKeysTogether = 4096;

using Keys = std::vector<std::pair<std::string, Position>>;
// With keys up to here for the taker to look up, where it has less to do than who reads.
struct PassedOn {
    ReadRecord record;
    Keys keys;
};

std::string at(Position position) { return "position " + std::to_string(position); }

class Checking {
public:
    Checking(const Store& store, const std::optional<Checkpoint>& checkpoint, RecordsRead& read)
        : store_(store), checkpoint_(checkpoint), read_(read) {
        read_.log = seed_of(store.format());
    }

    PassedOn take(Position position, std::string_view bytes, const Giving<PassedOn>& giving) {
        PassedOn passed{.record = {.position = position, .event = {}}, .keys = {}};
        ReadRecord& one = passed.record;
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
        if (keys_.size() < kKeysTogether) return passed;
        if (giving.is_waited_for())
            std::swap(passed.keys, keys_);
        else
            check_last_keys(one.beside);
        return passed;
    }
    void check_last_keys(std::vector<Difference>& differs) { check_keys(std::exchange(keys_, {}), differs); }
    // In order, many at once: neighbours lie in one block of the table. Where one cannot be read, one by one.
    void check_keys(Keys keys, std::vector<Difference>& differs) const {
        std::ranges::sort(keys);
        std::vector<std::string_view> texts;
        for (const auto& [text, position] : keys) texts.push_back(text);
        std::vector<std::optional<Position>> kept;
        const auto unread = damage_in([&] { kept = store_.positions_of(texts); });
        for (std::size_t i = 0; i < keys.size(); ++i)
            check_key(keys[i].first, keys[i].second, unread ? std::nullopt : std::optional(kept[i]), differs);
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
    Keys keys_;  // not looked up yet
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
    relayed<PassedOn>(
        kChunks,
        [&](Giving<PassedOn>& pass) {
            std::exception_ptr failure;
            try {
                store.scan_bytes(1, store.head() + 1, [&](Position position, std::string_view bytes) {
                    return pass(checking.take(position, bytes, pass));
                });
            } catch (...) {
                failure = std::current_exception();  // the keys before it are looked up all the same
            }
            checking.check_last_keys(read.beside);
            if (failure) std::rethrow_exception(failure);
        },
        [&](PassedOn& passed) {
            if (!passed.keys.empty()) checking.check_keys(std::move(passed.keys), passed.record.beside);
            take(passed.record);
        });
}

}  // namespace ipep

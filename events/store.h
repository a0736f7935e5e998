// Store: one ledger on disk. Its log of sealed records, the keys, the personal data, and the rows of the views.
//
// Shape:    folder/FORMAT   what this is: format, origin, trial
//           folder/anchor   what was acknowledged last (events/anchor.h)
//           folder/LOCK     held by the one writer; folder/SNAPSHOT by the one backup
//           folder/db       RocksDB: column families events, keys, personal, and one a view
//           Positions 1, 2, 3 … with no gap. A batch is kept whole or not at all.
// Promise:  when append() has returned, the batch survives a power cut.
// Errors:   Fault: ledger_busy, damaged_store, below_anchor, format_differs, disk_full, disk_fault, format_newer, conflict …
// Threads:  one writer (process and thread); any number of readers, each of whom sees a prefix, never beyond the anchor.
//           A store is one thread's at a time; readers beside a writer of their process read while it writes.
// Source:   measured behaviour of RocksDB 7.8.3, ops/decisions/0003-durability.md.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "events/anchor.h"
#include "events/merkle.h"
#include "events/records.h"
#include "ledger/fact.h"
#include "ledger/patience.h"

namespace rocksdb {
class DB;
class Env;
class ColumnFamilyHandle;
class Iterator;
class Status;
class WriteBatch;
}  // namespace rocksdb

namespace ipep {

inline constexpr int kFormat = 2;  // from 2 on the first record is sealed behind FORMAT (events/folder.h)

struct Format {
    int format = kFormat;
    std::string origin = "ipep-ledger";
    bool trial = false;
};

enum class Access : std::uint8_t { read, write };

struct StoreOptions {
    Access access = Access::read;
    // All always on but in the tests and benchmarks that show their price.
    bool sync = true, anchor = true, chain = true, tree = true;
    std::shared_ptr<rocksdb::FileSystem> files = nullptr;  // null: the machine's own
    std::function<void()> before_each_call = {};           // of the database: what it throws is thrown, in tests
    Patience patience = {};  // of who asks: each record and each row of a view that is read asks it
};

// A value about a person beside the log: found by subject, position of the event, and index of the member.
struct PersonalRow {
    std::string subject;
    Position position = 0;
    int member = 0;
    std::string random, value;
};

using Keys = std::vector<std::pair<std::string_view, Position>>;
using Erasures = std::vector<std::pair<std::string, Position>>;  // of the subject, each value from before the position

struct LogBatch {
    Records records;
    Keys keys = {};  // whoever appends keeps their bytes meanwhile
    std::vector<PersonalRow> personal = {};
    Erasures erased = {};
};

// What waits for a synced write (events/held_batch.h), and how far it had come.
struct HeldBatch;
struct HeldEnd {
    Mark mark;
    TreeEdge edge;
    std::size_t erased = 0, answers = 0, nodes = 0, bytes = 0;
    bool purges = false;
};

// What a view's rows become; applied whole or not at all.
struct ViewBatch {
    std::string view;
    std::vector<std::pair<std::string, std::optional<std::string>>> rows;  // nothing: the row goes
};

// Whether RocksDB's log file has it, or only the tables have once they are flushed.
enum class Logged : std::uint8_t { yes, no };

class Store {
public:
    // In an absent or empty folder, or one where this was interrupted. Errors: Fault ledger_exists, not_a_ledger.
    static void create(const std::string& folder, const Format& format,
                       std::shared_ptr<rocksdb::FileSystem> files = nullptr);
    Store(const std::string& folder, StoreOptions options);
    ~Store();
    // A reader of what `writer` has open, in its process. It goes before the writer does.
    static std::unique_ptr<Store> beside(const Store& writer);
    // Sees what the writer has acknowledged by now.
    void follow();
    // While one is held no row of a view is written anew: whoever reads rows that belong together holds it.
    std::shared_lock<std::shared_mutex> keep_rows() const;
    // Waits until nobody reads rows, and keeps readers out.
    std::unique_lock<std::shared_mutex> rewrite_rows();
    // How often rows were written anew; what was decoded before is of no use with those written since.
    std::uint64_t rows_written() const;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    const Format& format() const { return format_; }
    // Leaves word of who writes. Precondition: opened to write.
    void announce(const std::string& holder) const;
    Position head() const { return mark_.position; }
    const Digest& head_digest() const { return mark_.digest; }
    // How many records stand behind the head for a reader while nobody writes: a writer ended before they were
    // acknowledged, or the anchor was put back. Never for the writer, who takes them over.
    Position beyond() const { return beyond_; }
    // The last record there was at the opening, acknowledged or on its way.
    Position last_found() const { return last_found_ > head() ? last_found_ : head(); }
    bool chains() const { return options_.chain; }
    const Patience& patience() const { return options_.patience; }

    // Where records are laid out that come behind `expected`.
    Records records_behind(Position expected) const;
    // Errors: Fault conflict, if the log has grown past what the records come behind.
    void append(LogBatch batch);

    // Group commit: from hold() on batches wait, readable here and by nobody else; release() keeps all of them by one
    // synced write and one mark of the anchor. Where that fails none was acknowledged, the head is the old one again.
    void hold();
    void release();
    bool holds() const { return held_ != nullptr; }
    // Where what is held back ends; and back to there, as if nothing had come behind. Nothing where nothing is held.
    HeldEnd held_end() const;
    void cut_back(HeldEnd end) noexcept;

    // What a service answered, under a name of its own, kept in the same write as what it did. Precondition: holds().
    void keep_answer(const std::string& name, const std::string& answer);
    std::optional<std::string> answer(const std::string& name) const;
    // Forgets the answers for which `old` says so.
    void forget_answers(const std::function<bool(std::string_view answer)>& old);

    // The sealed record, or nothing beyond the head. Unchecked: its digest is the caller's to check.
    std::optional<std::string> record(Position position) const;
    // The event's bytes, checked against the record before. Precondition: 1 to head().
    std::string payload(Position position) const;
    // Every record from `from` inclusive until `until` exclusive, while `visit` returns true.
    // Errors: Fault damaged_record, at the first that is missing or does not check against the one before it.
    void scan(Position from, Position until, const std::function<bool(Position, const Record&)>& visit) const;
    // The same without the check.
    void scan_bytes(Position from, Position until, const std::function<bool(Position, std::string_view)>& visit) const;
    // The Merkle tree over the records, of any size up to head().
    MerkleTree tree() const;
    // A subtree as it is stored; nothing where it is not (a low level, or damage).
    std::optional<Digest> stored_subtree(Subtree subtree) const;
    // Makes the stored tree anew from the records.
    void rebuild_tree();

    std::optional<Position> position_of(const FactKey& key) const;
    // The same of each key, looked up together: a third of the time.
    std::vector<std::optional<Position>> positions_of(const std::vector<std::string_view>& keys) const;
    void each_key(const std::function<bool(std::string_view key, Position)>& visit) const;

    std::optional<PersonalRow> personal(const std::string& subject, Position position, int member) const;
    // In order of subject and position.
    void each_personal(const std::function<void(const PersonalRow&)>& visit) const;
    // Takes what was erased out of the files too.
    void purge_personal();

    bool has_view(const std::string& view) const { return families_.contains(view); }
    std::optional<std::string> row(const std::string& view, std::string_view key) const;
    void rows(const std::string& view, std::string_view prefix,
              const std::function<bool(std::string_view key, std::string_view value)>& visit) const;
    void write_views(const std::vector<ViewBatch>& batches, Logged logged = Logged::yes);
    void clear_view(const std::string& view);

    // One more backup in a folder of backups, of the state acknowledged now, also beside reading and writing threads;
    // files that are there already are not copied again. Errors: Fault backup_damaged.
    void backup(const std::string& folder);

    // Moves what lies in memory and log file into tables, so that the next opening is quick.
    void flush();

private:
    Digest digest_at(Position position) const;
    // Checked against the digest of the record before. Errors: Fault damaged_record.
    Record opened(const Digest& before, Position position, std::string_view bytes) const;
    Digest subtree(Subtree subtree) const;
    void put_nodes(const TreeNodes& nodes, rocksdb::WriteBatch& writes) const;
    // With the last of the nodes; nothing where no tree is kept.
    void put_tree(const TreeNodes& nodes, const std::optional<TreeEdge>& edge, rocksdb::WriteBatch& writes) const;
    std::optional<Position> kept_position(std::string_view key, const rocksdb::Status& found,
                                          std::string_view row) const;
    void put_keys(const Keys& keys, rocksdb::WriteBatch& writes) const;
    void put_personal(const PersonalRow& row, rocksdb::WriteBatch& writes) const;
    void put_erased(const Erasures& erased, rocksdb::WriteBatch& writes) const;
    void catch_up_tree();
    void clear_family(const std::string& name);
    Store();
    void open_database();
    void before_call() const {
        if (options_.before_each_call) options_.before_each_call();
    }
    // Asked before whatever is done with it.
    rocksdb::ColumnFamilyHandle* family(const std::string& name) const;
    void check_head();
    void check_first() const;
    Position left_behind(Position found) const;
    void write(rocksdb::WriteBatch& batch, bool sync, Logged logged = Logged::yes);
    void put_held(const HeldBatch& held, rocksdb::WriteBatch& writes) const;
    void keep(rocksdb::WriteBatch& writes, const Mark& mark);
    std::uint64_t records_kept() const;

    std::string folder_;
    StoreOptions options_;
    Format format_;
    std::unique_ptr<class FolderLock> lock_;
    std::unique_ptr<rocksdb::Env> env_;
    std::unique_ptr<Anchor> anchor_;
    Mark mark_;
    Position beyond_ = 0, last_found_ = 0;
    TreeEdge edge_;
    std::shared_ptr<rocksdb::DB> db_;
    std::map<std::string, std::shared_ptr<rocksdb::ColumnFamilyHandle>> families_;  // gone before db_
    std::shared_ptr<struct Neighbours> neighbours_;
    std::unique_ptr<struct HeldBatch> held_;
    std::size_t written_ = 0;
    bool failed_ = false, is_beside_ = false;
};

}  // namespace ipep

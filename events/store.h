// Store: one ledger opened: its log, and beside it the keys, the personal values, the answers and the views' rows.
// Whoever needs one of these takes that.
//
// Shape:   folder/FORMAT   what this is: format, origin, trial
//           folder/anchor   what was acknowledged last
//           folder/LOCK     held by the one writer; folder/SNAPSHOT by the one backup
//           folder/db       RocksDB: a column family a table
//           Or the same in memory alone (events/log_memory.h).
// Promise: that of the log; and a transaction is kept whole or not at all.
// Errors:  Fault: ledger_busy, damaged_store, below_anchor, format_differs, disk_full, disk_fault, format_newer …
// Threads: one writer (process and thread); any number of readers, each of whom sees a prefix, never beyond the anchor.
//           A store is one thread's at a time, but for what reads its log ahead while it is folded; readers beside a
//           writer of their process read while it writes.
// Source:  measured behaviour of RocksDB 7.8.3, ops/decisions/0003-durability.md.
#pragma once

#include "events/kept_answers.h"
#include "events/log.h"
#include "events/view_rows.h"

namespace ipep {

// How far a transaction had come.
struct HeldEnd {
    Mark mark;
    TreeEdge edge;
    std::size_t writes = 0;
    bool purges = false;
};

class Store : private LogOpening,
              public Log,
              public LogKeys,
              public PersonalValues,
              public KeptAnswers,
              public ViewRows {
public:
    // In an absent or empty folder, or one where this was interrupted. Errors: Fault ledger_exists, not_a_ledger.
    static void create(const std::string& folder, const Format& format, std::shared_ptr<LogFiles> files = nullptr);
    Store(const std::string& folder, StoreOptions options);
    // Over tables that are kept, so that they may be opened again: one writer at a time.
    Store(std::shared_ptr<KeptTables> kept, StoreOptions options);
    // A reader of what `writer` has open, in its process. It goes before the writer does.
    static std::unique_ptr<Store> beside(const Store& writer);
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    const Format& format() const { return kept().format(); }
    // Leaves word of who writes. Precondition: opened to write.
    void announce(const std::string& holder) const { kept().announce(holder); }

    // Group commit is a transaction: from hold() on what is appended waits, readable here and by nobody else; release()
    // keeps all of it by one synced write and one mark. Where that fails none was acknowledged, the head is the old one
    // again.
    void hold();
    void release();
    bool holds() const { return transaction != nullptr; }
    // Where what is held back ends; and back to there, as if nothing had come behind. Nothing where nothing is held.
    HeldEnd held_end() const;
    void cut_back(HeldEnd end) noexcept;

    // Takes what was erased of persons out of the files too, with the answers, which may name them.
    void purge_personal();

    // One more backup in a folder of backups, of the state acknowledged now, also beside reading and writing threads;
    // files that are there already are not copied again. Errors: Fault backup_damaged. Precondition: it is a folder's.
    void backup(const std::string& folder) { kept().back_up(folder, mark); }
    // Moves what lies in memory and log file into tables, so that the next opening is quick.
    void flush() { kept().flush(); }

private:
    explicit Store(LogOpening opening);
};

}  // namespace ipep

// Log opening: one opening of a log, which all its parts share: the tables they read and write, how far they see, and
// who is asked meanwhile.
//
// Shape:   whoever reads what a transaction may hold asks tables(): where one is open it stands before the kept ones.
//          That is asked here and nowhere else.
// Threads: as Store.
#pragma once

#include "events/log_tables.h"
#include "events/merkle.h"
#include "events/store_options.h"

namespace ipep {

class LogTransaction;
struct Neighbours;

class LogOpening {
public:
    LogOpening(std::shared_ptr<KeptTables> kept, StoreOptions options);
    LogOpening(LogOpening&&) noexcept;
    ~LogOpening();
    // A reader's, of what a writer has open.
    static LogOpening beside(const LogOpening& writer);

    LogTables& tables() const;
    // Of what no transaction holds.
    KeptTables& kept() const;
    // From then on the log ends at `mark`. Acknowledged, but in a transaction.
    void keep(LogWrites& writes, const Mark& mark);
    bool writes() const { return options.access == Access::write; }

    StoreOptions options;
    Mark mark;
    TreeEdge edge;
    std::shared_ptr<Neighbours> neighbours;
    std::unique_ptr<LogTransaction> transaction;

private:
    std::shared_ptr<KeptTables> kept_;
};

}  // namespace ipep

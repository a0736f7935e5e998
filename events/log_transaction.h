// Log transaction: writes that wait for one synced write and one mark together, read meanwhile as if they were kept.
//
// Shape:   tables before the kept ones: a row is looked for among the writes first, a cursor goes over both. Whoever
//          reads asks the tables as ever (log_opening.h). In memory, because a command behind must see what one before
//          it left, and only grows, so that to cut it back to an earlier size is all that undoing takes.
// Promise: copy_to() gives each row once, as it was written last. What is not copied is gone with the object.
// Threads: the writer's.
#pragma once

#include <map>

#include "events/log_journal.h"
#include "events/merkle.h"

namespace ipep {

class LogTransaction : public LogTables {
public:
    // `mark` and `edge` are the log's where it begins.
    LogTransaction(const KeptTables& kept, const Mark& mark, TreeEdge edge)
        : mark_(mark), edge_(std::move(edge)), kept_(kept) {}

    KeptRow row(const std::string& table, std::string_view key) const override;
    std::vector<std::optional<std::string>> rows(const std::string& table,
                                                 const std::vector<std::string_view>& keys) const override;
    std::unique_ptr<LogCursor> from(const std::string& table, std::string_view key, ReadAhead ahead) const override;
    std::unique_ptr<LogWrites> writes() const override;
    void refuse_if_full(std::size_t bytes) const override;
    void keep(LogWrites& writes, const Mark& mark) override;

    const Mark& mark() const { return mark_; }
    const TreeEdge& edge() const { return edge_; }
    std::size_t size() const { return steps_.size(); }
    // As if nothing had been written behind that size.
    void cut_back(std::size_t size) noexcept;
    void copy_to(LogWrites& all) const;

    // Whether what was erased is to be taken out of the files once this is kept.
    bool purges = false;

private:
    friend class OverKept;
    static constexpr std::size_t kNone = SIZE_MAX;
    struct Step {
        const LogJournal* journal;
        const LogJournal::Entry* entry;
        std::size_t previous;  // step about the same row
        std::string_view key() const { return journal->key(*entry); }
        std::string_view value() const { return journal->value(*entry); }
    };
    struct Table {
        std::map<std::string_view, std::size_t> latest;  // step about each row
        std::vector<std::size_t> ranges;                 // steps that erase many
    };
    void add(const LogJournal& journal, const LogJournal::Entry& entry);
    void take_back(std::size_t step) noexcept;
    const Table* changes_of(const std::string& table) const;
    // Whether a range was erased with this key in it, after the step; after any, where there is none.
    bool is_erased(const Table& table, std::string_view key, std::size_t step) const;
    // What the writes say of a row: its value, or that it is gone; nothing where they say nothing.
    std::optional<std::optional<std::string_view>> written(const Table& table, std::string_view key) const;
    std::optional<std::string_view> value_at(const Table& table, std::size_t step) const;

    Mark mark_;
    TreeEdge edge_;
    const KeptTables& kept_;
    std::vector<std::unique_ptr<const LogJournal>> journals_;
    std::vector<Step> steps_;
    std::map<std::string, Table, std::less<>> tables_;
    std::size_t bytes_ = 0;
};

}  // namespace ipep

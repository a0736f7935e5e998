// Log on PostgreSQL: the tables of a log that several machines share, over a copy of it that lies here.
//
// Shape:   all is read from the copy, which keeps the views too. What is written goes to the database as one pack, and
//          into the copy once it is committed there; what others append comes by take_in(). Which pack the copy has
//          come to stands in the copy, in a table of its own.
// Promise: keep() has returned: the pack is committed, on a quorum where one is configured, and lies in the copy.
// Errors:  Fault, as SharedLog and as the copy; copies_differ, where the copy holds what the log does not.
// Threads: as KeptTables; expect_packs_until() and write_as() may be called from any.
// Source:  ops/decisions/0031-past-one-machine.md.
#pragma once

#include <atomic>
#include <deque>

#include "events/log_postgres_shared.h"

namespace ipep {

class Store;

class LogPostgres : public KeptTables {
public:
    LogPostgres(std::shared_ptr<KeptTables> copy, std::unique_ptr<SharedLog> shared);

    // The epoch under which it may append; 0, where it may not.
    void write_as(std::uint64_t epoch) { epoch_ = epoch; }
    std::uint64_t epoch() const { return epoch_; }
    // The log has come so far, as somebody heard.
    void expect_packs_until(std::uint64_t pack) {
        if (!in_doubt_ && pack > expected_) expected_ = pack;
    }
    std::uint64_t pack() const { return pack_; }
    // The next question goes to the database first: what became of the last commit is not known.
    void doubt() { in_doubt_ = true; }
    SharedLog& shared() { return *shared_; }

    KeptRow row(const std::string& table, std::string_view key) const override { return copy_->row(table, key); }
    std::vector<std::optional<std::string>> rows(const std::string& table,
                                                 const std::vector<std::string_view>& keys) const override {
        return copy_->rows(table, keys);
    }
    std::unique_ptr<LogCursor> from(const std::string& table, std::string_view key, ReadAhead ahead) const override {
        return copy_->from(table, key, ahead);
    }
    std::unique_ptr<LogWrites> writes() const override;
    void refuse_if_full(std::size_t bytes) const override { copy_->refuse_if_full(bytes); }
    void keep(LogWrites& writes, const Mark& mark) override;

    const Format& format() const override { return copy_->format(); }
    Mark mark() const override { return copy_->mark(); }
    Position last_record() const override { return copy_->last_record(); }
    bool is_left_behind(Position last) const override { return copy_->is_left_behind(last); }
    void acknowledge(const Mark& mark) override { copy_->acknowledge(mark); }
    bool has(const std::string& table) const override { return copy_->has(table); }
    void write(LogWrites& writes, Logged logged, bool synced) override;
    void clear(const std::vector<std::string>& tables) override;
    void purge(const std::string& table) override { copy_->purge(table); }
    void flush() override { copy_->flush(); }
    void announce(const std::string& holder) const override { copy_->announce(holder); }
    void back_up(const std::string& folder, const Mark& mark) override { copy_->back_up(folder, mark); }

    // What others have appended behind the copy comes in through the store that is open over these tables, pack by
    // pack, each record checked against the one before it. Precondition: the store writes, and holds nothing back.
    void take_in(Store& store);

private:
    class Writes;
    std::optional<LogPack> next_pack();
    void take(Store& store, const LogPack& pack);
    void keep_taken(LogWrites& into, const Mark& mark);
    void commit(LogPack& pack, const Mark& after);
    void find_place();

    std::shared_ptr<KeptTables> copy_;
    std::unique_ptr<SharedLog> shared_;
    std::atomic<std::uint64_t> epoch_{0}, expected_{0}, pack_{0};
    std::atomic<bool> in_doubt_{true};
    std::uint64_t connections_ = 0;   // how many there had been when it was last certain
    std::deque<LogPack> read_;        // ahead of the copy
    const LogPack* taken_ = nullptr;  // what comes in now was appended by another
};

}  // namespace ipep

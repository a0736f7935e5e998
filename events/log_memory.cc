#include "events/log_memory.h"

#include <mutex>

#include "events/code.h"
#include "events/log_journal.h"
#include "ledger/check.h"

namespace ipep {

// Holds a copy of the row it stands at, so that the writer may go on.
class LogMemory::Cursor : public LogCursor {
public:
    Cursor(const LogMemory& log, const std::string& table, std::string_view from) : log_(log), table_(table) {
        const std::shared_lock lock(log_.mutex_);
        stand_at(log_.table(table_).lower_bound(from));
    }
    bool valid() const override { return valid_; }
    void next() override {
        const std::shared_lock lock(log_.mutex_);
        stand_at(log_.table(table_).upper_bound(key_));
    }
    void seek(std::string_view key) override {
        const std::shared_lock lock(log_.mutex_);
        stand_at(log_.table(table_).lower_bound(key));
    }
    std::string_view key() const override { return key_; }
    std::string_view value() const override { return value_; }
    std::optional<Unread> failure() const override { return std::nullopt; }

private:
    void stand_at(Table::const_iterator at) {
        valid_ = at != log_.table(table_).end();
        if (valid_) std::tie(key_, value_) = *at;
    }

    const LogMemory& log_;
    std::string table_;
    bool valid_ = false;
    std::string key_, value_;
};

LogMemory::LogMemory(Format format) : format_(std::move(format)), mark_{0, seed_of(format_)} {
    for (const std::string& name : {kEventTable, kKeyTable, kPersonalTable, kTreeTable, kAnswerTable}) tables_[name];
}

std::shared_ptr<LogMemory> LogMemory::copy() const {
    auto other = std::make_shared<LogMemory>(format_);
    const std::shared_lock lock(mutex_);
    other->tables_ = tables_;
    other->mark_ = mark_;
    return other;
}

const LogMemory::Table& LogMemory::table(const std::string& name) const {
    const auto at = tables_.find(name);
    if (at == tables_.end()) throw Fault(code::damaged_store, {{"what", "no table " + name}});
    return at->second;
}

bool LogMemory::has(const std::string& name) const {
    const std::shared_lock lock(mutex_);
    return tables_.contains(name);
}

KeptRow LogMemory::row(const std::string& name, std::string_view key) const {
    const std::shared_lock lock(mutex_);
    const Table& rows = table(name);
    const auto at = rows.find(key);
    if (at == rows.end()) return std::unexpected(Unread{.what = "it is missing"});
    return at->second;
}

std::vector<std::optional<std::string>> LogMemory::rows(const std::string& name,
                                                        const std::vector<std::string_view>& keys) const {
    std::vector<std::optional<std::string>> rows;
    for (const std::string_view key : keys) rows.push_back(row_in(row(name, key)));
    return rows;
}

std::unique_ptr<LogCursor> LogMemory::from(const std::string& name, std::string_view key, ReadAhead) const {
    return std::make_unique<Cursor>(*this, name, key);
}

std::unique_ptr<LogWrites> LogMemory::writes() const { return std::make_unique<LogJournal>(); }

void LogMemory::keep(LogWrites& writes, const Mark& mark) {
    write(writes, Logged::yes, true);
    mark_ = mark;
}

void LogMemory::write(LogWrites& writes, Logged, bool) {
    const auto& journal = dynamic_cast<LogJournal&>(writes);
    const std::unique_lock lock(mutex_);
    for (const auto& entry : journal.entries()) table(entry.table);  // all of it, or nothing
    for (const auto& entry : journal.entries()) {
        Table& rows = tables_.find(entry.table)->second;
        const std::string_view key = journal.key(entry), value = journal.value(entry);
        switch (entry.kind) {
            case LogJournal::Kind::put: rows.insert_or_assign(std::string(key), value); break;
            case LogJournal::Kind::erase:
                if (const auto at = rows.find(key); at != rows.end()) rows.erase(at);
                break;
            case LogJournal::Kind::erase_range:
                if (key < value) rows.erase(rows.lower_bound(key), rows.lower_bound(value));
                break;
        }
    }
}

void LogMemory::clear(const std::vector<std::string>& names) {
    const std::unique_lock lock(mutex_);
    for (const std::string& name : names) tables_[name].clear();
}

void LogMemory::back_up(const std::string& folder, const Mark&) {
    end_as_defect("a log in memory has no files to back up into " + folder);
}

}  // namespace ipep

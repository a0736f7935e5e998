#include "events/log_transaction.h"

#include <algorithm>

namespace ipep {
namespace {

constexpr std::size_t kOfAStep = 32;  // bytes that a row takes besides its key and its value, about

const Unread& no_row() {
    static const Unread none{.what = "NotFound: "};
    return none;
}

}  // namespace

// Kept rows and the writes before them as one table.
class OverKept : public LogCursor {
public:
    OverKept(const LogTransaction& writes, const LogTransaction::Table& table, std::string_view from,
             std::unique_ptr<LogCursor> kept)
        : writes_(writes), table_(table), kept_(std::move(kept)), at_(table.latest.lower_bound(from)) {
        settle();
    }
    bool valid() const override { return stands_ != Stands::behind; }
    void next() override {
        step_over();
        settle();
    }
    void seek(std::string_view key) override {
        kept_->seek(key);
        at_ = table_.latest.lower_bound(key);
        settle();
    }
    std::string_view key() const override { return stands_ == Stands::written ? at_->first : kept_->key(); }
    std::string_view value() const override { return stands_ == Stands::written ? value_ : kept_->value(); }
    std::optional<Unread> failure() const override { return kept_->failure(); }

private:
    enum class Stands : std::uint8_t { kept, written, behind };

    bool is_written_next() const {
        return at_ != table_.latest.end() && (!kept_->valid() || at_->first <= kept_->key());
    }
    // Over the row in front, in both where both have it.
    void step_over() {
        if (!is_written_next()) return kept_->next();
        if (kept_->valid() && kept_->key() == at_->first) kept_->next();
        ++at_;
    }
    void settle() {
        for (;; step_over()) {
            stands_ = Stands::behind;
            if (!kept_->valid() && (at_ == table_.latest.end() || kept_->failure())) return;
            if (is_written_next()) {
                const auto value = writes_.value_at(table_, at_->second);
                if (!value) continue;
                value_ = *value;
                stands_ = Stands::written;
                return;
            }
            if (writes_.is_erased(table_, kept_->key(), LogTransaction::kNone)) continue;
            stands_ = Stands::kept;
            return;
        }
    }

    const LogTransaction& writes_;
    const LogTransaction::Table& table_;
    std::unique_ptr<LogCursor> kept_;
    std::map<std::string_view, std::size_t>::const_iterator at_;
    std::string_view value_;
    Stands stands_ = Stands::behind;
};

const LogTransaction::Table* LogTransaction::changes_of(const std::string& table) const {
    const auto found = tables_.find(table);
    return found == tables_.end() ? nullptr : &found->second;
}

bool LogTransaction::is_erased(const Table& table, std::string_view key, std::size_t step) const {
    return std::ranges::any_of(table.ranges, [&](std::size_t range) {
        return (step == kNone || range > step) && steps_[range].key() <= key && key < steps_[range].value();
    });
}

std::optional<std::string_view> LogTransaction::value_at(const Table& table, std::size_t step) const {
    const Step& last = steps_[step];
    if (last.entry->kind == LogJournal::Kind::erase || is_erased(table, last.key(), step)) return std::nullopt;
    return last.value();
}

std::optional<std::optional<std::string_view>> LogTransaction::written(const Table& table, std::string_view key) const {
    if (const auto last = table.latest.find(key); last != table.latest.end()) return value_at(table, last->second);
    if (is_erased(table, key, kNone)) return std::optional<std::string_view>();
    return std::nullopt;
}

KeptRow LogTransaction::row(const std::string& table, std::string_view key) const {
    if (const Table* changes = changes_of(table))
        if (const auto last = written(*changes, key)) {
            if (*last) return std::string(**last);
            return std::unexpected(no_row());
        }
    return kept_.row(table, key);
}

std::vector<std::optional<std::string>> LogTransaction::rows(const std::string& table,
                                                             const std::vector<std::string_view>& keys) const {
    auto rows = kept_.rows(table, keys);
    if (const Table* changes = changes_of(table))
        for (std::size_t i = 0; i < keys.size(); ++i)
            if (const auto last = written(*changes, keys[i])) rows[i] = *last;
    return rows;
}

std::unique_ptr<LogCursor> LogTransaction::from(const std::string& table, std::string_view key, ReadAhead ahead) const {
    auto kept = kept_.from(table, key, ahead);
    const Table* changes = changes_of(table);
    if (!changes) return kept;
    return std::make_unique<OverKept>(*this, *changes, key, std::move(kept));
}

std::unique_ptr<LogWrites> LogTransaction::writes() const { return std::make_unique<LogJournal>(); }

void LogTransaction::refuse_if_full(std::size_t bytes) const { kept_.refuse_if_full(bytes + bytes_); }

void LogTransaction::keep(LogWrites& writes, const Mark&) {
    const auto& journal =
        journals_.emplace_back(std::make_unique<const LogJournal>(std::move(dynamic_cast<LogJournal&>(writes))));
    for (const LogJournal::Entry& entry : journal->entries()) add(*journal, entry);
}

void LogTransaction::add(const LogJournal& journal, const LogJournal::Entry& entry) {
    const std::size_t number = steps_.size();
    const Step& step = steps_.emplace_back(&journal, &entry, kNone);
    bytes_ += step.key().size() + step.value().size() + kOfAStep;
    Table& table = tables_[entry.table];
    if (entry.kind == LogJournal::Kind::erase_range) return table.ranges.push_back(number);
    const auto [latest, is_first] = table.latest.try_emplace(step.key(), number);
    if (!is_first) steps_.back().previous = std::exchange(latest->second, number);
}

void LogTransaction::take_back(std::size_t number) noexcept {
    const Step& step = steps_[number];
    bytes_ -= step.key().size() + step.value().size() + kOfAStep;
    const auto table = tables_.find(step.entry->table);
    if (table == tables_.end()) return;
    auto& [latest, ranges] = table->second;
    if (!ranges.empty() && ranges.back() == number) ranges.pop_back();
    const auto last = latest.find(step.key());
    if (last == latest.end() || last->second != number) return;
    if (step.previous == kNone)
        latest.erase(last);
    else
        last->second = step.previous;
}

void LogTransaction::cut_back(std::size_t size) noexcept {
    for (; steps_.size() > size; steps_.pop_back()) take_back(steps_.size() - 1);
    while (!journals_.empty() && (steps_.empty() || steps_.back().journal != journals_.back().get()))
        journals_.pop_back();
}

// Ranges first: what is given behind them stands. Neighbours together, which are written in half the time.
void LogTransaction::copy_to(LogWrites& all) const {
    for (const auto& [name, table] : tables_) {
        for (const std::size_t range : table.ranges) all.erase_range(name, steps_[range].key(), steps_[range].value());
        for (const auto& [key, step] : table.latest) {
            if (const auto value = value_at(table, step))
                all.put(name, key, *value);
            else
                all.erase(name, key);
        }
    }
}

}  // namespace ipep

#include "projections/rows_aside.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace ipep {
namespace {

constexpr std::size_t kBlock = 4096;      // bytes: about forty rows
constexpr std::size_t kLongestSize = 10;  // bytes
constexpr unsigned kLow = 0x7f, kMore = 0x80;
constexpr std::size_t kWordBits = 64;
constexpr std::size_t kKeysOfWord = 8;  // at most; each sets kMarks bits of one word
constexpr unsigned kMarks = 4, kMarkBits = 6;

void put_size(std::string& to, std::size_t size) {
    for (; size >= kMore; size >>= 7) to += static_cast<char>((size & kLow) | kMore);
    to += static_cast<char>(size);
}

std::size_t take_size(std::string_view& from) {
    std::size_t size = 0;
    for (unsigned shift = 0;; shift += 7) {
        const auto byte = static_cast<unsigned char>(from.front());
        from.remove_prefix(1);
        size |= static_cast<std::size_t>(byte & kLow) << shift;
        if (byte < kMore) return size;
    }
}

std::string_view take(std::string_view& from, std::size_t size) {
    const std::string_view taken = from.substr(0, size);
    from.remove_prefix(size);
    return taken;
}

std::size_t hash_of(std::string_view key) { return std::hash<std::string_view>{}(key); }

// The bits that a key sets in its word: by the low end of its hash, where the word is chosen by the high one.
std::uint64_t marks_of(std::size_t hash) {
    std::uint64_t marks = 0;
    for (unsigned i = 0; i < kMarks; ++i, hash >>= kMarkBits) marks |= std::uint64_t{1} << (hash % kWordBits);
    return marks;
}

}  // namespace

RowsAside::Filter::Filter(std::size_t keys) : words_(std::bit_ceil(keys / kKeysOfWord + 1)) {}
void RowsAside::Filter::add(std::size_t hash) { words_[(hash >> 32) & (words_.size() - 1)] |= marks_of(hash); }
bool RowsAside::Filter::may_have(std::size_t hash) const {
    const std::uint64_t marks = marks_of(hash);
    return (words_[(hash >> 32) & (words_.size() - 1)] & marks) == marks;
}

void RowsAside::Run::put(std::string_view key, const std::optional<std::string_view>& row) {
    const std::size_t size = key.size() + (row ? row->size() : 0) + 2 * kLongestSize;
    if (blocks.empty() || blocks.back().size() + size > kBlock) blocks.emplace_back().reserve(std::max(kBlock, size));
    std::string& to = blocks.back();
    put_size(to, key.size());
    to.append(key);
    put_size(to, row ? row->size() + 1 : 0);
    if (row) to.append(*row);
    filter.add(hash_of(key));
    ++rows;
}

std::size_t RowsAside::Run::block_of(std::string_view key) const {
    const auto first_key = [](std::string_view block) { return take(block, take_size(block)); };
    const auto behind = std::ranges::upper_bound(blocks, key, {}, first_key);
    return behind == blocks.begin() ? 0 : static_cast<std::size_t>(behind - blocks.begin()) - 1;
}

RowsAside::RunCursor::RunCursor(const Run& run, std::string_view from)
    : run_(&run), block_(run.block_of(from)), rest_(run.blocks.at(block_)) {
    do next();
    while (valid_ && key_ < from);
}

void RowsAside::RunCursor::next() {
    if (rest_.empty() && block_ < run_->blocks.size() && ++block_ < run_->blocks.size()) rest_ = run_->blocks[block_];
    valid_ = !rest_.empty();
    if (!valid_) return;
    key_ = take(rest_, take_size(rest_));
    const std::size_t size = take_size(rest_);
    row_ = size > 0 ? std::optional(take(rest_, size - 1)) : std::nullopt;
}

void RowsAside::Cursor::next() {
    const std::string_view passed = at_->key();
    for (RunCursor& run : runs_)
        if (run.valid() && run.key() == passed) run.next();
    choose();
}

// The least key; of several runs that have it, the newest.
void RowsAside::Cursor::choose() {
    at_ = nullptr;
    for (RunCursor& run : runs_)
        if (run.valid() && (!at_ || run.key() <= at_->key())) at_ = &run;
}

RowsAside::Cursor RowsAside::from(std::string_view key) const {
    Cursor cursor;
    cursor.runs_.reserve(runs_.size());
    for (const Run& run : runs_) cursor.runs_.emplace_back(run, key);
    cursor.choose();
    return cursor;
}

// What is passed of the two is given back on the way, so that a large run is never there twice.
RowsAside::Run RowsAside::merged(Run older, Run newer) {
    Run run(older.rows + newer.rows);
    RunCursor old(older, ""), fresh(newer, "");
    const auto pass = [](Run& passed, RunCursor& at) {
        const std::size_t block = at.block();
        at.next();
        if (at.block() > block) std::string().swap(passed.blocks[block]);
    };
    while (old.valid() || fresh.valid()) {
        const bool is_fresh = fresh.valid() && (!old.valid() || fresh.key() <= old.key());
        const RunCursor& next = is_fresh ? fresh : old;
        run.put(next.key(), next.row());
        if (is_fresh && old.valid() && old.key() == fresh.key()) pass(older, old);
        if (is_fresh)
            pass(newer, fresh);
        else
            pass(older, old);
    }
    return run;
}

void RowsAside::add(const Rows& rows) {
    if (rows.empty()) return;
    Run& run = runs_.emplace_back(rows.size());
    for (const auto& [key, row] : rows) run.put(key, row);
    while (runs_.size() > 1 && runs_[runs_.size() - 2].rows <= 2 * runs_.back().rows) {
        Run newer = std::move(runs_.back());
        runs_.pop_back();
        runs_.back() = merged(std::move(runs_.back()), std::move(newer));
    }
}

std::optional<std::optional<std::string_view>> RowsAside::find(std::string_view key) const {
    const std::size_t hash = hash_of(key);
    for (auto run = runs_.rbegin(); run != runs_.rend(); ++run) {
        if (!run->filter.may_have(hash)) continue;
        if (const RunCursor at(*run, key); at.valid() && at.key() == key) return at.row();
    }
    return std::nullopt;
}

}  // namespace ipep

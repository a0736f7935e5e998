// The members of a Table, for the file of the view that makes it: it says `template class Table<…>;`.
#pragma once

#include <algorithm>

#include "ledger/check.h"
#include "projections/row.h"
#include "projections/table.h"

namespace ipep {

template <class Row>
Table<Row>::Table(RowSource source, PastView* past, char letter)
    : source_(std::move(source)), past_(past), letter_(letter) {}
template <class Row>
Table<Row>::Table(RowSource source, RowsChange change) : Table(std::move(source)) {
    change_ = change;
}
template <class Row>
Table<Row>::~Table() = default;

template <class Row>
const Row* Table<Row>::find(const std::string& key) {
    const auto known = rows_.find(key);
    if (known != rows_.end()) return known->second.gone ? nullptr : &known->second.row;
    auto bytes = source_.get(key);
    if (!bytes) return nullptr;
    return &rows_.emplace(key, Slot{decode_row<Row>(*bytes)}).first->second.row;
}

template <class Row>
Row& Table<Row>::edit(const std::string& key) {
    auto at = rows_.lower_bound(key);
    if (at == rows_.end() || at->first != key) {
        const auto bytes = source_.get(key);
        at = rows_.emplace_hint(at, key, Slot{bytes ? decode_row<Row>(*bytes) : Row{}});
    }
    Slot& slot = note(*at);
    if (slot.gone) slot.row = {};
    slot.gone = false;
    return slot.row;
}

template <class Row>
void Table<Row>::put(const std::string& key, Row row) {
    Slot& slot = note(*rows_.try_emplace(key).first);
    slot.row = std::move(row);
    slot.gone = false;
}

template <class Row>
void Table<Row>::add(const std::string& key, Row row) {
    const std::size_t before = rows_.size();
    const auto added = rows_.emplace_hint(rows_.end(), key, Slot{std::move(row)});
    IPEP_CHECK(rows_.size() > before, "rows", before);
    note(*added);
}

template <class Row>
void Table<Row>::erase(const std::string& key) {
    note(*rows_.try_emplace(key).first).gone = true;
}

template <class Row>
void Table<Row>::all(std::string_view prefix,
                     const std::function<void(const std::string& key, const Row& row)>& visit) {
    auto at = rows_.lower_bound(std::string(prefix));
    const auto visit_known = [&] {
        if (!at->second.gone) visit(at->first, at->second.row);
        ++at;
    };
    source_.each(prefix, [&](std::string_view key, std::string_view bytes) {
        while (at != rows_.end() && at->first < key) visit_known();
        if (at != rows_.end() && at->first == key) return visit_known();
        visit(std::string(key), decode_row<Row>(bytes));
    });
    while (at != rows_.end() && at->first.starts_with(prefix)) visit_known();
}

template <class Row>
void Table<Row>::end_event(Position position) {
    for (Kept* kept : written_) {
        auto& [key, slot] = *kept;
        slot.written = false;
        past_->note(letter_, key, position, slot.gone ? std::nullopt : std::optional(encode_row(slot.row)));
    }
    written_.clear();
}

template <class Row>
void Table<Row>::take_changes(Rows& to) {
    std::ranges::sort(changed_, {}, [](const Kept* kept) -> const std::string& { return kept->first; });
    for (Kept* kept : changed_) {
        auto& [key, slot] = *kept;
        slot.changed = false;
        to.emplace_back(key, slot.gone ? std::nullopt : std::optional(encode_row(slot.row)));
    }
    changed_.clear();
    if (change_ == RowsChange::never) rows_.clear();
}

template <class Row>
typename Table<Row>::Slot& Table<Row>::note(Kept& kept) {
    Slot& slot = kept.second;
    if (!std::exchange(slot.changed, true)) changed_.push_back(&kept);
    if (past_ && !std::exchange(slot.written, true)) written_.push_back(&kept);
    return slot;
}

}  // namespace ipep

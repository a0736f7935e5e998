// Table: the rows of one view, ordered by key; those not in memory come from where the view is kept.
//
// Shape: `find` and `edit` fetch one row; `all` fetches what is left and gives every row in order of key; what was
//        erased stays known as gone.
#pragma once

#include "projections/row.h"
#include "projections/row_source.h"

namespace ipep {

template <class Row>
class Table {
public:
    explicit Table(RowSource source) : source_(std::move(source)) {}

    const Row* find(const std::string& key) {
        const auto known = rows_.find(key);
        if (known != rows_.end()) return known->second.gone ? nullptr : &known->second.row;
        auto bytes = source_.get(key);
        if (!bytes) return nullptr;
        return &rows_.emplace(key, Slot{decode_row<Row>(*bytes)}).first->second.row;
    }

    // The row, made empty where there is none.
    Row& edit(const std::string& key) {
        auto at = rows_.lower_bound(key);
        if (at == rows_.end() || at->first != key) {
            const auto bytes = source_.get(key);
            at = rows_.emplace_hint(at, key, Slot{bytes ? decode_row<Row>(*bytes) : Row{}});
        }
        Slot& slot = note(key, at->second);
        if (slot.gone) slot.row = {};
        slot.gone = false;
        return slot.row;
    }
    void erase(const std::string& key) { note(key, rows_[key]).gone = true; }

    // Rows whose key begins with `prefix`, in order of key.
    template <class Visit>
    void all(std::string_view prefix, Visit&& visit) {
        source_.each(prefix, [&](std::string_view key, std::string_view bytes) {
            const auto at = rows_.lower_bound(std::string(key));
            if (at == rows_.end() || at->first != key)
                rows_.emplace_hint(at, std::string(key), Slot{decode_row<Row>(bytes)});
        });
        for (auto at = rows_.lower_bound(std::string(prefix)); at != rows_.end() && at->first.starts_with(prefix); ++at)
            if (!at->second.gone) visit(at->first, static_cast<const Row&>(at->second.row));
    }

    // The changed rows as bytes; afterwards none counts as changed.
    void take_changes(std::vector<std::pair<std::string, std::optional<std::string>>>& to) {
        std::ranges::sort(changed_);
        for (const std::string& key : changed_) {
            Slot& slot = rows_.at(key);
            slot.changed = false;
            to.emplace_back(key, slot.gone ? std::nullopt : std::optional(encode_row(slot.row)));
        }
        changed_.clear();
    }

private:
    struct Slot {
        Row row{};
        bool changed = false, gone = false;
    };
    Slot& note(const std::string& key, Slot& slot) {
        if (!slot.changed) changed_.push_back(key);
        slot.changed = true;
        return slot;
    }

    std::map<std::string, Slot> rows_;
    std::vector<std::string> changed_;
    RowSource source_;
};

}  // namespace ipep
